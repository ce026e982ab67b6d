"""The duty roster (7×24 值班表): who is on duty when, and whether the office is open."""

from datetime import datetime, timedelta

from sqlalchemy import select

from engine.access.models import Person, Shift
from engine.clock import Calendar
from engine.kernel import Context


def office_open(calendar: Calendar, at: datetime) -> bool:
    """Whether this instant is in the working hours of the calendar."""
    return calendar.between(at, at + timedelta(minutes=1)) > 0


def on_duty(ctx: Context, roster: str | None, at: datetime) -> list[str]:
    """Who is on duty at this instant; a holiday's own row comes before the rotation."""
    if roster is None:
        return []
    rows = (
        select(Person.name)
        .join(Shift, Shift.person_id == Person.id)
        .where(Shift.tenant_id == ctx.tenant, Shift.roster == roster, Shift.starts_at <= at, Shift.ends_at > at)
        .order_by(Shift.holiday.desc(), Shift.starts_at.desc(), Person.name)
    )
    return list(dict.fromkeys(ctx.session.scalars(rows)))
