"""What becomes of one person in one course: it is theirs to do, they took part, they passed, or they may not go on."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.kernel import Context, NotFound
from engine.training import courses, events
from engine.training.models import Authority, Course

MONTHS = 12


def of_case(ctx: Context, case_id: str) -> Authority:
    """Whose training a case is; NotFound where it is none."""
    mine = select(Authority).where(Authority.tenant_id == ctx.tenant, Authority.case_id == case_id)
    found = ctx.session.scalars(mine).one_or_none()
    if found is None:
        raise NotFound("training_unknown", case=case_id)
    return found


def valid(held: Authority | None, today: date) -> bool:
    """Whether somebody may do what the course is about."""
    return held is not None and held.state == "granted" and (held.until is None or held.until >= today)


def assign(ctx: Context, case_id: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The case is the training of {person, course} until `due`; what somebody may do already they may do until then.
    Answers the case as `place`, the person's `manager` (None at the top), whether the course has an `exam`, and what
    there is to read: `about`, and `about_en` (the Chinese where there is no English)."""
    course = courses.course(ctx, told["course"])
    who = access.person(ctx.session, told["person"], tenant=ctx.tenant)
    due = datetime.fromisoformat(told["due"])
    held = ctx.session.get(Authority, (ctx.tenant, who.id, course.id))
    state = "granted" if valid(held, _today(ctx)) else "pending"
    row = held or Authority(tenant_id=ctx.tenant, person_id=who.id, course_id=course.id)
    new = {
        "state": state,
        "holds": bool(told.get("holds")),
        "cause": told["cause"],
        "since": row.since if held and state == "granted" else _today(ctx),
        "due_at": due,
        "attended_on": None,
        "case_id": case_id,
    }
    ctx.record(
        events.TrainingAssigned(
            instance_id=case_id,
            course=course.key,
            person=who.name,
            due=due.isoformat(),
            cause=told["cause"],
            holds=new["holds"],
            row=row,
            new=new,
        )
    )
    ctx.session.flush()
    manager = access.manager_of(ctx.session, who.name, tenant=ctx.tenant)
    read = {"about": course.about, "about_en": course.about_en or course.about}
    return {"place": case_id, "manager": manager, "exam": examined(ctx, course), **read}


def examined(ctx: Context, course: Course) -> bool:
    """Whether a course ends with an exam: it asks for questions and has some."""
    return course.draw > 0 and bool(courses.questions(ctx, course))


def attend(ctx: Context, case_id: str) -> dict[str, Any]:
    """They took part, today."""
    held, course, person = _all(ctx, case_id)
    told = {"instance_id": case_id, "course": course.key, "person": person}
    ctx.record(events.TrainingAttended(**told, row=held, new={"attended_on": _today(ctx)}))
    return {"attended_on": _today(ctx)}


def grant(ctx: Context, case_id: str, score: int | None) -> dict[str, Any]:
    """They may do what the course is about, as long as its certificate is valid: {until}."""
    held, course, person = _all(ctx, case_id)
    until = _later(_today(ctx), course.valid_months) if course.valid_months else None
    new = {
        "state": "granted",
        "holds": False,
        "since": _today(ctx),
        "due_at": None,
        "until": until,
        "score": score,
    }
    ctx.record(
        events.AuthorityGranted(
            instance_id=case_id,
            course=course.key,
            person=person,
            until=until.isoformat() if until else None,
            score=score,
            row=held,
            new=new,
        )
    )
    return {"until": until}


def suspend(ctx: Context, case_id: str, cause: str) -> dict[str, Any]:
    """They may no longer do what the course is about: `failed`, and there is nothing left to do by a day, or `overdue`.
    Passed meanwhile, nothing changes."""
    held, course, person = _all(ctx, case_id)
    if held.state == "granted" and held.due_at is None:
        return {"suspended": False}
    due = held.due_at if cause == "overdue" else None
    new = {"state": "suspended", "cause": cause, "since": _today(ctx), "due_at": due}
    told = {"instance_id": case_id, "course": course.key, "person": person, "cause": cause}
    ctx.record(events.AuthoritySuspended(**told, row=held, new=new))
    return {"suspended": True}


def _all(ctx: Context, case_id: str) -> tuple[Authority, Course, str]:
    held = of_case(ctx, case_id)
    person = access.person(ctx.session, held.person_id, tenant=ctx.tenant)
    return held, ctx.session.get_one(Course, held.course_id), person.name


def _later(day: date, months: int) -> date:
    at = day.year * MONTHS + day.month - 1 + months
    first = date(at // MONTHS, at % MONTHS + 1, 1)
    following = date((at + 1) // MONTHS, (at + 1) % MONTHS + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()
