"""What differs between two rule tables, cell by cell: rows are known by their ids, columns by what they ask or answer.

A row that only changed its place counts as moved, for in a table that takes the first hit the place is the rule.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.definitions.differences import ADDED, CHANGED, MOVED, REMOVED, Change
from engine.feel.dmn.xml import child, children, local, root

Xml = Any


@dataclass(frozen=True, slots=True)
class Grid:
    """A decision as it is compared: its own fields, its columns, and rows of cells by column."""

    name: str
    fields: Mapping[str, str]
    rows: Mapping[str, Mapping[str, str]]


def cells(old: bytes | None, new: bytes) -> list[Change]:
    """The changes of every decision in a file; `element` is the decision's id or a rule's."""
    before, after = _grids(old), _grids(new)
    return [*_decisions(before, after)]


def _decisions(old: Mapping[str, Grid], new: Mapping[str, Grid]) -> Iterator[Change]:
    for key, now in new.items():
        then = old.get(key)
        if then is None:
            yield Change(key, now.name, ADDED, "", None, None)
            then = Grid(now.name, now.fields, {})
        for field in [*now.fields, *(then.fields.keys() - now.fields.keys())]:
            if then.fields.get(field) != now.fields.get(field):
                yield Change(key, now.name, CHANGED, field, then.fields.get(field), now.fields.get(field))
        yield from _rows(now.name, then.rows, now.rows)
    for key in old.keys() - new.keys():
        yield Change(key, old[key].name, REMOVED, "", None, None)


def _rows(table: str, old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]) -> Iterator[Change]:
    places = {key: str(at) for at, key in enumerate(old, 1)}
    kept = [key for key in old if key in new]
    order = [key for key in new if key in old]
    for at, (key, row) in enumerate(new.items(), 1):
        name = f"{table} #{at}"
        if key not in old:
            yield Change(key, name, ADDED, "", None, None)
        elif kept.index(key) != order.index(key):
            yield Change(key, name, MOVED, "row", places[key], str(at))
        then = old.get(key, {})
        for column in [*row, *(then.keys() - row.keys())]:
            if then.get(column, "") != row.get(column, ""):
                yield Change(key, name, CHANGED, column, then.get(column), row.get(column))
    for key in old.keys() - new.keys():
        yield Change(key, f"{table} #{places[key]}", REMOVED, "", None, None)


def _grids(content: bytes | None) -> dict[str, Grid]:
    if content is None:
        return {}
    found = {}
    for decision in children(root(content), "decision"):
        table = child(decision, "decisionTable")
        name = decision.get("name") or decision.get("id") or ""
        if table is None:
            texts = [(one.text or "").strip() for one in decision.iter() if local(one) == "text"]
            found[decision.get("id") or name] = Grid(name, {"name": name, "text": "\n".join(texts)}, {})
            continue
        columns = [*_columns(table)]
        fields = {"name": name, "hitPolicy": table.get("hitPolicy") or "UNIQUE", "columns": ", ".join(columns)}
        rows = {rule.get("id") or str(at): _row(rule, columns) for at, rule in enumerate(children(table, "rule"), 1)}
        found[decision.get("id") or name] = Grid(name, fields, rows)
    return found


def _columns(table: Xml) -> Iterator[str]:
    taken: dict[str, int] = {}
    for one in [*children(table, "input"), *children(table, "output")]:
        asked = child(one, "inputExpression")
        said = one.get("label") or (_text(asked) if asked is not None else "") or one.get("name") or local(one)
        taken[said] = taken.get(said, 0) + 1
        yield said if taken[said] == 1 else f"{said} {taken[said]}"


def _row(rule: Xml, columns: list[str]) -> dict[str, str]:
    entries = [*children(rule, "inputEntry"), *children(rule, "outputEntry")]
    row = dict(zip(columns, (_text(one) for one in entries), strict=False))
    said = child(rule, "description")
    return {**row, "description": (said.text or "").strip()} if said is not None else row


def _text(one: Xml) -> str:
    found = child(one, "text")
    return "" if found is None else (found.text or "").strip()
