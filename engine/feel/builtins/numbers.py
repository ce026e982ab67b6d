"""Functions on numbers: rounding with a scale, remainders, roots; exact to 34 digits."""

from __future__ import annotations

import re
from decimal import (
    ROUND_CEILING,
    ROUND_DOWN,
    ROUND_FLOOR,
    ROUND_HALF_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
)
from typing import Any

from engine.feel.builtins.registry import feel
from engine.feel.errors import Wrong
from engine.feel.operators import DECIMAL
from engine.feel.times import DayTimeDuration, YearMonthDuration
from engine.feel.values import number as parse_number


@feel("number", "from:string, grouping separator:string~, decimal separator:string~")
def number(text: str, grouping: str | None, separator: str | None) -> Decimal:
    """A number from text with separators: space, comma or period; Wrong otherwise."""
    if grouping not in (None, " ", ",", ".") or separator not in (None, ",", "."):
        raise Wrong("invalid_separator")
    if grouping is not None and grouping == separator:
        raise Wrong("invalid_separator")
    bare = text.replace(grouping, "") if grouping else text
    if separator and separator != ".":
        if "." in bare:
            raise Wrong("not_a_number", text=text)
        bare = bare.replace(separator, ".")
    return plain_number(bare)


@feel("number", "from:string")
def plain_number(text: str) -> Decimal:
    """A number from plain text; Wrong otherwise."""
    if not re.fullmatch(r"-?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?", text):
        raise Wrong("not_a_number", text=text)
    return DECIMAL.create_decimal(parse_number(text))


@feel("number", "from:number")
def same_number(value: Any) -> Any:
    """A number stays itself."""
    return value


def _round(value: Any, scale: Any, mode: str) -> Decimal:
    if not -6111 <= scale <= 6176:
        raise Wrong("out_of_range", argument="scale")
    exponent = -int(scale)
    exact = Decimal(value)
    if exact.as_tuple().exponent >= exponent:  # type: ignore[operator]
        return exact
    context = DECIMAL.copy()
    context.prec, context.Emin, context.Emax = 12500, -99999, 99999
    return DECIMAL.create_decimal(exact.quantize(Decimal((0, (1,), exponent)), rounding=mode, context=context))


@feel("decimal", "n:number, scale:number")
def decimal_(n: Any, scale: Any) -> Decimal:
    """Rounded half even to `scale` digits behind the point."""
    return _round(n, int(scale), ROUND_HALF_EVEN)


@feel("floor", "n:number, scale:number?")
def floor(n: Any, scale: Any = 0) -> Decimal:
    """Rounded down."""
    return _round(n, scale, ROUND_FLOOR)


@feel("ceiling", "n:number, scale:number?")
def ceiling(n: Any, scale: Any = 0) -> Decimal:
    """Rounded up."""
    return _round(n, scale, ROUND_CEILING)


@feel("round up", "n:number, scale:number")
def round_up(n: Any, scale: Any) -> Decimal:
    """Rounded away from zero."""
    return _round(n, scale, ROUND_UP)


@feel("round down", "n:number, scale:number")
def round_down(n: Any, scale: Any) -> Decimal:
    """Rounded towards zero."""
    return _round(n, scale, ROUND_DOWN)


@feel("round half up", "n:number, scale:number")
def round_half_up(n: Any, scale: Any) -> Decimal:
    """Rounded to the nearest, ties away from zero."""
    return _round(n, scale, ROUND_HALF_UP)


@feel("round half down", "n:number, scale:number")
def round_half_down(n: Any, scale: Any) -> Decimal:
    """Rounded to the nearest, ties towards zero."""
    return _round(n, scale, ROUND_HALF_DOWN)


@feel("abs", "n:size")
def absolute(n: Any) -> Any:
    """Without sign; numbers and durations."""
    if isinstance(n, DayTimeDuration):
        return DayTimeDuration(abs(n.nanos))
    if isinstance(n, YearMonthDuration):
        return YearMonthDuration(abs(n.months))
    return DECIMAL.abs(n)


@feel("modulo", "dividend:number, divisor:number")
def modulo(dividend: Any, divisor: Any) -> Decimal:
    """The remainder with the sign of the divisor."""
    if divisor == 0:
        raise Wrong("division_by_zero")
    rest = DECIMAL.remainder(dividend, divisor)
    return DECIMAL.add(rest, divisor) if rest != 0 and (rest < 0) != (divisor < 0) else rest


@feel("sqrt", "number:number")
def sqrt(value: Any) -> Decimal:
    """The square root; Wrong for negative numbers."""
    if value < 0:
        raise Wrong("out_of_range", argument="number")
    return DECIMAL.sqrt(value)


@feel("log", "number:number")
def log(value: Any) -> Decimal:
    """The natural logarithm; Wrong for numbers that are not positive."""
    if value <= 0:
        raise Wrong("out_of_range", argument="number")
    return DECIMAL.ln(value)


@feel("exp", "number:number")
def exp(value: Any) -> Decimal:
    """e to a power."""
    return DECIMAL.exp(value)


@feel("odd", "number:number")
def odd(value: Any) -> bool:
    """True for an odd whole number."""
    return bool(DECIMAL.remainder(DECIMAL.abs(value), 2) == 1)


@feel("even", "number:number")
def even(value: Any) -> bool:
    """True for an even whole number."""
    return bool(DECIMAL.remainder(value, 2) == 0)
