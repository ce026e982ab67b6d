"""Verbs: order a deviation for some cases, carry one out, look at it a second time, let it last longer.

Ordering writes rows and a job for each case; the job locks that case and does what an operator would do by hand: move a
token, hand a task over, move a due time. What the rules refuse there is on record and changes nothing.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from engine import clock, jobs
from engine.clock import ClockError
from engine.definitions.calendars import calendar
from engine.deviations import events, undoing
from engine.deviations.models import Deviation
from engine.instances import commands as instances
from engine.instances import migration
from engine.instances.models import Instance
from engine.instances.rules import ENDED
from engine.instances.world import model_of
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context, Invalid, NotFound, Rejected, new_id
from engine.tasks import commands as tasks
from engine.tasks import dues
from engine.tasks.models import Task

JOB = "deviation"
KINDS = ("skip", "insert", "reassign", "extend")
Before = dict[str, Any]
"""What a deviation changed, as it was before: {assignees: {task: name}}, {dues: {task: instant}}, {held: true}."""
SEPARATORS = re.compile(r"[\s,，;；、]+")
LASTS = timedelta(days=7)
"""A deviation is open no longer than this without being renewed (REQUIREMENTS.md P21)."""


def words(text: str) -> list[str]:
    """The numbers in what somebody wrote."""
    return [word for word in SEPARATORS.split(text) if word]


def may_be_named(ctx: Context, text: str, case: Instance | None) -> None:
    """NotFound deviation_cases_unknown unless each number in the text is that of an open case."""
    unknown = find(ctx, words(text))[1]
    if unknown:
        raise NotFound("deviation_cases_unknown", numbers=", ".join(unknown))


def find(ctx: Context, words: Sequence[str]) -> tuple[list[Instance], list[str]]:
    """The open cases that these numbers or ids name, and the words that name none."""
    found: list[Instance] = []
    unknown = []
    for word in dict.fromkeys(words):
        rows = select(Instance).where(
            Instance.tenant_id == ctx.tenant,
            or_(Instance.business_key == word, Instance.id == word),
            Instance.parent_id.is_(None),
            Instance.status.not_in(ENDED),
        )
        named = list(ctx.session.scalars(rows.order_by(Instance.id)))
        found += [row for row in named if row not in found]
        unknown += [] if named else [word]
    return found, unknown


def order(
    ctx: Context,
    targets: Sequence[Instance],
    kind: str,
    *,
    element: str | None,
    params: Mapping[str, Any],
    reason: str,
    approved_by: str,
    ordered_in: str,
) -> list[str]:
    """Have these cases deviate, each by a job of its own; the new ids. Invalid for a kind that there is not, or
    without a reason."""
    if kind not in KINDS:
        raise Invalid("deviation_unknown", kind=kind)
    if not reason.strip():
        raise Invalid("reason_needed")
    ids = []
    for target in targets:
        row = Deviation(
            id=new_id(),
            tenant_id=ctx.tenant,
            instance_id=target.id,
            ordered_in=ordered_in,
            kind=kind,
            element=element,
            params=dict(params),
            reason=reason.strip(),
            approved_by=approved_by,
            ordered_at=ctx.now,
            ends_at=ctx.now + LASTS,
        )
        ctx.record(
            events.DeviationOrdered(
                instance_id=target.id,
                element=element,
                deviation_id=row.id,
                kind=kind,
                reason=row.reason,
                ordered_in=ordered_in,
                approved_by=approved_by,
                params=dict(params),
                ends=row.ends_at.isoformat(),
                row=row,
            )
        )
        jobs.later(ctx, JOB, {"deviation": row.id}, instance_id=target.id)
        ids.append(row.id)
    return ids


def _carry_out(ctx: Context, job: Job) -> None:
    row = ctx.session.get_one(Deviation, job.payload["deviation"])
    if row.status != "ordered":
        return
    about: dict[str, Any] = {**_of(row), "kind": row.kind}
    try:
        before = _DO[row.kind](ctx, row)
    except (Rejected, ClockError) as refusal:
        ctx.record(events.DeviationRefused(code=refusal.code, row=row, **about))
    else:
        ctx.record(events.DeviationDone(before=before, row=row, **about))


def _of(row: Deviation) -> dict[str, Any]:
    return {"instance_id": row.instance_id, "element": row.element, "deviation_id": row.id}


def _skip(ctx: Context, row: Deviation) -> Before:
    called = _called(ctx, row.instance_id)
    migration.move(ctx, row.instance_id, called(row.element or ""), called(row.params.get("to") or ""), row.reason)
    return {}


def _called(ctx: Context, instance_id: str) -> Callable[[str], str]:
    """The element that is meant by an id or by a name on the drawing; a name that several have says none of them."""
    elements = model_of(ctx, instances.locked(ctx, instance_id)).elements

    def called(word: str) -> str:
        named = [one.id for one in elements.values() if word in (one.name, one.name_en)]
        return word if word in elements or len(named) != 1 else named[0]

    return called


def _reassign(ctx: Context, row: Deviation) -> Before:
    held = _tasks(ctx, row)
    before = {task.id: task.assignee for task in held}
    for task in held:
        tasks.reassign(ctx, task.id, row.params.get("person") or "", row.reason)
    return {"assignees": before}


def _extend(ctx: Context, row: Deviation) -> Before:
    held = _tasks(ctx, row)
    before = {task.id: task.due_at.isoformat() if task.due_at else None for task in held}
    due = clock.due(row.params.get("due") or "", ctx.now, calendar(ctx))
    for task in held:
        if task.due_at is not None and due.at <= task.due_at:
            raise Conflict("deviation_not_later", due=task.due_at.isoformat())
        dues.move(ctx, task, due.at, {**due.derivation, "deviation": row.id}, "deviation")
    return {"dues": before}


def _insert(ctx: Context, row: Deviation) -> Before:
    """The step itself is a task of the emergency's own case; here it is on record that it was put in, and where the
    plan says so (`hold`) the case stands still until it is done."""
    if not row.params.get("hold"):
        instances.locked(ctx, row.instance_id)
        return {}
    instances.suspend(ctx, row.instance_id, row.reason)
    return {"held": True}


def _tasks(ctx: Context, row: Deviation) -> list[Task]:
    """The open tasks that are meant: of the element (its id or its name), or where none is named, of the whole case."""
    found = select(Task).where(Task.tenant_id == ctx.tenant, Task.root_id == row.instance_id, Task.status == "open")
    if row.element:
        found = found.where(or_(*(column == row.element for column in (Task.element, Task.name, Task.name_en))))
    held = list(ctx.session.scalars(found.order_by(Task.id)))
    if not held:
        raise NotFound("token_unknown", element=row.element or "-")
    return held


_DO = {"skip": _skip, "insert": _insert, "reassign": _reassign, "extend": _extend}


def _lock(ctx: Context, job: Job) -> None:
    if job.instance_id is not None:
        instances.locked(ctx, job.instance_id)


CARRY_OUT = Inside(_carry_out, lock=_lock)


def second(ctx: Context, ordered_in: str, *, by: str, says: str) -> int:
    """A second person has looked at what an emergency ordered; how many deviations that were. What they reject is
    taken back, as far as it can be."""
    rows = of_emergency(ctx, ordered_in)
    for row in rows:
        ctx.record(events.DeviationSeconded(by=by, says=says, row=row, **_of(row)))
    if says == "reject":
        undoing.ask(ctx, rows)
    return len(rows)


def release(ctx: Context, ordered_in: str) -> int:
    """The inserted steps are done: cases that stand still for them go on; how many."""
    return undoing.ask(ctx, of_emergency(ctx, ordered_in), undoing.RELEASE)


def renew(ctx: Context, ordered_in: str) -> int:
    """What an emergency ordered may last seven days more from now; how many deviations that were."""
    rows = [row for row in of_emergency(ctx, ordered_in) if row.status != "refused"]
    ends = (ctx.now + LASTS).isoformat()
    for row in rows:
        ctx.record(events.DeviationRenewed(ends=ends, row=row, **_of(row)))
    return len(rows)


def of_emergency(ctx: Context, ordered_in: str) -> list[Deviation]:
    """What an emergency's case has ordered, oldest first."""
    rows = select(Deviation).where(Deviation.tenant_id == ctx.tenant, Deviation.ordered_in == ordered_in)
    return list(ctx.session.scalars(rows.order_by(Deviation.id)))
