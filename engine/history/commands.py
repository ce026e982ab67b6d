"""Writing to the ledger: three statements a unit of work, whether it holds one fact or fifty thousand."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, insert, select, text
from sqlalchemy.exc import IntegrityError

from engine.history.chain import GENESIS, canonical, entry_hash, instant
from engine.history.models import Entry, Head
from engine.history.prose import told
from engine.kernel import Actor, Conflict, Context, Fact

CHUNK = 5000  # streams in one IN list; both databases take many more parameters than this

_ENTRY = insert(Entry)
_HEADS = (
    select(Head.stream, Head.seq, Head.hash)
    .where(Head.tenant_id == bindparam("tenant"), Head.stream.in_(bindparam("streams", expanding=True)))
    .order_by(Head.stream)
    .with_for_update()
)
_MOVE = text(
    "INSERT INTO ledger_head (tenant_id, stream, seq, hash) VALUES (:tenant_id, :stream, :seq, :hash) "
    "ON CONFLICT (tenant_id, stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash"
)


def append(ctx: Context, pending: Iterable[tuple[Fact, Actor]]) -> None:
    """Write these facts to the ends of their chains, in the order given, at `ctx.now`.

    The heads are locked in the order of their names and new streams are begun in that order too, so that two writers
    wait for each other but never in a circle. Two beginners of one stream: the second is a Conflict.
    """
    by_stream: dict[str, list[tuple[Fact, Actor]]] = {}
    for fact, actor in pending:
        by_stream.setdefault(fact.stream, []).append((fact, actor))
    tenant, at = ctx.tenant, instant(ctx.now)
    names = sorted(by_stream)
    heads = _lock(ctx, names)
    # sealed under the lock of the stream: two writers never make its first key at once
    data = iter(told(ctx, [fact for stream in names for fact, _ in by_stream[stream]]))
    entries: list[dict[str, Any]] = []
    moved: list[dict[str, Any]] = []
    for stream in names:
        seq, last = heads.get(stream, (0, GENESIS))
        for fact, actor in by_stream[stream]:
            seq += 1
            kind, element, kept = type(fact).__name__, getattr(fact, "element", None) or None, canonical(next(data))
            last = entry_hash(last, tenant, stream, seq, at, kind, element, actor.name, kept)
            entries.append(
                {
                    "tenant_id": tenant,
                    "stream": stream,
                    "seq": seq,
                    "at": at,
                    "fact": kind,
                    "element": element,
                    "actor": actor.name,
                    "data": kept,
                    "hash": last,
                }
            )
        moved.append({"tenant_id": tenant, "stream": stream, "seq": seq, "hash": last})
    connection = ctx.session.connection()
    try:
        connection.execute(_ENTRY, entries)
    except IntegrityError as taken:
        raise Conflict("history.stream_moved") from taken
    connection.execute(_MOVE, moved)


def _lock(ctx: Context, names: Sequence[str]) -> dict[str, tuple[int, str]]:
    connection = ctx.session.connection()
    heads: dict[str, tuple[int, str]] = {}
    for start in range(0, len(names), CHUNK):
        some = {"tenant": ctx.tenant, "streams": names[start : start + CHUNK]}
        heads.update((row[0], (row[1], row[2])) for row in connection.execute(_HEADS, some))
    return heads
