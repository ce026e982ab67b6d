"""The properties that values have behind a dot: `due.year`, `wait.hours`, `limits.start` (DMN 1.5, table 65)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from engine.feel.errors import Wrong
from engine.feel.operators import DECIMAL, type_name
from engine.feel.times import DAY, HOUR, MINUTE, SECOND, Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.values import Range

Getter = Callable[[Any], Any]


def _offset(seconds: int | None) -> DayTimeDuration | None:
    return None if seconds is None else DayTimeDuration(seconds * SECOND)


def _zone(time: Time) -> str | None:
    return time.zone


def _part(nanos: int, unit: int, limit: int) -> Decimal:
    value = abs(nanos) // unit % limit
    return Decimal(-value if nanos < 0 else value)


def _seconds(nanos: int) -> Decimal:
    value = DECIMAL.divide(abs(nanos) % MINUTE, SECOND)
    return -value if nanos < 0 else value


def _second(time: Time) -> Decimal:
    return DECIMAL.add(time.second, DECIMAL.divide(time.nano, SECOND)) if time.nano else Decimal(time.second)


def _behind(part: str, getter: Getter) -> Getter:
    return lambda value: getter(getattr(value, part))


_DATE: Final[dict[str, Getter]] = {
    "year": lambda date: Decimal(date.year),
    "month": lambda date: Decimal(date.month),
    "day": lambda date: Decimal(date.day),
    "weekday": lambda date: Decimal(date.weekday),
}
_TIME: Final[dict[str, Getter]] = {
    "hour": lambda time: Decimal(time.hour),
    "minute": lambda time: Decimal(time.minute),
    "second": _second,
    "time offset": lambda time: _offset(time.offset),
    "timezone": _zone,
}
_PROPERTIES: Final[dict[type, dict[str, Getter]]] = {
    Date: _DATE,
    Time: _TIME,
    DateTime: {
        **{name: _behind("date", getter) for name, getter in _DATE.items()},
        **{name: _behind("time", getter) for name, getter in _TIME.items()},
        "time offset": lambda value: _offset(value.offset),
    },
    DayTimeDuration: {
        "days": lambda value: _part(value.nanos, DAY, 10**18),
        "hours": lambda value: _part(value.nanos, HOUR, 24),
        "minutes": lambda value: _part(value.nanos, MINUTE, 60),
        "seconds": lambda value: _seconds(value.nanos),
    },
    YearMonthDuration: {
        "years": lambda value: Decimal(int(value.months / 12) if abs(value.months) < 2**50 else value.months // 12),
        "months": lambda value: Decimal((abs(value.months) % 12) * (-1 if value.months < 0 else 1)),
    },
    Range: {
        "start": lambda value: value.low,
        "end": lambda value: value.high,
        "start included": lambda value: value.low_closed,
        "end included": lambda value: value.high_closed,
    },
}


def member(value: Any, name: str) -> Any:
    """The property `name` of a date, time, duration or range; raises Wrong when the value has none of that name."""
    getter = _PROPERTIES.get(type(value), {}).get(name)
    if getter is None:
        raise Wrong("unknown_property", name=name, type=type_name(value))
    return getter(value)
