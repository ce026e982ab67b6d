"""Why a rule of a table was taken and others were not: each cell's verdict on the values that were asked for."""

from collections.abc import Mapping
from typing import Any

from engine.feel.dmn.index import Column
from engine.feel.dmn.table import Table

Verdict = tuple[bool | None, ...]
"""One a cell of the row; None where the cell is a formula, whose verdict stands in the row's alone."""


def verdicts(table: Table, inputs: Mapping[str, Any]) -> dict[str, Verdict]:
    """Rule id -> its cells' verdicts on the values by input expression, as a `Step` holds them."""
    columns = [_column(table, at, inputs.get(clause.text)) for at, clause in enumerate(table.inputs)]
    return {rule.id: tuple(column[row] for column in columns) for row, rule in enumerate(table.rules)}


def _column(table: Table, at: int, value: Any) -> Verdict:
    column = Column([rule.cells[at] for rule in table.rules])
    held = column.rows(value)
    unsure = column.formulas if held is not None else ~column.anything
    held = column.anything if held is None else held
    return tuple(None if unsure >> row & 1 else bool(held >> row & 1) for row in range(len(table.rules)))
