"""Six figures for a head, of the people below and of the customers in the departments."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from engine.customers.satisfaction import Satisfaction
from engine.kernel import Context
from engine.reports.figures import percent, ratio
from engine.reports.report import Asked, span
from engine.reports.scope import of_cases
from engine.tasks import team
from engine.tasks.models import Task

DAYS = 30
QUARTER = 90


@dataclass(frozen=True, slots=True)
class Tiles:
    """Open, overdue and due today are tasks in the hands of the people below, escalated those of the ladder; `in_time`
    is the percentage of what they completed in the last 30 days by its due time, `score` the mean satisfaction of the
    customers one sees in the last 90 days."""

    open: int
    overdue: int
    due_today: int
    escalated: int
    in_time: float | None
    score: float | None


def tiles(ctx: Context) -> Tiles:
    """Three statements, whatever the size of the team."""
    today = span(ctx, ctx.now.astimezone(ctx.zone).date(), ctx.now.astimezone(ctx.zone).date())
    late = Task.due_at < ctx.now
    soon = (Task.due_at >= ctx.now) & (Task.due_at < today.until)
    held = ctx.session.execute(
        select(
            func.count(),
            func.count().filter(late),
            func.count().filter(soon),
            func.count().filter(Task.process == team.LADDER),
        ).where(Task.tenant_id == ctx.tenant, Task.status == "open", *team.in_hands(ctx))
    ).one()
    timed, kept = ctx.session.execute(
        select(func.count(), func.count().filter(Task.completed_at <= Task.due_at)).where(
            Task.tenant_id == ctx.tenant,
            Task.completed_by.in_(team.overseen(ctx)),
            Task.completed_at >= ctx.now - timedelta(days=DAYS),
            Task.due_at.is_not(None),
        )
    ).one()
    answers, points = ctx.session.execute(
        select(func.count(), func.sum(Satisfaction.score)).where(
            Satisfaction.tenant_id == ctx.tenant,
            Satisfaction.on > today.last - timedelta(days=QUARTER),
            of_cases(ctx, Asked(today), Satisfaction.case_id, Satisfaction.customer_id),
        )
    ).one()
    return Tiles(*held, in_time=percent(kept, timed), score=ratio(points or 0, answers, 1))
