"""FEEL's dates, times and durations: any year up to nine digits, nanoseconds, zones by offset or by name.

Python's datetime ends at the year 9999 and at microseconds, and has no time with a named zone; FEEL needs all three, so
these are own values with the proleptic Gregorian calendar computed from day numbers (H. Hinnant, "chrono-compatible
low-level date algorithms"). Texts are ISO 8601 as XML Schema and FEEL (DMN 1.5, 10.3.2.3) write them. Equality of these
classes is equality of all fields; the value equality of FEEL (`12:00Z = 12:00+00:00`, equal instants) lives in
`operators`.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

SECOND: Final = 1_000_000_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 3600 * SECOND
DAY: Final = 86400 * SECOND
MAX_YEAR: Final = 999_999_999

_DATE = r"(?P<year>-?(?:[1-9]\d{4,8}|\d{4}))-(?P<month>\d\d)-(?P<day>\d\d)"
_TIME = (
    r"(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)(?:\.(?P<fraction>\d+))?"
    r"(?P<zone>Z|z|[+-]\d\d:\d\d(?::\d\d)?|@[A-Za-z0-9_+\-/]+)?"
)
DATE_TEXT: Final = re.compile(_DATE)
TIME_TEXT: Final = re.compile(_TIME)
DATE_TIME_TEXT: Final = re.compile(_DATE + "T" + _TIME)
YEAR_MONTH_TEXT: Final = re.compile(r"(-?)P(?:(\d+)Y)?(?:(\d+)M)?")
DAY_TIME_TEXT: Final = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.(\d*))?S)?)?")
_MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def month_length(year: int, month: int) -> int:
    """Days of a month, 28 to 31."""
    return 29 if month == 2 and isleap(year) else _MONTH_DAYS[month - 1]


@lru_cache(maxsize=256)
def zone_info(name: str) -> ZoneInfo:
    """The zone of an IANA name; ValueError when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError) as error:
        raise ValueError("unknown zone") from error


@dataclass(frozen=True, slots=True)
class Date:
    """A calendar day."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> Date:
        """The day, checked; ValueError when it does not exist."""
        if not (-MAX_YEAR <= year <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
            raise ValueError("no such day")
        return cls(year, month, day)

    @classmethod
    def parse(cls, text: str) -> Date:
        """From `2024-02-29`; ValueError otherwise."""
        match = DATE_TEXT.fullmatch(text)
        if match is None:
            raise ValueError("not a date")
        return cls.of(int(match["year"]), int(match["month"]), int(match["day"]))

    @classmethod
    def from_days(cls, days: int) -> Date:
        """The day that lies `days` after 1970-01-01."""
        days += 719468
        era, rest = divmod(days, 146097)
        year = (rest - rest // 1460 + rest // 36524 - rest // 146096) // 365
        rest -= 365 * year + year // 4 - year // 100
        month = (5 * rest + 2) // 153
        day = rest - (153 * month + 2) // 5 + 1
        month = month + 3 if month < 10 else month - 9
        return cls.of(year + era * 400 + (month <= 2), month, day)

    @property
    def days(self) -> int:
        """Days since 1970-01-01."""
        year = self.year - (self.month <= 2)
        era, rest = divmod(year, 400)
        day = (153 * (self.month + (-3 if self.month > 2 else 9)) + 2) // 5 + self.day - 1
        return era * 146097 + rest * 365 + rest // 4 - rest // 100 + day - 719468

    @property
    def weekday(self) -> int:
        """1 (Monday) to 7 (Sunday), ISO 8601."""
        return (self.days + 3) % 7 + 1

    def plus_months(self, months: int) -> Date:
        """`months` later; the day is cut to the length of the month."""
        total = self.year * 12 + self.month - 1 + months
        year, month = divmod(total, 12)
        return Date.of(year, month + 1, min(self.day, month_length(year, month + 1)))

    def plus_days(self, days: int) -> Date:
        """`days` later."""
        return Date.from_days(self.days + days)

    def __str__(self) -> str:
        sign = "-" if self.year < 0 else ""
        return f"{sign}{abs(self.year):04}-{self.month:02}-{self.day:02}"


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day; `offset` in seconds east of UTC, or `zone` by name, or neither (local)."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    offset: int | None = None
    zone: str | None = None

    @classmethod
    def of(
        cls, hour: int, minute: int, second: int, nano: int = 0, offset: int | None = None, zone: str | None = None
    ) -> Time:
        """The time, checked; ValueError when it does not exist."""
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= second < 60 and 0 <= nano < SECOND):
            raise ValueError("no such time")
        if offset is not None and abs(offset) > 18 * 3600:
            raise ValueError("no such offset")
        return cls(hour, minute, second, nano, offset, zone)

    @classmethod
    def parse(cls, text: str) -> Time:
        """From `13:20:00`, `13:20:00.5Z`, `13:20:00+08:00`, `13:20:00@Asia/Shanghai`; ValueError otherwise."""
        match = TIME_TEXT.fullmatch(text.removeprefix("T"))
        if match is None:
            raise ValueError("not a time")
        return cls._from_match(match)

    @classmethod
    def _from_match(cls, match: re.Match[str]) -> Time:
        nano = int(((match["fraction"] or "") + "000000000")[:9])
        offset, zone = _parse_zone(match["zone"])
        return cls.of(int(match["hour"]), int(match["minute"]), int(match["second"]), nano, offset, zone)

    @classmethod
    def from_nanos(cls, nanos: int, offset: int | None = None, zone: str | None = None) -> Time:
        """The time that lies `nanos` after midnight, modulo a day."""
        seconds, nano = divmod(nanos % DAY, SECOND)
        return cls(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, offset, zone)

    @property
    def nanos(self) -> int:
        """Nanoseconds since local midnight."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * SECOND + self.nano

    @property
    def local(self) -> bool:
        """True without any zone."""
        return self.offset is None and self.zone is None

    def __str__(self) -> str:
        fraction = f".{self.nano:09}".rstrip("0") if self.nano else ""
        return f"{self.hour:02}:{self.minute:02}:{self.second:02}{fraction}{_zone_text(self.offset, self.zone)}"


@dataclass(frozen=True, slots=True)
class DateTime:
    """A date and a time of day in the time's zone."""

    date: Date
    time: Time

    @classmethod
    def parse(cls, text: str) -> DateTime:
        """From `2024-05-01T10:00:00…` with any zone of `Time`, or from a bare date (midnight, local); ValueError
        otherwise.
        """
        if "T" not in text:
            return cls(Date.parse(text), Time(0, 0, 0))
        match = DATE_TIME_TEXT.fullmatch(text)
        if match is None:
            raise ValueError("not a date and time")
        date = Date.of(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["hour"] == "24" and not int(match["minute"] + match["second"] + (match["fraction"] or "")):
            offset, zone = _parse_zone(match["zone"])
            return cls(date.plus_days(1), Time(0, 0, 0, 0, offset, zone))
        return cls(date, Time._from_match(match))

    @classmethod
    def from_nanos(cls, nanos: int, offset: int | None = None, zone: str | None = None) -> DateTime:
        """The local wall time that lies `nanos` after 1970-01-01T00:00 on the same wall."""
        days, rest = divmod(nanos, DAY)
        return cls(Date.from_days(days), Time.from_nanos(rest, offset, zone))

    @property
    def wall(self) -> int:
        """Nanoseconds since 1970-01-01T00:00 on the wall clock, zone ignored."""
        return self.date.days * DAY + self.time.nanos

    @property
    def offset(self) -> int | None:
        """Seconds east of UTC at that moment; None for a local date and time."""
        if self.time.zone is None:
            return self.time.offset
        year = self.date.year
        if not 1 < year < 9999:  # zone rules repeat with the calendar's cycle of 400 years
            year = 2000 + year % 400 if year >= 9999 else 2
        day = min(self.date.day, month_length(year, self.date.month))
        wall = datetime(
            year,
            self.date.month,
            day,
            self.time.hour,
            self.time.minute,
            self.time.second,
            tzinfo=zone_info(self.time.zone),
        )
        delta = wall.utcoffset()
        return int(delta.total_seconds()) if delta is not None else None

    @property
    def instant(self) -> int | None:
        """Nanoseconds since the epoch in UTC; None for a local date and time."""
        offset = self.offset
        return None if offset is None else self.wall - offset * SECOND

    def plus_nanos(self, nanos: int) -> DateTime:
        """`nanos` of elapsed time later, in the same zone."""
        if self.time.zone is None:
            return DateTime.from_nanos(self.wall + nanos, self.time.offset)
        instant = self.instant
        return DateTime.from_nanos((instant or 0) + nanos, 0).in_zone(self.time.zone)

    def in_zone(self, zone: str) -> DateTime:
        """The same instant on the wall of `zone`; self must have a zone."""
        instant = self.instant
        if instant is None:
            raise ValueError("a local date and time has no instant")
        year = self.date.year
        if 2 < year < 9998:
            utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=instant // SECOND)
            delta = utc.astimezone(zone_info(zone)).utcoffset()
        else:
            at = DateTime.from_nanos(instant, None, zone).offset
            delta = timedelta(seconds=at or 0)
        seconds = int(delta.total_seconds()) if delta is not None else 0
        named = DateTime.from_nanos(instant + seconds * SECOND, None, zone)
        if named.offset == seconds:
            return named
        return DateTime.from_nanos(instant + seconds * SECOND, seconds)  # the second pass of a repeated hour

    def plus_months(self, months: int) -> DateTime:
        """`months` later at the same time of day."""
        return replace(self, date=self.date.plus_months(months))

    def __str__(self) -> str:
        return f"{self.date}T{self.time}"


@dataclass(frozen=True, slots=True, order=True)
class DayTimeDuration:
    """An exact length of time in nanoseconds."""

    nanos: int

    @classmethod
    def parse(cls, text: str) -> DayTimeDuration:
        """From `P1DT2H3M4.5S`; ValueError otherwise."""
        match = DAY_TIME_TEXT.fullmatch(text)
        if match is None or text.endswith(("T", "P")):
            raise ValueError("not a days and time duration")
        sign, days, hours, minutes, seconds, fraction = match.groups()
        nanos = (int(days or 0) * 86400 + int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)) * SECOND
        nanos += int(((fraction or "") + "000000000")[:9])
        return cls(-nanos if sign else nanos)

    @classmethod
    def of(cls, *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0) -> DayTimeDuration:
        """The length of all parts together."""
        return cls(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND)

    def to_timedelta(self) -> timedelta:
        """Python's timedelta, cut to microseconds."""
        return timedelta(microseconds=self.nanos // 1000)

    def __str__(self) -> str:
        rest, nano = divmod(abs(self.nanos), SECOND)
        days, rest = divmod(rest, 86400)
        hours, minutes, seconds = rest // 3600, rest // 60 % 60, rest % 60
        date = f"{days}D" if days else ""
        time = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
        if seconds or nano:
            time += f"{seconds}" + (f".{nano:09}".rstrip("0") if nano else "") + "S"
        if not date and not time:
            return "PT0S"
        return ("-" if self.nanos < 0 else "") + "P" + date + ("T" + time if time else "")


@dataclass(frozen=True, slots=True, order=True)
class YearMonthDuration:
    """A number of months, whose length depends on the calendar."""

    months: int

    @classmethod
    def parse(cls, text: str) -> YearMonthDuration:
        """From `P1Y2M`; ValueError otherwise."""
        match = YEAR_MONTH_TEXT.fullmatch(text)
        if match is None or text.endswith("P"):
            raise ValueError("not a years and months duration")
        months = int(match[2] or 0) * 12 + int(match[3] or 0)
        return cls(-months if match[1] else months)

    def __str__(self) -> str:
        years, months = divmod(abs(self.months), 12)
        text = (f"{years}Y" if years else "") + (f"{months}M" if months else "")
        return ("-" if self.months < 0 else "") + "P" + (text or "0M")


Duration = DayTimeDuration | YearMonthDuration


def parse_duration(text: str) -> Duration:
    """Either kind of duration; ValueError otherwise."""
    if YEAR_MONTH_TEXT.fullmatch(text) and not text.endswith("P"):
        return YearMonthDuration.parse(text)
    return DayTimeDuration.parse(text)


def _parse_zone(text: str | None) -> tuple[int | None, str | None]:
    if text is None:
        return None, None
    if text in ("Z", "z"):
        return 0, None
    if text.startswith("@"):
        zone_info(text[1:])
        return None, text[1:]
    parts = [int(part) for part in text[1:].split(":")]
    if parts[1] > 59 or (len(parts) == 3 and parts[2] > 59):
        raise ValueError("no such offset")
    seconds = parts[0] * 3600 + parts[1] * 60 + (parts[2] if len(parts) == 3 else 0)
    return (-seconds if text[0] == "-" else seconds), None


def _zone_text(offset: int | None, zone: str | None) -> str:
    if zone is not None:
        return "@" + zone
    if offset is None:
        return ""
    if offset == 0:
        return "Z"
    sign, rest = "-" if offset < 0 else "+", abs(offset)
    seconds = f":{rest % 60:02}" if rest % 60 else ""
    return f"{sign}{rest // 3600:02}:{rest // 60 % 60:02}{seconds}"
