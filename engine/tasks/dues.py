"""When a task is due, told anew: after an edit of a calendar, or because a promise to the customer says so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine import clock
from engine.definitions.calendars import calendar
from engine.kernel import Context
from engine.tasks.events import TaskDueMoved
from engine.tasks.models import Task


def open_with_due(ctx: Context, root_ids: Sequence[str]) -> list[Task]:
    """The open tasks of these root cases that have a due time."""
    rows = select(Task).where(
        Task.tenant_id == ctx.tenant, Task.root_id.in_(root_ids), Task.status == "open", Task.due_at.is_not(None)
    )
    return list(ctx.session.scalars(rows.order_by(Task.id)))


def recount(ctx: Context, task: Task, name: str) -> None:
    """The calendar `name` was edited: a due time that was counted in it is counted anew from the same start. What is
    late already stays late, unless it was only an estimate."""
    told = task.due or {}
    if told.get("calendar") != name or "amount" not in told or told.get("sla"):
        return
    if task.due_at is not None and task.due_at <= ctx.now and not told.get("provisional"):
        return
    text = f"{told['amount']}{told['unit']}"
    due = clock.due(text, datetime.fromisoformat(told["start"]), calendar(ctx, name))
    move(ctx, task, due.at, due.derivation, "calendar")


def move(ctx: Context, task: Task, at: datetime, derivation: Mapping[str, Any], cause: str) -> None:
    """Have the task due at this instant; nothing is recorded where neither time nor certainty changes."""
    same = task.due_at == at and (task.due or {}).get("provisional") == derivation.get("provisional")
    if same:
        return
    ctx.record(
        TaskDueMoved(
            instance_id=task.instance_id,
            element=task.element,
            task_id=task.id,
            cause=cause,
            old=task.due_at.isoformat() if task.due_at else None,
            new=at.isoformat(),
            derivation=derivation,
            row=task,
        )
    )
