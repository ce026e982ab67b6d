"""Saved views of the inbox: a filter under a name, one's own or lent to a group."""

from typing import Any

from marshmallow import fields, validate

from engine.kernel import Context
from engine.tasks import views
from engine.tasks.models import View
from webapi.api.shapes import Nothing
from webapi.schemas import Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("views", __name__, description="Saved views of the inbox")
WORK = ("work", "task")


class NewView(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 64))
    group = fields.String(metadata={"description": "a group of the asker's that may use it too"})
    wish = fields.Dict(
        keys=fields.String(),
        values=fields.String(validate=validate.Length(max=255)),
        required=True,
        validate=validate.Length(max=12),
        metadata={"description": "what the list is asked: the inbox page's own parameters"},
    )


class SavedView(Schema):
    id = fields.String()
    name = fields.String()
    owner = fields.String()
    own = fields.Boolean()
    group = fields.String(allow_none=True)
    wish = fields.Dict(keys=fields.String(), values=fields.String())


@blueprint.reads("/tasks/views", page_of(SavedView), may=("read", "case"))
def saved_views(ctx: Context) -> dict[str, Any]:
    """The asker's saved views and those that a group of theirs shares, by name"""
    return {"items": [_told(ctx, view) for view in views.seen(ctx)], "next": None}


@blueprint.writes("/tasks/views", NewView, SavedView, may=WORK, status=201)
def save_view(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Keep a filter of the inbox under a name, in place of the asker's view of that name; `group` may use it too"""
    return _told(ctx, views.save(ctx, body["name"], body["wish"], shared_with=body.get("group")))


@blueprint.writes("/tasks/views/<view_id>", None, Nothing, may=WORK, method="DELETE")
def remove_view(ctx: Context, view_id: str) -> dict[str, Any]:
    """Forget a view of one's own"""
    views.remove(ctx, view_id)
    return {}


def _told(ctx: Context, view: View) -> dict[str, Any]:
    own = view.owner == ctx.actor.name
    shown = {"id": view.id, "name": view.name, "owner": view.owner, "group": view.shared_with, "wish": view.wish}
    return {**shown, "own": own}
