"""How much people have to do, counted from the inbox."""

from collections.abc import Iterable

from sqlalchemy import func, select

from engine.kernel import Context
from engine.tasks.models import Task


def load(ctx: Context, names: Iterable[str]) -> dict[str, int]:
    """The number of open tasks in the hands of each of these people; those with none are left out."""
    rows = ctx.session.execute(
        select(Task.assignee, func.count())
        .where(Task.tenant_id == ctx.tenant, Task.status == "open", Task.assignee.in_(list(names)))
        .group_by(Task.assignee)
    )
    return {str(name): count for name, count in rows}


def at_work_for(ctx: Context, customer_id: str) -> list[str]:
    """Who has an open task of this customer in hand, by name."""
    rows = select(Task.assignee).where(
        Task.tenant_id == ctx.tenant,
        Task.customer_id == customer_id,
        Task.status == "open",
        Task.assignee.is_not(None),
    )
    return sorted({str(name) for name in ctx.session.scalars(rows)})
