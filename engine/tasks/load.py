"""How much people have to do and who did what, counted from the inbox."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, or_, select

from engine.kernel import Context
from engine.tasks.models import Candidate, Comment, Task


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


def worked_on(ctx: Context, since: datetime) -> dict[str, datetime]:
    """When somebody last completed a task of a customer's case, by customer id; customers without one are left out."""
    rows = ctx.session.execute(
        select(Task.customer_id, func.max(Task.completed_at))
        .where(Task.tenant_id == ctx.tenant, Task.customer_id.is_not(None), Task.completed_at >= since)
        .group_by(Task.customer_id)
    )
    return {str(customer): at for customer, at in rows if at is not None}


def in_hand(ctx: Context, customer_id: str, name: str) -> int:
    """How many open tasks of this customer's cases the person has."""
    found = select(func.count()).where(
        Task.tenant_id == ctx.tenant, Task.customer_id == customer_id, Task.status == "open", Task.assignee == name
    )
    return ctx.session.scalar(found) or 0


def asked_about(ctx: Context, customer_id: str) -> str:
    """Whether an open task about this customer is the actor's: `taken` into their hands, `offered` to them or a group
    of theirs and in nobody's, or neither (""). What is offered to all staff is no reason to read of a customer."""
    actor = ctx.actor
    ways = [f"u:{actor.name}", *(f"g:{group}" for group in sorted(actor.groups))]
    offered = select(Candidate.task_id).where(Candidate.task_id == Task.id, Candidate.candidate.in_(ways)).exists()
    rows = select(Task.assignee).where(
        Task.tenant_id == ctx.tenant,
        Task.customer_id == customer_id,
        Task.status == "open",
        or_(Task.assignee == actor.name, Task.assignee.is_(None) & offered),
    )
    found = set(ctx.session.scalars(rows))
    return "taken" if actor.name in found else "offered" if found else ""


def doer(ctx: Context, instance_id: str, element: str) -> str | None:
    """Who completed a step of this case last; the ledger knows, variables only say."""
    done = select(Task.completed_by).where(
        Task.tenant_id == ctx.tenant,
        Task.instance_id == instance_id,
        Task.element == element,
        Task.status == "completed",
    )
    return ctx.session.scalar(done.order_by(Task.completed_at.desc(), Task.id.desc()).limit(1))


def open_steps(ctx: Context, instance_id: str) -> list[str]:
    """The elements of this case at which a task is open, sorted; those of cases that it called are theirs."""
    rows = (
        select(Task.element)
        .distinct()
        .where(Task.tenant_id == ctx.tenant, Task.instance_id == instance_id, Task.status == "open")
    )
    return sorted(ctx.session.scalars(rows))


def steps(ctx: Context, instance_id: str) -> int:
    """What was done in a case itself: completed tasks, and comments on any of them."""
    of_case = Task.tenant_id == ctx.tenant, Task.instance_id == instance_id
    done = select(func.count()).select_from(Task).where(*of_case, Task.status == "completed")
    said = select(func.count()).select_from(Comment).join(Task, Task.id == Comment.task_id).where(*of_case)
    return (ctx.session.scalar(done) or 0) + (ctx.session.scalar(said) or 0)
