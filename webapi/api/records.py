"""Keeping records in order: what is due for review, records that look alike, merges and undoing them."""

from typing import Any

from marshmallow import fields, validate

from engine.customers import merges, queries, review_queries
from engine.kernel import Context
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("records", __name__, description="Data reviews, likely duplicates, merges")
READ, WRITE = ("read", "customer"), ("write", "customer")


class RecordDue(Schema):
    id = fields.String()
    number = fields.String()
    name = fields.String()
    owner = fields.String(allow_none=True)
    band = fields.Integer(allow_none=True)
    reviewed_at = Instant(allow_none=True)
    state = fields.String(metadata={"enum": ["late", "open", "waiting", "nobody"]})
    due = Instant(allow_none=True)
    case = fields.String(allow_none=True)


class RecordLine(Schema):
    id = fields.String()
    number = fields.String()
    name = fields.String()
    region = fields.String(allow_none=True)


class RecordTwins(Schema):
    this = fields.Nested(RecordLine)
    other = fields.Nested(RecordLine)
    points = fields.Integer(metadata={"description": "how alike, of 100"})
    reasons = fields.List(fields.String(metadata={"enum": ["phone", "mail", "name"]}))


class RecordsAlike(Schema):
    items = fields.List(fields.Nested(RecordTwins))


class RecordPair(Schema):
    this = fields.String(required=True, validate=validate.Length(1, 64), metadata={"description": "客户编号 or id"})
    other = fields.String(required=True, validate=validate.Length(1, 64))


class RecordSide(RecordLine):
    tags = fields.List(fields.String())


class RecordField(Schema):
    field = fields.String()
    this = fields.String(allow_none=True)
    other = fields.String(allow_none=True)


class RecordsBeside(Schema):
    this = fields.Nested(RecordSide)
    other = fields.Nested(RecordSide)
    fields_ = fields.List(fields.Nested(RecordField), attribute="fields", data_key="fields")
    needs = fields.List(fields.String())
    rows = fields.Dict(metadata={"description": "{this|other: {table: how many}}"})
    aside = fields.Dict(metadata={"description": "{side that yields: {table: rows that the other has of its own}}"})


class NewRecordMerge(RecordPair):
    into = fields.String(required=True, validate=validate.OneOf(merges.WORDS))
    taken = fields.Dict(keys=fields.String(), values=fields.String(validate=validate.OneOf(merges.WORDS)))


class RecordMerge(Schema):
    id = fields.String()
    number = fields.String()
    into = fields.Nested(RecordLine, allow_none=True)
    moved = fields.Dict()
    fields_ = fields.List(fields.String(), attribute="fields", data_key="fields")
    merged_at = Instant()
    merged_by = fields.String()
    undone_at = Instant(allow_none=True)
    undone_by = fields.String(allow_none=True)
    against = fields.List(fields.String(), metadata={"description": "why it cannot be undone: codes"})
    may_undo = fields.Boolean()


class RecordMerges(Schema):
    items = fields.List(fields.Nested(RecordMerge))


class RecordMerged(Schema):
    merge = fields.String()
    customer = fields.String(metadata={"description": "the number of the record that stays"})


class UndoReason(Schema):
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class RecordNumber(Schema):
    customer = fields.String()


class RecordsDue(page_of(RecordDue)):  # type: ignore[misc]
    may_merge = fields.Boolean(metadata={"description": "whether the asker settles what looks alike"})


@blueprint.reads("/records/due", RecordsDue, query=Query, may=READ)
def due(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Customers whose record is open for review or overdue, by number"""
    limit = query["limit"]
    found = review_queries.due(ctx, after=after(query, str), limit=limit + 1)
    return {**page(found, limit, lambda one: one["number"]), "may_merge": merges.may_merge(ctx)}


@blueprint.reads("/records/twins", RecordsAlike, may=READ)
def twins(ctx: Context) -> dict[str, Any]:
    """Pairs that look like one customer; for data administrators"""
    return {"items": review_queries.twins(ctx)}


@blueprint.reads("/records/beside", RecordsBeside, query=RecordPair, may=READ)
def beside(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Two records beside each other, and what a merge would move; for data administrators"""
    return review_queries.preview(ctx, query["this"], query["other"])


@blueprint.reads("/records/merges", RecordMerges, may=READ)
def merged(ctx: Context) -> dict[str, Any]:
    """Merges, newest first, with what stands against undoing each; for data administrators"""
    return {"items": review_queries.merged(ctx)}


@blueprint.reads("/customers/<which>/merges", RecordMerges, may=READ)
def of_customer(ctx: Context, which: str) -> dict[str, Any]:
    """What became part of a customer"""
    return {"items": review_queries.of_customer(ctx, which)}


@blueprint.writes("/records/merges", NewRecordMerge, RecordMerged, may=WRITE, status=201)
def merge(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Make one record part of the other; for data administrators"""
    merges.require(ctx)
    sides = {side: queries.find(ctx, body[side]) for side in merges.WORDS}
    stays = sides[body["into"]].number
    made = merges.merge(ctx, sides["this"], sides["other"], body.get("taken", {}), into=body["into"])
    return {"merge": made, "customer": stays}


@blueprint.writes("/records/apart", RecordPair, RecordNumber, may=WRITE)
def apart(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Say that two records are two customers; for data administrators"""
    merges.require(ctx)
    this = queries.find(ctx, body["this"])
    merges.tell_apart(ctx, this, queries.find(ctx, body["other"]))
    return {"customer": this.number}


@blueprint.writes("/records/merges/<merge_id>/undo", UndoReason, RecordNumber, may=WRITE)
def undo(ctx: Context, body: dict[str, Any], merge_id: str) -> dict[str, Any]:
    """Two records again; 409 says what stands against it"""
    merges.require(ctx)
    return {"customer": merges.undo(ctx, merge_id, body["reason"]).number}
