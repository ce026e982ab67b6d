"""Reading the promises of time: the clocks of a case, what is late or will be, and how promises were kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from engine.kernel import Context
from engine.sla import clocks, words
from engine.sla.clocks import calendar_of, deadlines
from engine.sla.clocks import settings as settings
from engine.sla.models import SlaClock


def of_case(ctx: Context, instance_id: str) -> list[SlaClock]:
    """All clocks of a case and of those it called, oldest first."""
    mine = (SlaClock.instance_id == instance_id) | (SlaClock.root_id == instance_id)
    return list(
        ctx.session.scalars(select(SlaClock).where(SlaClock.tenant_id == ctx.tenant, mine).order_by(SlaClock.id))
    )


def clocks_by_due(
    ctx: Context,
    *,
    status: str | None = None,
    target: str | None = None,
    kind: str | None = None,
    due_before: datetime | None = None,
    where: Sequence[ColumnElement[bool]] = (),
) -> Select[SlaClock]:
    """Clocks by due time, to be paged by (due_at, id)."""
    found = select(SlaClock).where(SlaClock.tenant_id == ctx.tenant, *where)
    for column, wanted in ((SlaClock.status, status), (SlaClock.target, target), (SlaClock.kind, kind)):
        if wanted is not None:
            found = found.where(column == wanted)
    if due_before is not None:
        found = found.where(SlaClock.due_at < due_before)
    return found.order_by(SlaClock.due_at, SlaClock.id)


def told(ctx: Context, row: SlaClock) -> dict[str, Any]:
    """A clock as people see it: due, derivation in words, share gone, minutes with and without pauses."""
    end = row.stopped_at or ctx.now
    took = clocks.spent(ctx, row, end)
    first, _ = deadlines(ctx, row)
    planned = clocks.planned(first, row.started_at)
    return {
        "id": row.id,
        "instance": row.instance_id,
        "element": row.element,
        "kind": row.kind,
        "target": row.target,
        "band": row.band,
        "override": row.override,
        "status": row.status,
        "received_at": row.started_at,
        "recorded_at": row.recorded_at,
        "due": {
            "at": row.due_at,
            "provisional": bool(row.due.get("provisional")),
            "derivation": row.due,
            "derivation_zh": words.words(row.due, "zh"),
            "derivation_en": words.words(row.due, "en"),
        },
        "calendar": row.calendar if row.calendar == "clock" else calendar_of(ctx, row).name,
        "gone": min(999, took.net * 100 // planned) if planned else 100,
        "warned": row.warned,
        "pausable": row.pausable and row.status == "running",
        "pauses": row.pauses,
        "stopped_at": row.stopped_at,
        "missed_at": row.missed_at,
        "cause": row.cause,
        "gross_minutes": took.gross,
        "net_minutes": took.net,
    }


@dataclass(frozen=True, slots=True)
class Kept:
    """How one kind of promise was kept: the answered clocks, how many of all that are decided in time, minutes net and
    gross as mean, median and 90th percentile (nearest rank). Cancelled clocks count nowhere."""

    kind: str
    target: str
    band: int
    running: int
    met: int
    missed: int
    within: float | None
    net: dict[str, float] | None
    gross: dict[str, float] | None


def report(ctx: Context, first: datetime, last: datetime, where: Sequence[ColumnElement[bool]] = ()) -> list[Kept]:
    """How the promises on matters received from `first` up to before `last` were kept, by kind, target and band."""
    rows = select(SlaClock).where(
        SlaClock.tenant_id == ctx.tenant,
        SlaClock.started_at >= first,
        SlaClock.started_at < last,
        SlaClock.status != "cancelled",
        *where,
    )
    groups: dict[tuple[str, str, int], list[SlaClock]] = {}
    for row in ctx.session.scalars(rows.order_by(SlaClock.id)):
        groups.setdefault((row.kind, row.target, row.band), []).append(row)
    return [_kept(ctx, key, some) for key, some in sorted(groups.items())]


def _kept(ctx: Context, key: tuple[str, str, int], rows: Sequence[SlaClock]) -> Kept:
    took = [clocks.spent(ctx, row, row.stopped_at) for row in rows if row.stopped_at is not None]
    met, missed = (sum(row.status == status for row in rows) for status in ("met", "missed"))
    within = round(met / (met + missed), 4) if met + missed else None
    net, gross = _figures(one.net for one in took), _figures(one.gross for one in took)
    return Kept(*key, len(rows) - met - missed, met, missed, within, net, gross)


def _figures(minutes: Iterable[int]) -> dict[str, float] | None:
    ordered = sorted(minutes)
    if not ordered:
        return None
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return {
        "mean": round(sum(ordered) / len(ordered), 1),
        "median": median,
        "p90": ordered[-(-len(ordered) * 9 // 10) - 1],
    }
