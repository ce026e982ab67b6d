"""What becomes of a running case when the row that it works on names another person or another day: a job.

Its tasks go to the new person and are due on the new day, timers that ran to the old day run to the new one, and the
case's own variable says so to the steps that are still to come. What was done in it stays done.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from engine import clock
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.feel.stdlib import to_datetime
from engine.instances import commands as instances
from engine.instances import waits
from engine.jobs import Inside, Job
from engine.kernel import Context
from engine.tasks import dues, transferring
from engine.tasks.models import Task

REASON = "row"


def _carry_out(ctx: Context, job: Job) -> None:
    case = instances.locked(ctx, str(job.instance_id))
    name = job.payload["variable"]
    old = values.loads(case.variables).get(name)
    if case.ended_at is not None or not isinstance(old, dict):
        return
    said = _read(job.payload)
    new = {**old, **{field: value for field, value in said.items() if field in old}}
    if new == old:
        return
    instances.set_variables(ctx, case.id, {name: new}, REASON)
    held = _open(ctx, case.id)
    if new["owner"] and old["owner"] != new["owner"]:
        for task in held:
            if task.assignee == old["owner"]:
                transferring.pass_on(ctx, task, new["owner"], REASON)
    if old["due"] != new["due"]:
        _due(ctx, [task for task in held if _until(ctx, task, old["due"])], job.payload["due"])


def _read(told: dict[str, Any]) -> dict[str, Any]:
    """The row's person and day as the case has them: an instant, or a text of working days."""
    at, on = told["due"], told["due_on"]
    known = {"owner": told["owner"], "due": at if "-" not in at else datetime.fromisoformat(at)}
    return dict(values.of({**known, "due_on": date.fromisoformat(on) if on else None}))


def _open(ctx: Context, case: str) -> list[Task]:
    """The case's own: what called it, and is called by it besides, has people and days of its own."""
    rows = select(Task).where(Task.tenant_id == ctx.tenant, Task.instance_id == case, Task.status == "open")
    return list(ctx.session.scalars(rows.order_by(Task.id)))


def _until(ctx: Context, task: Task, due: Any) -> bool:
    """Whether the task is due when the row said."""
    told = task.due or {}
    if isinstance(due, str):
        return due == f"{told.get('amount')}{told.get('unit')}"
    return task.due_at == to_datetime(due, ctx.zone.key)


def _due(ctx: Context, held: list[Task], text: str) -> None:
    found = None if "-" in text else clock.due(text, ctx.now, calendar(ctx))
    at, how = (found.at, found.derivation) if found else (datetime.fromisoformat(text), {})
    for was in {task.due_at for task in held if task.due_at is not None}:
        for case in {task.instance_id for task in held if task.due_at == was}:
            waits.move(ctx, instances.locked(ctx, case), was, at)
    for task in held:
        dues.move(ctx, task, at, how, REASON)


JOB = Inside(_carry_out)
