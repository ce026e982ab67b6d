"""Between FEEL's dates and times and Python's, for the rooms that keep instants as aware datetimes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from datetime import date as py_date
from datetime import time as py_time

from engine.feel.times import Date, DateTime, DayTimeDuration, Time


def from_python(value: datetime | py_date | py_time | timedelta) -> Date | Time | DateTime | DayTimeDuration:
    """The FEEL value of a standard library value; an aware datetime keeps its zone's name, if it has one."""
    if isinstance(value, datetime):
        date = Date(value.year, value.month, value.day)
        clock = (value.hour, value.minute, value.second, value.microsecond * 1000)
        delta = value.utcoffset()
        if delta is None:
            return DateTime(date, Time(*clock))
        name = getattr(value.tzinfo, "key", None)
        offset = int(delta.total_seconds())
        named = DateTime(date, Time(*clock, None, name))
        if name is not None and name != "UTC" and named.offset == offset:  # else the second pass of a repeated hour
            return named
        return DateTime(date, Time(*clock, offset))
    if isinstance(value, py_date):
        return Date(value.year, value.month, value.day)
    if isinstance(value, py_time):
        delta = value.utcoffset()
        east = None if delta is None else int(delta.total_seconds())
        return Time(value.hour, value.minute, value.second, value.microsecond * 1000, east)
    return DayTimeDuration((value // timedelta(microseconds=1)) * 1000)


def to_datetime(value: Date | DateTime, zone: str) -> datetime:
    """The instant as an aware UTC datetime, cut to microseconds; a local value (or a date, at midnight) is read in
    `zone`.

    OverflowError when the year does not fit Python's datetime.
    """
    moment = value if isinstance(value, DateTime) else DateTime(value, Time(0, 0, 0))
    if moment.time.local:
        moment = DateTime(moment.date, replace(moment.time, zone=zone))
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=(moment.instant or 0) // 1000)
