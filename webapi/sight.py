"""Which cases somebody may see: a question over people, customers and tasks at once, so no single room can answer it.

Who steers or reads all cases sees all; others see what they started, what concerns their customers, what they
were asked to do, and who checks, the cases that a check drew.
"""

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from engine.customers.models import Customer
from engine.customers.queries import condition
from engine.improvement import checks
from engine.instances import queries
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.tasks.models import Candidate, Task


def of_cases(ctx: Context) -> ColumnElement[bool] | None:
    """The condition on Instance, None for those who see every case. A called case is seen with its root."""
    actor = ctx.actor
    if actor.has("auditor", "process_owner") or actor.executive:
        return None
    root = aliased(Instance)
    worked = or_(Task.assignee == actor.name, Task.completed_by == actor.name, Task.owner == actor.name)
    ways = [
        f"u:{actor.name}",
        *(f"g:{group}" for group in sorted(actor.groups)),
        *(["*"] if actor.has("staff") else []),
    ]
    offered = select(Task.root_id).join(Candidate, Candidate.task_id == Task.id)
    seen = or_(
        root.started_by == actor.name,
        root.customer_id.in_(select(Customer.id).where(Customer.tenant_id == ctx.tenant, condition(ctx))),
        root.id.in_(select(Task.root_id).where(Task.tenant_id == ctx.tenant, worked)),
        root.id.in_(offered.where(Candidate.tenant_id == ctx.tenant, Candidate.candidate.in_(ways))),
    )
    drawn = checks.looked_at(ctx)
    if drawn is not None:
        seen = or_(seen, root.id.in_(drawn))
    return select(root.id).where(root.id == Instance.root_id, seen).exists()


def case(ctx: Context, instance_id: str) -> Instance:
    """The case, if the actor may see it; NotFound otherwise."""
    condition = of_cases(ctx)
    if condition is None:
        return queries.instance(ctx, instance_id)
    found = ctx.session.scalars(
        select(Instance).where(Instance.tenant_id == ctx.tenant, Instance.id == instance_id, condition)
    ).one_or_none()
    if found is None:
        raise NotFound("instance_unknown", id=instance_id)
    return found
