"""Files of cases: added by who may see the case, served to who may see it."""

from io import BytesIO
from typing import Any

from flask import Response, request, send_file
from marshmallow import fields

from engine.attachments import commands, queries, rules
from engine.attachments.models import Attachment as Row
from engine.kernel import Context, Invalid
from webapi import sight
from webapi.schemas import Instant, Schema
from webapi.unit import Blueprint

blueprint = Blueprint("attachments", __name__, description="Files of cases")
PARTS = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "at most 20 MB"},
        "instance": {"type": "string", "description": "the case that it belongs to"},
    },
    "required": ["file", "instance"],
}


class Attachment(Schema):
    id = fields.String()
    instance = fields.String()
    name = fields.String()
    sha256 = fields.String()
    size = fields.Integer()
    media = fields.String()
    added_at = Instant()
    added_by = fields.String()


class Attachments(Schema):
    items = fields.List(fields.Nested(Attachment))


@blueprint.writes(
    "/attachments",
    None,
    Attachment,
    may=("work", "task"),
    status=201,
    requestBody={"required": True, "content": {"multipart/form-data": {"schema": PARTS}}},
)
def add(ctx: Context) -> dict[str, Any]:
    """A file for a case that the asker may see; its hash goes on record"""
    file, instance = request.files.get("file"), request.form.get("instance")
    missing = [name for name, given in (("file", file), ("instance", instance)) if not given]
    if file is None or not instance:
        raise Invalid("input_invalid", [{"path": name, "code": "required", "params": {}} for name in missing])
    case = sight.case(ctx, instance)
    return _told(ctx, commands.add(ctx, case.id, file.filename or "", file.stream.read(rules.LARGEST + 1)))


@blueprint.reads("/instances/<instance_id>/attachments", Attachments, may=("read", "case"))
def of_case(ctx: Context, instance_id: str) -> dict[str, Any]:
    """The files of a case and of all that belong to the same root, oldest first"""
    return {"items": [_told(ctx, row) for row in queries.of_case(ctx, sight.case(ctx, instance_id).id)]}


@blueprint.reads("/attachments/<attachment_id>", may=("read", "case"))
def serve(ctx: Context, attachment_id: str) -> Response:
    """The file itself; only pictures are shown, everything else is saved"""
    row = queries.attachment(ctx, attachment_id)
    sight.case(ctx, row.instance_id)
    content = BytesIO(queries.content(ctx, row))
    saved = row.media not in rules.SHOWN
    response = send_file(content, row.media, as_attachment=saved, download_name=queries.name(ctx, row))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _told(ctx: Context, row: Row) -> dict[str, Any]:
    names = ("id", "sha256", "size", "media", "added_at", "added_by")
    return {**{one: getattr(row, one) for one in names}, "instance": row.instance_id, "name": queries.name(ctx, row)}
