"""Reading training: what is mine to learn, who is due, how somebody sits an exam and how it went."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select

from engine.access.models import Department, Person
from engine.kernel import Context, Forbidden
from engine.training import courses, sittings
from engine.training.authority import valid
from engine.training.models import Authority, Course, Question, Sitting


def standing(ctx: Context, *, mine: bool) -> list[dict[str, Any]]:
    """Where people stand with their courses, due ones first: the actor's own, or those of all whom they oversee
    (`overseen`). `state` adds `expired` to what the row says: granted once, its certificate is over; `late` is what is
    past its day."""
    wanted: list[ColumnElement[bool]] = [Authority.tenant_id == ctx.tenant]
    if mine:
        wanted.append(Authority.person_id == ctx.actor.person_id)
    else:
        wanted += [Person.disabled.is_(False), *overseen(ctx)]
    rows = (
        select(Authority, Course, Person.name, Department.name, Department.name_en)
        .join(Course, Course.id == Authority.course_id)
        .join(Person, Person.id == Authority.person_id)
        .outerjoin(Department, Department.id == Person.department_id)
        .where(*wanted)
        .order_by(Authority.due_at.is_(None), Authority.due_at, Course.key, Person.name)
    )
    today = ctx.now.astimezone(ctx.zone).date()
    return [
        {
            "person": name,
            "department": department,
            "department_en": department_en or department,
            "course": course.key,
            "name": course.name,
            "name_en": course.name_en or course.name,
            "state": "expired" if held.state == "granted" and not valid(held, today) else held.state,
            "cause": held.cause,
            "due": held.due_at,
            "late": held.due_at is not None and held.due_at < ctx.now,
            "until": held.until,
            "score": held.score,
            "attended_on": held.attended_on,
            "case": held.case_id,
        }
        for held, course, name, department, department_en in ctx.session.execute(rows)
    ]


def leads(ctx: Context) -> bool:
    """Whether the actor oversees anybody's training: a head, and whoever sees everybody's."""
    return _everybodys(ctx) or bool(ctx.actor.departments)


def overseen(ctx: Context) -> list[ColumnElement[bool]]:
    """The condition on Person: whose training the actor oversees. Forbidden training_not_yours for who leads nobody."""
    if not leads(ctx):
        raise Forbidden("training_not_yours")
    return [] if _everybodys(ctx) else [Person.department_id.in_(sorted(ctx.actor.departments))]


def _everybodys(ctx: Context) -> bool:
    return courses.manages(ctx) or ctx.actor.executive or ctx.actor.has("process_owner", "auditor")


def counted(ctx: Context, of: Iterable[Course]) -> dict[str, int]:
    """How many questions can be drawn, by course id."""
    ids = [course.id for course in of]
    rows = select(Question.course_id, func.count()).where(Question.course_id.in_(ids), Question.active.is_(True))
    return dict(ctx.session.execute(rows.group_by(Question.course_id)).all())


def exam(ctx: Context, case_id: str, since: datetime) -> dict[str, Any]:
    """An exam as its sitter sees it: the paper without what is right until it is handed in, then with the reasons.
    Asked for since then: an attempt handed in before is only told of, and the next one may begin."""
    _, course = sittings.place(ctx, case_id)
    found = sittings.current(ctx, case_id)
    before = found if found and found.handed_in_at is not None and found.handed_in_at < since else None
    told = {
        "course": course.key,
        "name": course.name,
        "name_en": course.name_en or course.name,
        "about": course.about,
        "about_en": course.about_en or course.about,
        "count": min(course.draw, counted(ctx, [course]).get(course.id, 0)),
        "minutes": course.minutes,
        "pass_mark": course.pass_mark,
        "attempts": course.retakes + 1,
        "attempt": found.attempt if found else 0,
        "state": "new" if found in (None, before) else "open" if found.handed_in_at is None else "done",
    }
    if found is None or before is not None:
        return {**told, "score": before.score if before else None, "paper": []}
    done = found.handed_in_at is not None
    return {
        **told,
        "ends_at": found.ends_at,
        "answers": found.answers,
        "score": found.score,
        "passed": found.passed,
        "handed_in_at": found.handed_in_at,
        "paper": [_shown(one, done) for one in found.paper],
    }


def _shown(question: dict[str, Any], done: bool) -> dict[str, Any]:
    hidden = () if done else ("right", "explanation", "explanation_en")
    return {name: value for name, value in question.items() if name not in hidden}


def results(ctx: Context, of: Course, limit: int = 500) -> list[dict[str, Any]]:
    """The exams handed in of a course, newest first, for those who keep training."""
    courses.must_manage(ctx)
    rows = (
        select(Sitting, Person.name)
        .join(Person, Person.id == Sitting.person_id)
        .where(Sitting.tenant_id == ctx.tenant, Sitting.course_id == of.id, Sitting.handed_in_at.is_not(None))
        .order_by(Sitting.handed_in_at.desc())
        .limit(limit)
    )
    return [
        {
            "person": name,
            "attempt": one.attempt,
            "at": one.handed_in_at,
            "score": one.score,
            "passed": one.passed,
            "bank": one.bank,
            "seed": one.seed,
        }
        for one, name in ctx.session.execute(rows)
    ]
