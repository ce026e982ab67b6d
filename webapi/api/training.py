"""Training: one's own, sitting an exam, and what training administrators keep: courses, questions, plan, who is due."""

import re
from datetime import timedelta
from typing import Any

from flask import Response, request
from marshmallow import fields, validate

from engine.kernel import Context, Invalid
from engine.tasks import commands as tasks
from engine.tasks import queries as inbox
from engine.tasks.models import Task
from engine.training import courses, queries, rules, shipped, sittings
from engine.training.models import Course as CourseRow
from engine.training.models import Question as QuestionRow
from webapi import questions as sheets
from webapi.api.shapes import Nothing
from webapi.schemas import Instant, Schema, page_of
from webapi.sheets import given
from webapi.texts import language
from webapi.unit import Blueprint

blueprint = Blueprint("training", __name__, description="Courses, questions, exams, and what they allow")
READ, WORK = ("read", "case"), ("work", "task")
KEY = re.compile(r"[a-z][a-z0-9_]{0,63}")
SHEET = {"multipart/form-data": {"schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}, "required": ["file"]}}}  # fmt: skip  # noqa: E501


class TrainingItem(Schema):
    person = fields.String()
    department = fields.String(allow_none=True)
    department_en = fields.String(allow_none=True)
    course = fields.String()
    name = fields.String()
    name_en = fields.String()
    state = fields.String(metadata={"description": "pending, granted, suspended, expired"})
    cause = fields.String()
    due = Instant(allow_none=True)
    late = fields.Boolean(metadata={"description": "past its day"})
    until = fields.Date(allow_none=True)
    score = fields.Integer(allow_none=True)
    attended_on = fields.Date(allow_none=True)
    case = fields.String(allow_none=True)


class TrainingMine(Schema):
    items = fields.List(fields.Nested(TrainingItem))
    gates = fields.Boolean(metadata={"description": "whether exams are asked for before a step may be taken"})
    manages = fields.Boolean(metadata={"description": "whether the asker keeps training"})
    leads = fields.Boolean(metadata={"description": "whether the asker oversees anybody's training"})


class CourseBody(Schema):
    name = fields.String(validate=validate.Length(1, 200))
    name_en = fields.String()
    about = fields.String()
    about_en = fields.String()
    format = fields.String(validate=validate.OneOf(rules.FORMATS))
    steps = fields.List(fields.String())
    groups = fields.List(fields.String())
    draw = fields.Integer()
    pass_mark = fields.Integer()
    minutes = fields.Integer()
    retakes = fields.Integer()
    valid_months = fields.Integer(allow_none=True)
    active = fields.Boolean()


class Course(CourseBody):
    key = fields.String()
    bank = fields.Integer(metadata={"description": "the version of its questions"})
    questions = fields.Integer()


class Option(Schema):
    key = fields.String(required=True)
    text = fields.String(required=True)
    text_en = fields.String()


class QuestionBody(Schema):
    kind = fields.String(validate=validate.OneOf(rules.KINDS))
    text = fields.String()
    text_en = fields.String()
    options = fields.List(fields.Nested(Option))
    right = fields.List(fields.String())
    explanation = fields.String()
    explanation_en = fields.String()


class ExamQuestion(QuestionBody):
    id = fields.String()


class Taken(Schema):
    count = fields.Integer()


class ExamResult(Schema):
    person = fields.String()
    attempt = fields.Integer()
    at = Instant()
    score = fields.Integer()
    passed = fields.Boolean()
    bank = fields.Integer()
    seed = fields.Integer()


class PlannedBody(Schema):
    course = fields.String(required=True)
    on = fields.Date(required=True)
    groups = fields.List(fields.String(), load_default=list)


class PlannedItem(PlannedBody):
    id = fields.String()
    started_on = fields.Date(allow_none=True)


class TrainingSwitch(Schema):
    gates = fields.Boolean(required=True)


class Exam(Schema):
    course = fields.String()
    name = fields.String()
    name_en = fields.String()
    about = fields.String()
    about_en = fields.String()
    count = fields.Integer()
    minutes = fields.Integer()
    pass_mark = fields.Integer()
    attempts = fields.Integer()
    attempt = fields.Integer()
    state = fields.String(metadata={"description": "new, open, done"})
    ends_at = Instant(allow_none=True)
    now = Instant(metadata={"description": "what the house's clock says: the time left is counted by it"})
    answers = fields.Dict(keys=fields.String())
    score = fields.Integer(allow_none=True)
    passed = fields.Boolean(allow_none=True)
    handed_in_at = Instant(allow_none=True)
    paper = fields.List(fields.Nested(ExamQuestion))


class ExamAnswers(Schema):
    answers = fields.Dict(keys=fields.String(), values=fields.List(fields.String()), required=True)


@blueprint.reads("/training/mine", TrainingMine, may=READ)
def mine(ctx: Context) -> dict[str, Any]:
    """What the asker is to learn, has learnt, and may no longer do"""
    return {
        "items": queries.standing(ctx, mine=True),
        "gates": courses.gates(ctx),
        "manages": courses.manages(ctx),
        "leads": queries.leads(ctx),
    }


@blueprint.reads("/training/due", page_of(TrainingItem), may=READ)
def due(ctx: Context) -> dict[str, Any]:
    """Where those stand whom the asker oversees, due ones first; for heads and training administrators"""
    return {"items": queries.standing(ctx, mine=False), "next": None}


@blueprint.writes("/training/settings", TrainingSwitch, may=WORK, status=204, method="PATCH")
def switch(ctx: Context, body: dict[str, Any]) -> None:
    """Ask for exams before a step may be taken, or no longer"""
    courses.set_gates(ctx, body["gates"])


# --- courses and their questions --------------------------------------------------------------------------------------


@blueprint.reads("/training/courses", page_of(Course), may=READ)
def every(ctx: Context) -> dict[str, Any]:
    """The courses; those who keep training see the retired ones too"""
    found = courses.courses(ctx, active=not courses.manages(ctx))
    counts = queries.counted(ctx, found)
    return {"items": [_course(course, counts.get(course.id, 0)) for course in found], "next": None}


def _course(row: CourseRow, count: int) -> dict[str, Any]:
    return {name: getattr(row, name) for name in (*courses.GIVEN, "key", "bank")} | {"questions": count}


@blueprint.writes("/training/courses/<key>", CourseBody, Course, may=WORK, method="PATCH")
def save_course(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Make a course, or change what is given of it"""
    if KEY.fullmatch(key) is None:
        raise Invalid("course_key_invalid")
    row = courses.save(ctx, key, body)
    return _course(row, queries.counted(ctx, [row]).get(row.id, 0))


@blueprint.writes("/training/shipped", Nothing, Taken, may=WORK)
def take_shipped(ctx: Context, body: dict[str, Any]) -> dict[str, int]:
    """Take over the courses that keflow brings along, those that the house does not have"""
    return {"count": shipped.take(ctx)}


@blueprint.reads("/training/courses/<key>/questions", page_of(ExamQuestion), may=READ)
def bank(ctx: Context, key: str) -> dict[str, Any]:
    """The questions of a course with what is right; for training administrators"""
    courses.must_manage(ctx)
    return {"items": [_question(one) for one in courses.questions(ctx, courses.course(ctx, key))], "next": None}


def _question(row: QuestionRow) -> dict[str, Any]:
    return {"id": row.id, **{name: getattr(row, name) for name in courses.ASKED}}


@blueprint.writes("/training/courses/<key>/questions", QuestionBody, ExamQuestion, may=WORK, status=201)
def add_question(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Write a question"""
    return _question(courses.save_question(ctx, courses.course(ctx, key), body))


@blueprint.writes(
    "/training/courses/<key>/questions/<question_id>", QuestionBody, ExamQuestion, may=WORK, method="PATCH"
)
def change_question(ctx: Context, body: dict[str, Any], key: str, question_id: str) -> dict[str, Any]:
    """Change a question; exams that have begun keep the old one"""
    return _question(courses.save_question(ctx, courses.course(ctx, key), body, question_id))


@blueprint.writes("/training/courses/<key>/questions/<question_id>", may=WORK, status=204, method="DELETE")
def retire_question(ctx: Context, key: str, question_id: str) -> None:
    """Draw a question no more"""
    courses.retire_question(ctx, courses.course(ctx, key), question_id)


@blueprint.reads("/training/courses/<key>/sheet", may=READ)
def sheet(ctx: Context, key: str) -> Response:
    """The questions of a course as XLSX, to be filled in and brought back"""
    courses.must_manage(ctx)
    found = courses.course(ctx, key)
    return given("xlsx", f"{found.key}-questions", sheets.written(courses.questions(ctx, found), language()))


@blueprint.writes(
    "/training/courses/<key>/sheet",
    None,
    Taken,
    may=WORK,
    requestBody={"required": True, "content": SHEET},
)
def take_sheet(ctx: Context, key: str) -> dict[str, int]:
    """Questions from XLSX (multipart `file`): a row with an id changes that question, others are new; all or none"""
    of, file = courses.course(ctx, key), request.files.get("file")
    if file is None:
        raise Invalid("input_invalid", [{"path": "file", "code": "required", "params": {}}])
    count = 0
    for number, question_id, told in sheets.read(file.stream):
        try:
            courses.save_question(ctx, of, told, question_id)
        except Invalid as refused:
            raise Invalid("question_sheet_invalid", refused.errors, row=number, reason=refused.code) from refused
        count += 1
    return {"count": count}


@blueprint.reads("/training/courses/<key>/results", page_of(ExamResult), may=READ)
def course_results(ctx: Context, key: str) -> dict[str, Any]:
    """The exams of a course, newest first; for training administrators"""
    return {"items": queries.results(ctx, courses.course(ctx, key)), "next": None}


# --- the yearly plan --------------------------------------------------------------------------------------------------


@blueprint.reads("/training/plan", page_of(PlannedItem), may=READ)
def plan(ctx: Context) -> dict[str, Any]:
    """The plan, from a year ago to a year ahead"""
    today, year = ctx.now.astimezone(ctx.zone).date(), timedelta(days=366)
    named = {course.id: course.key for course in courses.courses(ctx, active=False)}
    rows = courses.planned(ctx, today - year, today + year)
    told = [{**_planned(row), "course": named[row.course_id]} for row in rows]
    return {"items": told, "next": None}


def _planned(row: Any) -> dict[str, Any]:
    return {"id": row.id, "on": row.on, "groups": row.groups, "started_on": row.started_on}


@blueprint.writes("/training/plan", PlannedBody, PlannedItem, may=WORK, status=201)
def add_planned(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Put a course on a day; its round begins twenty days before"""
    of = courses.course(ctx, body["course"])
    return {**_planned(courses.plan(ctx, of, body["on"], body["groups"])), "course": of.key}


@blueprint.writes("/training/plan/<planned_id>", may=WORK, status=204, method="DELETE")
def remove_planned(ctx: Context, planned_id: str) -> None:
    """Take a line out of the plan, before its round begins"""
    courses.unplan(ctx, planned_id)


# --- the exam ---------------------------------------------------------------------------------------------------------


@blueprint.reads("/exams/<task_id>", Exam, may=READ)
def exam(ctx: Context, task_id: str) -> dict[str, Any]:
    """The exam of one's own task: what awaits, the paper while it is open, what was right once it is handed in"""
    return _exam(ctx, inbox.task(ctx, task_id))


@blueprint.writes("/exams/<task_id>/begin", Nothing, Exam, may=WORK)
def begin(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Draw the paper and start the time; begun before, the same paper goes on"""
    task, _ = tasks.locked(ctx, task_id)
    sittings.begin(ctx, task.instance_id)
    return _exam(ctx, task)


@blueprint.writes("/exams/<task_id>/answers", ExamAnswers, may=WORK, status=204, method="PATCH", kept=False)
def keep_answers(ctx: Context, body: dict[str, Any], task_id: str) -> None:
    """Keep answers as they are given"""
    sittings.answer(ctx, inbox.task(ctx, task_id).instance_id, body["answers"])


@blueprint.writes("/exams/<task_id>/hand-in", Nothing, Exam, may=WORK)
def hand_in(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Hand in: it is marked, the task is done, and what was right is shown"""
    task, _ = tasks.locked(ctx, task_id)
    done = sittings.hand_in(ctx, task.instance_id)
    tasks.complete(ctx, task_id, {"sitting": done.id})
    return _exam(ctx, task)


def _exam(ctx: Context, task: Task) -> dict[str, Any]:
    return {**queries.exam(ctx, task.instance_id, task.opened_at), "now": ctx.now}
