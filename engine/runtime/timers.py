"""When a timer is due: dates, durations, cycles (`R3/PT10M`, `R/2026-01-01T09:00/P1D`) and cron lines.

A timer's text is a bare ISO 8601 text, a due text (`8bh`, `5wd`, `48h`: the caller's calendar knows when that is), a
cron line, or FEEL that gives a date and time, a duration or such a text. The outcome is a `Schedule`: the next due
moment, how many more follow, and the rhythm as text, so that a snapshot keeps it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from engine.feel import values
from engine.feel.stdlib import to_datetime
from engine.feel.times import Date, DateTime, DayTimeDuration, Duration, YearMonthDuration, parse_duration
from engine.runtime.expressions import Constant, Formula, Setting, mixture, unwrap
from engine.runtime.model import Stuck

ISO = re.compile(r"[+-]?P[0-9YMWDTHS.,]+|R\d*/\S+|\d{4}-\d\d-\d\d(T\S+)?")
BUSINESS = re.compile(r"\d+(\.\d+)?(bmin|bh|wd|min|h|d|w|mo)")
CRON = re.compile(r"@(yearly|annually|monthly|weekly|daily|midnight|hourly)|(\S+\s+){4,5}\S+")
FOREVER = -1
PROBE = datetime(2026, 1, 1, tzinfo=UTC)
"""A moment to try a literal timer at, when a drawing is checked."""

_MACROS = {
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
    "@monthly": "0 0 1 * *",
    "@weekly": "0 0 * * 0",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@hourly": "0 * * * *",
}
_DAYS = {name: at for at, name in enumerate(["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])}
_MONTHS = {
    name: at
    for at, name in enumerate(
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"], start=1
    )
}


@dataclass(frozen=True, slots=True)
class Schedule:
    """`due` is aware UTC; `left` further firings follow it (FOREVER: without end), in the rhythm `every`."""

    due: datetime
    left: int = 0
    every: str = ""


def setting(source: str) -> Setting:
    """A timer's text as something to evaluate: literal, or FEEL. Raises FeelError."""
    inner, marked = unwrap(source)
    bare = inner.strip('"')
    if literal(bare):
        return Constant(bare)
    return Formula(source if marked else mixture(source) or source)


def literal(text: str) -> bool:
    """Whether a timer's text stands for itself and is not FEEL."""
    return bool(ISO.fullmatch(text) or BUSINESS.fullmatch(text) or cron_like(text))


def cron_like(text: str) -> bool:
    """Whether the text has the shape of a cron line; arithmetic such as `a + b * c` has not."""
    if not CRON.fullmatch(text):
        return False
    return text in _MACROS or all(
        re.fullmatch(r"[0-9A-Za-z*?/,\-#L]+", part) and _cron_word(part) for part in text.split()
    )


def _cron_word(part: str) -> bool:
    return part[0] in "*?0123456789" or part[:3].upper() in _DAYS or part[:3].upper() in _MONTHS


def first(value: Any, now: datetime, zone: str, business: Callable[[str], datetime] | None = None) -> Schedule:
    """The schedule of an evaluated timer text or FEEL value, set at `now`; Stuck("timer_invalid") for anything else."""
    try:
        if business is not None and isinstance(value, str) and BUSINESS.fullmatch(value.strip()):
            return Schedule(business(value.strip()).astimezone(UTC))
        return _first(value, now, zone)
    except (ValueError, OverflowError, KeyError) as error:
        raise Stuck("timer_invalid", value=str(values.wire(value))) from error


def following(schedule: Schedule, zone: str) -> Schedule | None:
    """The firing after this one, None when it was the last. Counted from the due time: a late firing loses nothing."""
    if schedule.left == 0:
        return None
    left = schedule.left if schedule.left == FOREVER else schedule.left - 1
    try:
        if cron_like(schedule.every):
            return Schedule(cron_after(schedule.every, schedule.due, zone), left, schedule.every)
        return Schedule(_plus(schedule.due, _duration(schedule.every), zone), left, schedule.every)
    except (ValueError, OverflowError):
        return None  # beyond the year 9999, or no such day for years


def _first(value: Any, now: datetime, zone: str) -> Schedule:
    if isinstance(value, DateTime | Date):
        return Schedule(to_datetime(value, zone))
    if isinstance(value, DayTimeDuration | YearMonthDuration):
        return Schedule(_plus(now, value, zone))
    if not isinstance(value, str):
        raise ValueError("not a time")
    text = value.strip()
    if text[:1] in ("R", "r") and "/" in text:
        return _cycle(text, now, zone)
    if cron_like(text):
        return Schedule(cron_after(text, now, zone), FOREVER, text)
    if text.lstrip("+-")[:1] == "P":
        return Schedule(_plus(now, _duration(text), zone))
    return Schedule(_moment(text, zone))


def _cycle(text: str, now: datetime, zone: str) -> Schedule:
    count, *parts = text[1:].split("/")
    left = int(count) - 1 if count else FOREVER
    if left < FOREVER or (count and int(count) < 1) or not 1 <= len(parts) <= 2:
        raise ValueError("not a cycle")
    if len(parts) == 1:
        return Schedule(_plus(now, _duration(parts[0]), zone), left, parts[0])
    one, two = parts
    if two.lstrip("+-")[:1] == "P":
        schedule = Schedule(_moment(one, zone), left, two)
    else:
        back = _duration(one)
        schedule = Schedule(_plus(_moment(two, zone), type(back)(-_amount(back)), zone), left, one)
    return schedule


def _amount(duration: Duration) -> int:
    return duration.months if isinstance(duration, YearMonthDuration) else duration.nanos


def _duration(text: str) -> Duration:
    """ISO 8601 durations; weeks too. Mixed ones (`P1M2D`) are refused: their length depends on the order of adding."""
    text = text.strip().upper().lstrip("+")
    if weeks := re.fullmatch(r"(-?)P(\d+)W", text):
        return DayTimeDuration.of(days=int(weeks[2]) * 7 * (-1 if weeks[1] else 1))
    return parse_duration(text.replace(",", "."))


def _moment(text: str, zone: str) -> datetime:
    if re.search(r"T\d\d:\d\d(?!:)", text):
        text = re.sub(r"(T\d\d:\d\d)(?!:)", r"\1:00", text, count=1)
    return to_datetime(DateTime.parse(text), zone)


def _plus(start: datetime, duration: Duration, zone: str) -> datetime:
    if isinstance(duration, DayTimeDuration):
        return start + duration.to_timedelta()
    local = start.astimezone(ZoneInfo(zone))
    moment = DateTime.parse(local.replace(tzinfo=None).isoformat(timespec="microseconds"))
    return to_datetime(moment.plus_months(duration.months), zone)


def cron_after(line: str, after: datetime, zone: str) -> datetime:
    """The first moment after `after` that a cron line names: five fields, or six with seconds first. When both day
    fields are given a day that matches either counts (as crontab(5) says). ValueError when no day matches within
    eight years."""
    parts = _MACROS.get(line, line).split()
    if len(parts) == 5:
        parts = ["0", *parts]
    seconds, minutes, hours, days, months, weekdays = (
        _field(part, low, high, names)
        for part, (low, high, names) in zip(
            parts, [(0, 59, {}), (0, 59, {}), (0, 23, {}), (1, 31, {}), (1, 12, _MONTHS), (0, 7, _DAYS)], strict=True
        )
    )
    weekdays |= {0} if 7 in weekdays else set()
    any_day, any_weekday = parts[3] in ("*", "?"), parts[5] in ("*", "?")
    tz = ZoneInfo(zone)
    local = after.astimezone(tz).replace(tzinfo=None, microsecond=0) + timedelta(seconds=1)
    for ahead in range(366 * 8):
        day = (local + timedelta(days=ahead)).date()
        by_day, by_weekday = day.day in days, day.isoweekday() % 7 in weekdays
        fits = (by_day and by_weekday) if any_day or any_weekday else (by_day or by_weekday)
        if day.month not in months or not fits:
            continue
        for hour in sorted(hours):
            for minute in sorted(minutes):
                for second in sorted(seconds):
                    moment = datetime(day.year, day.month, day.day, hour, minute, second)  # noqa: DTZ001 - wall clock
                    if moment >= local:
                        return moment.replace(tzinfo=tz).astimezone(UTC)
    raise ValueError("cron line without a day")


def _field(text: str, low: int, high: int, names: dict[str, int]) -> set[int]:
    chosen: set[int] = set()
    number: Callable[[str], int] = lambda word: names[word.upper()] if word.upper() in names else int(word)  # noqa: E731
    for part in text.split(","):
        span, _, step = part.partition("/")
        if span in ("*", "?"):
            start, end = low, high
        elif "-" in span:
            start, end = (number(word) for word in span.split("-"))
        else:
            start = number(span)
            end = high if step else start
        if not low <= start <= end <= high or (step and int(step) < 1):
            raise ValueError("not a cron field")
        chosen.update(range(start, end + 1, int(step or 1)))
    return chosen
