"""Four eyes: who is kept away from a task, and who steps in when the one it was meant for is.

`not_done_by` names people, or elements of the case and of the cases that called it: then whoever did those is kept
away; the start event's is whoever started the case, whatever the variables say. It is asked again at every claim,
completion, delegation and reassignment, so that no route leads around it.
"""

from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.instances.models import Instance
from engine.instances.opening import is_new, row_of
from engine.kernel import Context
from engine.tasks.models import Task

DOERS, COMPLETED = "tasks.doers", "tasks.completed"
STEPS = 8
"""How many managers up to look for somebody who may."""


def excluded_from(ctx: Context, task: Task, case: Instance | None = None) -> frozenset[str]:
    """The people whom four eyes keep away from this task, as things stand now; `case` spares looking its row up."""
    if not task.not_done_by:
        return frozenset()
    named = frozenset(task.not_done_by)
    return named | _doers(ctx, case or row_of(ctx, task.instance_id), named)


def _doers(ctx: Context, case: Instance, named: frozenset[str]) -> frozenset[str]:
    """Who completed elements of these names in the case and its callers, those of earlier versions included; asked once
    until somebody completes another task."""
    if is_new(ctx, case.root_id) and COMPLETED not in ctx.memo:
        return frozenset()
    known: dict[Any, frozenset[str]] = ctx.memo.setdefault(DOERS, {})
    if (case.id, named) not in known:
        doers = ctx.session.scalars(
            select(Task.completed_by).where(
                Task.tenant_id == ctx.tenant,
                Task.instance_id.in_(_with_callers(ctx, case)),
                Task.element.in_(named),
                Task.status == "completed",
            )
        )
        known[case.id, named] = frozenset(doer for doer in doers if doer)
    return known[case.id, named]


def _with_callers(ctx: Context, case: Instance) -> list[str]:
    found = [case.id]
    while case.parent_id is not None:
        case = row_of(ctx, case.parent_id)
        found.append(case.id)
    return found


def somebody_else(ctx: Context, name: str, excluded: frozenset[str]) -> str | None:
    """The nearest manager above `name` whom four eyes do not keep away; None leaves the task to its groups."""
    here: str | None = name
    for _ in range(STEPS):
        here = access.manager_of(ctx.session, here, tenant=ctx.tenant) if here else None
        if here is None or here not in excluded:
            return here
    return None
