"""Decision tables as plain data: what another room needs to compile a simple table to SQL or Ibis, or to show it.

    table = model.table("tier_by_annual_purchase")  # by decision or BKM id or name; None when it is not a table
    table.hit                        # "UNIQUE" "ANY" "PRIORITY" "FIRST" "RULE ORDER" "OUTPUT ORDER" "COLLECT"
    table.aggregation                # "" "SUM" "MIN" "MAX" "COUNT" (only with COLLECT)
    table.inputs[i].name             # the variable, when the input expression is one plain name, else None
    table.inputs[i].text .type .allowed             # expression, name of its type ("" unknown), a Cell or None
    table.outputs[j].name .type .values .default    # name "" for a single output; values by priority; Entry or None
    table.rules[k].id .cells .outputs .note         # one Cell an input, one Entry an output

A Cell is one of
    Anything()                                      `-`
    Equals(value)                                   `"gold"`, `5`, `true`, `null`, `date("2024-01-01")`
    Compare(sign, value)                            `< 5`, `>= 5`, `= 5`, `!= 5`; sign is the operator's text
    Between(low, high, low_closed, high_closed)     `[1..5)`
    OneOf(cells, negated)                           `"a", "b"`, `not(1, > 5)`; cells are Equals, Compare or Between
    Formula(text)                                   anything else: to be refused where only simple cells can be compiled
An Entry has `.text`, `.literal` (True when `.value` is its constant value) and `.value`. Values are FEEL values
(`engine.feel.values`). A null input matches only Anything, Equals(None), Compare("!=", not null), and a OneOf that
holds one of these, or negated holds only Equals(not null); a comparison by order with null is never true, negated or
not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from lark import Token, Tree

from engine.feel.compiler import Static, build, subtrees
from engine.feel.errors import FeelError
from engine.feel.nodes import constant_value
from engine.feel.run import Env, Run
from engine.feel.values import Range

Hit = Literal["UNIQUE", "ANY", "PRIORITY", "FIRST", "RULE ORDER", "OUTPUT ORDER", "COLLECT"]


@dataclass(frozen=True)
class Anything:
    """Every value, null too."""


@dataclass(frozen=True)
class Equals:
    """Exactly this value."""

    value: Any


@dataclass(frozen=True)
class Compare:
    """All values for which `value-of-input sign value` holds."""

    sign: str
    value: Any


@dataclass(frozen=True)
class Between:
    """All values between two ends."""

    low: Any
    high: Any
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True)
class Formula:
    """A test that has to be evaluated."""

    text: str


@dataclass(frozen=True)
class OneOf:
    """Any of the cells, or with `negated` none of them."""

    cells: tuple[Anything | Equals | Compare | Between | Formula, ...]
    negated: bool = False


Cell = Anything | Equals | Compare | Between | OneOf | Formula


@dataclass(frozen=True)
class Entry:
    """One output cell: its text, and its value when it is a constant."""

    text: str
    literal: bool = False
    value: Any = None


@dataclass(frozen=True)
class Input:
    """One input column; `element` is its id in the file."""

    text: str
    name: str | None
    type: str = ""
    allowed: Cell | None = None
    element: str | None = None


@dataclass(frozen=True)
class Output:
    """One output column; `values` are the allowed ones in order of priority."""

    name: str
    type: str = ""
    values: tuple[Any, ...] = ()
    default: Entry | None = None
    element: str | None = None


@dataclass(frozen=True)
class Rule:
    """One row."""

    id: str
    cells: tuple[Cell, ...]
    outputs: tuple[Entry, ...]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A decision table."""

    name: str
    hit: Hit
    aggregation: str
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    element: str | None = None
    notes: tuple[str, ...] = field(default=())


def cell(tree: Tree[Token], text: str) -> Cell:
    """The plain data of parsed unary tests; `text` is what they say."""
    if tree.data == "any":
        return Anything()
    parts = tuple(_part(child, text) for child in subtrees(subtrees(tree)[0]))
    if any(isinstance(part, Formula) for part in parts):
        return Formula(text)
    if tree.data == "none_of":
        return OneOf(parts, negated=True)
    return parts[0] if len(parts) == 1 else OneOf(parts)


_NOTHING = object()


def _part(tree: Tree[Token], text: str) -> Equals | Compare | Between | Formula:
    if tree.data == "optest":
        value = constant(subtrees(tree)[0])
        return Formula(text) if value is _NOTHING else Compare(str(tree.children[0]), value)
    value = constant(tree)
    if value is _NOTHING or isinstance(value, list | dict):
        return Formula(text)
    if isinstance(value, Range):
        return Between(value.low, value.high, value.low_closed, value.high_closed)
    return Equals(value)


def constant(tree: Tree[Token]) -> Any:
    """The value of a tree that reads nothing (`5`, `date("2024-01-01")`, `-3`), else a private marker; see
    `is_constant`.
    """
    static = Static("")
    if any(node.data in ("name", "at") and node.children[0] in ("now", "today", "?") for node in tree.iter_subtrees()):
        return _NOTHING
    log: list[FeelError] = []
    try:
        code = build(tree, static)
        if static.reads:
            return _NOTHING
        value = constant_value(code, _NOTHING)
        if value is _NOTHING:
            value = code(Env({}, None, Run(log)))
    except FeelError:
        return _NOTHING
    return _NOTHING if log or callable(getattr(value, "call", None)) else value


def is_constant(value: Any) -> bool:
    """False for the marker that `constant` answers when a tree is not constant."""
    return value is not _NOTHING
