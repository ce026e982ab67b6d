"""What the tables of dealings (T2, T3, T5) have in common: customers by number, people who may be masked, days that may
be placeholders, words with notes, and rows that are found again by what they say.

A table has no key of its own: a row is the same as one on record when its leading columns are equal, the n-th such row
of a file the n-th on record. So an exported table comes back as no change, and nothing is ever entered twice.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from engine.access import choosing
from engine.customers import record
from engine.customers import vocabulary as say
from engine.customers.cells import Unreadable, masked, moment, placeholder
from engine.customers.imports import Line, Report
from engine.customers.models import Customer
from engine.customers.templates.purchases import number_of
from engine.kernel import Context

T = TypeVar("T")
LONGEST = 4_000


class Reader:
    """Reads the cells of one list of rows; what cannot be read is refused in the report."""

    def __init__(self, ctx: Context, lines: Iterable[Line], report: Report) -> None:
        self.ctx = ctx
        self.report = report
        self.people = record.People(ctx)
        numbers = {number_of(line.cells["customer"]) for line in lines if "customer" in line.cells}
        self._customers = record.by_number(ctx, sorted(numbers))

    def required(self, line: Line, *columns: str) -> None:
        for column in columns:
            if column not in line.cells:
                self.report.refuse(line.number, column, "cell_empty")

    def customer(self, line: Line) -> Customer | None:
        if "customer" not in line.cells:
            return None
        found = self._customers.get(number_of(line.cells["customer"]))
        if found is None:
            self.report.refuse(line.number, "customer", "customer_unknown", line.cells["customer"])
        return found

    def text(self, line: Line, column: str) -> str | None:
        if column not in line.cells:
            return None
        told = number_of(line.cells[column])
        if len(told) > LONGEST:
            self.report.refuse(line.number, column, "text_too_long", longest=LONGEST)
        return told

    def day(self, line: Line, column: str) -> date | None:
        """A day; a placeholder (`X月X日`) is empty, with a warning."""
        cell = line.cells.get(column)
        if isinstance(cell, str) and placeholder(cell):
            self.report.warn(line.number, column, "placeholder_empty", cell)
            return None
        found = self._read(line, column, lambda value: moment(value, self.ctx.zone))
        return found[0] if found else None

    def word(self, line: Line, column: str, words: Mapping[str, str]) -> str | None:
        return self._read(line, column, lambda cell: say.word(cell, words))

    def word_and_note(self, line: Line, column: str, words: Mapping[str, str]) -> tuple[str | None, str | None]:
        return self._read(line, column, lambda cell: say.word_and_note(cell, words)) or (None, None)

    def owner(self, line: Line, column: str = "owner") -> dict[str, Any]:
        """{owner_id} of a person, {owner_text} of a masked one, nothing for an empty cell."""
        cell = line.cells.get(column)
        if cell is None:
            return {}
        if masked(str(cell)):
            return {"owner_text": str(cell)}
        found = self._read(line, column, self.people.person)
        return {"owner_id": found, "owner_text": None} if found else {}

    def _read(self, line: Line, column: str, parse: Callable[[Any], T]) -> T | None:
        if column not in line.cells:
            return None
        try:
            return parse(line.cells[column])
        except Unreadable as error:
            self.report.refuse(line.number, column, error.code, line.cells[column])
            return None


class Held:
    """Rows on record under what their leading columns say; each is found once in a file, in the order of entering.
    `seen` are the ids that earlier rows of the file have found or made."""

    def __init__(self, rows: Iterable[Any], key: Callable[[Any], tuple[Any, ...]], seen: set[str]) -> None:
        self._seen = seen
        self._rows: dict[tuple[Any, ...], deque[Any]] = defaultdict(deque)
        for row in rows:
            if row.id not in seen:
                self._rows[key(row)].append(row)

    def take(self, key: tuple[Any, ...]) -> Any | None:
        waiting = self._rows.get(key)
        if not waiting:
            return None
        found = waiting.popleft()
        self._seen.add(found.id)
        return found


def news(held: Any, row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of a table says that is not on record yet: empty says nothing, a mask never covers a real value."""
    found = {name: value for name, value in row.items() if value is not None and getattr(held, name) != value}
    if "owner_text" in found and held.owner_id is not None:
        del found["owner_text"]
    if "owner_id" in found and held.owner_text is not None:
        found["owner_text"] = None
    return {name: value for name, value in found.items() if not _hides(value, getattr(held, name))}


def _hides(new: Any, old: Any) -> bool:
    return isinstance(new, str) and isinstance(old, str) and masked(new) and not masked(old)


def owners(ctx: Context, rows: Sequence[Any]) -> dict[str, str | None]:
    """What each row's 负责人 is called on export, by the row's id."""
    told = choosing.spoken(ctx, {row.owner_id for row in rows if row.owner_id})
    return {row.id: told.get(row.owner_id or "") or row.owner_text for row in rows}


def noted(word: str, note: str | None) -> str:
    """A word with its note, as the tables write it: 已确认(需补充成本明细)."""
    return f"{word}({note})" if note else word
