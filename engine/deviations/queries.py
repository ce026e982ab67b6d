"""Reading deviations (R13)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from engine.deviations.models import Deviation
from engine.kernel import Context


def deviations(
    ctx: Context,
    *,
    kind: str | None = None,
    status: str | None = None,
    instance: str | None = None,
    ordered_in: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    where: Sequence[ColumnElement[bool]] = (),
) -> Select[Deviation]:
    """Deviations, newest first, to be paged by id."""
    found = select(Deviation).where(Deviation.tenant_id == ctx.tenant, *where).order_by(Deviation.id.desc())
    for column, wanted in (
        (Deviation.kind, kind),
        (Deviation.status, status),
        (Deviation.instance_id, instance),
        (Deviation.ordered_in, ordered_in),
    ):
        if wanted is not None:
            found = found.where(column == wanted)
    if since is not None:
        found = found.where(Deviation.ordered_at >= since)
    if until is not None:
        found = found.where(Deviation.ordered_at < until)
    return found


def report(
    ctx: Context, since: datetime, until: datetime, where: Sequence[ColumnElement[bool]] = ()
) -> list[dict[str, Any]]:
    """How often cases deviated in a span, by kind: done, refused, without a second look, open beyond their time."""
    rows = ctx.session.scalars(deviations(ctx, since=since, until=until, where=where)).all()
    counted: dict[str, Counter[str]] = {}
    for row in rows:
        one = counted.setdefault(row.kind, Counter())
        one.update(["ordered", *([row.status] if row.status != "ordered" else [])])
        one.update(["unseconded"] if row.second is None else [])
        one.update(["lapsed"] if row.status != "refused" and row.ends_at <= ctx.now else [])
        one.update(["rejected"] if row.second_says == "reject" else [])
    names = ("ordered", "done", "refused", "unseconded", "rejected", "lapsed")
    return [{"kind": kind, **{name: counts[name] for name in names}} for kind, counts in sorted(counted.items())]
