"""Who looked at whom, for those who look after privacy."""

from datetime import datetime
from typing import Any

from marshmallow import fields

from engine.customers import viewing
from engine.kernel import Context
from webapi import present
from webapi.api.shapes import CustomerRef
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("viewing", __name__, description="Who looked at personal data")


class View(Schema):
    at = Instant()
    actor = fields.String()
    what = fields.String(metadata={"enum": ["customer", "case", "evidence"]})
    customer = fields.Nested(CustomerRef, allow_none=True)
    case = fields.String(allow_none=True)


@blueprint.reads("/views", page_of(View), query=Query)
def views(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """What auditors and administrators opened of customers, cases and evidence, newest first; once a day each"""
    limit, before = query["limit"], after(query, datetime, str, int)
    shown = page(viewing.views(ctx, before=before, limit=limit + 1), limit, lambda one: [one.at, one.stream, one.seq])
    of = present.customers(ctx, (one.data.get("customer") for one in shown["items"]))
    told = [
        {"at": one.at, "actor": one.actor, "what": one.data["what"], "case": one.data.get("case")}
        | {"customer": of.get(one.data.get("customer"))}
        for one in shown["items"]
    ]
    return {**shown, "items": told}
