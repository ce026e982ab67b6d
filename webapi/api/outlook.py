"""What a customer's page says beside the record: where in the matrix, what comes next and when, how satisfied."""

from datetime import UTC, date, datetime, time
from statistics import mean
from typing import Any

from marshmallow import fields

from engine.customers import churn, outlook, profile, satisfaction
from engine.customers.queries import seen
from engine.kernel import Context
from engine.tasks import queries as tasks
from webapi.schemas import Instant, Schema
from webapi.unit import Blueprint

blueprint = Blueprint("outlook", __name__, description="What comes next for a customer")
READ = ("read", "customer")


class Cell(Schema):
    code = fields.String(attribute="cell")
    name = fields.String()
    name_en = fields.String()
    value = fields.String(metadata={"enum": ["high", "mid", "low"]})
    loyalty = fields.String(metadata={"enum": ["high", "low"]})
    potential = fields.String(metadata={"enum": ["high", "low"]})
    drop = fields.Boolean(metadata={"description": "spend or contacts fell"})


class Coming(Schema):
    kind = fields.String(metadata={"enum": ["task", "wait", "action", "need", "touch"]})
    at = Instant(metadata={"description": "an instant, or else `on`, a day"})
    on = fields.String()
    late = fields.Boolean()
    name = fields.String(metadata={"description": "of a task or a timer"})
    name_en = fields.String()
    text = fields.String(metadata={"description": "of a next step or need, as it was written down"})
    touch = fields.String(metadata={"description": "of a planned contact"})
    channel = fields.String()
    task = fields.String()
    instance = fields.String()
    process = fields.String()
    owner = fields.String(allow_none=True, metadata={"description": "a person's name"})
    groups = fields.List(fields.String())


class Sign(Schema):
    reason = fields.String()
    points = fields.Integer()


class Risk(Schema):
    points = fields.Integer()
    level = fields.String(metadata={"enum": ["high", "mid", "low"]})
    reasons = fields.List(fields.Nested(Sign), metadata={"description": "what the points are for"})
    version = fields.Integer(metadata={"description": "of the table of signals"})


class Outlook(Schema):
    cell = fields.Nested(Cell, allow_none=True)
    churn = fields.Nested(Risk, allow_none=True, metadata={"description": "how likely the customer is to leave"})
    coming = fields.List(fields.Nested(Coming))


class Answer(Schema):
    id = fields.String()
    on = fields.Date()
    score = fields.Integer(metadata={"description": "0-100"})
    about = fields.String()
    channel = fields.String()
    case = fields.String(attribute="case_id", allow_none=True)


class Answers(Schema):
    items = fields.List(fields.Nested(Answer))
    mean = fields.Float(allow_none=True)
    satisfied_from = fields.Integer()


@blueprint.reads("/customers/<which>/outlook", Outlook, may=READ)
def ahead(ctx: Context, which: str) -> dict[str, Any]:
    """The value–potential cell with its reasons, and everything that comes next, soonest first"""
    customer = seen(ctx, which)
    found = [*_tasks(ctx, customer.id), *outlook.coming(ctx, customer)]
    timed = sorted(((_when(ctx, one), one) for one in found), key=lambda pair: pair[0])
    told = {"cell": profile.cell(ctx, customer), "churn": churn.risk(ctx, customer)}
    return {**told, "coming": [{**one, "late": at < ctx.now} for at, one in timed]}


def _tasks(ctx: Context, customer_id: str) -> list[dict[str, Any]]:
    return [
        {"kind": "task", "at": row.due_at, "name": row.name, "name_en": row.name_en, "task": row.id}
        | {"instance": row.instance_id, "process": row.process, "owner": row.assignee, "groups": row.groups}
        for row in tasks.of_customer(ctx, customer_id)
        if row.due_at
    ]


def _when(ctx: Context, one: dict[str, Any]) -> datetime:
    if "on" in one:
        return datetime.combine(date.fromisoformat(one["on"]), time.max, ctx.zone).astimezone(UTC)
    return one["at"]  # type: ignore[no-any-return]


@blueprint.reads("/customers/<which>/satisfaction", Answers, may=READ)
def satisfied(ctx: Context, which: str) -> dict[str, Any]:
    """What the customer said of the house in points, newest first; what was said in words stays with the case"""
    items = satisfaction.answers(ctx, seen(ctx, which).id)
    average = round(mean(one.score for one in items), 1) if items else None
    return {"items": items, "mean": average, "satisfied_from": satisfaction.SATISFIED}
