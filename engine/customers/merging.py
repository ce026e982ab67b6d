"""Which rows belong to a customer, whatever room they are of, and how they change hands.

A table belongs to a customer when it has the column `customer_id`: a new one is moved without a word here. Rows that
the other record has of its own (a tag both carry, a tier in the same scheme) have no place there; they are taken out
of their table and kept, so that an undo puts them back as they were.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Table,
    UniqueConstraint,
    and_,
    delete,
    exists,
    func,
    insert,
    inspect,
    select,
    tuple_,
    update,
)
from sqlalchemy.orm.attributes import set_committed_value

from engine.customers.dealing_commands import subject
from engine.customers.models import Customer
from engine.kernel import Base, Context, UtcDateTime

COLUMN = "customer_id"
RECORD: Table = Customer.__table__  # type: ignore[assignment]
AT_ONCE = 200
Keys = list[list[str]]
"""Primary keys without the customer: what finds a moved row again."""


def tables() -> list[Table]:
    """Every table of rows that belong to a customer, by name."""
    found = {mapper.local_table for mapper in Base.registry.mappers if COLUMN in mapper.local_table.columns}
    return sorted((table for table in found if isinstance(table, Table)), key=lambda table: table.name)


def counted(ctx: Context, customer_id: str) -> dict[str, int]:
    """How many rows of each table belong to a customer; tables with none are left out."""
    found = {}
    for table in tables():
        count = ctx.session.scalar(select(func.count()).select_from(table).where(_of(ctx, table, customer_id)))
        if count:
            found[table.name] = count
    return found


def without_place(ctx: Context, table: Table, loser: str, winner: str) -> list[dict[str, Any]]:
    """The loser's rows that the winner has of its own, as plain values."""
    rows: dict[tuple[Any, ...], dict[str, Any]] = {}
    for columns in _unique(table):
        theirs = table.alias()
        same = [theirs.c[column.name] == column for column in columns]
        held = exists().where(theirs.c[COLUMN] == winner, *same)
        for row in ctx.session.execute(select(table).where(_of(ctx, table, loser), held)):
            rows[tuple(row)] = dict(row._mapping)
    return list(rows.values())


def keys(ctx: Context, table: Table, customer_id: str) -> Keys:
    """The keys of all rows of a customer."""
    rows = select(*_key(table)).where(_of(ctx, table, customer_id))
    return [list(row) for row in ctx.session.execute(rows.order_by(*_key(table)))]


def key_of(table: Table, row: dict[str, Any]) -> list[str]:
    """The key of a row that was read."""
    return [row[column.name] for column in _key(table)]


def hand_over(ctx: Context, table: Table, old: str, new: str) -> None:
    """All rows of one customer belong to the other."""
    ctx.session.execute(update(table).where(_of(ctx, table, old)).values({COLUMN: new}))


def hand_back(ctx: Context, table: Table, some: Keys, old: str, new: str) -> None:
    """The rows of these keys belong to the other customer again."""
    for where in _found(ctx, table, some, old):
        ctx.session.execute(update(table).where(where).values({COLUMN: new}))


def still_there(ctx: Context, table: Table, some: Keys, customer_id: str) -> int:
    """How many of the rows of these keys belong to the customer."""
    asked = (select(func.count()).select_from(table).where(where) for where in _found(ctx, table, some, customer_id))
    return sum(ctx.session.scalar(one) or 0 for one in asked)


def take_out(ctx: Context, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Delete exactly these rows."""
    for row in rows:
        ctx.session.execute(delete(table).where(*(column == row[column.name] for column in table.primary_key)))


def put_back(ctx: Context, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that were kept as plain values."""
    if rows:
        ctx.session.execute(insert(table), [_typed(table, row) for row in rows])


def follow(ctx: Context, old: str, new: str) -> None:
    """Rows that this unit of work holds already belong to the other customer, too."""
    for held in list(ctx.session.identity_map.values()):
        if getattr(held, COLUMN, None) == old:
            if COLUMN in inspect(type(held)).local_table.primary_key:
                ctx.session.expunge(held)
            else:
                set_committed_value(held, COLUMN, new)


def reseal(ctx: Context, rows: Iterable[Any], name: str, column: str, old: str, new: str) -> None:
    """What is sealed in these rows under one customer's key is sealed under the other's."""
    held = list(rows)
    opened = ctx.vault.open_all(ctx.session, [(subject(old), column, getattr(row, name)) for row in held])
    sealed = ctx.vault.seal_all(ctx.session, [(subject(new), column, text) for text in opened])
    for row, text in zip(held, sealed, strict=True):
        setattr(row, name, text)


def plain(row: dict[str, Any]) -> dict[str, Any]:
    """A row as JSON can keep it."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()}


def _typed(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(table.c[name], value) for name, value in row.items() if name in table.c}


def _value(column: Column[Any], value: Any) -> Any:
    if isinstance(value, str) and isinstance(column.type, UtcDateTime | Date):
        return (datetime if isinstance(column.type, UtcDateTime) else date).fromisoformat(value)
    return value


def _of(ctx: Context, table: Table, customer_id: str) -> Any:
    return and_(table.c.tenant_id == ctx.tenant, table.c[COLUMN] == customer_id)


def _key(table: Table) -> list[Column[Any]]:
    return [column for column in table.primary_key if column.name not in (COLUMN, "tenant_id")]


def _found(ctx: Context, table: Table, some: Keys, customer_id: str) -> Iterator[Any]:
    for first in range(0, len(some), AT_ONCE):
        wanted, columns = some[first : first + AT_ONCE], _key(table)
        if len(columns) == 1:
            yield and_(_of(ctx, table, customer_id), columns[0].in_([key[0] for key in wanted]))
        else:
            yield and_(_of(ctx, table, customer_id), tuple_(*columns).in_([tuple(key) for key in wanted]))


def _unique(table: Table) -> Iterator[list[Column[Any]]]:
    """What the rows of one customer differ by, by each constraint that says so."""
    constraints = [c for c in table.constraints if isinstance(c, UniqueConstraint)]
    for columns in (table.primary_key.columns, *(constraint.columns for constraint in constraints)):
        if COLUMN in columns:
            yield [column for column in columns if column.name not in (COLUMN, "tenant_id")]
