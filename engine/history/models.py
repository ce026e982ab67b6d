"""Tables of the ledger, and the triggers by which the database itself refuses to change what was written.

Columns are plain text and integers on both databases, so that what was hashed is exactly what is stored.
"""

from sqlalchemy import DDL, Index, Integer, String, Text, event
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base

# names of streams sort by their bytes on both databases, as they do in Python: Merkle roots depend on the order
Stream = String(80).with_variant(String(80, collation="C"), "postgresql")


class Entry(Base):
    """One fact in its stream; `seq` counts from 1 without gaps; `hash` covers the previous hash and all columns."""

    __tablename__ = "ledger"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    stream: Mapped[str] = mapped_column(Stream, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(27))
    fact: Mapped[str] = mapped_column(String(80))
    element: Mapped[str | None] = mapped_column(Text)
    actor: Mapped[str] = mapped_column(Text)
    data: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))


class Head(Base):
    """Where a stream stands; its row is the lock of the stream. `anchored` is the last seq under a checkpoint."""

    __tablename__ = "ledger_head"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    stream: Mapped[str] = mapped_column(Stream, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer)
    hash: Mapped[str] = mapped_column(String(64))
    anchored: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


Index(
    "ix_ledger_head_unanchored",
    Head.tenant_id,
    Head.stream,
    sqlite_where=Head.seq > Head.anchored,
    postgresql_where=Head.seq > Head.anchored,
)


class Checkpoint(Base):
    """A signed Merkle root over the heads that were new since the checkpoint before, which it names by signature."""

    __tablename__ = "ledger_checkpoint"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(27))
    leaves: Mapped[int] = mapped_column(Integer)
    root: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str] = mapped_column(String(64))


class Leaf(Base):
    """A head as a checkpoint saw it: a cut-off tail or a rebuilt chain no longer contains it."""

    __tablename__ = "ledger_leaf"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    stream: Mapped[str] = mapped_column(Stream, primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    checkpoint: Mapped[int] = mapped_column(Integer)

    __table_args__ = (Index("ix_ledger_leaf_checkpoint", "tenant_id", "checkpoint", "stream"),)


_KEYS = {
    "ledger": ("tenant_id", "stream", "seq"),
    "ledger_checkpoint": ("tenant_id", "number"),
    "ledger_leaf": ("tenant_id", "stream", "seq"),
}


def guards(dialect: str, table: str | None = None) -> list[str]:
    """The statements that make the database refuse UPDATE and DELETE on the written tables (or on one of them).

    They run after the tables exist: on `create_all` by themselves, in a migration by `op.execute`.
    """
    tables = [table] if table else list(_KEYS)
    return [text for name in tables for text in (_sqlite if dialect == "sqlite" else _postgresql)(name)]


def _sqlite(table: str) -> list[str]:
    # INSERT OR REPLACE deletes without asking the DELETE trigger, hence the third one
    taken = " AND ".join(f"{table}.{column} = NEW.{column}" for column in _KEYS[table])
    exists = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608 - names are our own constants
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only');"
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse} END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse} END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS ({exists}) BEGIN {refuse} END",
    ]


def _postgresql(table: str) -> list[str]:
    return [
        "CREATE OR REPLACE FUNCTION keflow_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION keflow_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION keflow_append_only()",
    ]


for _table in _KEYS:
    for _dialect in ("sqlite", "postgresql"):
        for _text in guards(_dialect, _table):
            _ddl = DDL(_text.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(Base.metadata.tables[_table], "after_create", _ddl.execute_if(dialect=_dialect))
