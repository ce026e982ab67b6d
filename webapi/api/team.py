"""A head's view of the people below: what each has in hand, what is late."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from engine.access import queries as access
from engine.kernel import Context, Forbidden
from engine.reports.tiles import Tiles, tiles
from engine.tasks import team
from webapi.schemas import Instant, Schema, page_of
from webapi.sheets import FORMATS, given, sheet
from webapi.texts import language
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


class DesksQuery(Schema):
    format = fields.String(load_default="json", validate=validate.OneOf(["json", *FORMATS]))


COUNTED = ("open", "overdue", "urgent", "escalated")
HEADER = (
    *(("用户名", "User name"), ("姓名", "Name"), ("部门", "Department"), ("在办", "In hand"), ("已超期", "Overdue")),
    *(("紧急", "Urgent"), ("已升级", "Escalated"), ("最近期限", "Next due")),
)
TILES = {
    "open": ("在办任务", "In hand"),
    "overdue": ("已超期", "Overdue"),
    "due_today": ("今日到期", "Due today"),
    "escalated": ("已升级", "Escalated"),
    "in_time": ("按时完成(30 天)%", "In time (30 days) %"),
    "score": ("客户满意度(90 天)", "Satisfaction (90 days)"),
}


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


@blueprint.reads("/team", page_of(Desk), query=DesksQuery, may=("read", "case"))
def desks(ctx: Context, query: dict[str, Any]) -> dict[str, Any] | Response:
    """What each person whom the asker oversees has in hand: those with most overdue first; with `format` as CSV (with
    a byte order mark) or XLSX, which also holds the six figures"""
    if not team.leads(ctx):
        raise Forbidden("leads_nobody")
    found, kind = team.desks(ctx), query["format"]
    if kind == "json":
        return {"items": found, "next": None}
    at = int(language() == "en")
    of = {one.id: (one.name, one.name_en or one.name)[at] for one in access.departments(ctx.session, tenant=ctx.tenant)}
    rows = (
        [one.person, one.display_name, of.get(one.department_id or ""), *(getattr(one, name) for name in COUNTED),
         one.next_due and one.next_due.astimezone(ctx.zone).isoformat(" ", "minutes")[:16]]
        for one in found
    )  # fmt: skip
    told = tiles(ctx)
    notes = [[words[at], getattr(told, name)] for name, words in TILES.items()]
    return given(kind, "team", sheet(kind, [words[at] for words in HEADER], rows, notes))
