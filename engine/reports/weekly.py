"""Each Monday (the week's first working day) a head is told in one line how the team stands: counts, nothing personal.

A notice like any other: in the application, by mail to those who want mail, muted by whoever does not want it.
"""

from datetime import datetime, time, timedelta

from sqlalchemy import or_, select

from engine import jobs
from engine.access import queries as access
from engine.access.models import Department, Person
from engine.definitions.calendars import calendar
from engine.jobs import Inside, Job
from engine.kernel import Context
from engine.notify import telling
from engine.notify.telling import Said
from engine.reports.tiles import tiles

KIND = "weekly_summary"
NOTICE = "weekly"


def set_next(ctx: Context) -> None:
    """The summary of the next week waits for its day, once; workers see to that, and each summary sees to the next."""
    due = next_week(ctx)
    jobs.later(ctx, KIND, {}, due=due, key=f"{KIND}:{due:%G-%V}")


def next_week(ctx: Context) -> datetime:
    """When the first working day of the week after this one opens, in the company's calendar."""
    opening = calendar(ctx)
    today = opening.local(ctx.now)
    monday = today.date() + timedelta(days=7 - today.weekday())
    return opening.add(datetime.combine(monday, time.min, today.tzinfo), 0, "bmin").at


def tell(ctx: Context, job: Job) -> None:
    """Every head hears of the own team."""
    week = f"{calendar(ctx).local(ctx.now):%G-%V}"
    for name in heads(ctx):
        own = ctx.acting_as(access.actor_of(ctx.session, name, tenant=ctx.tenant))
        own.memo = {}
        found = tiles(own)
        params = {
            "open": found.open,
            "overdue": found.overdue,
            "escalated": found.escalated,
            "in_time": "–" if found.in_time is None else f"{found.in_time:g} %",
        }
        telling.tell(ctx, [name], Said(NOTICE, key=f"{NOTICE}:{week}", params=params))
    set_next(ctx)


def heads(ctx: Context) -> list[str]:
    """Who heads a department or is its deputy, by name."""
    held = or_(Department.head_id == Person.id, Department.deputy_id == Person.id)
    found = (
        select(Person.name)
        .join(Department, held)
        .where(Person.tenant_id == ctx.tenant, Department.tenant_id == ctx.tenant, Person.disabled.is_(False))
    )
    return sorted(set(ctx.session.scalars(found)))


JOB = Inside(tell)
