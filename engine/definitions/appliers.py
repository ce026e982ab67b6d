"""Fact -> rows for definitions."""

from sqlalchemy import select

from engine.definitions.calendars import changed
from engine.definitions.events import CalendarChanged, DefinitionDeployed
from engine.definitions.models import CalendarDay, CalendarRow, Definition, Resource
from engine.kernel import Context


def store_version(ctx: Context, fact: DefinitionDeployed) -> None:
    """Keep the version and, unless they are there already, its bytes."""
    if ctx.session.get(Resource, fact.sha256) is None:
        ctx.session.add(Resource(sha256=fact.sha256, content=fact.content))
        ctx.session.flush()
    ctx.session.add(
        Definition(
            tenant_id=ctx.tenant,
            kind=fact.kind,
            key=fact.key,
            version=fact.version,
            file=fact.file,
            sha256=fact.sha256,
            deployment_id=fact.deployment_id,
            effective_from=ctx.now,
            **fact.row,
        )
    )


def change_calendar(ctx: Context, fact: CalendarChanged) -> None:
    """The calendar and its days as the fact leaves them."""
    changed(ctx, fact.calendar)
    row = ctx.session.scalar(
        select(CalendarRow).where(CalendarRow.tenant_id == ctx.tenant, CalendarRow.name == fact.calendar)
    )
    if row is None:
        row = CalendarRow(tenant_id=ctx.tenant, name=fact.calendar)
        ctx.session.add(row)
    row.version = fact.version
    for name, value in fact.new.items():
        if name != "days":
            setattr(row, name, value)
    days = fact.new.get("days", {})
    held = select(CalendarDay).where(CalendarDay.tenant_id == ctx.tenant, CalendarDay.calendar == fact.calendar)
    known = {day.day: day for day in ctx.session.scalars(held)} if days else {}
    for day in days.keys() & known.keys():
        ctx.session.delete(known[day])
    ctx.session.flush()
    ctx.session.add_all(
        CalendarDay(tenant_id=ctx.tenant, calendar=fact.calendar, day=day, **told)
        for day, told in days.items()
        if told is not None
    )
    ctx.session.flush()
