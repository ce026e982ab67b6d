"""Evaluations of all customers, and who would move."""

from typing import Any

from marshmallow import fields

from engine.customers import queries
from engine.kernel import Context
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("tiers", __name__, description="Evaluations of all customers")
READ = ("read", "customer")


class RunsQuery(Query):
    scheme = fields.String()


class Run(Schema):
    run = fields.String()
    scheme = fields.String()
    as_of = fields.String()
    mode = fields.String()
    status = fields.String()
    scored_at = Instant()
    customers = fields.Integer()
    movers = fields.Integer()
    promotions = fields.Integer()
    demotions = fields.Integer()


class MovesQuery(Query):
    status = fields.String()


class Move(Schema):
    customer = fields.String(metadata={"description": "客户编号"})
    name = fields.String()
    direction = fields.String()
    from_ = fields.String(attribute="from", data_key="from", allow_none=True)
    to = fields.String()
    amount = fields.Raw()
    yearly_cost = fields.Raw()
    route = fields.Raw()
    plain = fields.Boolean()
    status = fields.String()


@blueprint.reads("/tiers/runs", page_of(Run), query=RunsQuery, may=READ)
def runs(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The latest evaluations, newest first"""
    return {"items": queries.runs(ctx, query.get("scheme"), query["limit"]), "next": None}


@blueprint.reads("/tiers/runs/<run>/moves", page_of(Move), query=MovesQuery, may=READ)
def moves(ctx: Context, query: dict[str, Any], run: str) -> dict[str, Any]:
    """The moves that an evaluation proposed, by customer, those that the asker may see"""
    limit = query["limit"]
    found = queries.moves(ctx, run, status=query.get("status"), after=after(query, str), limit=limit + 1)
    return page(found, limit, lambda move: move["customer"])
