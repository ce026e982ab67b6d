"""Proof that nothing was altered: every chain recomputed, every head and every checkpoint compared, in flat memory.

The rows are read as raw text, exactly as they were hashed, in one consistent view of the database.
"""

from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session

from engine.history import checkpoints
from engine.history.chain import Chain
from engine.history.models import Entry, Head, Leaf
from engine.kernel import TENANT


@dataclass(frozen=True, slots=True)
class Broken:
    """The first thing that is wrong.

    `what` is `hash` (an entry is not what was written), `gap` (entries are missing before it), `order`, `head` (the
    end of the stream is not where its head says), `checkpoint` (a signed checkpoint knows another entry, or is itself
    not what was signed; then `seq` is its number and the stream `checkpoint`), `seal` (of an exported file).
    """

    what: str
    stream: str
    seq: int | None = None
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what was found; `signed` is None when signatures were not checked for want of the key."""

    entries: int
    streams: int
    checkpoints: int
    signed: bool | None
    broken: Broken | None = None

    @property
    def sound(self) -> bool:
        return self.broken is None


def verify(session: Session, secret: str, *, tenant: str = TENANT, streams: Any = None) -> Report:
    """Check what is committed of a tenant's ledger, or only of these streams (a list or a select of their names)."""
    with view(session) as own:
        return check(own, secret, tenant, streams)


def check(view: Session, secret: str, tenant: str, streams: Any) -> Report:
    """As `verify`, in a view that the caller holds open."""
    chain, entries, broken = Chain(), 0, None
    with closing(walk(view, chain, tenant, streams)) as rows:
        for row, wrong in rows:
            entries += 1
            if wrong:
                broken = Broken(wrong, row.stream, row.seq, row.fact)
                break
    broken = broken or _lost(view, tenant, streams)
    anchors = checkpoints.check(view, secret, tenant)
    if anchors.wrong is not None and broken is None:
        broken = Broken("checkpoint", "checkpoint", anchors.wrong)
    return Report(entries, chain.streams, anchors.count, anchors.wrong is None, broken)


@contextmanager
def view(session: Session) -> Iterator[Session]:
    """One consistent view of all that is committed, whatever the caller's transaction has read or written before."""
    with Session(session.get_bind().engine) as own:
        if own.get_bind().dialect.name == "postgresql":
            own.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            yield own
            return
        driver: Any = own.connection().connection.dbapi_connection
        driver.text_factory = lambda raw: raw.decode(errors="surrogateescape")  # broken UTF-8 is a finding, no crash
        try:
            yield own
        finally:
            driver.text_factory = str


def walk(session: Session, chain: Chain, tenant: str, streams: Any = None) -> Generator[tuple[Row[Any], str | None]]:
    """Every entry in the order of streams and numbers, each with what is wrong with it, if anything."""
    before: Row[Any] | None = None
    with session.execute(_entries(tenant, streams), execution_options={"yield_per": 2000}) as rows:
        for row in rows:
            if before is not None and before.stream != row.stream and (wrong := _end(before)):
                yield before, wrong
            wrong = chain.follow(*row[:8], claimed=row.hash)
            if wrong is None and row.leaf is not None and row.leaf != row.hash:
                wrong = "checkpoint"
            yield row, wrong
            before = row
    if before is not None and (wrong := _end(before)):
        yield before, wrong


def _end(last: Row[Any]) -> str | None:
    return None if last.head == last.hash else "head"


def _entries(tenant: str, streams: Any) -> Select[Any]:
    query = (
        select(Entry.__table__, Head.hash.label("head"), Leaf.hash.label("leaf"))
        .outerjoin(Head, _same(Head))
        .outerjoin(Leaf, _same(Leaf))
        .where(Entry.tenant_id == tenant)
        .order_by(Entry.stream, Entry.seq)
    )
    return query if streams is None else query.where(Entry.stream.in_(streams))


def _same(other: Any) -> Any:
    return and_(other.tenant_id == Entry.tenant_id, other.stream == Entry.stream, other.seq == Entry.seq)


def _lost(session: Session, tenant: str, streams: Any) -> Broken | None:
    """Entries that a head or a checkpoint knows and the ledger does not; heads that hide from checkpoints."""
    for table, what in ((Head, "head"), (Leaf, "checkpoint")):
        query = select(table.stream, table.seq).outerjoin(Entry, _same(table))
        query = query.where(table.tenant_id == tenant, Entry.seq.is_(None)).order_by(table.stream, table.seq).limit(1)
        lost = session.execute(query if streams is None else query.where(table.stream.in_(streams))).first()
        if lost:
            return Broken(what, lost.stream, lost.seq)
    newest = (
        select(func.coalesce(func.max(Leaf.seq), 0))
        .where(Leaf.tenant_id == Head.tenant_id, Leaf.stream == Head.stream)
        .scalar_subquery()
    )
    hidden = session.execute(
        select(Head.stream, Head.seq).where(Head.tenant_id == tenant, Head.anchored != newest).limit(1)
    ).first()
    return Broken("checkpoint", hidden.stream, hidden.seq) if hidden else None
