"""The library over HTTP: kept by training, presales and marketing, read by everybody, beside the customers it fits."""

from io import BytesIO
from typing import Any

from flask import Response, request, send_file
from marshmallow import fields, validate

from engine.attachments import rules as files
from engine.customers.commands import seen
from engine.kernel import Context, Invalid
from engine.library import commands, queries, rules
from engine.library.models import LibraryItem as Row
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("library", __name__, description="Templates, white papers and cases to hand to customers")
READ, WORK = ("read", "case"), ("work", "task")
TEXT = {"type": "string"}
PARTS = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "at most 20 MB"},
        "title": TEXT,
        "title_en": TEXT,
        "kind": {"type": "string", "enum": list(rules.KINDS)},
        "tags": {"type": "string", "description": "one a line: the words in which customers' needs are kept"},
    },
    "required": ["file", "title", "kind", "tags"],
}


class LibraryBody(Schema):
    title = fields.String()
    title_en = fields.String()
    kind = fields.String(validate=validate.OneOf(rules.KINDS))
    tags = fields.List(fields.String())


class LibraryItem(LibraryBody):
    id = fields.String()
    name = fields.String()
    size = fields.Integer()
    media = fields.String()
    added_at = Instant()
    added_by = fields.String()
    because = fields.List(fields.String(), metadata={"description": "the words that fit the customer"})


class Library(Schema):
    items = fields.List(fields.Nested(LibraryItem))
    keeps = fields.Boolean(metadata={"description": "whether the asker keeps the library"})


@blueprint.reads("/library", Library, may=READ)
def every(ctx: Context) -> dict[str, Any]:
    """What is offered, newest first"""
    return {"items": [_told(row) for row in queries.items(ctx)], "keeps": commands.keeps(ctx)}


@blueprint.writes(
    "/library",
    None,
    LibraryItem,
    may=WORK,
    status=201,
    requestBody={"required": True, "content": {"multipart/form-data": {"schema": PARTS}}},
)
def add(ctx: Context) -> dict[str, Any]:
    """Put a file in"""
    commands.must_keep(ctx)
    file, told = request.files.get("file"), request.form
    if file is None:
        raise Invalid("input_invalid", [{"path": "file", "code": "required", "params": {}}])
    given = {name: told.get(name, "") for name in ("title", "title_en", "kind")}
    content = file.stream.read(files.LARGEST + 1)
    row = commands.add(ctx, {**given, "tags": told.get("tags", "").splitlines()}, file.filename or "", content)
    return _told(row)


@blueprint.writes("/library/<item_id>", LibraryBody, LibraryItem, may=WORK, method="PATCH")
def change(ctx: Context, body: dict[str, Any], item_id: str) -> dict[str, Any]:
    """Another title, kind or other tags; the file stays"""
    return _told(commands.change(ctx, item_id, body))


@blueprint.writes("/library/<item_id>", may=WORK, status=204, method="DELETE")
def retire(ctx: Context, item_id: str) -> None:
    """Offer it no more"""
    commands.retire(ctx, item_id)


@blueprint.reads("/library/<item_id>/file", may=READ)
def serve(ctx: Context, item_id: str) -> Response:
    """The file itself, to be saved"""
    row = commands.item(ctx, item_id)
    response = send_file(BytesIO(queries.content(ctx, row)), row.media, as_attachment=True, download_name=row.name)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@blueprint.reads("/customers/<which>/library", page_of(LibraryItem), may=("read", "customer"))
def fitting(ctx: Context, which: str) -> dict[str, Any]:
    """What fits a customer's core needs and tags"""
    found = queries.fitting(ctx, seen(ctx, which))
    return {"items": [{**_told(row), "because": why} for row, why in found], "next": None}


def _told(row: Row) -> dict[str, Any]:
    return {
        name: getattr(row, name) for name in (*commands.GIVEN, "id", "name", "size", "media", "added_at", "added_by")
    }
