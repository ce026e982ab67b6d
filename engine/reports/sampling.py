"""A sample of cases that anybody can draw again: the seed decides, nobody's choice."""

import heapq
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select

from engine.instances.models import Instance
from engine.kernel import Context


@dataclass(frozen=True, slots=True)
class Sample:
    """`cases` of a `population`, in the order of the draw."""

    seed: str
    population: int
    cases: list[Instance]


def draw(
    ctx: Context,
    seed: str,
    size: int,
    *,
    process: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> Sample:
    """The `size` cases with the smallest SHA-256 of `seed:id` among those started in the span, called ones left out.

    The same seed over the same population gives the same cases on any machine; a case more in the population changes
    at most one of them.
    """
    found = select(Instance.id).where(Instance.tenant_id == ctx.tenant, Instance.parent_id.is_(None))
    if process is not None:
        found = found.where(Instance.process == process)
    if since is not None:
        found = found.where(Instance.started_at >= since)
    if until is not None:
        found = found.where(Instance.started_at < until)
    ids = list(ctx.session.scalars(found))
    chosen = heapq.nsmallest(size, ids, key=lambda one: sha256(f"{seed}:{one}".encode()).digest())
    rows = {row.id: row for row in ctx.session.scalars(select(Instance).where(Instance.id.in_(chosen)))}
    return Sample(seed, len(ids), [rows[one] for one in chosen])
