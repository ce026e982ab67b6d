"""Functions that make dates, times and durations, and ask the calendar about them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from engine.feel import operators as op
from engine.feel.builtins.registry import feel, whole
from engine.feel.errors import Wrong
from engine.feel.run import Run
from engine.feel.times import (
    SECOND,
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
    parse_duration,
    zone_info,
)


def _checked(make: Any, *args: Any) -> Any:
    try:
        return make(*args)
    except (ValueError, OverflowError) as error:
        raise Wrong("invalid_value", text=" ".join(str(arg) for arg in args)) from error


@feel("date", "from:string")
def date_from_text(text: str) -> Date:
    """A date from `2024-02-29`."""
    return _checked(Date.parse, text)  # type: ignore[no-any-return]


@feel("date", "from:day")
def date_from_moment(moment: Any) -> Date:
    """The date of a date and time."""
    return moment.date if isinstance(moment, DateTime) else moment


@feel("date", "year:number, month:number, day:number")
def date_from_parts(year: Any, month: Any, day: Any) -> Date:
    """A date from its parts."""
    return _checked(Date.of, whole(year, "year"), whole(month, "month"), whole(day, "day"))  # type: ignore[no-any-return]


@feel("time", "from:string")
def time_from_text(text: str) -> Time:
    """A time from `13:20:00` with any zone."""
    return _checked(Time.parse, text)  # type: ignore[no-any-return]


@feel("time", "from:moment")
def time_from_moment(moment: Any) -> Time:
    """The time of a date and time; midnight UTC of a date."""
    if isinstance(moment, Date):
        return Time(0, 0, 0, 0, 0)
    return moment.time if isinstance(moment, DateTime) else moment


@feel("time", "hour:number, minute:number, second:number, offset:dtd?~")
def time_from_parts(hour: Any, minute: Any, second: Any, offset: DayTimeDuration | None = None) -> Time:
    """A time from its parts; the second may have a fraction."""
    seconds = int(second)
    nano = int((Decimal(second) - seconds) * SECOND)
    shift = None if offset is None else int(offset.nanos / SECOND)
    return _checked(Time.of, whole(hour, "hour"), whole(minute, "minute"), seconds, nano, shift)  # type: ignore[no-any-return]


@feel("date and time", "from:string")
def date_time_from_text(text: str) -> DateTime:
    """A date and time from `2024-02-29T13:20:00` with any zone, or from a date."""
    return _checked(DateTime.parse, text)  # type: ignore[no-any-return]


@feel("date and time", "from:day")
def date_time_from_day(day: Any) -> DateTime:
    """Midnight UTC of a date; a date and time stays itself."""
    return day if isinstance(day, DateTime) else DateTime(day, Time(0, 0, 0, 0, 0))


@feel("date and time", "date:day, time:time")
def date_time_from_both(day: Any, time: Time) -> DateTime:
    """A date and a time of day put together."""
    return DateTime(day.date if isinstance(day, DateTime) else day, time)


@feel("date and time", "date:datetime, timezone:string")
def date_time_in_zone(moment: DateTime, zone: str) -> DateTime:
    """The same instant on the clock of another zone; a local one is read in that zone."""
    _checked(zone_info, zone)
    return replace(moment, time=replace(moment.time, zone=zone)) if moment.time.local else moment.in_zone(zone)


_PARTS = "year:number, month:number, day:number, hour:number, minute:number, second:number"


@feel("date and time", _PARTS)
@feel("date and time", _PARTS + ", offset:dtd~")
def date_time_from_parts(
    year: Any, month: Any, day: Any, hour: Any, minute: Any, second: Any, offset: DayTimeDuration | None = None
) -> DateTime:
    """A date and time from its parts."""
    return DateTime(date_from_parts(year, month, day), time_from_parts(hour, minute, second, offset))


@feel("date and time", _PARTS + ", timezone:string")
def date_time_from_parts_in_zone(
    year: Any, month: Any, day: Any, hour: Any, minute: Any, second: Any, zone: str
) -> DateTime:
    """A date and time from its parts in a named zone."""
    _checked(zone_info, zone)
    time = time_from_parts(hour, minute, second)
    return DateTime(date_from_parts(year, month, day), replace(time, zone=zone))


@feel("duration", "from:string")
def duration_from_text(text: str) -> Any:
    """Either kind of duration from ISO 8601 text."""
    return _checked(parse_duration, text)


@feel("duration", "from:duration")
def same_duration(value: Any) -> Any:
    """A duration stays itself."""
    return value


@feel("years and months duration", "from:day, to:day")
def years_and_months(start: Any, end: Any) -> YearMonthDuration:
    """Whole months from one day to another."""
    first = start.date if isinstance(start, DateTime) else start
    last = end.date if isinstance(end, DateTime) else end
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months)


@feel("now")
def now(run: Run) -> DateTime:
    """The moment of the evaluation."""
    if run.now is None:
        raise Wrong("no_clock")
    return run.now


@feel("today")
def today(run: Run) -> Date:
    """The day of the evaluation."""
    return now(run).date


def _day(value: Any) -> Date:
    return value.date if isinstance(value, DateTime) else value


_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@feel("day of year", "date:day")
def day_of_year(value: Any) -> Decimal:
    """1 to 366."""
    day = _day(value)
    return Decimal(day.days - Date(day.year, 1, 1).days + 1)


@feel("day of week", "date:day")
def day_of_week(value: Any) -> str:
    """The English name of the weekday."""
    return _DAYS[_day(value).weekday - 1]


@feel("month of year", "date:day")
def month_of_year(value: Any) -> str:
    """The English name of the month."""
    return _MONTHS[_day(value).month - 1]


@feel("week of year", "date:day")
def week_of_year(value: Any) -> Decimal:
    """The ISO 8601 week, 1 to 53."""
    day = _day(value)
    thursday = day.plus_days(4 - day.weekday)
    return Decimal((thursday.days - Date(thursday.year, 1, 1).days) // 7 + 1)


@feel("last day of month", "date:day")
def last_day_of_month(value: Any) -> Date:
    """The last day of the date's month (an addition that other engines have too)."""
    day = _day(value)
    return Date(day.year, day.month, 1).plus_months(1).plus_days(-1)


@feel("is", "value1:any, value2:any")
@feel("is", "value1:any")
@feel("is", "value2:any")
def is_(a: Any, b: Any = None) -> bool:
    """True when both are the same element of the same value space, zones included."""
    return op.identical(a, b)
