"""The calendars of the house as rows, and the clock's calendar made of them once a version."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from engine import clock
from engine.definitions.events import CalendarChanged
from engine.definitions.models import CalendarDay, CalendarRow
from engine.kernel import Context

DEFAULT = "CN"
_OFFICE = ["09:00-12:00", "13:00-18:00"]
_WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _OFFICE)
_built: dict[tuple[str, str, str, int], clock.Calendar] = {}


def calendar(ctx: Context, name: str = DEFAULT) -> clock.Calendar:
    """The calendar of this name as it stands; one that nobody set up is the plain week, all of it provisional."""
    if name not in ctx.memo:
        row = ctx.session.scalar(
            select(CalendarRow).where(CalendarRow.tenant_id == ctx.tenant, CalendarRow.name == name)
        )
        ctx.memo[name] = _build(ctx, row) if row else clock.Calendar(name, date.min, zone=ctx.zone)
    found: clock.Calendar = ctx.memo[name]
    return found


def publish_chinese(ctx: Context, first_year: int, last_year: int, name: str = DEFAULT) -> CalendarRow:
    """Fill (or refresh) the Chinese calendar of these years from the packages that know 调休."""
    days = clock.chinese(first_year, last_year)
    row = ctx.session.scalar(select(CalendarRow).where(CalendarRow.tenant_id == ctx.tenant, CalendarRow.name == name))
    if row is None:
        row = CalendarRow(tenant_id=ctx.tenant, name=name, zone=ctx.zone.key, pattern=_WEEK, version=0)
        ctx.session.add(row)
    row.version += 1
    row.published_from = days.published_from.isoformat()
    row.published_until = days.published_until.isoformat()
    of_this = CalendarDay.tenant_id == ctx.tenant, CalendarDay.calendar == name
    ctx.session.execute(delete(CalendarDay).where(*of_this))
    ctx.session.add_all(
        CalendarDay(
            tenant_id=ctx.tenant,
            calendar=name,
            day=day.isoformat(),
            kind=known.kind,
            source=known.source,
            name=known.name,
            name_en=known.name_en,
            follows=known.follows,
        )
        for day, known in days.rows.items()
    )
    ctx.session.flush()
    ctx.memo.pop(name, None)
    ctx.record(
        CalendarChanged(calendar=name, version=row.version, published_until=row.published_until, days=len(days.rows))
    )
    return row


def _build(ctx: Context, row: CalendarRow) -> clock.Calendar:
    key = (str(ctx.session.get_bind().engine.url), ctx.tenant, row.name, row.version)
    if key not in _built:
        days = ctx.session.scalars(
            select(CalendarDay).where(CalendarDay.tenant_id == ctx.tenant, CalendarDay.calendar == row.name)
        )
        _built[key] = clock.Calendar(
            row.name,
            date.fromisoformat(row.published_until),
            zone=ZoneInfo(row.zone),
            pattern=clock.week(row.pattern),
            days={date.fromisoformat(day.day): _day(day) for day in days},
            published_from=date.fromisoformat(row.published_from),
            version=row.version,
        )
    return _built[key]


def _day(row: CalendarDay) -> clock.Day:
    kind: Any = row.kind
    return clock.Day(kind, row.source, row.name, row.name_en, follows=row.follows)
