"""FEEL values in Python, and how they travel through JSON.

number = Decimal (int is accepted), string = str, boolean = bool, null = None, list = list, context = dict with text
keys; dates, times and durations are the classes of `times`; `Range` is a range, `Function` a function. `of` brings
foreign Python values into this set. `dump`/`load` (and `dumps`/`loads` through simplejson) are the lossless form for
storage: what JSON cannot say travels as an object with one key that starts with `$`. `wire` is the plain form for
people and APIs: ISO 8601 texts, JSON numbers, or decimal texts where a JSON number would lose digits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from operator import is_
from typing import Any, Final

import simplejson

from engine.feel.stdlib import from_python
from engine.feel.times import (
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
)


@dataclass(frozen=True, slots=True)
class Range:
    """All values between `low` and `high`; None is an open end, `low_closed`/`high_closed` say whether the end itself
    belongs to it.
    """

    low: Any
    high: Any
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True, slots=True)
class Function:
    """Something that can be invoked: `params` are its parameter names (None: any number), `call` takes the evaluation's
    run and positional values.
    """

    name: str
    params: tuple[str, ...] | None
    call: Callable[..., Any]
    types: tuple[Any, ...] = ()


_NATIVE: Final = frozenset(
    {
        Decimal,
        int,
        str,
        bool,
        type(None),
        list,
        dict,
        Date,
        Time,
        DateTime,
        DayTimeDuration,
        YearMonthDuration,
        Range,
        Function,
    }
)


def of(value: Any) -> Any:
    """The FEEL value of a Python value, the same object when it is one already; TypeError for what FEEL has no value
    for. Lists and contexts are converted in depth only when something inside needs it.
    """
    kind = type(value)
    if kind is list:
        items = [of(item) for item in value]
        return value if all(map(is_, items, value)) else items
    if kind is dict:
        entries = {key if type(key) is str else str(key): of(item) for key, item in value.items()}
        return value if all(map(is_, entries, value)) and all(map(is_, entries.values(), value.values())) else entries
    return value if kind in _NATIVE else foreign(value)


def foreign(value: Any) -> Any:
    """`of` for a value whose exact type is not FEEL's own."""
    if type(value) in _NATIVE:
        return value
    if isinstance(value, float):
        number = Decimal(repr(value))
        if not number.is_finite():
            raise TypeError("not a finite number")
        return number
    if isinstance(value, datetime | date | time | timedelta):
        return from_python(value)
    if isinstance(value, Mapping):
        return {str(key): of(item) for key, item in value.items()}
    if isinstance(value, tuple | set | frozenset):
        return [of(item) for item in value]
    if isinstance(value, list):
        return of(list(value))
    for native in (int, Decimal, str):
        if isinstance(value, native):
            return native(value)
    raise TypeError(f"{type(value).__name__} has no FEEL value")


def number_text(value: Decimal | int) -> str:
    """A number without exponent and without trailing zeros: what FEEL's string() writes."""
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


_TAGS: Final[dict[type, str]] = {
    Date: "$date",
    Time: "$time",
    DateTime: "$datetime",
    DayTimeDuration: "$duration",
    YearMonthDuration: "$months",
}
_PARSE: Final[dict[str, Callable[[str], Any]]] = {
    "$date": Date.parse,
    "$time": Time.parse,
    "$datetime": DateTime.parse,
    "$duration": DayTimeDuration.parse,
    "$months": YearMonthDuration.parse,
}


def dump(value: Any) -> Any:
    """A lossless JSON structure (numbers stay Decimal or int: write it with `dumps` or simplejson); TypeError for
    functions.
    """
    kind = type(value)
    if kind is str or kind is Decimal or kind is bool or value is None or kind is int:
        return value
    if kind is list:
        return [dump(item) for item in value]
    if kind is dict:
        plain = {str(key): dump(item) for key, item in value.items()}
        return {"$context": plain} if any(key.startswith("$") for key in plain) else plain
    if kind is Range:
        return {"$range": [dump(value.low), dump(value.high), value.low_closed, value.high_closed]}
    if kind in _TAGS:
        return {_TAGS[kind]: str(value)}
    if kind is Function:
        raise TypeError("a function cannot be stored")
    return dump(foreign(value))


def load(data: Any) -> Any:
    """The value that `dump` wrote; plain JSON comes in too (floats and ints become Decimal)."""
    if isinstance(data, bool) or data is None or isinstance(data, str | Decimal):
        return data
    if isinstance(data, int | float):
        return Decimal(repr(data))
    if isinstance(data, list):
        return [load(item) for item in data]
    if len(data) == 1:
        ((key, inner),) = data.items()
        if key in _PARSE and isinstance(inner, str):
            return _PARSE[key](inner)
        if key == "$context":
            return {name: load(item) for name, item in inner.items()}
        if key == "$range":
            return Range(load(inner[0]), load(inner[1]), inner[2], inner[3])
    return {key: load(item) for key, item in data.items()}


def dumps(value: Any, *, sort_keys: bool = False) -> str:
    """`dump` as compact JSON text with exact decimals."""
    text: str = simplejson.dumps(
        dump(value), use_decimal=True, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys, allow_nan=False
    )
    return text


def loads(text: str | bytes) -> Any:
    """The value that `dumps` wrote; ValueError when it is not JSON."""
    return load(simplejson.loads(text, use_decimal=True))


def wire(value: Any) -> Any:
    """Plain JSON for APIs: numbers as JSON numbers, or as decimal text where a double would lose digits; dates, times
    and durations as ISO 8601 text.
    """
    kind = type(value)
    if kind is bool or value is None or kind is str:
        return value
    if kind is int or kind is Decimal:
        return _wire_number(value)
    if kind is list:
        return [wire(item) for item in value]
    if kind is dict:
        return {key: wire(item) for key, item in value.items()}
    if kind in _TAGS:
        return str(value)
    if kind is Range:
        return {
            "start": wire(value.low),
            "end": wire(value.high),
            "start included": value.low_closed,
            "end included": value.high_closed,
        }
    if kind is Function:
        return {"function": value.name, "parameters": list(value.params or ())}
    return wire(of(value))


def _wire_number(value: Decimal | int) -> int | float | str:
    if value == (whole := int(value)):
        return whole if abs(whole) < 2**53 else number_text(value)
    near = float(value)
    return near if Decimal(repr(near)) == value else number_text(value)


def number(text: str) -> Decimal:
    """An exact number from text such as `1200.50` or `1.2e3`; ValueError otherwise."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation as error:
        raise ValueError("not a number") from error
    if not value.is_finite() or "_" in text:
        raise ValueError("not a number")
    return value
