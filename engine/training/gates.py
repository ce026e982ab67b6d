"""Whether somebody may take a step: only who has passed what it asks for, once the company asks for it.

Off until a training administrator switches it on; a change marked important holds without the switch, for those who
did not retrain in time. Where neither is so, one column of a statement that runs anyway says it, and nothing is asked.
"""

from typing import Any

from sqlalchemy import exists, or_, select

from engine.definitions import queries as definitions
from engine.kernel import Context, Forbidden
from engine.training import courses
from engine.training.authority import valid
from engine.training.models import Authority, Course, TrainingSettings

SHUT = "training.gates"
ANY = "*"


def shut(tenant: str, person_id: str | None) -> Any:
    """Whether any gate may be shut for the person, as a column beside something else that is read anyway (`seen`)."""
    on = exists().where(TrainingSettings.tenant_id == tenant, TrainingSettings.gates.is_(True)).correlate(None)
    held = _held(tenant, person_id)
    return or_(on, exists().where(*held).correlate(None))


def _held(tenant: str, person_id: str | None) -> tuple[Any, ...]:
    return (
        Authority.tenant_id == tenant,
        Authority.person_id == person_id,
        Authority.state == "suspended",
        Authority.holds.is_(True),
    )


def seen(ctx: Context, any_shut: bool) -> None:
    """Remember what the caller has just read."""
    ctx.memo.setdefault(SHUT, any_shut)


def check(ctx: Context, definition_id: str, element: str) -> None:
    """Forbidden exam_needed naming the course that the actor has to pass before this step."""
    missing = barred(ctx, definition_id, element)
    if missing is not None:
        raise Forbidden("exam_needed", course=missing.name, course_en=missing.name_en or missing.name)


def barred(ctx: Context, definition_id: str, element: str) -> Course | None:
    """The first course that keeps the actor from this step; None when they may take it."""
    me = ctx.actor.person_id
    if me is None:
        return None
    if SHUT not in ctx.memo:
        seen(ctx, bool(ctx.session.scalar(select(shut(ctx.tenant, me)))))
    if not ctx.memo[SHUT]:
        return None
    version = definitions.by_id(ctx, definition_id)
    step = definitions.model(ctx, version).elements.get(element)
    asked = {word.strip() for word in (step.settings.get("requires_exam", "") if step else "").split(",")}
    asked_of = [course for course in courses.courses(ctx) if course.key in asked or about(course, version.key, element)]
    if not asked_of:
        return None
    mine = select(Authority).where(Authority.tenant_id == ctx.tenant, Authority.person_id == me)
    held = {one.course_id: one for one in ctx.session.scalars(mine)}
    on, today = courses.gates(ctx), ctx.now.astimezone(ctx.zone).date()
    return next((course for course in asked_of if _bars(held.get(course.id), on, today)), None)


def about(course: Course, process: str, element: str) -> bool:
    """Whether a course is about this step or its whole process."""
    return process in course.steps or f"{process}.{element}" in course.steps


def _bars(held: Authority | None, on: bool, today: Any) -> bool:
    if held is not None and held.state == "suspended" and held.holds:
        return True
    return on and not valid(held, today)
