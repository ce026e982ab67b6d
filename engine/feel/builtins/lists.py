"""Functions on lists and on booleans. Positions count from 1, from the end when negative; lists are never changed in
place.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.feel import operators as op
from engine.feel.builtins.registry import feel, whole
from engine.feel.errors import Wrong
from engine.feel.operators import DECIMAL
from engine.feel.run import Run
from engine.feel.times import DayTimeDuration, YearMonthDuration
from engine.feel.values import Function


@feel("list contains", "list:list, element:any")
def list_contains(items: list[Any], element: Any) -> bool:
    """True when a member equals the element; null may be a member."""
    return any(op.same(item, element) for item in items)


@feel("count", "list:list*")
def count(items: list[Any]) -> Decimal:
    """Number of members, nulls included."""
    return Decimal(len(items))


def _extreme(items: list[Any], better: Callable[[Any, Any], bool | None]) -> Any:
    if not items:
        return None
    best = items[0]
    if len(items) == 1:
        op.order_key(best, best)
    for item in items:
        if item is None:
            raise Wrong("null_argument", argument="list")
        if better(item, best):
            best = item
    return best


@feel("min", "list:list*")
def minimum(items: list[Any]) -> Any:
    """The smallest member; null for an empty list, Wrong when the members have no common order."""
    return _extreme(items, op.less)


@feel("max", "list:list*")
def maximum(items: list[Any]) -> Any:
    """The greatest member; null for an empty list, Wrong when the members have no common order."""
    return _extreme(items, op.greater)


def _numbers(items: list[Any]) -> list[Any]:
    for item in items:
        if not op.is_number(item):
            code = "null_argument" if item is None else "wrong_argument_type"
            raise Wrong(code, argument="list", expected="number", found=op.type_name(item))
    return items


@feel("sum", "list:list*")
def sum_(items: list[Any]) -> Any:
    """The sum of numbers, or of durations of one kind; null for an empty list."""
    if not items:
        return None
    if type(items[0]) in (DayTimeDuration, YearMonthDuration):
        total = items[0]
        for item in items[1:]:
            if type(item) is not type(total):
                raise Wrong("wrong_argument_type", argument="list", found=op.type_name(item))
            total = op.add(total, item)
        return total
    result = Decimal(0)
    for item in _numbers(items):
        result = DECIMAL.add(result, item)
    return result


@feel("product", "list:list*")
def product(items: list[Any]) -> Decimal | None:
    """The product of numbers; null for an empty list."""
    if not items:
        return None
    result = Decimal(1)
    for item in _numbers(items):
        result = DECIMAL.multiply(result, item)
    return result


@feel("mean", "list:list*")
def mean(items: list[Any]) -> Any:
    """The arithmetic mean of numbers, or of durations of one kind; null for an empty list."""
    return op.divide(sum_(items), Decimal(len(items))) if items else None


@feel("median", "list:list*")
def median(items: list[Any]) -> Decimal | None:
    """The middle number, or the mean of the two middle ones; null for an empty list."""
    if not items:
        return None
    ordered = sorted(_numbers(items))
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else DECIMAL.divide(DECIMAL.add(ordered[half - 1], ordered[half]), 2)


@feel("stddev", "list:list*")
def stddev(items: list[Any]) -> Decimal | None:
    """The standard deviation of a sample; null for fewer than two numbers."""
    if len(_numbers(items)) < 2:
        raise Wrong("out_of_range", argument="list")
    middle = mean(items)
    squares = Decimal(0)
    for item in items:
        difference = DECIMAL.subtract(item, middle)
        squares = DECIMAL.add(squares, DECIMAL.multiply(difference, difference))
    return DECIMAL.sqrt(DECIMAL.divide(squares, len(items) - 1))


@feel("mode", "list:list*")
def mode(items: list[Any]) -> list[Any]:
    """The most frequent numbers in ascending order."""
    counts: dict[Any, int] = {}
    for item in _numbers(items):
        counts[item] = counts.get(item, 0) + 1
    top = max(counts.values(), default=0)
    return sorted(item for item, number in counts.items() if number == top)


def _all(items: list[Any], decisive: bool) -> bool | None:
    if decisive in [item for item in items if isinstance(item, bool)]:
        return decisive
    if any(not isinstance(item, bool) for item in items):
        raise Wrong("null_argument" if None in items else "wrong_argument_type", argument="list", expected="boolean")
    return not decisive


@feel("all", "list:list*")
def all_(items: list[Any]) -> bool | None:
    """False when a member is false, true when all are true."""
    return _all(items, False)


@feel("any", "list:list*")
def any_(items: list[Any]) -> bool | None:
    """True when a member is true, false when all are false."""
    return _all(items, True)


@feel("not", "negand:any")
def not_(value: Any) -> bool | None:
    """The opposite; null for anything but a boolean."""
    if value is None:
        return None
    if not isinstance(value, bool):
        raise Wrong("wrong_argument_type", argument="negand", expected="boolean", found=op.type_name(value))
    return not value


def _index(items: list[Any], position: Any, *, past_end: int = 0) -> int:
    number = whole(position, "position")
    if number == 0 or abs(number) > len(items) + past_end * (number > 0):
        raise Wrong("out_of_range", argument="position")
    return number - 1 if number > 0 else len(items) + number


@feel("sublist", "list:list, start position:number, length:number?~")
def sublist(items: list[Any], start: Any, length: Any = None) -> list[Any]:
    """Members from a position on, at most `length`."""
    begin = _index(items, start)
    if length is None:
        return items[begin:]
    size = whole(length, "length")
    if size < 1 or begin + size > len(items):
        raise Wrong("out_of_range", argument="length")
    return items[begin : begin + size]


@feel("append", "list:list, item:any+")
def append(items: list[Any], *more: Any) -> list[Any]:
    """The list with the items at its end."""
    return [*items, *more]


@feel("concatenate", "list:list*")
def concatenate(lists: list[Any]) -> list[Any]:
    """All members of all lists, in order."""
    result: list[Any] = []
    for item in lists:
        if item is None:
            raise Wrong("null_argument", argument="list")
        result.extend(item if isinstance(item, list) else [item])
    return result


@feel("insert before", "list:list, position:number, newItem:any")
def insert_before(items: list[Any], position: Any, item: Any) -> list[Any]:
    """The list with a new member in front of a position."""
    at = _index(items, position)
    return [*items[:at], item, *items[at:]]


@feel("remove", "list:list, position:number")
def remove(items: list[Any], position: Any) -> list[Any]:
    """The list without the member at a position."""
    at = _index(items, position)
    return [*items[:at], *items[at + 1 :]]


@feel("list replace", "list:list, position:number, newItem:any")
def list_replace(items: list[Any], position: Any, item: Any) -> list[Any]:
    """The list with another member at a position."""
    at = _index(items, position)
    return [*items[:at], item, *items[at + 1 :]]


@feel("list replace", "list:list, match:function, newItem:any")
def list_replace_matching(run: Run, items: list[Any], match: Function, item: Any) -> list[Any]:
    """The list with every member replaced for which match(member, newItem) is true."""
    result = []
    for old in items:
        verdict = match.call(run, [old, item])
        if not isinstance(verdict, bool):
            raise Wrong("wrong_argument_type", argument="match", expected="boolean")
        result.append(item if verdict else old)
    return result


@feel("reverse", "list:list")
def reverse(items: list[Any]) -> list[Any]:
    """Back to front."""
    return items[::-1]


@feel("index of", "list:list, match:any")
def index_of(items: list[Any], match: Any) -> list[Decimal]:
    """The positions of the members that equal `match`."""
    return [Decimal(index) for index, item in enumerate(items, 1) if op.same(item, match)]


def _distinct(items: list[Any]) -> list[Any]:
    seen: set[Any] = set()
    result: list[Any] = []
    for item in items:
        if isinstance(item, str | Decimal) or item is None:  # hashable, and equal as Python says: no need to search
            if item not in seen:
                seen.add(item)
                result.append(item)
        elif not any(op.same(item, other) for other in result):
            result.append(item)
    return result


@feel("distinct values", "list:list")
def distinct_values(items: list[Any]) -> list[Any]:
    """Without repetitions, in the order of first appearance."""
    return _distinct(items)


@feel("duplicate values", "list:list")
def duplicate_values(items: list[Any]) -> list[Any]:
    """The members that come more than once (an addition that other engines have too)."""
    return [item for item in _distinct(items) if sum(op.same(item, other) for other in items) > 1]


@feel("union", "list:list*")
def union(lists: list[Any]) -> list[Any]:
    """All members of all lists without repetitions."""
    return _distinct(concatenate(lists))


@feel("is empty", "list:list")
def is_empty(items: list[Any]) -> bool:
    """True without any member (an addition that other engines have too)."""
    return not items


@feel("partition", "list:list, size:number")
def partition(items: list[Any], size: Any) -> list[Any]:
    """The list cut into lists of at most `size` members (an addition that other engines have too)."""
    step = whole(size, "size")
    if step < 1:
        raise Wrong("out_of_range", argument="size")
    return [items[at : at + step] for at in range(0, len(items), step)]


@feel("flatten", "list:list")
def flatten(items: list[Any]) -> list[Any]:
    """All members of nested lists in one list."""
    result: list[Any] = []
    for item in items:
        if isinstance(item, list):
            result.extend(flatten(item))
        else:
            result.append(item)
    return result


@feel("sort", "list:list, precedes:function?")
def sort(run: Run, items: list[Any], precedes: Function | None = None) -> list[Any]:
    """Sorted by a function that says whether its first argument comes first, or by FEEL's own order; equal members keep
    their order.
    """

    def before(a: Any, b: Any) -> bool:
        if precedes is None:
            return op.less(a, b) is True
        verdict = precedes.call(run, [a, b])
        if not isinstance(verdict, bool):
            raise Wrong("wrong_argument_type", argument="precedes", expected="boolean")
        return verdict

    def compare(a: Any, b: Any) -> int:
        return -1 if before(a, b) else 1 if before(b, a) else 0

    return sorted(items, key=cmp_to_key(compare))
