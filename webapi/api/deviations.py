"""Deviations of cases in emergencies, and how often they happened (R13)."""

from datetime import timedelta
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import ColumnElement, select

from engine.deviations import queries
from engine.deviations.commands import KINDS
from engine.deviations.models import Deviation as Row
from engine.instances.models import Instance
from engine.kernel import Context
from webapi import sight
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("deviations", __name__, description="Deviations in emergencies")
READ = ("read", "case")


class Deviation(Schema):
    id = fields.String()
    instance = fields.String(attribute="instance_id")
    ordered_in = fields.String(metadata={"description": "the emergency's case"})
    kind = fields.String(metadata={"enum": list(KINDS)})
    element = fields.String(allow_none=True)
    params = fields.Dict()
    reason = fields.String()
    approved_by = fields.String()
    second = fields.String(allow_none=True)
    second_says = fields.String(allow_none=True)
    status = fields.String(metadata={"enum": ["ordered", "done", "refused", "undone", "stands"]})
    code = fields.String(allow_none=True, metadata={"description": "why it was refused, or could not be taken back"})
    ordered_at = Instant()
    ends_at = Instant()
    done_at = Instant(allow_none=True)


class DeviationsQuery(Query):
    kind = fields.String(validate=validate.OneOf(KINDS))
    status = fields.String()
    instance = fields.String()
    ordered_in = fields.String()
    since = Instant()
    until = Instant()


class ReportQuery(Schema):
    since = Instant(metadata={"description": "90 days ago, when left out"})
    until = Instant(metadata={"description": "now, when left out"})


class Count(Schema):
    kind = fields.String()
    ordered = fields.Integer()
    done = fields.Integer()
    refused = fields.Integer()
    unseconded = fields.Integer(metadata={"description": "nobody has looked a second time yet"})
    rejected = fields.Integer(metadata={"description": "the second person did not approve"})
    lapsed = fields.Integer(metadata={"description": "older than seven days, and not renewed"})


class Report(Schema):
    items = fields.List(fields.Nested(Count))


@blueprint.reads("/deviations", page_of(Deviation), query=DeviationsQuery, may=READ)
def deviations(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Deviations of cases that the asker may see, newest first"""
    names = ("kind", "status", "instance", "ordered_in", "since", "until")
    found = queries.deviations(ctx, where=_seen(ctx), **{name: query.get(name) for name in names})
    if last := after(query, str):
        found = found.where(Row.id < last)
    rows = ctx.session.scalars(found.limit(query["limit"] + 1)).all()
    return page(rows, query["limit"], lambda row: row.id)


@blueprint.reads("/deviations/report", Report, query=ReportQuery, may=READ)
def report(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """How often cases deviated in a span, by kind"""
    since = query.get("since") or ctx.now - timedelta(days=90)
    return {"items": queries.report(ctx, since, query.get("until") or ctx.now + timedelta(seconds=1), _seen(ctx))}


def _seen(ctx: Context) -> list[ColumnElement[bool]]:
    condition = sight.of_cases(ctx)
    return [] if condition is None else [Row.instance_id.in_(select(Instance.id).where(condition))]
