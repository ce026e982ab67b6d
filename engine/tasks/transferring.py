"""What becomes of a customer's open cases when the customer gets another owner (P16): one job a case.

Tasks in the old owner's hands become the new one's, with the hand-over on record; and where the case's own variables
say who is in charge, they say the new owner from then on, so that later steps go to the right person as well.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select

from engine import jobs
from engine.access import queries as access
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Context
from engine.tasks import handing_on
from engine.tasks.events import TaskReassigned, TaskReleased
from engine.tasks.eyes import excluded_from, somebody
from engine.tasks.models import Task

KIND = "tasks.transfer"
REASON = "transfer"
IN_CHARGE = ("first_owner", "handler", "owner", "accountable")
"""Variables of a case that name who is in charge, alone or in `profile`."""


def open_cases(ctx: Context, customer_id: str, *, but: str | None = None) -> list[Instance]:
    """The customer's open cases that nobody called, the oldest first; `but` is left out."""
    rows = select(Instance).where(
        Instance.tenant_id == ctx.tenant,
        Instance.customer_id == customer_id,
        Instance.parent_id.is_(None),
        Instance.ended_at.is_(None),
    )
    return [row for row in ctx.session.scalars(rows.order_by(Instance.id)) if row.id != but]


def hand_over(ctx: Context, customer_id: str, old: str, new: str, *, but: str | None = None) -> int:
    """Have the open cases of a customer go on with the new owner, each by a job of its own; how many."""
    cases = open_cases(ctx, customer_id, but=but)
    for case in cases:
        jobs.later(ctx, KIND, {"root": case.id, "from": old, "to": new}, instance_id=case.id)
    return len(cases)


def _carry_out(ctx: Context, job: Job) -> None:
    root, old, new = (str(job.payload[name]) for name in ("root", "from", "to"))
    if instances.locked(ctx, root).ended_at is not None:
        return
    tree = select(Instance).where(
        Instance.tenant_id == ctx.tenant, Instance.root_id == root, Instance.ended_at.is_(None)
    )
    for case in ctx.session.scalars(tree.order_by(Instance.id)).all():
        changed = renamed(values.loads(case.variables), old, new)
        if changed:
            instances.set_variables(ctx, case.id, changed, REASON)
    whose = Task.assignee == old
    if not access.existing(ctx.session, [old], tenant=ctx.tenant):  # who left has given them on for the time being
        whose = or_(whose, Task.owner == old)
    held = select(Task).where(Task.tenant_id == ctx.tenant, Task.root_id == root, Task.status == "open", whose)
    for task in ctx.session.scalars(held.order_by(Task.id)).all():
        pass_on(ctx, task, new, REASON)


def renamed(known: Mapping[str, Any], old: str, new: str) -> dict[str, Any]:
    """The variables that said `old` is in charge, saying `new`."""
    changed: dict[str, Any] = {name: new for name in IN_CHARGE if known.get(name) == old}
    profile = known.get("profile")
    if isinstance(profile, dict) and any(profile.get(name) == old for name in IN_CHARGE):
        mine = {name: new for name in IN_CHARGE if profile.get(name) == old}
        changed["profile"] = {**profile, **mine}
    return changed


def pass_on(ctx: Context, task: Task, new: str, reason: str) -> None:
    """The task is the new owner's, or of whoever stands in where four eyes keep them away from it."""
    told: dict[str, Any] = {"instance_id": task.instance_id, "element": task.element, "task_id": task.id, "row": task}
    known = access.existing(ctx.session, [new], tenant=ctx.tenant)
    to = somebody(ctx, new, excluded_from(ctx, task)) if known else None
    if to is not None:
        ctx.record(TaskReassigned(**told, to=to, reason=reason, old=task.assignee, owner=task.owner))
    else:
        ctx.record(TaskReleased(**told))
        handing_on.offer(ctx, task)


JOB = Inside(_carry_out)
