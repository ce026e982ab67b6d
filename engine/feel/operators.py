"""What FEEL's operators mean on values: equality, order, arithmetic (DMN 1.5, tables 50 to 58).

Numbers are decimals of 34 digits, rounded half even (IEEE 754-2008 decimal128). Every function answers FEEL's null as
None where the standard says so and raises `Wrong` where the operands do not fit, so that the caller can record why.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import (
    ROUND_HALF_EVEN,
    Clamped,
    Context,
    Decimal,
    DivisionByZero,
    InvalidOperation,
    Overflow,
)
from typing import Any, Final

from engine.feel.errors import Wrong
from engine.feel.times import (
    DAY,
    SECOND,
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
)
from engine.feel.values import Function, Range

DECIMAL: Final = Context(
    prec=34,
    rounding=ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[InvalidOperation, DivisionByZero, Overflow],
    flags=[],
)
DECIMAL.traps[Clamped] = False
NUMBERS: Final = frozenset({Decimal, int})
TYPE_NAMES: Final[dict[type, str]] = {
    Decimal: "number",
    int: "number",
    str: "string",
    bool: "boolean",
    type(None): "null",
    list: "list",
    dict: "context",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    Range: "range",
    Function: "function",
}


def type_name(value: Any) -> str:
    """The FEEL name of a value's type."""
    return TYPE_NAMES.get(type(value), type(value).__name__)


def is_number(value: Any) -> bool:
    """True for Decimal and int, not for bool."""
    return type(value) in NUMBERS


# Equality


def equal(a: Any, b: Any) -> bool | None:
    """FEEL's `=`: null equals only null; values of different types are not comparable, which is null. Times are equal
    to the second (DMN 1.5, table 52), moments with zones when they are the same instant."""
    if a is None or b is None:
        return a is b
    kind, other = type(a), type(b)
    if kind is not other:
        if kind in NUMBERS and other in NUMBERS:
            return bool(a == b)
        raise Wrong("type_mismatch", left=type_name(a), right=type_name(b))
    if kind is list:
        return len(a) == len(b) and all(same(x, y) for x, y in zip(a, b, strict=True))
    if kind is dict:
        return a.keys() == b.keys() and all(same(x, b[key]) for key, x in a.items())
    if kind is DateTime:
        first, second = a.instant, b.instant
        if first is None or second is None:
            return first is second and a.wall // SECOND == b.wall // SECOND
        return bool(first // SECOND == second // SECOND)
    if kind is Time:
        return _same_time(a, b)
    if kind is Range:
        closed = (a.low_closed, a.high_closed) == (b.low_closed, b.high_closed)
        return closed and same(a.low, b.low) and same(a.high, b.high)
    return bool(a == b)


def same(a: Any, b: Any) -> bool:
    """True when both are equal by FEEL; False when not or not comparable."""
    try:
        return equal(a, b) is True
    except Wrong:
        return False


def _same_time(a: Time, b: Time) -> bool:
    if a.zone != b.zone:
        return False
    if (a.offset is None) != (b.offset is None):
        return False
    return a.nanos // SECOND - (a.offset or 0) == b.nanos // SECOND - (b.offset or 0)


def identical(a: Any, b: Any) -> bool:
    """FEEL's is(): the same element of the same value space, zones included."""
    if type(a) is not type(b) and not (is_number(a) and is_number(b)):
        return False
    if isinstance(a, Time | DateTime):
        return bool(a == b)
    return same(a, b)


# Order


def order_key(a: Any, b: Any) -> tuple[Any, Any] | None:
    """A pair of Python values that compare as `a` and `b` do by FEEL; None when one of them is null. Raises `Wrong`
    when the types have no order.
    """
    if a is None or b is None:
        return None
    kind, other = type(a), type(b)
    if kind in NUMBERS and other in NUMBERS:
        return a, b
    if kind is other:
        if kind is str or kind is YearMonthDuration or kind is DayTimeDuration:
            return a, b
        if kind is Date:
            return (a.year, a.month, a.day), (b.year, b.month, b.day)
        if kind is DateTime:
            first, second = a.instant, b.instant
            if first is None and second is None:
                return a.wall, b.wall
            if first is not None and second is not None:
                return first, second
        if kind is Time and a.zone == b.zone and (a.offset is None) == (b.offset is None):
            return a.nanos - (a.offset or 0) * SECOND, b.nanos - (b.offset or 0) * SECOND
    raise Wrong("not_comparable", left=type_name(a), right=type_name(b))


def less(a: Any, b: Any) -> bool | None:
    """`a < b`."""
    pair = order_key(a, b)
    return None if pair is None else bool(pair[0] < pair[1])


def less_equal(a: Any, b: Any) -> bool | None:
    """`a <= b`."""
    pair = order_key(a, b)
    return None if pair is None else bool(pair[0] <= pair[1])


def greater(a: Any, b: Any) -> bool | None:
    """`a > b`."""
    pair = order_key(a, b)
    return None if pair is None else bool(pair[0] > pair[1])


def greater_equal(a: Any, b: Any) -> bool | None:
    """`a >= b`."""
    pair = order_key(a, b)
    return None if pair is None else bool(pair[0] >= pair[1])


def contains(limits: Range, value: Any) -> bool | None:
    """True when the value lies in the range; null for null and for a value without order to the ends."""
    if value is None:
        return None
    if limits.low is limits.high and limits.low is not None and limits.low_closed and limits.high_closed:
        return equal(value, limits.low)
    if limits.low is not None:
        above = less_equal(limits.low, value) if limits.low_closed else less(limits.low, value)
        if not above:
            return above
    if limits.high is not None:
        return less_equal(value, limits.high) if limits.high_closed else less(value, limits.high)
    return True


# Arithmetic


def add(a: Any, b: Any) -> Any:
    """`a + b`: numbers, texts, durations, and a date or time with a duration."""
    kind, other = type(a), type(b)
    if kind in NUMBERS and other in NUMBERS:
        return DECIMAL.add(a, b)
    if kind is str and other is str:
        return a + b
    if kind is other and kind is DayTimeDuration:
        return DayTimeDuration(a.nanos + b.nanos)
    if kind is other and kind is YearMonthDuration:
        return YearMonthDuration(a.months + b.months)
    if other is DayTimeDuration:
        return _shift(a, b.nanos)
    if other is YearMonthDuration and kind in (Date, DateTime):
        return _later(a, b.months)
    if kind is DayTimeDuration and other in (Date, DateTime, Time):
        return _shift(b, a.nanos)
    if kind is YearMonthDuration and other in (Date, DateTime):
        return _later(b, a.months)
    raise _unfit("+", a, b)


def subtract(a: Any, b: Any) -> Any:
    """`a - b`: numbers, durations, two dates or times, and a date or time with a duration."""
    kind, other = type(a), type(b)
    if kind in NUMBERS and other in NUMBERS:
        return DECIMAL.subtract(a, b)
    if kind is other and kind is DayTimeDuration:
        return DayTimeDuration(a.nanos - b.nanos)
    if kind is other and kind is YearMonthDuration:
        return YearMonthDuration(a.months - b.months)
    if other is DayTimeDuration:
        return _shift(a, -b.nanos)
    if other is YearMonthDuration and kind in (Date, DateTime):
        return _later(a, -b.months)
    if kind is Time and other is Time:
        pair = order_key(a, b)
        return DayTimeDuration(pair[0] - pair[1]) if pair else None
    if kind is Date and other is Date:
        return DayTimeDuration((a.days - b.days) * DAY)
    if kind in (Date, DateTime) and other in (Date, DateTime):
        return _between(a, b)
    raise _unfit("-", a, b)


def _between(a: Date | DateTime, b: Date | DateTime) -> DayTimeDuration:
    midnight = Time(0, 0, 0, 0, 0)  # a date beside a zoned moment counts as midnight UTC (DMN 1.5, 10.3.2.12)
    first = DateTime(a, midnight) if isinstance(a, Date) else a
    second = DateTime(b, midnight) if isinstance(b, Date) else b
    start, end = second.instant, first.instant
    if start is None and end is None:
        return DayTimeDuration(first.wall - second.wall)
    if start is None or end is None:
        raise _unfit("-", a, b)
    return DayTimeDuration(end - start)


def _shift(a: Any, nanos: int) -> Any:
    try:
        if type(a) is DateTime:
            return a.plus_nanos(nanos)
        if type(a) is Date:
            return Date.from_days((a.days * DAY + nanos) // DAY)
        if type(a) is Time:
            return Time.from_nanos(a.nanos + nanos, a.offset, a.zone)
    except (ValueError, OverflowError) as error:
        raise Wrong("out_of_range") from error
    raise _unfit("+", a, DayTimeDuration(nanos))


def _later(a: Any, months: int) -> Any:
    try:
        return a.plus_months(months)
    except ValueError as error:
        raise Wrong("out_of_range") from error


def multiply(a: Any, b: Any) -> Any:
    """`a * b`: numbers, and a duration with a number (months are cut to whole ones)."""
    kind, other = type(a), type(b)
    if kind in NUMBERS and other in NUMBERS:
        return DECIMAL.multiply(a, b)
    if kind in NUMBERS:
        a, b, kind, other = b, a, other, kind
    if other in NUMBERS and kind is DayTimeDuration:
        return DayTimeDuration(int(DECIMAL.multiply(a.nanos, b)))
    if other in NUMBERS and kind is YearMonthDuration:
        return YearMonthDuration(int(DECIMAL.multiply(a.months, b)))
    raise _unfit("*", a, b)


def divide(a: Any, b: Any) -> Any:
    """`a / b`: numbers, a duration by a number, two durations of a kind. Division by zero is null."""
    kind, other = type(a), type(b)
    if other in NUMBERS and b == 0:
        raise Wrong("division_by_zero")
    if kind in NUMBERS and other in NUMBERS:
        return DECIMAL.divide(a, b)
    if kind is other and kind in (DayTimeDuration, YearMonthDuration):
        below = b.nanos if kind is DayTimeDuration else b.months
        above = a.nanos if kind is DayTimeDuration else a.months
        if below == 0:
            raise Wrong("division_by_zero")
        return DECIMAL.divide(above, below)
    if other in NUMBERS and kind is DayTimeDuration:
        return DayTimeDuration(int(DECIMAL.divide(a.nanos, b)))
    if other in NUMBERS and kind is YearMonthDuration:
        return YearMonthDuration(int(DECIMAL.divide(a.months, b)))
    raise _unfit("/", a, b)


def power(a: Any, b: Any) -> Any:
    """`a ** b` on numbers."""
    if type(a) in NUMBERS and type(b) in NUMBERS:
        return DECIMAL.power(a, b)
    raise _unfit("**", a, b)


def negate(a: Any) -> Any:
    """`-a` on numbers and durations."""
    kind = type(a)
    if kind in NUMBERS:
        return DECIMAL.minus(a)
    if kind is DayTimeDuration:
        return DayTimeDuration(-a.nanos)
    if kind is YearMonthDuration:
        return YearMonthDuration(-a.months)
    if a is None:
        raise Wrong("null_operand", operator="-")
    raise Wrong("type_mismatch", operator="-", right=type_name(a))


def _unfit(operator: str, a: Any, b: Any) -> Wrong:
    if a is None or b is None:
        return Wrong("null_operand", operator=operator)
    return Wrong("type_mismatch", operator=operator, left=type_name(a), right=type_name(b))


COMPARE: Final[dict[str, Callable[[Any, Any], bool | None]]] = {
    "<": less,
    "<=": less_equal,
    ">": greater,
    ">=": greater_equal,
}
ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "/": divide,
    "**": power,
}
