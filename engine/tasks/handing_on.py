"""Tasks go on when their person cannot: on the first day of an absence they are delegated to whoever stands in, and
when four eyes close on somebody who has a task already, it goes to the next who may.
"""

from datetime import datetime, time
from typing import Any

from sqlalchemy import select

from engine import jobs
from engine.access import queries as access
from engine.access import standing_in
from engine.access.events import AbsenceRecorded, PersonDisabled
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.instances.opening import row_of
from engine.jobs import Job
from engine.kernel import Context
from engine.kernel.context import SYSTEM
from engine.tasks.events import TaskDelegated, TaskOffered, TaskReassigned, TaskReleased
from engine.tasks.eyes import excluded_from, is_personal, is_stuck, somebody, unstick
from engine.tasks.models import Task

AWAY = "tasks.away"
AT_WORK = ("human", "call")


def absence_recorded(ctx: Context, fact: AbsenceRecorded) -> None:
    """Have the tasks handed on when the absence begins."""
    begins = datetime.combine(fact.from_on, time(), ctx.zone)
    jobs.later(ctx, AWAY, {"person": fact.person}, due=max(begins, ctx.now))


def person_left(ctx: Context, fact: PersonDisabled) -> None:
    """Have the tasks of somebody who may no longer sign in handed on at once."""
    jobs.later(ctx, AWAY, {"person": fact.person})


def hand_on(ctx: Context, job: Job) -> None:
    """The job: delegate what is in the hands of a person who is away now or has left, case by case."""
    person = access.person(ctx.session, job.payload["person"], tenant=ctx.tenant)
    name = person.name
    if name not in standing_in.absent(ctx):
        return  # back already
    held = select(Task.id, Task.root_id).where(
        Task.tenant_id == ctx.tenant, Task.assignee == name, Task.status == "open"
    )
    for task_id, root_id in ctx.session.execute(held.order_by(Task.root_id, Task.id)).all():
        instances.locked(ctx, root_id)
        task = ctx.session.get_one(Task, task_id, populate_existing=True)
        if task.status == "open" and task.assignee == name and not is_personal(ctx, task):
            _delegate(ctx, task, name, "left" if person.disabled else "absence")


def _delegate(ctx: Context, task: Task, name: str, reason: str) -> None:
    to = somebody(ctx, name, excluded_from(ctx, task))
    told: dict[str, Any] = {"instance_id": task.instance_id, "element": task.element, "task_id": task.id, "row": task}
    if to is not None:
        ctx.record(TaskDelegated(**told, to=to, reason=reason))
    else:
        ctx.record(TaskReleased(**told))
        offer(ctx, task)


def given(ctx: Context, fact: TaskDelegated | TaskReassigned) -> None:
    """A task was given to somebody who is away: it goes on to whoever stands in, who is told like anybody."""
    if fact.to not in standing_in.absent(ctx):
        return
    task: Task = fact.row
    to = somebody(ctx, fact.to, excluded_from(ctx, task))
    if to is not None:
        told: dict[str, Any] = {"instance_id": task.instance_id, "element": task.element, "task_id": task.id}
        ctx.acting_as(SYSTEM).record(TaskDelegated(**told, row=task, to=to, reason="absence"))


def completed(ctx: Context, task: Task, case: Instance) -> None:
    """Somebody did a step: whoever may no longer do another open one because of it gives it on."""
    if _alone(ctx, case):
        return
    siblings = select(Task).where(
        Task.tenant_id == ctx.tenant, Task.root_id == task.root_id, Task.status == "open", Task.id != task.id
    )
    system = ctx.acting_as(SYSTEM)
    for other in ctx.session.scalars(siblings.order_by(Task.id)).all():
        excluded = excluded_from(ctx, other)
        if not excluded:
            continue
        told: dict[str, Any] = {
            "instance_id": other.instance_id,
            "element": other.element,
            "task_id": other.id,
            "row": other,
        }
        if other.assignee in excluded:
            to = somebody(ctx, other.assignee, excluded)
            system.record(TaskReassigned(**told, to=to, reason="four_eyes") if to else TaskReleased(**told))
        offer(system, other)


def offer(ctx: Context, task: Task) -> None:
    """Offer a task that nobody is left to do to the next above."""
    excluded = excluded_from(ctx, task)
    if task.assignee is None and is_stuck(ctx, task, excluded):
        people, groups = unstick(ctx, task, excluded)
        ctx.record(
            TaskOffered(
                instance_id=task.instance_id,
                element=task.element,
                task_id=task.id,
                people=people,
                groups=groups,
                row=task,
            )
        )


def _alone(ctx: Context, case: Instance) -> bool:
    """Whether nothing else of the case and its root is in anybody's hands: then there is nothing to look up."""
    rows = {case.id: case, case.root_id: row_of(ctx, case.root_id)}
    return all(sum(token.get("kind") in AT_WORK for token in row.tokens.values()) <= 1 for row in rows.values())
