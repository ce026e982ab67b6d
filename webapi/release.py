"""Whether the database is at this release, and bringing it there: Alembic's migrations from the package itself.

Serving never changes a database that has something in it; an empty one is brought up silently.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from filelock import FileLock
from sqlalchemy import Connection, Engine, inspect, text

from engine.kernel.database import writers_queue

LOCK = 0x6B65666C6F77  # "keflow"
CURRENT, EMPTY, OLDER, UNKNOWN = "current", "empty", "older", "unknown"


def alembic_config(connection: Connection | None = None) -> AlembicConfig:
    """Alembic's settings for the migrations of this installation, on an open connection."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(files("migrations")))
    config.attributes["connection"] = connection
    return config


def standing(connection: Connection) -> str:
    """Where the database stands: `current`, `empty`, `older`, or `unknown` (a newer release, or not keflow's)."""
    script = ScriptDirectory.from_config(alembic_config())
    heads = set(MigrationContext.configure(connection).get_current_heads())
    if not heads:
        return EMPTY if not inspect(connection).get_table_names() else UNKNOWN
    if heads == set(script.get_heads()):
        return CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return OLDER if heads <= known else UNKNOWN


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Only one process at a time sets a database up, however many start at once; the others wait, then find it done."""
    if engine.dialect.name == "sqlite":
        with FileLock(f"{engine.url.database}.setup.lock"):
            yield
        return
    with engine.connect() as connection:
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": LOCK})
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": LOCK})


def upgrade(engine: Engine) -> None:
    """Bring the database to this release; nothing to do when it is there already."""
    with writers_queue(engine), engine.execution_options(keflow_writes=True).begin() as connection:
        command.upgrade(alembic_config(connection), "head")
