"""Simple rule tables: the DMN decision tables that millions of rows can be put through.

A tier table and the guard are DMN files that process owners edit. One customer is explained row by row, two million
are scored in a database engine; both must give the same answer, so both read this one form: every cell is "any", or
a choice of literals and ranges; `simple` refuses tables that hold more. `engine.scoring.batch` turns the form into a
column expression, `Table.decide` answers for one row. Numbers are exact fractions, so that a limit of 0.8 means 4/5
at both speeds.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any

from engine.feel.dmn import table as dmn

Literal = str | bool | None
Output = str | bool | int | Fraction | None


class Refused(ValueError):
    """This table or setting cannot be used for scoring; `code` and `params` say why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(f"{code} {params}")
        self.code, self.params = code, params


@dataclass(frozen=True)
class Span:
    """A range of numbers; None is without end."""

    low: Fraction | None = None
    low_in: bool = False
    high: Fraction | None = None
    high_in: bool = False

    def holds(self, value: Any) -> bool:
        """Whether a number lies in the range; never for what is no number."""
        if type(value) is not int and type(value) is not Fraction:
            return False
        # cross products of integers, "more than" as "at least one more": fractions compare ten times as slowly
        n, d, low, high = value.numerator, value.denominator, self.low, self.high
        if low is not None and n * low.denominator < low.numerator * d + (not self.low_in):
            return False
        return high is None or n * high.denominator <= high.numerator * d - (not self.high_in)

    def overlaps(self, other: "Span") -> bool:
        """Whether some number lies in both."""
        return not (self._ends_before(other) or other._ends_before(self))

    def _ends_before(self, other: "Span") -> bool:
        if self.high is None or other.low is None:
            return False
        return self.high < other.low or (self.high == other.low and not (self.high_in and other.low_in))


Choice = tuple[Span | Literal, ...]
Cell = Choice | None  # None takes any value, also a missing one


@dataclass(frozen=True)
class Rule:
    """One row: a cell an input, a value an output."""

    id: str
    cells: tuple[Cell, ...]
    outputs: tuple[Output, ...]


@dataclass(frozen=True)
class Table:
    """A table whose rules are tried in order; under UNIQUE they are proved disjoint when it is made."""

    key: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    rules: tuple[Rule, ...]

    def decide(self, values: Mapping[str, Any]) -> "Answer":
        """The outputs of the rule that matches; Refused `rule_gap` when none does. Numbers are int or Fraction."""
        row = [values.get(name) for name in self.inputs]
        for tests, answer in self._plan:
            for column, choices in tests:
                value = row[column]
                for choice in choices:
                    if choice.holds(value) if type(choice) is Span else _same(choice, value):
                        break
                else:
                    break
            else:
                return answer
        raise Refused("rule_gap", table=self.key, inputs={n: str(v) for n, v in zip(self.inputs, row, strict=True)})

    @cached_property
    def _plan(self) -> tuple[tuple[tuple[tuple[int, Choice], ...], "Answer"], ...]:
        """Each rule as the cells that ask something and the answer it gives."""
        return tuple(
            (
                tuple((column, cell) for column, cell in enumerate(rule.cells) if cell is not None),
                Answer(rule.id, MappingProxyType(dict(zip(self.outputs, rule.outputs, strict=True)))),
            )
            for rule in self.rules
        )

    def column(self, name: str) -> int:
        """Where an input stands; Refused when the table has none of that name."""
        if name not in self.inputs:
            raise Refused("input_missing", table=self.key, input=name)
        return self.inputs.index(name)

    def limits(self, name: str) -> list[Fraction]:
        """Every number at which the answer may change along one input, ascending."""
        column = self.column(name)
        found = set()
        for rule in self.rules:
            for choice in rule.cells[column] or ():
                if isinstance(choice, Span):
                    found |= {end for end in (choice.low, choice.high) if end is not None}
        return sorted(found)


@dataclass(frozen=True)
class Answer:
    """What a table said and which rule said it."""

    rule: str
    outputs: Mapping[str, Any]


def simple(table: dmn.Table) -> Table:
    """A DMN table as a simple one. Refused, with the rule and the text, when it needs more than literals, comparisons,
    ranges and lists of them, or a hit policy other than UNIQUE and FIRST, or when two rules of a UNIQUE one overlap."""
    if table.hit not in ("UNIQUE", "FIRST"):
        raise Refused("hit_policy", table=table.name, hit=table.hit)
    if any(output.default is not None for output in table.outputs):
        raise Refused("default_output", table=table.name)
    rules = tuple(
        Rule(
            rule.id,
            tuple(_cell(cell, table.name, rule.id) for cell in rule.cells),
            tuple(_entry(entry, table.name, rule.id) for entry in rule.outputs),
        )
        for rule in table.rules
    )
    made = Table(
        table.name,
        tuple(column.name or column.text for column in table.inputs),
        tuple(column.name for column in table.outputs),
        rules,
    )
    if table.hit == "UNIQUE" and (pair := next(overlaps(made), None)):
        raise Refused("rules_overlap", table=table.name, rules=list(pair))
    return made


def _cell(cell: dmn.Cell, table: str, rule: str) -> Cell:
    if isinstance(cell, dmn.Anything):
        return None
    if isinstance(cell, dmn.OneOf) and not cell.negated:
        parts = [_cell(part, table, rule) for part in cell.cells]
        return None if None in parts else tuple(choice for part in parts for choice in part or ())
    if isinstance(cell, dmn.Equals):
        if isinstance(cell.value, Decimal):
            return (Span(Fraction(cell.value), True, Fraction(cell.value), True),)
        if cell.value is None or isinstance(cell.value, (str, bool)):
            return (cell.value,)
    if isinstance(cell, dmn.Compare) and isinstance(cell.value, Decimal):
        limit, inside = Fraction(cell.value), cell.sign in ("<=", ">=", "=")
        if cell.sign == "=":
            return (Span(limit, True, limit, True),)
        if cell.sign in ("<", "<="):
            return (Span(high=limit, high_in=inside),)
        if cell.sign in (">", ">="):
            return (Span(low=limit, low_in=inside),)
    if isinstance(cell, dmn.Between) and isinstance(cell.low, Decimal) and isinstance(cell.high, Decimal):
        return (Span(Fraction(cell.low), cell.low_closed, Fraction(cell.high), cell.high_closed),)
    raise Refused("cell_not_simple", table=table, rule=rule, cell=repr(cell))


def _entry(entry: dmn.Entry, table: str, rule: str) -> Output:
    value = entry.value
    if not entry.literal or not (value is None or isinstance(value, (str, bool, Decimal))):
        raise Refused("output_not_simple", table=table, rule=rule, text=entry.text)
    if isinstance(value, Decimal):
        exact = Fraction(value)
        return int(exact) if exact.denominator == 1 else exact
    return value


def overlaps(table: Table) -> Iterator[tuple[str, str]]:
    """Pairs of rules that some inputs match together."""
    for n, first in enumerate(table.rules):
        for second in table.rules[n + 1 :]:
            if all(_meet(a, b) for a, b in zip(first.cells, second.cells, strict=True)):
                yield first.id, second.id


def _same(choice: Span | Literal, value: Any) -> bool:
    return type(choice) is type(value) and choice == value


def _meet(a: Cell, b: Cell) -> bool:
    if a is None or b is None:
        return True
    for x in a:
        for y in b:
            if x.overlaps(y) if isinstance(x, Span) and isinstance(y, Span) else _same(x, y):
                return True
    return False
