"""Allen's interval relations between points and ranges (DMN 1.5, 10.3.4.9). A point counts as the closed range from
itself to itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.feel import operators as op
from engine.feel.builtins.registry import feel
from engine.feel.errors import Wrong
from engine.feel.values import Range


def _less(a: Any, b: Any) -> bool:
    return op.less(a, b) is True


def _same(a: Any, b: Any) -> bool:
    pair = op.order_key(a, b)
    return pair is not None and bool(pair[0] == pair[1])


def _bounded(item: Any) -> Range:
    if isinstance(item, Range):
        return item
    if item is None:
        raise Wrong("null_argument")
    if isinstance(item, list | dict | bool):
        raise Wrong("wrong_argument_type", expected="point or range", found=op.type_name(item))
    return Range(item, item)


def _before(a: Range, b: Range) -> bool:
    return _less(a.high, b.low) or (_same(a.high, b.low) and not (a.high_closed and b.low_closed))


def _meets(a: Range, b: Range) -> bool:
    return a.high_closed and b.low_closed and _same(a.high, b.low)


def _low_within(a: Range, b: Range) -> bool:
    """b's lower end is not below a's."""
    return _less(a.low, b.low) or (_same(a.low, b.low) and (a.low_closed or not b.low_closed))


def _high_within(a: Range, b: Range) -> bool:
    """b's upper end is not above a's."""
    return _less(b.high, a.high) or (_same(a.high, b.high) and (a.high_closed or not b.high_closed))


def _includes(a: Range, b: Range) -> bool:
    return _low_within(a, b) and _high_within(a, b)


def _same_low(a: Range, b: Range) -> bool:
    return _same(a.low, b.low) and a.low_closed == b.low_closed


def _same_high(a: Range, b: Range) -> bool:
    return _same(a.high, b.high) and a.high_closed == b.high_closed


def _overlaps(a: Range, b: Range) -> bool:
    return not _before(a, b) and not _before(b, a)


def _overlaps_before(a: Range, b: Range) -> bool:
    starts = _less(a.low, b.low) or (_same(a.low, b.low) and a.low_closed and not b.low_closed)
    ends = _less(a.high, b.high) or (_same(a.high, b.high) and (not a.high_closed or b.high_closed))
    return starts and ends and not _before(a, b)


_POINT_POINT = "point1:point, point2:point"
_RANGES = "range1:range, range2:range"
_POINT_RANGE = "point:point, range:range"
_RANGE_POINT = "range:range, point:point"


def _declare(name: str, relation: Callable[[Range, Range], bool], *signatures: str, swapped: bool = False) -> None:
    def body(a: Any, b: Any) -> bool:
        first, second = _bounded(a), _bounded(b)
        return relation(second, first) if swapped else relation(first, second)

    for signature in signatures:
        feel(name, signature)(body)


_declare("before", _before, _POINT_POINT, _POINT_RANGE, _RANGE_POINT, _RANGES)
_declare("after", _before, _POINT_POINT, _POINT_RANGE, _RANGE_POINT, _RANGES, swapped=True)
_declare("meets", _meets, _RANGES)
_declare("met by", _meets, _RANGES, swapped=True)
_declare("overlaps", _overlaps, _RANGES)
_declare("overlaps before", _overlaps_before, _RANGES)
_declare("overlaps after", _overlaps_before, _RANGES, swapped=True)
_declare("includes", _includes, _RANGE_POINT, _RANGES)
_declare("during", _includes, _POINT_RANGE, _RANGES, swapped=True)
_declare("coincides", lambda a, b: _same_low(a, b) and _same_high(a, b), _POINT_POINT, _RANGES)
_declare("starts", lambda a, b: _same_low(a, b) and _high_within(b, a), _POINT_RANGE, _RANGES)
_declare("started by", lambda a, b: _same_low(a, b) and _high_within(b, a), _RANGE_POINT, _RANGES, swapped=True)
_declare("finishes", lambda a, b: _same_high(a, b) and _low_within(b, a), _POINT_RANGE, _RANGES)
_declare("finished by", lambda a, b: _same_high(a, b) and _low_within(b, a), _RANGE_POINT, _RANGES, swapped=True)
