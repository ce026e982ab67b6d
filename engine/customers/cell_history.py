"""Where customers stood in the value–potential matrix (D07): looked at when a month is over and kept as changes, so
that the beginning of a period can still be asked for when it has ended (K6).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Date, Index, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from engine.customers import audience
from engine.customers.bulk import chunks
from engine.customers.models import Customer
from engine.jobs import Inside, Job
from engine.kernel import Base, Context, Row, SettingsFact, new_id
from engine.kernel.facts import unrecorded

KIND = "customers.mark_cells"
AT_ONCE = 2_000
BANDS = (1, 2, 3)


class CellMark(Row, Base):
    """From this day on a customer stood in another cell than before; None: in none, or not to be profiled."""

    __tablename__ = "cell_mark"
    __table_args__ = (Index(None, "tenant_id", "customer_id", "on"),)

    customer_id: Mapped[str] = mapped_column(String(36))
    on: Mapped[date] = mapped_column(Date)
    cell: Mapped[str | None] = mapped_column(String(32))


@dataclass(frozen=True, kw_only=True, slots=True)
class CellsMarked(SettingsFact):
    """All customers were looked at on this day; so many stood in another cell than before."""

    on: str
    changed: int
    rows: Any = unrecorded(default=())


def write(ctx: Context, fact: CellsMarked) -> None:
    ctx.session.add_all(fact.rows)


def mark(ctx: Context) -> int:
    """Keep where each customer stands today, where that is another cell than before; how many."""
    today = ctx.now.astimezone(ctx.zone).date()
    changed = 0
    for some in chunks(_moved(ctx, today), AT_ONCE):
        changed += len(some)
        ctx.record(CellsMarked(on=today.isoformat(), changed=len(some), rows=some))
        ctx.session.flush()
    return changed


def _moved(ctx: Context, today: date) -> Iterator[CellMark]:
    held: Any = ctx.session.execute(standing(ctx, today))
    before: dict[str, str | None] = dict(held.all())
    objected = select(Customer.id).where(Customer.tenant_id == ctx.tenant, Customer.unprofiled_at.is_not(None))
    hidden = set(ctx.session.scalars(objected))
    for one in list(audience.members(ctx, BANDS)):
        cell = None if one.id in hidden else one.group.cell
        if before.get(one.id) != cell:
            yield CellMark(id=new_id(), tenant_id=ctx.tenant, customer_id=one.id, on=today, cell=cell)


def standing(ctx: Context, day: date) -> Any:
    """A statement of (customer_id, cell) as they stood on a day; a customer without a mark until then is left out."""
    mine = CellMark.tenant_id == ctx.tenant
    last = (
        select(CellMark.customer_id, func.max(CellMark.id).label("id"))
        .where(mine, CellMark.on <= day)
        .group_by(CellMark.customer_id)
        .subquery()
    )
    return select(CellMark.customer_id, CellMark.cell).join(last, last.c.id == CellMark.id).where(mine)


def _run(ctx: Context, job: Job) -> None:
    mark(ctx)


MARK = Inside(_run)
