"""A month is over: where customers stand in the matrix is kept, and the schemes that evaluate by themselves get their
evaluation (P02), each month end once.

Whoever has evaluated that month end before, by hand or by an earlier start, leaves nothing to do.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from engine import jobs
from engine.customers import cell_history, schemes
from engine.customers.schemes import Scheme
from engine.customers.tiers import ScoreRun
from engine.feel import values
from engine.instances import commands as instances
from engine.jobs import Job
from engine.kernel import Conflict, Context

JOB = "tiers.evaluate_month"
PROCESS = "tier_batch_evaluation"


def start(ctx: Context) -> int:
    """Queue the evaluation of the last month end for every leading scheme that lacks it; how many."""
    jobs.later(ctx, cell_history.KIND, {}, key=f"{cell_history.KIND}:{ctx.now.astimezone(ctx.zone):%Y-%m}")
    found = list(due(ctx))
    for scheme, day in found:
        jobs.later(ctx, JOB, {"scheme": scheme.key, "day": day.isoformat()}, key=f"{JOB}:{scheme.key}:{day}")
    return len(found)


def due(ctx: Context) -> Iterator[tuple[Scheme, date]]:
    """The leading schemes that evaluate by themselves, were not evaluated on the last month end or later, and whose
    data grow until then."""
    day = ctx.now.astimezone(ctx.zone).date().replace(day=1) - timedelta(days=1)
    rows = select(ScoreRun.scheme, func.max(ScoreRun.as_of)).where(ScoreRun.tenant_id == ctx.tenant)
    found: Any = ctx.session.execute(rows.group_by(ScoreRun.scheme))
    last: dict[str, date] = dict(found.all())
    for scheme in schemes.every(ctx):
        if scheme.leading and scheme.automatic and scheme.day(day) == day and last.get(scheme.key, date.min) < day:
            yield scheme, day


def begin(ctx: Context, job: Job) -> None:
    """The job: start the evaluation, unless this month end has one."""
    scheme, day = job.payload["scheme"], date.fromisoformat(job.payload["day"])
    given = {**values.of({"scheme": scheme, "mode": "live"}), "as_of": values.of(day)}
    key = f"{scheme} {day}"
    try:
        instances.start(ctx, PROCESS, given, business_key=key, once=key)
    except Conflict:
        return
