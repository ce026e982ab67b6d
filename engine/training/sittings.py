"""Sitting an exam: drawn by a stored seed, answers kept as they are given, handed in once, marked by the bank as drawn.

An exam is personal: whoever is to do the course sits it, nobody in their stead. What a form says of it counts for
nothing; the case asks here how it went.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound, new_id
from engine.kernel.base import dumps
from engine.training import courses, events, rules
from engine.training.authority import of_case
from engine.training.models import Authority, Course, Sitting

GRACE = timedelta(minutes=1)
"""How long after its end an answer on its way still counts."""


def place(ctx: Context, case_id: str) -> tuple[Authority, Course]:
    """What the case is for, for whoever it is for. NotFound where it is no training, Forbidden for anybody else."""
    held = of_case(ctx, case_id)
    if held.person_id != ctx.actor.person_id:
        raise Forbidden("exam_is_personal")
    return held, ctx.session.get_one(Course, held.course_id)


def current(ctx: Context, case_id: str) -> Sitting | None:
    """The newest attempt in this case, handed in or not."""
    held, _ = place(ctx, case_id)
    return _latest(ctx, case_id, held.person_id)


def _latest(ctx: Context, case_id: str, person_id: str) -> Sitting | None:
    mine = select(Sitting).where(Sitting.case_id == case_id, Sitting.person_id == person_id)
    return ctx.session.scalars(mine.order_by(Sitting.attempt.desc()).limit(1)).one_or_none()


def begin(ctx: Context, case_id: str) -> Sitting:
    """Draw the paper and start its time; whoever has begun goes on with the same paper. Conflict exam_no_questions,
    exam_no_more."""
    held, course = place(ctx, case_id)
    last = _latest(ctx, case_id, held.person_id)
    if last is not None and last.handed_in_at is None:
        return last
    attempt = last.attempt + 1 if last else 1
    if attempt > course.retakes + 1:
        raise Conflict("exam_no_more", attempts=attempt - 1)
    bank = [_asked(question) for question in courses.questions(ctx, course)]
    if not bank or not course.draw:
        raise Conflict("exam_no_questions", course=course.key)
    seed = secrets.randbelow(2**31)
    paper = rules.draw(bank, course.draw, seed)
    row = Sitting(
        id=new_id(), tenant_id=ctx.tenant, case_id=case_id, course_id=course.id, person_id=held.person_id,
        attempt=attempt, seed=seed, bank=course.bank, paper=paper, answers={}, begun_at=ctx.now,
        ends_at=ctx.now + timedelta(minutes=course.minutes),
    )  # fmt: skip
    ctx.record(
        events.ExamBegun(
            instance_id=case_id,
            course=course.key,
            person=ctx.actor.name,
            attempt=attempt,
            seed=seed,
            bank=course.bank,
            sha256=sha256(dumps([question["id"] for question in paper]).encode()).hexdigest(),
            row=row,
        )
    )
    ctx.session.flush()
    return row


def _asked(question: Any) -> dict[str, Any]:
    return {"id": question.id, **{name: getattr(question, name) for name in courses.ASKED}}


def answer(ctx: Context, case_id: str, answers: Mapping[str, Sequence[str]]) -> Sitting:
    """Keep answers of the open attempt; those to questions that are not on the paper are Invalid. Conflict
    exam_time_over when the time was up."""
    found = _open(ctx, case_id)
    if ctx.now > found.ends_at + GRACE:
        raise Conflict("exam_time_over")
    options = {question["id"]: {option["key"] for option in question["options"]} for question in found.paper}
    wrong = [one for one, chosen in answers.items() if not set(chosen) <= options.get(one, set()) or one not in options]
    if wrong:
        raise Invalid(
            "exam_answer_unknown", [{"path": one, "code": "exam_answer_unknown", "params": {}} for one in wrong]
        )
    found.answers = {**found.answers, **{one: sorted(set(chosen)) for one, chosen in answers.items()}}
    return found


def hand_in(ctx: Context, case_id: str) -> Sitting:
    """Hand in the open attempt as it was answered, in time or not: what was kept in time counts."""
    found = _open(ctx, case_id)
    course = ctx.session.get_one(Course, found.course_id)
    score = rules.mark(found.paper, found.answers)
    ctx.record(
        events.ExamHandedIn(
            instance_id=case_id,
            course=course.key,
            person=ctx.actor.name,
            attempt=found.attempt,
            score=score,
            passed=score >= course.pass_mark,
            sha256=sha256(dumps(found.answers).encode()).hexdigest(),
            row=found,
        )
    )
    ctx.session.flush()
    return found


def _open(ctx: Context, case_id: str) -> Sitting:
    found = current(ctx, case_id)
    if found is None or found.handed_in_at is not None:
        raise Conflict("exam_not_begun")
    return found


def may_be_handed_in(ctx: Context, sitting_id: str, case: Any) -> Sitting:
    """The sitting that a form names: the actor's own, of this case, handed in. NotFound exam_not_sat otherwise."""
    found = ctx.session.get(Sitting, sitting_id)
    if (
        found is None
        or case is None
        or (found.case_id, found.person_id) != (case.id, ctx.actor.person_id)
        or found.handed_in_at is None
    ):
        raise NotFound("exam_not_sat")
    return found


def result(ctx: Context, case_id: str) -> dict[str, Any]:
    """How the last attempt of a case went: {passed, score, attempt, left} (retakes that are left)."""
    held = of_case(ctx, case_id)
    course = ctx.session.get_one(Course, held.course_id)
    done = select(Sitting).where(
        Sitting.case_id == case_id, Sitting.person_id == held.person_id, Sitting.handed_in_at.is_not(None)
    )
    last = ctx.session.scalars(done.order_by(Sitting.attempt.desc()).limit(1)).one_or_none()
    if last is None:
        return {"passed": False, "score": None, "attempt": 0, "left": course.retakes}
    return {
        "passed": bool(last.passed),
        "score": last.score,
        "attempt": last.attempt,
        "left": max(0, course.retakes + 1 - last.attempt),
    }
