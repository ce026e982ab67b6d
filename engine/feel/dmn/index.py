"""Which rows of a table a value satisfies, answered by bisection instead of row by row.

The constants of a column cut the values of one kind (numbers, texts, dates …) into atoms: the constants themselves and
the gaps between them. All values of an atom satisfy the same rows, so each atom carries one bit mask of rows. A table
of 1,000 rows costs a bisection and an AND a column. The checker walks the same atoms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.feel.dmn.table import Anything, Between, Cell, Compare, Equals, Formula, OneOf
from engine.feel.times import SECOND, Date, DateTime, DayTimeDuration, Time, YearMonthDuration

NULL: Final = "null"


def place(value: Any) -> tuple[str, Any] | None:
    """The kind of a value and its key in the order of that kind; None for values that are not ordered among their kind
    (lists, contexts)."""
    if value is None:
        return NULL, 0
    if isinstance(value, bool):
        return "boolean", value
    if isinstance(value, Decimal | int):
        return "number", value
    if isinstance(value, str):
        return "string", value
    if isinstance(value, Date):
        return "date", value.days
    if isinstance(value, DayTimeDuration):
        return "duration", value.nanos
    if isinstance(value, YearMonthDuration):
        return "months", value.months
    if isinstance(value, DateTime):
        instant = value.instant
        return ("datetime", value.wall) if instant is None else ("instant", instant)
    if isinstance(value, Time) and value.zone is None:
        if value.offset is None:
            return "time", value.nanos
        return "zoned time", value.nanos - value.offset * SECOND
    return None


def simple(cell: Cell) -> bool:
    """True when the cell can be indexed: no formula, no value without order, ends of one kind."""
    if isinstance(cell, OneOf):
        kinds = {place(value)[0] for part in cell.cells for value in constants(part) if place(value)}  # type: ignore[index]
        return all(simple(part) for part in cell.cells) and (
            not cell.negated or (len(kinds) == 1 and NULL not in kinds)
        )
    if isinstance(cell, Formula):
        return False
    if isinstance(cell, Compare) and cell.value is None:
        return False
    places = [place(value) for value in constants(cell)]
    kinds = {found[0] for found in places if found}
    return None not in places and len(kinds) <= 1 and not (isinstance(cell, Between) and NULL in kinds)


def constants(cell: Cell) -> Iterable[Any]:
    """The values that a cell names."""
    if isinstance(cell, Equals | Compare):
        return (cell.value,)
    if isinstance(cell, Between):
        return (cell.low, cell.high)
    if isinstance(cell, OneOf):
        return (value for part in cell.cells for value in constants(part))
    return ()


@dataclass
class Kind:
    """The atoms of one kind of value in one column: atom `2i + 1` is `keys[i]`, atom `2i` the gap before it; `masks`
    say which rows each satisfies."""

    keys: list[Any]
    values: list[Any]
    masks: list[int]

    def atom(self, key: Any) -> int:
        """The atom that a key lies in."""
        index = bisect_left(self.keys, key)
        return 2 * index + 1 if index < len(self.keys) and self.keys[index] == key else 2 * index


class Column:
    """The index of one column. `anything` are the rows that accept every value, `formulas` the rows that must be
    evaluated."""

    def __init__(self, cells: list[Cell]) -> None:
        self.anything = self.formulas = self.null = 0
        self.kinds: dict[str, Kind] = {}
        groups: dict[str, tuple[Cell, int]] = {}
        for row, cell in enumerate(cells):
            bit = 1 << row
            if isinstance(cell, Anything):
                self.anything |= bit
            elif not simple(cell):
                self.formulas |= bit
            else:
                key = repr(cell)
                groups[key] = (cell, groups.get(key, (cell, 0))[1] | bit)
        self._build(list(groups.values()))

    def _build(self, groups: list[tuple[Cell, int]]) -> None:
        named: dict[str, dict[Any, Any]] = {}
        for cell, _ in groups:
            for value in constants(cell):
                kind, key = place(value)  # type: ignore[misc]
                if kind != NULL:
                    named.setdefault(kind, {})[key] = value
        for kind, found in named.items():
            keys = sorted(found)
            entry = self.kinds[kind] = Kind(keys, [found[key] for key in keys], [])
            flips = [0] * (2 * len(keys) + 2)
            for cell, rows in groups:
                for start, end in spans(cell, kind, entry):
                    flips[start] ^= rows
                    flips[end + 1] ^= rows
            mask = 0
            for flip in flips[:-1]:
                mask ^= flip
                entry.masks.append(mask)
        for cell, rows in groups:
            if accepts_null(cell):
                self.null |= rows

    def rows(self, value: Any) -> int | None:
        """The rows that a value satisfies, formulas left out; None when the value cannot be looked up and every cell
        must be evaluated."""
        found = place(value)
        if found is None:
            return None
        kind, key = found
        if kind == NULL:
            return self.anything | self.null
        atoms = self.kinds.get(kind)
        return self.anything | (atoms.masks[atoms.atom(key)] if atoms is not None else 0)


def accepts_null(cell: Cell) -> bool:
    """True when a null input satisfies the cell."""
    if isinstance(cell, OneOf):
        if not cell.negated:
            return any(accepts_null(part) for part in cell.cells)
        return all(isinstance(part, Equals) and part.value is not None for part in cell.cells)
    if isinstance(cell, Equals):
        return cell.value is None
    if isinstance(cell, Compare):
        return (cell.sign == "=" and cell.value is None) or (cell.sign == "!=" and cell.value is not None)
    return isinstance(cell, Anything)


def spans(cell: Cell, kind: str, atoms: Kind) -> list[tuple[int, int]]:
    """The runs of atoms (first, last) that satisfy a cell, disjoint and ascending."""
    top = 2 * len(atoms.keys)
    if isinstance(cell, OneOf):
        runs = merged([run for part in cell.cells for run in spans(part, kind, atoms)])
        if not cell.negated:
            return runs
        kinds = {place(value)[0] for value in constants(cell)}  # type: ignore[index]
        return inverted(runs, top) if kind in kinds else []
    if isinstance(cell, Between):
        if place(cell.low)[0] != kind:  # type: ignore[index]
            return []
        start, end = atoms.atom(place(cell.low)[1]), atoms.atom(place(cell.high)[1])  # type: ignore[index]
        start, end = start + (not cell.low_closed), end - (not cell.high_closed)
        return [(start, end)] if start <= end else []
    if isinstance(cell, Equals):
        found = place(cell.value)
        if found is None or found[0] != kind:
            return []
        return [(atoms.atom(found[1]),) * 2]
    if isinstance(cell, Compare):
        found = place(cell.value)
        if found is None or found[0] != kind:
            return []
        at = atoms.atom(found[1])
        return {
            "=": [(at, at)],
            "!=": inverted([(at, at)], top),
            "<": [(0, at - 1)],
            "<=": [(0, at)],
            ">": [(at + 1, top)],
            ">=": [(at, top)],
        }[cell.sign]
    return [(0, top)] if isinstance(cell, Anything) else []


def merged(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same atoms as disjoint ascending runs."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(runs):
        if result and start <= result[-1][1] + 1:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def inverted(runs: list[tuple[int, int]], top: int) -> list[tuple[int, int]]:
    """All atoms from 0 to `top` that the runs leave out."""
    result, at = [], 0
    for start, end in merged(runs):
        if at < start:
            result.append((at, start - 1))
        at = end + 1
    return [*result, (at, top)] if at <= top else result


def bits(mask: int) -> Iterable[int]:
    """The positions of the set bits, ascending."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
