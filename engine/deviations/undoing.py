"""Taking a deviation back after a second look that says no, and letting a held case go on.

Each by a job that locks the case. What has gone on meanwhile and cannot be taken back stands, on record with the
reason; the emergency's own case asks a person to put it right.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from engine import jobs
from engine.deviations import events
from engine.deviations.models import Deviation
from engine.instances import commands as instances
from engine.instances import migration
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context, Rejected
from engine.tasks import commands as tasks
from engine.tasks import dues
from engine.tasks.events import TaskReleased
from engine.tasks.models import Task

UNDO, RELEASE = "deviation_undo", "deviation_release"


def ask(ctx: Context, rows: Sequence[Deviation], kind: str = UNDO) -> int:
    """Queue taking these deviations back (or only letting held cases go on); how many."""
    wanted = [row for row in rows if row.status in ("ordered", "done") and (kind == UNDO or held(row))]
    for row in wanted:
        jobs.later(ctx, kind, {"deviation": row.id}, instance_id=row.instance_id)
    return len(wanted)


def held(row: Deviation) -> bool:
    """Whether the case is stopped until an inserted step is done."""
    return bool((row.params.get("before") or {}).get("held"))


def _undo(ctx: Context, job: Job) -> None:
    row = ctx.session.get_one(Deviation, job.payload["deviation"])
    if row.status not in ("ordered", "done"):
        return
    about: dict[str, Any] = {
        "instance_id": row.instance_id, "element": row.element, "deviation_id": row.id, "kind": row.kind, "row": row,
    }  # fmt: skip
    try:
        if row.status == "done":
            _BACK[row.kind](ctx, row)
    except Rejected as refusal:
        ctx.record(events.DeviationStands(code=refusal.code, **about))
    else:
        ctx.record(events.DeviationUndone(**about))


def _release(ctx: Context, job: Job) -> None:
    row = ctx.session.get_one(Deviation, job.payload["deviation"])
    if held(row):
        _go_on(ctx, row)
        ctx.record(events.DeviationReleased(instance_id=row.instance_id, deviation_id=row.id, row=row))


def _skip(ctx: Context, row: Deviation) -> None:
    migration.move(ctx, row.instance_id, row.params.get("to") or "", row.element or "", row.reason)


def _reassign(ctx: Context, row: Deviation) -> None:
    for task, before in _open(ctx, row, "assignees"):
        if before is None:
            ctx.record(TaskReleased(instance_id=task.instance_id, element=task.element, task_id=task.id, row=task))
        else:
            tasks.reassign(ctx, task.id, before, row.reason)


def _extend(ctx: Context, row: Deviation) -> None:
    for task, before in _open(ctx, row, "dues"):
        if before is None:
            raise Conflict("deviation_due_unknown")
        dues.move(ctx, task, datetime.fromisoformat(before), {"deviation": row.id}, "deviation")


def _insert(ctx: Context, row: Deviation) -> None:
    if held(row):
        _go_on(ctx, row)


def _go_on(ctx: Context, row: Deviation) -> None:
    if instances.locked(ctx, row.instance_id).status == "suspended":
        instances.resume(ctx, row.instance_id, row.reason)


def _open(ctx: Context, row: Deviation, what: str) -> list[tuple[Task, str | None]]:
    """The tasks that were changed and are still open, with what was before; Conflict when none is."""
    kept = (row.params.get("before") or {}).get(what, {})
    found = [(ctx.session.get(Task, one), before) for one, before in kept.items()]
    still = [(task, before) for task, before in found if task is not None and task.status == "open"]
    if not still:
        raise Conflict("deviation_gone_on")
    return still


_BACK = {"skip": _skip, "insert": _insert, "reassign": _reassign, "extend": _extend}


def _lock(ctx: Context, job: Job) -> None:
    if job.instance_id is not None:
        instances.locked(ctx, job.instance_id)


TAKE_BACK = Inside(_undo, lock=_lock)
LET_GO_ON = Inside(_release, lock=_lock)
