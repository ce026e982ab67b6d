"""What rules and incentives make of all customers: forecasts before a table goes live, what was granted, what was said.

Counts only, no customer by name: for those who own the rules, and auditors.
"""

from datetime import date
from typing import Any

from marshmallow import fields, validate

from engine.customers import forecast as engine
from engine.customers import incentives, satisfaction
from engine.kernel import Context
from webapi.schemas import Schema
from webapi.unit import Blueprint

blueprint = Blueprint("figures", __name__, description="Forecasts and figures over all customers")
READ = ("read", "figure")


class AskForecast(Schema):
    draft = fields.String(metadata={"description": "a DMN file that is not deployed; else the table in force"})
    version = fields.Integer(validate=validate.Range(1))


class ForecastRow(Schema):
    band = fields.Integer()
    prospect = fields.Boolean(metadata={"description": "never bought"})
    cell = fields.String(allow_none=True, metadata={"description": "cell of the value-potential matrix"})
    customers = fields.Integer()
    touch = fields.String()
    process = fields.String()
    every = fields.String(metadata={"description": "ISO 8601 duration"})
    share = fields.Float(metadata={"description": "percent of the group that has its turn in one interval"})
    staff = fields.Boolean(metadata={"description": "a person has to do it"})
    a_month = fields.Float()
    cost = fields.Float(metadata={"description": "yuan a month"})


class Forecast(Schema):
    customers = fields.Integer()
    touches_a_month = fields.Float()
    tasks_a_month = fields.Float()
    cost_a_month = fields.Float()
    rows = fields.List(fields.Nested(ForecastRow))


class Span(Schema):
    from_ = fields.Date(data_key="from", required=True)
    to = fields.Date(required=True)


class Granted(Schema):
    event = fields.String()
    reward = fields.String()
    band = fields.Integer()
    granted = fields.Integer()
    value = fields.Float(metadata={"description": "yuan"})


class Scores(Schema):
    band = fields.Integer()
    answers = fields.Integer()
    mean = fields.Float(metadata={"description": "mean score, 0-100"})
    csat = fields.Float(metadata={"description": "percent of answers of 80 and more"})


class GrantedList(Schema):
    items = fields.List(fields.Nested(Granted))


class ScoresList(Schema):
    items = fields.List(fields.Nested(Scores))


@blueprint.asks("/decisions/<key>/forecast", AskForecast, Forecast, may=READ)
def forecast(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """How many touches and tasks a month a table makes, and for whom: followup_frequency (D14) or incentive (D22)"""
    draft = body["draft"].encode() if "draft" in body else None
    return engine.forecast(ctx, key, draft, body.get("version"))


@blueprint.reads("/incentives", GrantedList, query=Span, may=READ)
def granted(ctx: Context, query: dict[str, date]) -> dict[str, Any]:
    """What incentives were granted in a span, and what they cost"""
    return {"items": incentives.report(ctx, query["from_"], query["to"])}


@blueprint.reads("/satisfaction", ScoresList, query=Span, may=READ)
def scores(ctx: Context, query: dict[str, date]) -> dict[str, Any]:
    """Satisfaction by service band in a span: the mean score, and the share of the satisfied"""
    return {"items": satisfaction.by_band(ctx, query["from_"], query["to"])}
