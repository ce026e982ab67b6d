"""The duty roster (7×24 值班表): who is on duty when, and whether the office is open."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle

from sqlalchemy import select

from engine.access import queries
from engine.access.events import DutyPlanned, DutySwapped
from engine.access.models import Person, Shift
from engine.clock import Calendar
from engine.kernel import Context, Forbidden, Invalid, NotFound

LONGEST = 366
"""Days that are planned at once."""


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


def plan(
    ctx: Context,
    roster: str,
    people: Sequence[str],
    first: date,
    last: date,
    *,
    hours: Sequence[str] = ("08:00-20:00", "20:00-08:00"),
    holiday: bool = False,
) -> int:
    """Plan a roster from a day to a day, both included: each shift of each day goes to the next person in turn. What
    was planned for these days before is replaced; `holiday` plans the holidays' own row, which comes first when both
    have somebody. How many shifts."""
    may_plan(ctx)
    if not people or not first <= last or (last - first).days > LONGEST or not roster.strip():
        raise Invalid("roster_wrong", roster=roster)
    ids = [queries.person(ctx.session, name, tenant=ctx.tenant).id for name in people]
    spans = [_span(text) for text in hours]
    shifts, turn = [], cycle(ids)
    for n in range((last - first).days + 1):
        midnight = datetime.combine(first + timedelta(days=n), time(), ctx.zone)
        shifts += [(midnight + opens, midnight + closes, next(turn)) for opens, closes in spans]
    start = datetime.combine(first, time(), ctx.zone)
    ctx.record(
        DutyPlanned(
            roster=roster,
            starts_at=start.isoformat(),
            ends_at=datetime.combine(last + timedelta(days=1), time(), ctx.zone).isoformat(),
            people=list(people),
            hours=list(hours),
            holiday=holiday,
            shifts=shifts,
        )
    )
    return len(shifts)


def swap(ctx: Context, shift_id: str, to: str, *, against: str | None = None) -> None:
    """Another person takes a shift; with `against`, the two shifts change hands. By whoever has one of them, a head,
    or a process owner."""
    one = _shift(ctx, shift_id)
    other = _shift(ctx, against) if against else None
    if ctx.actor.person_id not in (one.person_id, other.person_id if other else None):
        may_plan(ctx)
    new = queries.person(ctx.session, to, tenant=ctx.tenant)
    if new.disabled or (other is not None and other.person_id != new.id):
        raise Invalid("swap_wrong", person=new.name)
    old = queries.person(ctx.session, one.person_id, tenant=ctx.tenant)
    for shift, gives, takes in ((one, old, new), *(((other, new, old),) if other else ())):
        ctx.record(
            DutySwapped(
                roster=shift.roster,
                starts_at=shift.starts_at.isoformat(),
                old=gives.name,
                new=takes.name,
                shift=shift.id,
                person_id=takes.id,
            )
        )


def shifts(ctx: Context, first: datetime, last: datetime, roster: str | None = None) -> list[tuple[Shift, str]]:
    """The shifts between two instants in order, each with the name of who has it."""
    rows = (
        select(Shift, Person.name)
        .join(Person, Person.id == Shift.person_id)
        .where(Shift.tenant_id == ctx.tenant, Shift.ends_at > first, Shift.starts_at < last)
        .order_by(Shift.starts_at, Shift.roster, Shift.holiday)
    )
    if roster is not None:
        rows = rows.where(Shift.roster == roster)
    return [(row[0], row[1]) for row in ctx.session.execute(rows)]


def may_plan(ctx: Context) -> None:
    """Heads and process owners plan duty."""
    if not (ctx.actor.departments or ctx.actor.executive or ctx.actor.has("process_owner")):
        raise Forbidden("not_allowed", verb="plan", thing="duty")


def _shift(ctx: Context, shift_id: str) -> Shift:
    held = ctx.session.get(Shift, shift_id)
    if held is None or held.tenant_id != ctx.tenant:
        raise NotFound("shift_unknown", id=shift_id)
    return held


def _span(text: str) -> tuple[timedelta, timedelta]:
    """`20:00-08:00` as time after midnight; a shift that ends no later than it starts ends on the next day."""
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError as error:
        raise Invalid("hours_wrong", hours=text) from error
    start, end = (timedelta(hours=at.hour, minutes=at.minute) for at in (opens, closes))
    return start, end if end > start else end + timedelta(days=1)
