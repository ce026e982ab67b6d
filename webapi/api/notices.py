"""One's notices."""

from typing import Any

from marshmallow import fields

from engine.kernel import Context
from engine.notify import queries
from webapi import present
from webapi.api.shapes import CustomerRef, Nothing
from webapi.schemas import Instant, Query, Schema, after, page
from webapi.unit import Blueprint

blueprint = Blueprint("notices", __name__, description="Notices")


class Notice(Schema):
    id = fields.String()
    at = Instant()
    kind = fields.String()
    instance = fields.String(attribute="instance_id")
    customer = fields.Nested(CustomerRef, allow_none=True)
    about = fields.String(allow_none=True, metadata={"description": "an element of the case"})
    read_at = Instant(allow_none=True)


class Notices(Schema):
    items = fields.List(fields.Nested(Notice))
    next = fields.String(allow_none=True)
    unread = fields.Integer()


class Unread(Schema):
    unread = fields.Integer()


@blueprint.reads("/notices", Notices, query=Query)
def notices(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The asker's notices, newest first"""
    rows = queries.mine(ctx, after=after(query, str), limit=query["limit"] + 1)
    shown = page(rows, query["limit"], lambda notice: notice.id)
    of = present.customers(ctx, (row.customer_id for row in shown["items"]))
    names = ("id", "at", "kind", "instance_id", "about", "read_at")
    items = [
        {**{name: getattr(row, name) for name in names}, "customer": of.get(row.customer_id)} for row in shown["items"]
    ]
    return {"items": items, "next": shown["next"], "unread": queries.unread(ctx)}


@blueprint.writes("/notices/read", Nothing, Unread, may=("work", "task"))
def read(ctx: Context, body: dict[str, Any]) -> dict[str, int]:
    """All of the asker's notices are read now"""
    queries.read(ctx)
    return {"unread": 0}
