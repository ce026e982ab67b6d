"""The business calendars of the house: rows that people edit, and the clock's calendar made of them once a version.

Every edit is one fact with what was before and after, who did it and why; whoever keeps due dates follows that fact
and counts them anew. The packages that know 调休 are import sources: days entered by hand outlast a new import.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from engine import clock, jobs
from engine.definitions.events import CalendarChanged, CalendarUnpublished
from engine.definitions.models import CalendarDay, CalendarRow
from engine.jobs import Job
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound

DEFAULT = "CN"
HAND = "hand"
WATCH = "calendar.watch"
KINDS = ("off", "half", "working")
ALWAYS = "9999-12-31"
"""Published until then: a calendar without holidays, such as 7×24 duty."""
_OFFICE = ["09:00-12:00", "13:00-18:00"]
_WEEK: Mapping[str, Sequence[str]] = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), _OFFICE)
_SETTINGS = ("zone", "pattern", "later", "published_from", "published_until")
_built: dict[tuple[str, str, str, int], clock.Calendar] = {}


def calendar(ctx: Context, name: str = DEFAULT) -> clock.Calendar:
    """The calendar of this name as it stands; one that nobody set up is the plain week, all of it provisional."""
    place = _place(name)
    if place not in ctx.memo:
        row = _find(ctx, name)
        ctx.memo[place] = _build(ctx, row) if row else _plain(ctx, name)
    found: clock.Calendar = ctx.memo[place]
    return found


def version_of(tenant: str, name: str = DEFAULT) -> Any:
    """A scalar subquery for a calendar's version, to be read along with other rows; null where nobody set it up."""
    return (
        select(CalendarRow.version).where(CalendarRow.tenant_id == tenant, CalendarRow.name == name).scalar_subquery()
    )


def seen(ctx: Context, version: int | None, name: str = DEFAULT) -> None:
    """The caller has just read the version: where this process has built that one, nobody needs to read it again."""
    built = _built.get((*_shelf(ctx), name, version)) if version is not None else _plain(ctx, name)
    if built is not None:
        ctx.memo.setdefault(_place(name), built)


def calendars(ctx: Context) -> list[CalendarRow]:
    """All calendars by name."""
    rows = select(CalendarRow).where(CalendarRow.tenant_id == ctx.tenant).order_by(CalendarRow.name)
    return list(ctx.session.scalars(rows))


def row(ctx: Context, name: str) -> CalendarRow:
    """The calendar's row; NotFound when nobody set it up."""
    found = _find(ctx, name)
    if found is None:
        raise NotFound("calendar_unknown", calendar=name)
    return found


def days(ctx: Context, name: str, first: date = date.min, last: date = date.max) -> list[CalendarDay]:
    """The days that differ from the weekly pattern, in order."""
    rows = select(CalendarDay).where(
        CalendarDay.tenant_id == ctx.tenant,
        CalendarDay.calendar == name,
        CalendarDay.day.between(first.isoformat(), last.isoformat()),
    )
    return list(ctx.session.scalars(rows.order_by(CalendarDay.day)))


def create(ctx: Context, name: str, *, reason: str, **settings: Any) -> CalendarRow:
    """A new calendar: `zone` and `pattern` of the house unless given, published as far as `published_until` says (not
    at all, without it). Conflict when the name is taken."""
    if not 0 < len(name) <= 64 or not name.strip() or name == "clock":
        raise Invalid("calendar_name_invalid", name=name)
    if _find(ctx, name) is not None:
        raise Conflict("calendar_exists", calendar=name)
    given = {name: value for name, value in settings.items() if value is not None}
    before = ctx.now.astimezone(ctx.zone).date() - timedelta(days=1)
    usual = {"zone": ctx.zone.key, "pattern": _WEEK, "published_from": "0001-01-01"}
    return _change(ctx, name, None, {**usual, "published_until": before.isoformat(), **given}, {}, reason)


def change(
    ctx: Context,
    name: str,
    *,
    reason: str,
    days: Mapping[date, Mapping[str, Any] | None] | None = None,
    **settings: Any,
) -> CalendarRow:
    """Edit a calendar; process owners may, with a reason. `days` maps dates to {kind: off|half|working, name, name_en,
    follows, hours} or to None, which takes the day's row away; `settings` are zone, pattern, later (by date the weekly
    patterns that hold from then on: next year's is published now), published_from and published_until. What is equal
    already changes nothing and is not recorded."""
    row = _locked(ctx, name)
    told = {day.isoformat(): _hand(day, day_row) for day, day_row in (days or {}).items()}
    given = {name: value for name, value in settings.items() if value is not None}
    return _change(ctx, name, row, given, told, reason)


def publish_chinese(
    ctx: Context, first_year: int, last_year: int, name: str = DEFAULT, *, reason: str = "packages"
) -> CalendarRow:
    """Fill (or refresh) a calendar with the Chinese days of these years from the packages that know 调休. Days that
    were entered by hand stay as they are; a later `published_until` stays too."""
    found = clock.chinese(first_year, last_year)
    row = _find(ctx, name, lock=True)
    held = {day.day: day for day in days(ctx, name)} if row else {}
    by_hand = {day for day, known in held.items() if known.source.startswith(HAND)}
    span = date(first_year, 1, 1).isoformat(), date(last_year, 12, 31).isoformat()
    wanted: dict[str, dict[str, Any] | None] = {
        day: None for day in held if span[0] <= day <= span[1] and day not in by_hand
    }
    for day, known in found.rows.items():
        if day.isoformat() not in by_hand:
            wanted[day.isoformat()] = _told(known.kind, known.source, known.name, known.name_en, known.follows, None)
    settings: dict[str, Any] = {
        "published_from": found.published_from.isoformat(),
        "published_until": found.published_until.isoformat(),
    }
    if row is None:
        settings = {"zone": ctx.zone.key, "pattern": _WEEK, **settings}
    else:
        settings["published_from"] = min(settings["published_from"], row.published_from)
        settings["published_until"] = max(settings["published_until"], row.published_until)
    return _change(ctx, name, row, settings, wanted, reason)


def _change(
    ctx: Context,
    name: str,
    row: CalendarRow | None,
    settings: Mapping[str, Any],
    wanted: Mapping[str, dict[str, Any] | None],
    reason: str,
) -> CalendarRow:
    if not ctx.actor.has("process_owner"):
        raise Forbidden("role_needed", role="process_owner")
    if not reason.strip():
        raise Invalid("reason_needed", [{"path": "reason", "code": "reason_needed", "params": {}}])
    _check(settings)
    held = {day.day: _of_row(day) for day in days(ctx, name)} if row and wanted else {}
    new: dict[str, Any] = {key: value for key, value in settings.items() if row is None or getattr(row, key) != value}
    old: dict[str, Any] = {key: getattr(row, key) for key in new} if row else {}
    moved = {day: told for day, told in sorted(wanted.items()) if held.get(day) != told}
    if moved:
        new["days"] = moved
        old["days"] = {day: held.get(day) for day in moved}
    if row is not None and not new:
        return row
    version = (row.version if row else 0) + 1
    ctx.record(CalendarChanged(calendar=name, version=version, old=old, new=new, reason=reason.strip()))
    return _locked(ctx, name)


def _check(settings: Mapping[str, Any]) -> None:
    """Invalid where a setting is none that the clock can count with."""
    if unknown := sorted(set(settings) - set(_SETTINGS)):
        raise Invalid("calendar_setting_unknown", name=unknown[0])
    try:
        if "zone" in settings:
            ZoneInfo(settings["zone"])
        patterns = [clock.week(settings["pattern"])] if "pattern" in settings else []
        patterns += [week for _, week in _later(settings.get("later", {}))]
        for name in ("published_from", "published_until"):
            if name in settings:
                date.fromisoformat(settings[name])
        if not all(map(any, patterns)):
            raise clock.ClockError("calendar_never_opens")
    except clock.ClockError as error:
        raise _wrong("pattern" if "pattern" in settings else "later", error.code, error.params) from error
    except (ZoneInfoNotFoundError, ValueError, TypeError, AttributeError) as error:
        path = next((name for name in _SETTINGS if name in settings), "")
        raise _wrong(path, "calendar_value_invalid", {"value": str(settings.get(path))}) from error


def _later(told: Mapping[str, Any]) -> list[tuple[date, clock.Week]]:
    return [(date.fromisoformat(day), clock.week(week)) for day, week in sorted(told.items())]


def _wrong(path: str, code: str, params: Mapping[str, Any]) -> Invalid:
    return Invalid("calendar_invalid", [{"path": path, "code": code, "params": dict(params)}])


def _hand(day: date, told: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if told is None:
        return None
    path = f"days.{day.isoformat()}"
    if told.get("kind") not in KINDS:
        raise _wrong(path, "day_kind_unknown", {"kind": told.get("kind"), "kinds": ", ".join(KINDS)})
    hours = told.get("hours")
    try:
        intervals = [str(part) for part in clock.hours(*hours)] if hours else None
    except clock.ClockError as error:
        raise _wrong(path, error.code, error.params) from error
    follows = told.get("follows")
    if follows is not None and follows not in range(7):
        raise _wrong(path, "calendar_value_invalid", {"value": follows})
    return _told(told["kind"], HAND, told.get("name", ""), told.get("name_en", ""), follows, intervals)


def _told(
    kind: str, source: str, name: str, name_en: str, follows: int | None, hours: list[str] | None
) -> dict[str, Any]:
    return {"kind": kind, "source": source, "name": name, "name_en": name_en, "follows": follows, "hours": hours}


def _of_row(day: CalendarDay) -> dict[str, Any]:
    return _told(day.kind, day.source, day.name, day.name_en, day.follows, day.hours)


# --- the alarm ----------------------------------------------------------------------------------------------------


def watch(ctx: Context, fact: CalendarChanged) -> None:
    """Follows every change: the alarm of this calendar is set to when the next year would be missing."""
    key = f"{WATCH}:{fact.calendar}"
    jobs.cancel(ctx, key=key)
    _set_alarm(ctx, row(ctx, fact.calendar))


def alarm(ctx: Context, job: Job) -> None:
    """The next year is still missing: on record from 1 November, daily from 1 December."""
    found = _find(ctx, job.payload["calendar"])
    if found is None:
        return
    due = _missing_from(ctx, found)
    if due is not None and due <= ctx.now:
        ctx.record(
            CalendarUnpublished(calendar=found.name, year=_first_missing(found), published_until=found.published_until)
        )
    _set_alarm(ctx, found, again=True)


def _set_alarm(ctx: Context, found: CalendarRow, *, again: bool = False) -> None:
    due = _missing_from(ctx, found)
    if due is None:
        return
    if again and due <= ctx.now:
        local = ctx.now.astimezone(ZoneInfo(found.zone))
        december = date(_first_missing(found) - 1, 12, 1)
        following = local.date() + timedelta(days=1)
        if following < december:
            following = min(local.date() + timedelta(days=7), december)
        due = _morning(following, found)
    jobs.later(ctx, WATCH, {"calendar": found.name}, due=max(due, ctx.now), key=f"{WATCH}:{found.name}")


def _first_missing(found: CalendarRow) -> int:
    until = date.fromisoformat(found.published_until)
    return until.year + 1 if (until.month, until.day) == (12, 31) else until.year


def _missing_from(ctx: Context, found: CalendarRow) -> datetime | None:
    """When the first year that is not published begins to be missed: 09:00 on 1 November of the year before."""
    if found.published_until == ALWAYS:
        return None
    return _morning(date(max(_first_missing(found) - 1, 1970), 11, 1), found)


def _morning(day: date, found: CalendarRow) -> datetime:
    return datetime.combine(day, time(9), ZoneInfo(found.zone)).astimezone(UTC)


# --- rows and the clock's calendar ----------------------------------------------------------------------------------


def changed(ctx: Context, name: str) -> None:
    """This unit of work edits the calendar: what it reads of it from now on is its own until it commits."""
    ctx.memo.pop(_place(name), None)
    ctx.memo[_place(name, "changed")] = True


def _place(name: str, what: str = "calendar") -> tuple[str, str]:
    return what, name


def _shelf(ctx: Context) -> tuple[str, str]:
    return str(ctx.session.get_bind().engine.url), ctx.tenant


def _find(ctx: Context, name: str, *, lock: bool = False) -> CalendarRow | None:
    query = select(CalendarRow).where(CalendarRow.tenant_id == ctx.tenant, CalendarRow.name == name)
    return ctx.session.scalar(query.with_for_update() if lock else query)


def _locked(ctx: Context, name: str) -> CalendarRow:
    found = _find(ctx, name, lock=True)
    if found is None:
        raise NotFound("calendar_unknown", calendar=name)
    return found


def _plain(ctx: Context, name: str) -> clock.Calendar:
    return clock.Calendar(name, date.min, zone=ctx.zone, version=0)


def _build(ctx: Context, row: CalendarRow) -> clock.Calendar:
    key = (*_shelf(ctx), row.name, row.version)
    if key in _built and _place(row.name, "changed") not in ctx.memo:
        return _built[key]
    made = clock.Calendar(
        row.name,
        date.fromisoformat(row.published_until),
        zone=ZoneInfo(row.zone),
        pattern=clock.week(row.pattern),
        later=_later(row.later),
        days={date.fromisoformat(day.day): _day(day) for day in days(ctx, row.name)},
        published_from=date.fromisoformat(row.published_from),
        version=row.version,
    )
    if _place(row.name, "changed") not in ctx.memo:  # an edit that is undone must not stay behind in the shared picture
        _built[key] = made
    return made


def _day(row: CalendarDay) -> clock.Day:
    kind: Any = row.kind
    intervals = clock.hours(*row.hours) if row.hours else None
    return clock.Day(kind, row.source, row.name, row.name_en, follows=row.follows, intervals=intervals)
