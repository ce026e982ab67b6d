"""Runs migrations on the connection that the caller opened, in the caller's transaction: all of them or none.

SQLite cannot alter a table, so a batch copies it; PostgreSQL alters in place.
"""

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

import webapi.tables  # noqa: F401  (every table of the product)
from engine.kernel import Base


def rendered(kind: str, thing: Any, autogen: AutogenContext) -> str | bool:
    """A migration names plain column types: it must still mean the same when our own types have changed."""
    if kind == "type" and isinstance(thing, TypeDecorator):
        return f"sa.{thing.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=rendered,
    transactional_ddl=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
