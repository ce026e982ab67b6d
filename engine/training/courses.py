"""Courses, their bank of questions and the yearly plan: what the training administrators keep."""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound, new_id
from engine.kernel.base import dumps
from engine.training import events, rules
from engine.training.models import Course, PlannedTraining, Question, TrainingSettings

ADMINISTRATORS = "培训管理员"
GIVEN = (
    *("name", "name_en", "about", "about_en", "format", "steps", "groups", "draw", "pass_mark", "minutes"),
    *("retakes", "valid_months", "active"),
)
"""What may be said of a course beside its key."""
ASKED = ("kind", "text", "text_en", "options", "right", "explanation", "explanation_en")


def manages(ctx: Context) -> bool:
    """Whether the actor keeps the house's training: a training administrator or a process owner (or the system)."""
    if ctx.actor.has("process_owner"):
        return True
    group = access.groups_named(ctx.session, [ADMINISTRATORS], tenant=ctx.tenant).get(ADMINISTRATORS, ADMINISTRATORS)
    return group in ctx.actor.groups


def must_manage(ctx: Context) -> None:
    """Forbidden training_not_yours unless the actor keeps training."""
    if not manages(ctx):
        raise Forbidden("training_not_yours")


def course(ctx: Context, key: str) -> Course:
    """The course of this key or id; NotFound when there is none."""
    mine = select(Course).where(Course.tenant_id == ctx.tenant, (Course.key == key) | (Course.id == key))
    found = ctx.session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound("course_unknown", course=key)
    return found


def courses(ctx: Context, *, active: bool = True) -> list[Course]:
    """The courses by key; all with `active=False`."""
    mine = select(Course).where(Course.tenant_id == ctx.tenant)
    if active:
        mine = mine.where(Course.active.is_(True))
    return list(ctx.session.scalars(mine.order_by(Course.key)))


def save(ctx: Context, key: str, told: Mapping[str, Any]) -> Course:
    """Make a course or change it. Invalid for a format, mark, time or group that cannot be."""
    must_manage(ctx)
    new = {name: told[name] for name in GIVEN if name in told}
    faults = [name for name, wrong in _limits(new) if wrong]
    known = access.groups_named(ctx.session, new.get("groups", ()), tenant=ctx.tenant)
    faults += ["groups"] if set(new.get("groups", ())) - known.keys() else []
    if faults:
        raise Invalid("course_invalid", [{"path": name, "code": "course_invalid", "params": {}} for name in faults])
    held = ctx.session.scalars(select(Course).where(Course.tenant_id == ctx.tenant, Course.key == key)).one_or_none()
    row = held or Course(id=new_id(), tenant_id=ctx.tenant, key=key, bank=0)
    changed = [name for name, value in new.items() if getattr(row, name) != value] if held else sorted(new)
    if changed:
        ctx.record(events.CourseSaved(course=key, changed=changed, row=row, new=new))
        ctx.session.flush()
    return row


def _limits(new: Mapping[str, Any]) -> list[tuple[str, bool]]:
    return [
        ("name", not str(new.get("name", "x")).strip()),
        ("format", new.get("format", "online") not in rules.FORMATS),
        ("draw", not 0 <= new.get("draw", 0) <= 200),
        ("pass_mark", not 1 <= new.get("pass_mark", 80) <= 100),
        ("minutes", not 1 <= new.get("minutes", 30) <= 480),
        ("retakes", not 0 <= new.get("retakes", 2) <= 9),
        ("valid_months", not 1 <= (new.get("valid_months") or 12) <= 120),
    ]


def questions(ctx: Context, of: Course, *, active: bool = True) -> list[Question]:
    """The questions of a course, oldest first; the retired too with `active=False`."""
    mine = select(Question).where(Question.course_id == of.id)
    if active:
        mine = mine.where(Question.active.is_(True))
    return list(ctx.session.scalars(mine.order_by(Question.id)))


def save_question(ctx: Context, of: Course, told: Mapping[str, Any], question_id: str | None = None) -> Question:
    """Write a question, or change one; Invalid naming what is wrong with it. Exams begun before keep the old words."""
    must_manage(ctx)
    new = {name: told[name] for name in ASKED if name in told}
    row = _question(ctx, of, question_id) if question_id else None
    whole = {**({name: getattr(row, name) for name in ASKED} if row else {}), **new}
    wrong = rules.faults(whole)
    if wrong:
        raise Invalid("question_invalid", [{"path": code[9:], "code": code, "params": {}} for code in wrong])
    row = row or Question(id=new_id(), tenant_id=ctx.tenant, course_id=of.id, active=True)
    digest = sha256(dumps(whole).encode()).hexdigest()
    ctx.record(
        events.QuestionSaved(
            course=of.key, question_id=row.id, bank=of.bank + 1, sha256=digest, row=row, new=new, of=of
        )
    )
    ctx.session.flush()
    return row


def retire_question(ctx: Context, of: Course, question_id: str) -> None:
    """Draw a question no more."""
    must_manage(ctx)
    row = _question(ctx, of, question_id)
    if row.active:
        ctx.record(events.QuestionRetired(course=of.key, question_id=row.id, bank=of.bank + 1, row=row, of=of))


def _question(ctx: Context, of: Course, question_id: str) -> Question:
    row = ctx.session.get(Question, question_id)
    if row is None or row.course_id != of.id:
        raise NotFound("question_unknown", question=question_id)
    return row


def planned(ctx: Context, first: date, last: date) -> list[PlannedTraining]:
    """The lines of the yearly plan between two days, by day."""
    mine = select(PlannedTraining).where(
        PlannedTraining.tenant_id == ctx.tenant, PlannedTraining.on >= first, PlannedTraining.on <= last
    )
    return list(ctx.session.scalars(mine.order_by(PlannedTraining.on, PlannedTraining.id)))


def plan(ctx: Context, of: Course, on: date, groups: Sequence[str]) -> PlannedTraining:
    """Put a course on a day of the plan. Invalid for a day that is over or a group that is not there."""
    must_manage(ctx)
    if on < ctx.now.astimezone(ctx.zone).date():
        raise Invalid("training_past", [{"path": "on", "code": "training_past", "params": {}}])
    unknown = set(groups) - access.groups_named(ctx.session, groups, tenant=ctx.tenant).keys()
    if unknown:
        raise NotFound("group_unknown", group=sorted(unknown)[0])
    row = PlannedTraining(id=new_id(), tenant_id=ctx.tenant, course_id=of.id, on=on, groups=list(groups))
    ctx.record(events.TrainingPlanned(course=of.key, on=on.isoformat(), groups=list(groups), row=row))
    return row


def unplan(ctx: Context, planned_id: str) -> None:
    """Take a line out of the plan. Conflict training_started when its case has begun."""
    must_manage(ctx)
    row = ctx.session.get(PlannedTraining, planned_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("planned_training_unknown", id=planned_id)
    if row.started_on is not None:
        raise Conflict("training_started")
    key = ctx.session.get_one(Course, row.course_id).key
    ctx.record(events.TrainingUnplanned(course=key, on=row.on.isoformat(), row=row))


def gates(ctx: Context) -> bool:
    """Whether exams are asked for before a step may be taken."""
    row = ctx.session.get(TrainingSettings, ctx.tenant)
    return row is not None and row.gates


def set_gates(ctx: Context, on: bool) -> None:
    """Ask for exams before a step may be taken, or no longer."""
    must_manage(ctx)
    if on != gates(ctx):
        ctx.record(events.TrainingSettingsChanged(gates=on))
