"""Evaluations of all customers, and who would move."""

from typing import Any

from marshmallow import fields, validate

from engine.customers import commands, queries
from engine.kernel import Context
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("tiers", __name__, description="Evaluations of all customers")
READ, STEER = ("read", "customer"), ("deploy", "definition")


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


class Lock(Schema):
    until = fields.Date(required=True, metadata={"description": "the last day of the lock"})
    reason = fields.String(required=True, validate=validate.Length(1, 1000))
    scheme = fields.String(metadata={"description": "by default the leading one"})


class Unlock(Schema):
    scheme = fields.String(metadata={"description": "by default the leading one"})


class Locked(Schema):
    scheme = fields.String()
    member = fields.Raw(allow_none=True)
    locked_until = fields.String(allow_none=True)
    lock_reason = fields.String(allow_none=True)


@blueprint.writes("/customers/<which>/tier/lock", Lock, Locked, may=STEER)
def lock(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Hold a customer's tier against the rules until a day, for a reason"""
    scheme = body.get("scheme") or _leading(ctx, which)
    commands.lock_tier(ctx, which, scheme, until=body["until"], reason=body["reason"])
    return queries.tier(ctx, which, scheme)


@blueprint.writes("/customers/<which>/tier/unlock", Unlock, Locked, may=STEER)
def unlock(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Lift a lock before its day"""
    scheme = body.get("scheme") or _leading(ctx, which)
    commands.unlock_tier(ctx, which, scheme)
    return queries.tier(ctx, which, scheme)


def _leading(ctx: Context, which: str) -> str:
    return str(queries.tier(ctx, which, None)["scheme"])
