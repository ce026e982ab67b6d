"""Opening a database so that both kinds keep the same promises.

SQLite: write-ahead log, writers queue at a file lock and begin IMMEDIATE, readers never wait (measured: without the
queue lost updates or lock errors, and unfair waits of seconds). PostgreSQL needs none of this.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Lock
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session


def open_engine(url: str, **options: Any) -> Engine:
    """An engine for `sqlite:///file` or `postgresql+psycopg://…` with keflow's promises built in."""
    if make_url(url).get_backend_name() == "sqlite":
        options.setdefault("connect_args", {"timeout": 30, "check_same_thread": False})
    engine = create_engine(url, **options)
    prepare(engine)
    return engine


def prepare(engine: Engine) -> Engine:
    """Give an engine made elsewhere (Flask-SQLAlchemy's) the same promises; other kinds are refused."""
    backend = engine.url.get_backend_name()
    if backend == "sqlite":
        event.listen(engine, "connect", _pragmas)
        event.listen(engine, "begin", _begin)
    elif backend != "postgresql":
        raise ValueError(f"DATABASE_URL: {backend} is not supported; use sqlite or postgresql+psycopg")
    return engine


def _pragmas(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=NORMAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA cache_size=-65536")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("keflow_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def transaction(session: Session, *, write: bool) -> Iterator[Session]:
    """One transaction on this session: committed at the end, rolled back on any error. Writers on SQLite queue."""
    engine = session.get_bind()
    sqlite = engine.dialect.name == "sqlite"
    with writers_queue(engine) if write else nullcontext():
        if write and sqlite:
            session.connection(execution_options={"keflow_writes": True})
        try:
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()


def is_taken(error: IntegrityError) -> bool:
    """Whether a key that must be unique was there already: somebody else wrote it at the same time."""
    state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", "")
    return state in ("23505", "SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


_queues: dict[str, tuple[Lock, FileLock]] = {}


@contextmanager
def writers_queue(engine: Engine | Connection) -> Iterator[None]:
    """The queue of writers of one SQLite file: first the threads of this process, then the processes. PostgreSQL has
    its own."""
    file = engine.engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        yield
        return
    threads, processes = _queues.setdefault(file, (Lock(), FileLock(f"{file}.lock", poll_interval=0.002)))
    with threads, processes:
        yield
