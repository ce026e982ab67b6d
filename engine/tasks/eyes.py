"""Four eyes: who is kept away from a task, and who steps in when the one it was meant for is.

`not_done_by` names people, or elements of the case: then whoever did those is kept away; the start event's is whoever
started the case, whatever the variables say. It is asked again at every claim, completion, delegation and
reassignment, so that no route leads around it.
"""

from sqlalchemy import select

from engine.access import queries as access
from engine.kernel import Context
from engine.tasks.models import Task

STEPS = 8
"""How many managers up to look for somebody who may."""


def excluded_from(ctx: Context, task: Task) -> frozenset[str]:
    """The people whom four eyes keep away from this task, as things stand now."""
    if not task.not_done_by:
        return frozenset()
    named = set(task.not_done_by)
    doers = ctx.session.scalars(
        select(Task.completed_by).where(
            Task.tenant_id == ctx.tenant,
            Task.instance_id == task.instance_id,
            Task.element.in_(named),
            Task.status == "completed",
        )
    )
    return frozenset(named | {doer for doer in doers if doer})


def somebody_else(ctx: Context, name: str, excluded: frozenset[str]) -> str | None:
    """The nearest manager above `name` whom four eyes do not keep away; None leaves the task to its groups."""
    here: str | None = name
    for _ in range(STEPS):
        here = access.manager_of(ctx.session, here, tenant=ctx.tenant) if here else None
        if here is None or here not in excluded:
            return here
    return None
