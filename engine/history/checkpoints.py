"""Signed anchors: an hourly Merkle root of the heads that moved, so that a cut-off tail or a rebuilt chain shows.

What lies after the newest checkpoint is only as safe as the chain itself, and a database put back as a whole to an
earlier day is sound in itself: an export carries the newest checkpoint out of the house and shows that.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Row, insert, select, text
from sqlalchemy.orm import Session

from engine.history.chain import GENESIS, Merkle, instant, same, sign
from engine.history.models import Checkpoint, Head, Leaf
from engine.kernel import Context

CHUNK = 5000

_ANCHOR = text("UPDATE ledger_head SET anchored = :seq WHERE tenant_id = :tenant_id AND stream = :stream")


def checkpoint(ctx: Context, secret: str) -> int | None:
    """Anchor all heads that moved since the last checkpoint; its number, or None when nothing moved.

    A stream that somebody is just writing to is left to the next checkpoint, so that nobody waits for anybody.
    """
    connection = ctx.session.connection()
    last = latest(ctx.session, ctx.tenant)
    number = last.number + 1 if last else 1
    root, after = Merkle(), ""
    moved = (
        select(Head.tenant_id, Head.stream, Head.seq, Head.hash)
        .where(Head.tenant_id == ctx.tenant, Head.seq > Head.anchored)
        .order_by(Head.stream)
        .limit(CHUNK)
        .with_for_update(skip_locked=True)
    )
    while heads := connection.execute(moved.where(Head.stream > after)).all():
        after = heads[-1].stream
        rows = [dict(head._mapping) for head in heads]
        connection.execute(insert(Leaf), [row | {"checkpoint": number} for row in rows])
        connection.execute(_ANCHOR, [{key: row[key] for key in ("tenant_id", "stream", "seq")} for row in rows])
        for head in heads:
            root.add(head.stream, head.seq, head.hash)
    if not root.count:
        return None
    at, value = instant(ctx.now), root.root()
    connection.execute(
        insert(Checkpoint),
        {
            "tenant_id": ctx.tenant,
            "number": number,
            "at": at,
            "leaves": root.count,
            "root": value,
            "signature": _signature(secret, ctx.tenant, number, at, root.count, value, last),
        },
    )
    return number


def latest(session: Session, tenant: str) -> Checkpoint | None:
    """The newest checkpoint, if there is any."""
    newest = select(Checkpoint).where(Checkpoint.tenant_id == tenant).order_by(Checkpoint.number.desc()).limit(1)
    return session.scalars(newest).first()


def _signature(
    secret: str, tenant: str, number: int, at: str, leaves: int, root: str, before: Checkpoint | Row[Any] | None
) -> str:
    return sign(secret, "checkpoint", tenant, number, at, leaves, root, before.signature if before else GENESIS)


@dataclass(frozen=True, slots=True)
class Anchors:
    """What the checkpoints of the house say: how many there are, and the number of the first that is wrong."""

    count: int
    wrong: int | None


def check(session: Session, secret: str, tenant: str) -> Anchors:
    """Whether each checkpoint is signed, follows the one before and has the root of its leaves; with flat memory."""
    query = select(Checkpoint.__table__).where(Checkpoint.tenant_id == tenant).order_by(Checkpoint.number)
    known = select(Leaf.checkpoint, Leaf.stream, Leaf.seq, Leaf.hash).where(Leaf.tenant_id == tenant)
    known = known.order_by(Leaf.checkpoint, Leaf.stream)
    count, before = 0, None
    with (
        session.execute(query, execution_options={"yield_per": 1000}) as rows,
        session.execute(known, execution_options={"yield_per": 5000}) as leaves,
    ):
        roots = _roots(leaves)
        for row in rows:
            count += 1
            signature = _signature(secret, tenant, row.number, row.at, row.leaves, row.root, before)
            told = (count, row.leaves, row.root)
            if row.number != count or next(roots, None) != told or not same(str(row.signature), signature):
                return Anchors(count, count)
            before = row
        return Anchors(count, count + 1 if next(roots, None) else None)


def _roots(leaves: Iterable[Any]) -> Iterator[tuple[int, int, str]]:
    for number, some in groupby(leaves, key=lambda leaf: leaf.checkpoint):
        root = Merkle()
        for leaf in some:
            root.add(leaf.stream, leaf.seq, leaf.hash)
        yield number, root.count, root.root()
