"""Reads a decision table before anyone relies on it: gaps, overlaps, rows that can never match, values of the wrong
type.

The constants of each column cut its values into atoms (see `index`); a table is right on all values when it is right
on one value of each combination of atoms, so gaps are found exactly, each with a counter-example. Combinations that
satisfy the same rows are visited once. Cells that must be evaluated (`Formula`) are given the benefit of the doubt:
they never cause a finding, and one finding says that they were not checked. Examples in the findings are FEEL literals
by input expression.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.feel import operators as op
from engine.feel.builtins.strings import literal
from engine.feel.dmn.index import NULL, Kind, bits, constants, place, simple, spans
from engine.feel.dmn.table import Anything, Cell, Equals, Input, OneOf, Table
from engine.feel.errors import Finding
from engine.feel.times import Date, DateTime, DayTimeDuration, Time, YearMonthDuration

EXAMPLES: Final = 3
BUDGET: Final = 100_000
_DISCRETE: Final = {"date", "months"}
_KINDS: Final = {
    "number": "number",
    "integer": "number",
    "string": "string",
    "boolean": "boolean",
    "date": "date",
    "days and time duration": "duration",
    "years and months duration": "months",
}
_SINGLE: Final = {"UNIQUE", "ANY", "PRIORITY", "FIRST"}


@dataclass(frozen=True)
class Atom:
    """A set of values of one input that satisfy the same rows: `rows` as a bit mask, and one of the values."""

    rows: int
    example: Any


@dataclass
class Axis:
    """One input with its atoms and, per row, the set of atoms (as a bit mask) that satisfy its cell."""

    input: Input
    atoms: list[Atom]
    cells: list[int]


class _Exhausted(Exception):
    """The table is too large to be checked to the end."""


def check(table: Table) -> list[Finding]:
    """What is to be said about a table; warnings, but for what makes its answers undefined."""
    findings = [*_policy(table), *_types(table)]
    texts = [clause.text for clause in table.inputs]
    doubtful = [rule.id for rule in table.rules if not all(simple(cell) for cell in rule.cells)]
    if doubtful:
        findings.append(_warn("cells_not_checked", table, rules=doubtful[:10], count=len(doubtful)))
    axes = [axis(table, index) for index in range(len(table.inputs))]
    known = [found for found in axes if found is not None]
    if not table.rules or not table.inputs or len(known) < len(axes) or len(set(texts)) < len(texts):
        return findings
    try:
        findings += _impossible(table, known)
        findings += _gaps(table, known)
        findings += _overlaps(table, known)
        findings += _hidden(table, known)
    except _Exhausted:
        findings.append(_warn("check_incomplete", table))
    return findings


def _warn(code: str, table: Table, **params: Any) -> Finding:
    return Finding(code, table.element, {"table": table.name, **params}, "warning")


def shown(value: Any) -> str:
    """A value as a FEEL literal."""
    if isinstance(value, Date | Time | DateTime | DayTimeDuration | YearMonthDuration):
        return f'@"{value}"'
    return literal(value)


# Hit policy and types


def _policy(table: Table) -> Iterator[Finding]:
    ordered = table.hit in ("PRIORITY", "OUTPUT ORDER")
    if ordered and not any(output.values for output in table.outputs):
        yield Finding("priority_without_values", table.element, {"table": table.name, "hit": table.hit})
    if table.aggregation and table.hit != "COLLECT":
        yield _warn("aggregation_without_collect", table, aggregation=table.aggregation)
    if table.aggregation not in ("", "COUNT") and len(table.outputs) > 1:
        yield Finding("aggregation_of_several_outputs", table.element, {"table": table.name})
    if not table.outputs:
        yield Finding("table_without_output", table.element, {"table": table.name})
    names = [output.name for output in table.outputs]
    if len(names) > 1 and (len(set(names)) < len(names) or "" in names):
        yield Finding("output_names", table.element, {"table": table.name, "names": names})
    if not table.rules:
        yield _warn("table_without_rules", table)


def _types(table: Table) -> Iterator[Finding]:
    for number, rule in enumerate(table.rules, 1):
        for clause, cell in zip(table.inputs, rule.cells, strict=True):
            wanted = _KINDS.get(clause.type)
            for value in constants(cell):
                found = place(value)
                if wanted and found is not None and found[0] not in (wanted, NULL):
                    yield Finding(
                        "cell_type",
                        rule.id,
                        {"row": number, "input": clause.text, "expected": clause.type, "found": shown(value)},
                        "warning",
                    )
        for output, entry in zip(table.outputs, rule.outputs, strict=True):
            found = place(entry.value) if entry.literal and entry.value is not None else None
            wanted = _KINDS.get(output.type)
            params = {"row": number, "output": output.name, "found": entry.text}
            if wanted and found is not None and found[0] != wanted:
                yield Finding("output_type", rule.id, {**params, "expected": output.type}, "warning")
            elif output.values and found is not None and not any(op.same(entry.value, one) for one in output.values):
                yield Finding("output_not_allowed", rule.id, params, "warning")


# Atoms


def axis(table: Table, index: int) -> Axis | None:
    """The atoms of one input; None when its cells mix kinds of values that cannot be told apart."""
    clause = table.inputs[index]
    cells = [rule.cells[index] for rule in table.rules]
    allowed = clause.allowed if clause.allowed is not None and simple(clause.allowed) else None
    kinds: dict[str, dict[Any, Any]] = {}
    for cell in [*(cell for cell in cells if simple(cell)), *([allowed] if allowed is not None else [])]:
        for value in constants(cell):
            kind, key = place(value)  # type: ignore[misc]
            if kind != NULL:
                kinds.setdefault(kind, {})[key] = value
    declared = _KINDS.get(clause.type)
    if declared == "boolean":
        kinds.setdefault("boolean", {}).update({False: False, True: True})
    if not kinds:
        everything = (1 << len(cells)) - 1
        return Axis(clause, [Atom(everything, None)], [1] * len(cells))
    if len(kinds) > 1 or (declared and declared not in kinds):
        return None
    ((kind, found),) = kinds.items()
    keys = sorted(found)
    atoms = Kind(keys, [found[key] for key in keys], [])
    discrete = kind in _DISCRETE or (clause.type == "integer" and kind == "number")
    return _axis(clause, cells, allowed, kind, atoms, discrete)


def _axis(clause: Input, cells: list[Cell], allowed: Cell | None, kind: str, kinds: Kind, discrete: bool) -> Axis:
    top = 2 * len(kinds.keys)
    permitted = _mask(spans(allowed, kind, kinds), top) if allowed is not None else (1 << (top + 1)) - 1
    examples = {atom: _example(kind, kinds, atom, discrete) for atom in range(top + 1) if permitted >> atom & 1}
    runs: dict[str, list[tuple[int, int]]] = {}
    flips = [0] * (top + 2)
    for row, cell in enumerate(cells):
        key = repr(cell)
        if key not in runs:
            runs[key] = [(0, top)] if isinstance(cell, Anything) or not simple(cell) else spans(cell, kind, kinds)
        for start, end in runs[key]:
            flips[start] ^= 1 << row
            flips[end + 1] ^= 1 << row
    grouped: dict[int, tuple[int, Any]] = {}  # rows -> number and example: atoms with the same rows are one
    number_of: list[int] = []
    rows = 0
    for atom in range(top + 1):
        rows ^= flips[atom]
        example = examples.get(atom, _EMPTY)
        if example is _EMPTY:
            number_of.append(-1)
            continue
        number, known = grouped.setdefault(rows, (len(grouped), example))
        if known == "":  # an empty text is a poor example
            grouped[rows] = (number, example)
        number_of.append(number)
    atoms = [Atom(rows, example) for rows, (_, example) in grouped.items()]
    chosen: dict[str, int] = {}
    for key, found in runs.items():
        numbers = {number_of[atom] for start, end in found for atom in range(start, end + 1)}
        chosen[key] = sum(1 << number for number in numbers if number >= 0)
    return Axis(clause, atoms, [chosen[repr(cell)] for cell in cells])


def _mask(runs: list[tuple[int, int]], top: int) -> int:
    mask = 0
    for start, end in runs:
        mask |= ((1 << (end - start + 1)) - 1) << start
    return mask


_EMPTY: Final = object()


def _example(kind: str, kinds: Kind, atom: int, discrete: bool) -> Any:
    """A value of an atom, `_EMPTY` when no value lies in that gap."""
    if atom % 2:
        return kinds.values[atom // 2]
    keys, at = kinds.keys, atom // 2
    low = keys[at - 1] if at > 0 else None
    high = keys[at] if at < len(keys) else None
    if kind == "boolean":
        return _EMPTY
    if kind == "string":
        return _text_between(low, high)
    if low is None or high is None:
        step = 1 if kind in ("number", "date", "months") else 86400 * 10**9
        return _value(kind, kinds.values[0], high - step if low is None else low + step)  # type: ignore[operator]
    if discrete:
        return _value(kind, kinds.values[0], low + 1) if high - low > 1 else _EMPTY
    if kind == "number":
        middle = (Decimal(low) + Decimal(high)) / 2
        whole = Decimal(int(middle))
        return whole if low < whole < high else middle.normalize()
    return _value(kind, kinds.values[0], (low + high) // 2) if high - low > 1 else _EMPTY


def _text_between(low: str | None, high: str | None) -> Any:
    for text in ("other", "其他", "", f"{low}?", f"{low} "):
        if (low is None or low < text) and (high is None or text < high):
            return text
    return _EMPTY


def _value(kind: str, like: Any, key: Any) -> Any:
    try:
        if kind == "number":
            return Decimal(key)
        if kind == "date":
            return Date.from_days(key)
        if kind == "duration":
            return DayTimeDuration(key)
        if kind == "months":
            return YearMonthDuration(key)
        if kind == "datetime":
            return DateTime.from_nanos(key)
        if kind == "instant":
            return DateTime.from_nanos(key, 0)
        if not 0 <= key < 86400 * 10**9:
            return _EMPTY
        return Time.from_nanos(key, like.offset)
    except ValueError:
        return _EMPTY


# Gaps, overlaps, rows that never match


def _gaps(table: Table, axes: list[Axis]) -> list[Finding]:
    if table.hit not in _SINGLE or any(output.default is not None for output in table.outputs):
        return []
    found = uncovered(axes, (1 << len(table.rules)) - 1, EXAMPLES)
    return [_warn("gap", table, example=_named(axes, atoms)) for atoms in found]


def _named(axes: list[Axis], atoms: tuple[Atom, ...]) -> dict[str, str]:
    pairs = zip(axes, atoms, strict=False)
    return {
        one.input.text: shown(atom.example) for one, atom in pairs if atom.example is not None or len(one.atoms) > 1
    }


def uncovered(axes: list[Axis], rows: int, limit: int) -> list[tuple[Atom, ...]]:
    """Combinations of atoms, one an axis (the last ones may be left out: any value), that satisfy none of `rows`; at
    most `limit`."""
    covered: set[tuple[int, int]] = set()
    found: list[tuple[Atom, ...]] = []
    budget = [BUDGET]

    def visit(level: int, mask: int, chosen: tuple[Atom, ...]) -> bool:
        """True when everything below is covered."""
        if mask == 0:
            rest = tuple(one.atoms[0] for one in axes[level:])
            found.append(chosen + rest)
            return False
        if level == len(axes) or (level, mask) in covered:
            return True
        budget[0] -= len(axes[level].atoms)
        if budget[0] < 0:
            raise _Exhausted
        whole = True
        for atom in axes[level].atoms:
            whole = visit(level + 1, mask & atom.rows, (*chosen, atom)) and whole
            if len(found) >= limit:
                return False
        if whole:
            covered.add((level, mask))
        return whole

    if all(one.atoms for one in axes):
        visit(0, rows, ())
    return found


def _overlaps(table: Table, axes: list[Axis]) -> list[Finding]:
    if table.hit not in ("UNIQUE", "ANY"):
        return []
    sure = [all(simple(cell) for cell in rule.cells) for rule in table.rules]
    touching: list[dict[int, int]] = [{} for _ in axes]
    found: list[Finding] = []
    for row, rule in enumerate(table.rules):
        if not sure[row]:
            continue
        mask = -1
        for number, one in enumerate(axes):
            cell = one.cells[row]
            if cell not in touching[number]:
                union = 0
                for atom in bits(cell):
                    union |= one.atoms[atom].rows
                touching[number][cell] = union
            mask &= touching[number][cell]
        for other in bits(mask & ~((1 << (row + 1)) - 1)):
            if not sure[other] or (table.hit == "ANY" and not _disagree(table, row, other)):
                continue
            atoms = tuple(one.atoms[next(iter(bits(one.cells[row] & one.cells[other])))] for one in axes)
            params = {"rules": [rule.id, table.rules[other].id], "rows": [row + 1, other + 1]}
            code = "overlap" if table.hit == "UNIQUE" else "rules_disagree"
            found.append(_warn(code, table, **params, example=_named(axes, atoms)))
            if len(found) >= EXAMPLES:
                return found
    return found


def _disagree(table: Table, row: int, other: int) -> bool:
    pairs = zip(table.rules[row].outputs, table.rules[other].outputs, strict=True)
    return any(a.literal and b.literal and not op.same(a.value, b.value) for a, b in pairs)


def _impossible(table: Table, axes: list[Axis]) -> Iterator[Finding]:
    for row, rule in enumerate(table.rules):
        for index, one in enumerate(axes):
            if one.cells[row] == 0 and not _null_only(rule.cells[index]):
                params = {"row": row + 1, "input": one.input.text}
                yield Finding("unreachable_rule", rule.id, {"table": table.name, **params}, "warning")
                break


def _null_only(cell: Cell) -> bool:
    if isinstance(cell, OneOf):
        return any(_null_only(part) for part in cell.cells)
    return isinstance(cell, Equals) and cell.value is None


def _hidden(table: Table, axes: list[Axis]) -> Iterator[Finding]:
    """Rows of a FIRST table that earlier rows always take."""
    if table.hit != "FIRST":
        return
    sure = sum(1 << row for row, rule in enumerate(table.rules) if all(simple(cell) for cell in rule.cells))
    for row, rule in enumerate(table.rules):
        earlier = sure & ((1 << row) - 1)
        if not earlier or any(_null_only(cell) for cell in rule.cells):
            continue
        inside = [Axis(one.input, [one.atoms[atom] for atom in bits(one.cells[row])], []) for one in axes]
        if all(one.atoms for one in inside) and not uncovered(inside, earlier, 1):
            yield Finding("unreachable_rule", rule.id, {"table": table.name, "row": row + 1}, "warning")
