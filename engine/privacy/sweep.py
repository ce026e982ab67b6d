"""Taking a person's values out of every table that there is, whatever room it is of.

Nothing is listed that a new table could be missing from: all text and binary columns of the metadata are looked
through, those of the ledger (append-only; what it quotes is sealed, and its key goes) and of deployed definitions left
out. A compressed snapshot is unpacked; other binary content that holds a value goes as a whole.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, String, Table, Text, and_, cast, or_, select, true, update
from sqlalchemy import type_coerce as coerced

from engine.attachments.models import Blob
from engine.instances.models import Instance
from engine.kernel import Base, Context
from engine.kernel.base import JsonText
from engine.privacy.traces import GONE, Traces
from engine.runtime import snapshot

KEPT = {"ledger", "ledger_head", "ledger_checkpoint", "ledger_leaf", "data_key", "tombstone"}
DEPLOYED = {"definition", "deployment", "resource", "rehearsal", "calendar", "calendar_day"}
OWN = {"customer_id": "customers", "contact_id": "contacts", "task_id": "tasks"}
OWN |= dict.fromkeys(("instance_id", "case_id", "root_id", "ordered_in", "parent_id"), "cases")
AT_ONCE = 500


class Whose:
    """The ids of what belongs to the customer: their contacts, cases with all that these called, tasks."""

    def __init__(self, customer: str, contacts: set[str], cases: set[str], tasks: set[str]) -> None:
        self.ids = {"customers": {customer}, "contacts": contacts, "cases": cases, "tasks": tasks}
        self.tables = {"customer": {customer}, "contact": contacts, "instance": cases, "task": tasks}

    def condition(self, table: Table) -> ColumnElement[bool] | None:
        """The rows of a table that belong to them; None where the table does not say whose its rows are."""
        ways: list[ColumnElement[bool]] = []
        if table.name in self.tables:
            ways.append(table.c["id"].in_(sorted(self.tables[table.name])))
        for column, kind in OWN.items():
            if column in table.c and self.ids[kind]:
                ways.append(table.c[column].in_(sorted(self.ids[kind])))
        return or_(*ways) if ways else None


def tables() -> list[Table]:
    """Every table whose rows may hold a person's values."""
    return [table for table in Base.metadata.sorted_tables if table.name not in KEPT | DEPLOYED]


def texts(table: Table) -> list[Column[Any]]:
    """The columns in which anybody could have written anything."""
    keys = {column.name for column in table.primary_key} | {"tenant_id"}
    found = [column for column in table.c if isinstance(column.type, String | Text | JsonText)]
    return [column for column in found if column.name not in keys and not column.name.endswith(("_id", "sha256"))]


def redact(ctx: Context, traces: Traces, whose: Whose) -> dict[str, int]:
    """Write *** for every value of the person, in rows of their own by all values, elsewhere by those that are theirs
    alone. Answers how many rows of which table were changed."""
    reached: dict[str, int] = {}
    for table in tables():
        own = whose.condition(table)
        count = 0
        if own is not None:
            count += _rewrite(ctx, table, own, traces, own=True)
        count += _rewrite(ctx, table, true(), traces, own=False)
        count += _binaries(ctx, table, traces)
        if count:
            reached[table.name] = count
    ctx.session.expire_all()
    return reached


def _rewrite(ctx: Context, table: Table, where: ColumnElement[bool], traces: Traces, *, own: bool) -> int:
    pattern, columns = traces.pattern(own=own), texts(table)
    if pattern is None or not columns:
        return 0
    hints = [hint.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_") for hint in traces.hints(own=own)]
    likely = or_(*(cast(column, Text).ilike(f"%{hint}%", escape="\\") for column in columns for hint in hints))
    count = 0
    for key, row in _rows(ctx, table, columns, and_(where, likely)):
        found = {
            column.name: pattern.sub(GONE, row[column.name])
            for column in columns
            if row[column.name] and pattern.search(row[column.name])
        }
        if found:
            write(ctx, table, key, found)
            count += 1
    return count


def _rows(
    ctx: Context, table: Table, columns: list[Column[Any]], where: ColumnElement[bool]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    keys = list(table.primary_key)
    raw = [cast(column, Text).label(column.name) for column in columns]
    mine = table.c["tenant_id"] == ctx.tenant if "tenant_id" in table.c else true()
    for row in ctx.session.execute(select(*keys, *raw).where(mine, where)).mappings().all():
        yield {key.name: row[key.name] for key in keys}, dict(row)


def write(ctx: Context, table: Table, key: dict[str, Any], values: Mapping[str, str | None]) -> None:
    """Set columns of a row to these texts as they are, JSON or not."""
    plain = {name: coerced(value, Text) if value is not None else None for name, value in values.items()}
    ctx.session.execute(update(table).where(*(table.c[name] == value for name, value in key.items())).values(plain))


def _binaries(ctx: Context, table: Table, traces: Traces) -> int:
    """Kept answers and other binary content: a row that holds a value loses it as a whole. A `fleeting` column, which
    nobody misses, loses what holds any of the values, wherever it is."""
    columns = [column for column in table.c if isinstance(column.type, LargeBinary)]
    if not columns or table in (Instance.__table__, Blob.__table__):
        return 0
    looked_for = {column.name: traces.pattern(own=bool(column.info.get("fleeting"))) for column in columns}
    count, keys = 0, list(table.primary_key)
    for row in ctx.session.execute(select(*keys, *columns)).mappings().all():
        held = {name: b"" for name, pattern in looked_for.items() if pattern and pattern.search(_text(row[name]))}
        if held:
            where = [key == row[key.name] for key in keys]
            ctx.session.execute(update(table).where(*where).values(held))
            count += 1
    return count


def _text(content: bytes | None) -> str:
    return (content or b"").decode("utf-8", "ignore")


def cases(ctx: Context, whose: Whose, traces: Traces, change: Callable[[Any, re.Pattern[str]], Any]) -> int:
    """The stored state and variables of cases: `change` rewrites those of their own, values that are theirs alone go
    from every other running case, too. Answers how many cases were changed."""
    own, anywhere, count = traces.pattern(own=True), traces.pattern(own=False), 0
    running = Instance.ended_at.is_(None)
    asked = select(Instance.id).where(Instance.tenant_id == ctx.tenant)
    ids = sorted({*whose.ids["cases"], *ctx.session.scalars(asked.where(running))})
    for start in range(0, len(ids), AT_ONCE):
        some = select(Instance).where(Instance.id.in_(ids[start : start + AT_ONCE])).order_by(Instance.id)
        for case in ctx.session.scalars(some.with_for_update()):
            mine = case.id in whose.ids["cases"]
            pattern = own if mine else anywhere
            if pattern is None:
                continue

            def rewrite(value: Any, pattern: re.Pattern[str] = pattern, mine: bool = mine) -> Any:
                return change(value, pattern) if mine else cleaned(value, pattern)

            state = snapshot.rewritten(case.state, rewrite) if case.state else case.state
            variables = snapshot.rewritten_text(case.variables, rewrite)
            if (state, variables) != (case.state, case.variables):
                case.state, case.variables = state, variables
                count += 1
    return count


def cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    """The plain JSON value with *** for what the pattern finds in its texts."""
    if isinstance(value, str):
        return pattern.sub(GONE, value)
    if isinstance(value, dict):
        return {key: cleaned(inner, pattern) for key, inner in value.items()}
    return [cleaned(inner, pattern) for inner in value] if isinstance(value, list) else value
