"""Taking back what one has just done to a task: claimed, released, delegated or reassigned it.

Possible as long as nothing has happened to the task since, whoever it was by. An answer is never taken back: the case
has gone on with it, and what it set off (a message sent, a tier changed) cannot be unsaid.
"""

from typing import Any

from engine.history import queries as history
from engine.kernel import Conflict, Context, Forbidden
from engine.tasks import events, rules
from engine.tasks.commands import locked
from engine.tasks.eyes import excluded_from
from engine.tasks.models import Task

MOVES = (
    events.TaskClaimed,
    events.TaskReleased,
    events.TaskOffered,
    events.TaskGivenBack,
    events.TaskDelegated,
    events.TaskReassigned,
)
LOOKED_BACK = 50
"""Entries of a case in which the last move of a task is looked for."""


def undo(ctx: Context, task_id: str) -> Task:
    """Put the task back into the hands it was in; Conflict when the last move was not the actor's, or is long ago."""
    task, _ = locked(ctx, task_id)
    rules.must_be_open(task)
    last = _last(ctx, task)
    if last is None or last.actor != ctx.actor.name or last.fact == events.TaskGivenBack.__name__:
        raise Conflict("undo_too_late")
    told: dict[str, Any] = {"instance_id": task.instance_id, "element": task.element, "task_id": task.id, "row": task}
    if last.fact == events.TaskClaimed.__name__:
        ctx.record(events.TaskReleased(**told))
    elif last.fact == events.TaskReleased.__name__:
        rules.may_work(ctx.actor, task, excluded_from(ctx, task))
        ctx.record(events.TaskClaimed(**told))
    else:
        old = last.data.get("old")
        if old is not None and old in excluded_from(ctx, task):
            raise Forbidden("four_eyes", person=old)
        ctx.record(events.TaskGivenBack(**told, to=old, owner=last.data.get("owner")))
    return task


def _last(ctx: Context, task: Task) -> history.Recorded | None:
    stream = history.instance(task.instance_id)
    found = history.latest(ctx.session, ctx.tenant, stream, [kind.__name__ for kind in MOVES], limit=LOOKED_BACK)
    return next((entry for entry in found if entry.data.get("task_id") == task.id), None)
