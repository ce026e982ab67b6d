"""How a promise of time is counted, pure: two deadlines run side by side, the target of D08 in its calendar and the
public promise; a pause moves each by what was left of it; the earlier one is due.

Everything is counted from the original start through the pauses, every time anew: so a resumed clock, an edited
calendar, another severity and a reopened case all go through the same few lines.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from engine import clock
from engine.clock import BUSINESS_UNITS, Calendar, Due

Target = Literal["acknowledge", "first_response", "next_response", "resolution", "level"]
TARGETS: tuple[Target, ...] = ("acknowledge", "first_response", "next_response", "resolution", "level")
OVERRIDES = ("none", "safety", "legal", "media")
CLOCK, BUSINESS = "clock", "business"
BY_LAW = frozenset({"个人信息请求", "个人信息请求(欧盟)"})
"""Kinds of D08 whose time the law sets: what the company promises its customers does not shorten it."""
MINUTE = timedelta(minutes=1)
_IN_BUSINESS = {"min": "bmin", "h": "bh", "d": "wd"}
DEFAULTS: Mapping[str, Any] = {
    "promise": True,
    "promise_first_response": "24h",
    "promise_resolution": "7d",
    "acknowledge": "1h",
    "pause_reasons": ["customer"],
    "pause_cap": "5wd",
    "reopen": "7d",
}
"""The company's switches (DOMAIN.md §4): whether the public promise holds for every clock, and in which time (`24h`
and `7d`, or business time such as `8bh` and `5wd`); for which reasons a clock may pause (`third_party` only if switched
on) and for how long in all; until when a reopened case goes on with its old clock."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time that does not count; `end` is None while it lasts."""

    start: datetime
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """What was promised: a due text counted in a calendar, and the public promise, if it applies."""

    text: str
    calendar: Calendar
    promise: str | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One of the two deadlines, its pauses counted; `calendar` is None where clock time counts."""

    calendar: Calendar | None
    first: Due
    at: datetime
    pauses: tuple[Pause, ...] = field(default=())

    @property
    def provisional(self) -> bool:
        """Whether an unpublished day may still move it."""
        return self.first.provisional or (
            self.calendar is not None and self.calendar.local(self.at).date() > self.calendar.published_until
        )


def deadline(text: str, calendar: Calendar, start: datetime, pauses: Sequence[Pause] = ()) -> Deadline:
    """`text` after `start`, with every ended pause moving what was left at its beginning to its end."""
    first = clock.due(text, start, calendar)
    working = working_time(text, calendar)
    return Deadline(working, first, _through(working, start, first.at, pauses), tuple(pauses))


def working_time(text: str, calendar: Calendar) -> Calendar | None:
    """The calendar when the text is business time, None when it is clock time."""
    return calendar if clock.parse(text)[1] in BUSINESS_UNITS else None


def in_calendar(text: str, calendar: str) -> str:
    """A text of D08 in the time of its row's `calendar`: `24h` in a business calendar is 24 working hours."""
    amount, unit = clock.parse(text)
    return text.strip() if calendar == CLOCK else f"{amount}{_IN_BUSINESS.get(unit, unit)}"


def _through(calendar: Calendar | None, start: datetime, at: datetime, pauses: Sequence[Pause]) -> datetime:
    for pause in pauses:
        if pause.end is not None and pause.start < at:
            # closing and the next opening are one instant of working time: never fall back to the earlier
            at = max(at, _shift(calendar, pause.end, _measure(calendar, max(pause.start, start), at)))
    return at


def due(terms: Terms, start: datetime, pauses: Sequence[Pause] = ()) -> tuple[Deadline, Deadline | None]:
    """The deadline that is due and the other one: the earlier of target and promise comes first."""
    target = deadline(terms.text, terms.calendar, start, pauses)
    if terms.promise is None:
        return target, None
    promise = deadline(terms.promise, terms.calendar, start, pauses)
    return (promise, target) if promise.at < target.at else (target, promise)


def threshold(of: Deadline, start: datetime, percent: int) -> datetime:
    """When this share of the time is gone, pauses left out. Whole minutes, rounded down; 100 is the deadline itself."""
    if percent >= 100:
        return of.at
    share = _measure(of.calendar, start, of.first.at) * percent // 100
    return _through(of.calendar, start, _shift(of.calendar, start, share - share % MINUTE), of.pauses)


def remaining(of: Deadline, now: datetime) -> timedelta:
    """What is left of it at `now`, in its calendar; negative when late."""
    return _measure(of.calendar, now, of.at)


def after(calendar: Calendar | None, start: datetime, length: timedelta) -> datetime:
    """The instant this much (working) time after `start`."""
    return _shift(calendar, start, length)


@dataclass(frozen=True, slots=True)
class Spent:
    """Minutes from start to end: `gross` with pauses, `net` without them, both in the clock's calendar."""

    gross: int
    net: int


def spent(calendar: Calendar | None, start: datetime, end: datetime, pauses: Sequence[Pause] = ()) -> Spent:
    """How long it took from `start` to `end`."""
    gross = _measure(calendar, start, max(start, end))
    paused = sum((measured(calendar, start, end, pause) for pause in pauses), timedelta())
    return Spent(gross // MINUTE, (gross - paused) // MINUTE)


def measured(calendar: Calendar | None, start: datetime, end: datetime, pause: Pause) -> timedelta:
    """The part of a pause that lies between `start` and `end`."""
    begin, stop = max(pause.start, start), min(pause.end or end, end)
    return _measure(calendar, begin, stop) if begin < stop else timedelta()


def derivation(
    of: Deadline, other: Deadline | None, *, promised: bool, pauses: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """How a due time came about, in codes: the deadline that counts, the one beside it, and what did not count."""
    told = dict(of.first.derivation)
    told |= {"due": _text(of.at), "provisional": of.provisional, "by": "promise" if promised else "target", "sla": True}
    if other is not None:
        told["beside"] = {**other.first.derivation, "due": _text(other.at), "provisional": other.provisional}
    if pauses:
        told["pauses"] = [{key: pause.get(key) for key in ("from", "to", "reason")} for pause in pauses]
    return told


def _measure(calendar: Calendar | None, a: datetime, b: datetime) -> timedelta:
    return b - a if calendar is None else calendar.between(a, b) * MINUTE


def _shift(calendar: Calendar | None, start: datetime, length: timedelta) -> datetime:
    if calendar is None or length < timedelta():
        return start + length
    return calendar.add(start, Decimal(length // MINUTE), "bmin").at


def _text(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
