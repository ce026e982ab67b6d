"""Starting what D14 plans for today: the planner finds whose turn it is, jobs start their cases in batches.

Scoped by the table (a share of a large group a cycle) and done once: a customer has one case of a touch in a cycle,
whoever plans how often.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine import jobs
from engine.customers import audience, forecast
from engine.customers.audience import Known
from engine.customers.forecast import FOLLOWUP, Touch
from engine.customers.rhythm import bucket_of, cycle_of, days_between, due_on, next_turn, rhythm, suffix
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context

KIND = "followups_start"
AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """A customer's touch that is due, in which cycle."""

    customer: Known
    touch: Touch
    cycle: int


def plan(ctx: Context, since: date | None = None) -> dict[str, int]:
    """Queue the cases that are due today and on the days since the last plan (since the last working day, when there
    was none): how many, by process."""
    today = ctx.now.astimezone(ctx.zone).date()
    since = since or calendar(ctx).previous_working_day(today - timedelta(days=1))
    days = days_between(min(since, today - timedelta(days=1)), today)
    batches: dict[str, list[dict[str, Any]]] = {}
    for turn in turns(ctx, days):
        batches.setdefault(turn.touch.process, []).append(_told(turn))
    for batch in batches.values():
        for first in range(0, len(batch), AT_ONCE):
            jobs.later(ctx, KIND, {"turns": batch[first : first + AT_ONCE]})
    return {process: len(batch) for process, batch in batches.items()}


def turns(ctx: Context, days: list[date]) -> Iterator[Turn]:
    """Whose turn it is on these days. Each band is read once, only the buckets in question."""
    ask = forecast.asker(ctx, FOLLOWUP)
    by_group = {group: forecast.touches(ask, group, size) for group, size in audience.groups(ctx).items()}
    due = {group: [(one, _buckets(one, days)) for one in planned] for group, planned in by_group.items()}
    for band in sorted({group.band for group in due}):
        wanted = {b for group, some in due.items() if group.band == band for _, buckets in some for b in buckets}
        if wanted:
            for customer in audience.members(ctx, [band], sorted(suffix(bucket) for bucket in wanted)):
                yield from _of(customer, due.get(customer.group, []))


def _buckets(touch: Touch, days: list[date]) -> dict[int, set[int]]:
    """The buckets that are due, each with its cycles."""
    found: dict[int, set[int]] = {}
    for day in days:
        for bucket in due_on(touch.rhythm, day):
            found.setdefault(bucket, set()).add(cycle_of(touch.rhythm, day))
    return found


def _of(customer: Known, due: list[tuple[Touch, dict[int, set[int]]]]) -> Iterator[Turn]:
    bucket = bucket_of(customer.id)
    for touch, buckets in due:
        for cycle in sorted(buckets.get(bucket, ())):
            yield Turn(customer, touch, cycle)


def _told(turn: Turn) -> dict[str, Any]:
    return {
        "customer_id": turn.customer.id,
        "customer": turn.customer.number,
        "touch": turn.touch.name,
        "process": turn.touch.process,
        "rhythm": {"every": turn.touch.every, "share": turn.touch.share},
        "key": f"{turn.touch.name}:{turn.customer.number}:{turn.cycle}",
    }


def _start_some(ctx: Context, job: Job) -> None:
    for told in job.payload["turns"]:
        if told["process"] != "followup" and _busy(ctx, told):
            continue  # a rescue or survey of this customer is still open
        variables = {"customer": told["customer"], "variant": told["touch"], "rhythm": told["rhythm"], "about": "plan"}
        try:
            instances.start(
                ctx,
                told["process"],
                values.of(variables),
                customer_id=told["customer_id"],
                once=told["key"],
            )
        except Conflict:
            continue  # planned before: by a repeated plan


def _busy(ctx: Context, told: Mapping[str, Any]) -> bool:
    rows = select(Instance.id).where(
        Instance.tenant_id == ctx.tenant,
        Instance.customer_id == told["customer_id"],
        Instance.process == told["process"],
        Instance.ended_at.is_(None),
    )
    return ctx.session.scalar(rows.limit(1)) is not None


START = Inside(_start_some)


def next_on(ctx: Context, customer_id: str, every: str, share: float) -> date:
    """The next day on which the customer has their turn in this rhythm, moved off days off."""
    today = ctx.now.astimezone(ctx.zone).date()
    return calendar(ctx).next_working_day(next_turn(rhythm(every, share), bucket_of(customer_id), today))
