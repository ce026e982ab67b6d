"""The business calendar: which minutes of which days count as working time.

Engine timers know wall-clock time only, and a "Monday to Friday minus holidays" calendar is wrong in China, where
weekends become working days (调休). So keflow computes its own due dates from a table of days that beats a weekly
pattern in both directions. Everything here is pure: instants in, instants out, no clock, no database. Instants are
aware and in UTC; days, openings and "the same time of day" are read in the calendar's own zone. A day that nobody has
published yet is estimated and the result says so (`provisional`); no date a calendar can name makes it raise.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal
from zoneinfo import ZoneInfo

Kind = Literal["off", "half", "working"]
Unit = Literal["min", "h", "d", "w", "mo", "bmin", "bh", "wd"]
CLOCK_UNITS: Mapping[str, timedelta] = {"min": timedelta(minutes=1), "h": timedelta(hours=1)}
WORKING_UNITS: Mapping[str, timedelta] = {"bmin": timedelta(minutes=1), "bh": timedelta(hours=1)}
BUSINESS_UNITS = frozenset({*WORKING_UNITS, "wd"})
DAYS_OF: Mapping[str, int] = {"d": 1, "w": 7}
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FARTHEST = timedelta(days=366 * 50)  # a longer due time is a typing error, and walking it day by day would be slow
SPECIAL_DAYS_SHOWN = 60


class ClockError(ValueError):
    """What was asked is not a time this room can compute; `code` and `params` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(f"{code} {params}")
        self.code, self.params = code, params


@dataclass(frozen=True, order=True)
class Interval:
    """Working time from `opens` to `closes`, minutes after local midnight; a night shift is two intervals."""

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= 1440:
            raise ClockError("interval_out_of_order", opens=self.opens, closes=self.closes)

    def __str__(self) -> str:
        return "-".join(f"{m // 60:02}:{m % 60:02}" for m in (self.opens, self.closes))


Hours = tuple[Interval, ...]
Week = tuple[Hours, Hours, Hours, Hours, Hours, Hours, Hours]


def hours(*texts: str) -> Hours:
    """`hours("09:00-12:00", "13:00-18:00")`: the intervals of one day in order; ClockError when they overlap."""
    found = []
    for text in texts:
        try:
            opens, closes = (int(h) * 60 + int(m) for h, m in (part.split(":") for part in text.split("-")))
        except ValueError:
            raise ClockError("interval_unreadable", text=text) from None
        found.append(Interval(opens, closes))
    found.sort()
    for before, after in pairwise(found):
        if after.opens < before.closes:
            raise ClockError("intervals_overlap", first=str(before), second=str(after))
    return tuple(found)


def week(data: Mapping[str, Sequence[str]]) -> Week:
    """The weekly pattern from its stored form `{"mon": ["09:00-12:00", …], …}`; a weekday left out is closed."""
    if unknown := sorted(set(data) - set(WEEKDAYS)):
        raise ClockError("weekday_unknown", weekdays=unknown)
    mon, tue, wed, thu, fri, sat, sun = (hours(*data.get(name, ())) for name in WEEKDAYS)
    return mon, tue, wed, thu, fri, sat, sun


OFFICE_HOURS = hours("09:00-12:00", "13:00-18:00")
OFFICE_WEEK: Week = (OFFICE_HOURS, OFFICE_HOURS, OFFICE_HOURS, OFFICE_HOURS, OFFICE_HOURS, (), ())


@dataclass(frozen=True)
class Day:
    """One row of the calendar: what a date is, whatever its weekday, and who says so.

    `follows` names the weekday (0 = Monday) whose hours a working weekend keeps; `intervals` overrule both.
    """

    kind: Kind
    source: str
    name: str = ""
    name_en: str = ""
    follows: int | None = None
    intervals: Hours | None = None


@dataclass(frozen=True)
class Due:
    """A due instant in UTC, whether it may still move (`provisional`), and how it came about (codes, parameters)."""

    at: datetime
    provisional: bool
    derivation: dict[str, Any]


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working time of one company or team. Days outside `published_from`…`published_until` are estimates; `later` are
    weekly patterns that take the place of `pattern` from a day on, in order."""

    name: str
    published_until: date
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Shanghai"))
    pattern: Week = OFFICE_WEEK
    later: Sequence[tuple[date, Week]] = ()
    days: Mapping[date, Day] = field(default_factory=dict)
    published_from: date = date.min
    version: int = 1
    makeup_follows: int = 0
    _spans: dict[date, tuple[tuple[datetime, datetime], ...]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        if not all(any(week) for week in (self.pattern, *(week for _, week in self.later))):
            raise ClockError("calendar_never_opens", calendar=self.name)

    # --- days ---------------------------------------------------------------------------------------------------

    def week_of(self, day: date) -> Week:
        """The weekly pattern that holds on a day."""
        return next((week for first, week in reversed(self.later) if first <= day), self.pattern)

    def hours_of(self, day: date) -> Hours:
        """The working intervals of a day, () when it is off."""
        week = self.week_of(day)
        usual = week[day.weekday()]
        row = self.days.get(day)
        if row is None:
            return usual
        if row.kind == "off":
            return ()
        if row.intervals is not None:
            return row.intervals
        if row.follows is not None or not usual:
            usual = week[self.makeup_follows if row.follows is None else row.follows] or next(filter(None, week))
        return usual if row.kind == "working" else _morning(usual)

    def is_working_day(self, day: date) -> bool:
        """Whether any minute of the day is working time."""
        return bool(self.hours_of(day))

    def next_working_day(self, day: date) -> date:
        """The day itself or the first working day after it (a follow-up moves forward)."""
        return next(d for d in _days_from(day) if self.hours_of(d))

    def previous_working_day(self, day: date) -> date:
        """The day itself or the last working day before it (a birthday greeting moves back)."""
        return next(d for d in _days_from(day, -1) if self.hours_of(d))

    def local(self, at: datetime) -> datetime:
        """The instant in the calendar's zone."""
        return _aware(at).astimezone(self.zone)

    # --- arithmetic ---------------------------------------------------------------------------------------------

    def add(self, start: datetime, amount: int | Decimal, unit: Unit) -> Due:
        """The instant `amount` `unit`s after `start`: working minutes, hours, days (bmin, bh, wd), clock and calendar
        units (min, h, d, w, mo). A start outside working time counts from the next opening; a result may be a closing
        minute, never the opening after it. Calendar units keep the local time of day; months clip the day."""
        start = _aware(start).astimezone(UTC)
        if amount < 0:
            raise ClockError("amount_negative", amount=str(amount), unit=unit)
        counted_from = start
        if unit in CLOCK_UNITS:
            at = start + _reach(amount, CLOCK_UNITS[unit])
        elif unit in WORKING_UNITS:
            counted_from, at = self._after(start, _reach(amount, WORKING_UNITS[unit]))
        else:
            whole = _whole(amount, unit)
            if unit == "wd":
                _reach(whole, timedelta(days=2))
                at = self._after_days(start, whole)
            elif unit in DAYS_OF:
                at = self._shifted(start, self.local(start).date() + _reach(whole, timedelta(days=DAYS_OF[unit])))
            elif unit == "mo":
                _reach(whole, timedelta(days=31))
                at = self._shifted(start, months_after(self.local(start).date(), whole))
            else:
                raise ClockError("unit_unknown", unit=unit)
        first, last = self.local(start).date(), self.local(at).date()
        provisional = unit in BUSINESS_UNITS and (first < self.published_from or last > self.published_until)
        return Due(at, provisional, self._derivation(start, amount, unit, counted_from, at, provisional))

    def between(self, a: datetime, b: datetime) -> int:
        """Whole working minutes from a to b, negative when b comes first; `between(s, add(s, n).at)` is n."""
        if b < a:
            return -self.between(b, a)
        total = timedelta()
        last = self.local(b).date()
        for day in _days_from(self.local(a).date()):
            if day > last:
                return int(total / timedelta(minutes=1))
            for opens, closes in self._spans_of(day):
                total += max(timedelta(), min(closes, b) - max(opens, a))
        raise AssertionError("days never end")

    def day_minutes(self, day: date) -> int:
        """Working minutes of a full day at that time: the longest of the weekly pattern."""
        return max(sum(i.closes - i.opens for i in hours) for hours in self.week_of(day))

    def _after(self, start: datetime, left: timedelta) -> tuple[datetime, datetime]:
        counted_from = None
        for day in _days_from(self.local(start).date()):
            for opens, closes in self._spans_of(day):
                if closes <= start:
                    continue
                begin = max(opens, start)
                counted_from = counted_from or begin
                if begin + left <= closes:
                    return counted_from, begin + left
                left -= closes - begin
        raise AssertionError("days never end")

    def _after_days(self, start: datetime, n: int) -> datetime:
        """n working days: the same time of day on the n-th following working day, kept within that day's hours. A
        start on a day off counts like one after closing, so that on full days n days are always n times the hours."""
        local = self.local(start)
        day = local.date()
        spans = self._spans_of(day)
        if n == 0:
            return self._after(start, timedelta())[1]
        following = (d for d in _days_from(day + timedelta(days=1)) if self._spans_of(d))
        target = next(d for count, d in enumerate(following, 1) if count == n)
        opens, closes = self._spans_of(target)[0][0], self._spans_of(target)[-1][1]
        return min(max(self._shifted(start, target), opens), closes) if spans else closes

    def _shifted(self, start: datetime, day: date) -> datetime:
        return self.local(start).replace(year=day.year, month=day.month, day=day.day).astimezone(UTC)

    def _spans_of(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        spans = self._spans.get(day)
        if spans is None:
            midnight = datetime.combine(day, time())
            pairs = (
                tuple(
                    (midnight + timedelta(minutes=m)).replace(tzinfo=self.zone).astimezone(UTC)
                    for m in (interval.opens, interval.closes)
                )
                for interval in self.hours_of(day)
            )
            # an interval that a clock change swallows whole is no working time
            spans = self._spans[day] = tuple((a, b) for a, b in pairs if a < b)
        return spans

    def _derivation(
        self,
        start: datetime,
        amount: int | Decimal,
        unit: Unit,
        counted_from: datetime,
        at: datetime,
        provisional: bool,
    ) -> dict[str, Any]:
        derivation: dict[str, Any] = {
            "amount": str(amount),
            "unit": unit,
            "start": _text(start),
            "due": _text(at),
            "zone": self.zone.key,
        }
        if unit in BUSINESS_UNITS:
            special = [
                {"date": day.isoformat(), "kind": row.kind, "source": row.source, "name": row.name, "en": row.name_en}
                for day, row in self._special(self.local(start).date(), self.local(at).date())
            ]
            derivation |= {
                "calendar": self.name,
                "version": self.version,
                "counted_from": _text(counted_from),
                "special": special[:SPECIAL_DAYS_SHOWN],
                "special_more": max(0, len(special) - SPECIAL_DAYS_SHOWN),
                "provisional": provisional,
                "published_until": self.published_until.isoformat(),
            }
            begun = [
                day.isoformat() for day, _ in self.later if self.local(start).date() < day <= self.local(at).date()
            ]
            derivation |= {"weeks_from": begun} if begun else {}
        return derivation

    def _special(self, first: date, last: date) -> Iterator[tuple[date, Day]]:
        for day in _days_from(first):
            if day > last:
                return
            row = self.days.get(day)
            if row is not None and self.hours_of(day) != self.week_of(day)[day.weekday()]:
                yield day, row


def months_after(day: date, months: int) -> date:
    """The same day number `months` later (earlier when negative), clipped to the month's length."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise ClockError("too_far", months=months)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _morning(usual: Hours) -> Hours:
    first = usual[0]
    return (first,) if len(usual) > 1 else (Interval(first.opens, first.opens + (first.closes - first.opens) // 2),)


def _reach(amount: int | Decimal, unit: timedelta) -> timedelta:
    minutes = Decimal(amount) * (unit // timedelta(minutes=1))
    if minutes * 60 > FARTHEST.total_seconds():
        raise ClockError("too_far", amount=str(amount))
    if minutes != int(minutes):
        raise ClockError("amount_not_minutes", amount=str(amount))
    return timedelta(minutes=int(minutes))


def _whole(amount: int | Decimal, unit: str) -> int:
    if amount != int(amount):
        raise ClockError("amount_not_whole", amount=str(amount), unit=unit)
    return int(amount)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ClockError("instant_without_zone", at=at.isoformat())
    return at


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _days_from(day: date, step: int = 1) -> Iterator[date]:
    while True:
        yield day
        day += timedelta(days=step)
