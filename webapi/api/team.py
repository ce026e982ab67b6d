"""A head's view of the people below: what each has in hand, what is late."""

from typing import Any

from marshmallow import fields

from engine.kernel import Context, Forbidden
from engine.reports.tiles import Tiles, tiles
from engine.tasks import team
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("team", __name__, description="A head's view of the team")


class Desk(Schema):
    person = fields.String()
    display_name = fields.String()
    department = fields.String(attribute="department_id", allow_none=True, metadata={"description": "its id"})
    open = fields.Integer()
    overdue = fields.Integer()
    urgent = fields.Integer()
    escalated = fields.Integer(metadata={"description": "of these, tasks of the escalation ladder"})
    next_due = Instant(allow_none=True)


class TeamTiles(Schema):
    open = fields.Integer()
    overdue = fields.Integer()
    due_today = fields.Integer()
    escalated = fields.Integer()
    in_time = fields.Float(allow_none=True, metadata={"description": "percent done by its due time, last 30 days"})
    score = fields.Float(allow_none=True, metadata={"description": "mean satisfaction of the last 90 days, 0-100"})


@blueprint.reads("/team/figures", TeamTiles, may=("read", "case"))
def figures(ctx: Context) -> Tiles:
    """Six figures of those whom the asker oversees, and of their customers"""
    if not team.leads(ctx):
        raise Forbidden("leads_nobody")
    return tiles(ctx)


@blueprint.reads("/team", page_of(Desk), may=("read", "case"))
def desks(ctx: Context) -> dict[str, Any]:
    """What each person whom the asker oversees has in hand: those with most overdue first"""
    if not team.leads(ctx):
        raise Forbidden("leads_nobody")
    return {"items": team.desks(ctx), "next": None}
