"""Rule tables as Ibis expressions: one table, a column of answers for millions of rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import ibis

from engine.scoring.tables import Literal, Refused, Span, Table


@dataclass(frozen=True)
class Ratio:
    """An exact fraction of two integer columns (or of one and a number) with a positive denominator: cents as yuan."""

    over: Any
    under: Any


@dataclass(frozen=True)
class Attained:
    """What each row has attained of its member: asks for the column that says whether that is at least (or, unless
    `inside`, more than) a share."""

    reaches: Callable[[Fraction, bool], Any]


def expression(table: Table, inputs: Mapping[str, Any], output: str | None) -> Any:
    """A rule table as one column expression: the named output, or with None the id of the rule that matches.

    `inputs` are integer, text or boolean columns, a `Ratio`, or plain values, for which the table is cut down first.
    """
    branches = []
    at = None if output is None else table.outputs.index(output)
    for rule in table.rules:
        conditions = []
        for name, cell in zip(table.inputs, rule.cells, strict=True):
            if cell is not None:
                conditions.append(_any(inputs[name], cell))
        if any(condition is False for condition in conditions):
            continue
        held = [condition for condition in conditions if condition is not True]
        value = rule.id if at is None else rule.outputs[at]
        if isinstance(value, Fraction):
            raise Refused("output_not_simple", table=table.key, rule=rule.id)
        branches.append((ibis.and_(*held) if held else ibis.literal(True), value))
    if not branches:
        return ibis.null()
    return ibis.cases(*branches)


def _any(value: Any, cell: tuple[Span | Literal, ...]) -> Any:
    tests = [_span(value, c) if isinstance(c, Span) else _equal(value, c) for c in cell]
    if any(test is True for test in tests):
        return True
    open_tests = [test for test in tests if test is not False]
    return ibis.or_(*open_tests) if open_tests else False


def _equal(value: Any, wanted: Literal) -> Any:
    if isinstance(value, Ratio):
        return value.over.isnull() if wanted is None else False
    if wanted is None:
        return value is None if isinstance(value, (str, bool, int)) or value is None else value.isnull()
    if isinstance(value, (str, bool, int)):
        return type(value) is type(wanted) and value == wanted
    return value == wanted


def _span(value: Any, span: Span) -> Any:
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return span.holds(value)
    tests = []
    if isinstance(value, Attained):
        if span.low is not None:
            tests.append(value.reaches(span.low, span.low_in))
        if span.high is not None:
            tests.append(~value.reaches(span.high, not span.high_in))
        return ibis.and_(*tests)
    over, under = (value.over, value.under) if isinstance(value, Ratio) else (value, 1)
    for limit, inside, low in ((span.low, span.low_in, True), (span.high, span.high_in, False)):
        if limit is not None:
            a, b = over * limit.denominator, under * limit.numerator
            tests.append((a >= b if inside else a > b) if low else (a <= b if inside else a < b))
    return ibis.and_(*tests) if tests else over.notnull()
