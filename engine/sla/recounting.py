"""Jobs of the clocks: their next moment, and due times counted anew when a calendar is edited or a tier rises.

An edit walks through all open cases in batches. A case that somebody has in hand is not waited for but looked at again
a little later, so that an edit never stands in anybody's way and no two can wait for each other.
"""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from engine import jobs
from engine.definitions.calendars import DEFAULT
from engine.instances import commands as instances
from engine.instances import waits
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Context, NotFound
from engine.sla import clocks, commands, rules
from engine.sla.asking import Unavailable
from engine.sla.models import SlaClock
from engine.tasks import dues
from engine.tasks.models import Task

CALENDAR, TIER = "sla.calendar", "sla.tier"
BATCH = 100
AGAIN = timedelta(seconds=2)


def _lock(ctx: Context, job: Job) -> None:
    if job.instance_id is not None:
        try:
            instances.locked(ctx, job.instance_id)
        except NotFound:
            return


def _tick(ctx: Context, job: Job) -> None:
    row = ctx.session.get(SlaClock, job.payload["clock"])
    if row is not None and row.job_id == job.id:
        clocks.tick(ctx, row)


def _tier(ctx: Context, job: Job) -> None:
    case = ctx.session.get_one(Instance, job.instance_id)
    for row in commands.open_clocks(ctx, case.root_id):
        if row.instance_id == case.id:
            try:
                commands.better_band(ctx, row, job.payload["band"])
            except Unavailable:
                return  # D08 has no row for the new band: the old promise stands
    for task in dues.open_with_due(ctx, [case.root_id]):
        if (task.due or {}).get("sla"):
            align(ctx, task)


def _calendar(ctx: Context, job: Job) -> None:
    name, some = job.payload["calendar"], job.payload.get("cases")
    if some is None:
        after = job.payload["after"]
        some = _page(ctx, after)
        if len(some) == BATCH:
            jobs.later(ctx, CALENDAR, {**job.payload, "after": some[-1]})
    free = _free(ctx, some)
    recount(ctx, free, name)
    taken = [case for case in some if case not in free]
    if taken:
        jobs.later(ctx, CALENDAR, {**job.payload, "cases": taken}, due=ctx.now + AGAIN)


def _page(ctx: Context, after: str) -> Sequence[str]:
    """The next open root cases by id."""
    roots = select(Instance.id).where(
        Instance.tenant_id == ctx.tenant,
        Instance.id > after,
        Instance.parent_id.is_(None),
        Instance.ended_at.is_(None),
    )
    return ctx.session.scalars(roots.order_by(Instance.id).limit(BATCH)).all()


def _free(ctx: Context, cases: Sequence[str]) -> list[str]:
    """Those of these root cases that nobody has in hand, now in ours and still open."""
    rows = select(Instance.id).where(Instance.id.in_(cases)).order_by(Instance.id)
    return list(ctx.session.scalars(rows.with_for_update(skip_locked=True)))


def recount(ctx: Context, root_ids: Sequence[str], name: str) -> None:
    """Everything of these root cases that is counted in the calendar `name`: timers, clocks, tasks."""
    cases = select(Instance).where(
        Instance.tenant_id == ctx.tenant, Instance.root_id.in_(root_ids), Instance.ended_at.is_(None)
    )
    for case in ctx.session.scalars(cases.order_by(Instance.id)).all():
        waits.recount(ctx, case, name)
    for row in commands.open_clocks(ctx, *root_ids):
        if row.calendar == name or (name == DEFAULT and row.calendar == rules.CLOCK):
            clocks.recount(ctx, row, "calendar")
    for task in dues.open_with_due(ctx, root_ids):
        if (task.due or {}).get("sla"):
            align(ctx, task)
        else:
            dues.recount(ctx, task, name)


def align(ctx: Context, task: Task) -> None:
    """Have a task due with the last of its own clocks: the time that it should be done by is its resolution."""
    rows = [row for row in commands.open_clocks(ctx, task.root_id) if row.token == task.token]
    rows = [row for row in rows if row.instance_id == task.instance_id]
    if rows:
        last = max(rows, key=lambda row: row.due_at)
        dues.move(ctx, task, last.due_at, last.due, "sla")


TICK = Inside(_tick, lock=_lock)
BETTER = Inside(_tier, lock=_lock)
EDITED = Inside(_calendar)
