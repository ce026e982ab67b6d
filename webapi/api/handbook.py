"""The living handbook: what is in force as people read it, published copies, who has read what, and files of it."""

from collections.abc import Callable
from typing import Any

from flask import Response
from marshmallow import fields, validate

from engine.handbook import commands, content, docx, html, picture, queries
from engine.handbook.blocks import Block
from engine.kernel import Context, NotFound
from webapi.schemas import Instant, Schema, page_of
from webapi.texts import language
from webapi.unit import Blueprint

blueprint = Blueprint("handbook", __name__, description="What the versions in force say, as people read it")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Write = Callable[[dict[str, Any], html.Draw, str], str | bytes]
READ, PUBLISH = ("read", "handbook"), ("publish", "handbook")


class HandbookSource(Schema):
    kind = fields.String(metadata={"description": "process, decision, form"})
    key = fields.String()
    version = fields.Integer()


class HandbookMoved(Schema):
    kind = fields.String()
    key = fields.String()
    before = fields.Integer(allow_none=True)
    after = fields.Integer(allow_none=True)


class HandbookChange(Schema):
    key = fields.String()
    title = fields.String()
    sources = fields.List(fields.Nested(HandbookMoved), metadata={"description": "the versions that moved"})


class HandbookBlock(Schema):
    kind = fields.String(metadata={"description": "heading, text, table, figure"})
    text = fields.String()
    columns = fields.List(fields.String())
    rows = fields.List(fields.List(fields.String()))
    measured = fields.List(fields.Integer(), metadata={"description": "the columns that hold figures of the day"})
    process = fields.String()
    version = fields.Integer()
    caption = fields.String()


class HandbookChapter(Schema):
    key = fields.String()
    title = fields.String()
    hash = fields.String(metadata={"description": "SHA-256 of what it says, figures of the day left out"})
    sources = fields.List(fields.Nested(HandbookSource))
    blocks = fields.List(fields.Nested(HandbookBlock))


class HandbookCopyItem(Schema):
    number = fields.Integer()
    at = Instant()
    by = fields.String()
    readers = fields.Integer(metadata={"description": "how many people say to have read it"})


class HandbookRead(Schema):
    number = fields.Integer()
    at = Instant()


class HandbookItem(Schema):
    key = fields.String()
    title = fields.String()
    published = fields.Nested(HandbookCopyItem, allow_none=True)
    stale = fields.List(fields.Nested(HandbookChange), metadata={"description": "differs from the last copy"})
    read = fields.Nested(HandbookRead, allow_none=True)
    changed = fields.List(fields.Nested(HandbookChange), metadata={"description": "differs from what you last read"})


class HandbookPage(HandbookItem):
    language = fields.String()
    chapters = fields.List(fields.Nested(HandbookChapter))


class HandbookQuery(Schema):
    language = fields.String(validate=validate.OneOf(["zh", "en"]), metadata={"description": "else the reader's"})
    number = fields.Integer(metadata={"description": "a published copy instead of what is in force"})


class Acknowledged(Schema):
    number = fields.Integer(required=True)


class Published(Schema):
    number = fields.Integer()


def _told(ctx: Context, key: str, query: dict[str, Any]) -> dict[str, Any]:
    """The handbook asked for, as in force or as published."""
    lang = query.get("language") or language()
    if "number" not in query:
        return content.written(ctx, key, lang)
    found: dict[str, Any] = queries.copy(ctx, key, query["number"]).content[lang]
    return found


@blueprint.reads("/handbooks", page_of(HandbookItem), may=READ)
def handbooks(ctx: Context) -> dict[str, Any]:
    """The handbooks, how each stands to its published copy and to what you last read"""
    return {"items": queries.every(ctx, language()), "next": None}


@blueprint.reads("/handbooks/mine", HandbookChapter, may=READ)
def my_duties(ctx: Context) -> dict[str, Any]:
    """The steps of all processes in force that your groups are meant for"""
    return content.mine(ctx, language())


@blueprint.reads("/handbooks/<key>", HandbookPage, query=HandbookQuery, may=READ)
def handbook(ctx: Context, query: dict[str, Any], key: str) -> dict[str, Any]:
    """A handbook as it reads now, or a published copy of it"""
    told = _told(ctx, key, query)
    live = told if "number" not in query else content.written(ctx, key, told["language"], measured=False)
    return {**told, **queries.standing(ctx, live, told["language"])}


@blueprint.reads("/handbooks/<key>/html", query=HandbookQuery, may=READ)
def handbook_page(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """The same as one page that needs nothing else: to send, to keep, to print"""
    return _file(ctx, query, key, html.page, "html", "text/html")


@blueprint.reads("/handbooks/<key>/docx", query=HandbookQuery, may=READ)
def handbook_document(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """The same as a Word document, its drawings as SVG"""
    return _file(ctx, query, key, docx.file, "docx", DOCX)


def _file(ctx: Context, query: dict[str, Any], key: str, write: Write, ending: str, mimetype: str) -> Response:
    told = _told(ctx, key, query)

    def draw(block: Block) -> picture.Picture | None:
        return content.figure(ctx, block["process"], block["version"], told["language"])

    at = ctx.now.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M")
    response = Response(write(told, draw, at), mimetype=mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{told["key"]}-{told["language"]}.{ending}"'
    return response


@blueprint.reads("/handbooks/figures/<process>/<int:version>", query=HandbookQuery, may=READ)
def handbook_figure(ctx: Context, query: dict[str, Any], process: str, version: int) -> Response:
    """The drawing of a version of a process, as SVG"""
    found = content.figure(ctx, process, version, query.get("language") or language())
    if found is None:
        raise NotFound("handbook_figure_unknown", process=process, version=version)
    response = Response(picture.svg(found), mimetype="image/svg+xml")
    response.add_etag()
    return response


@blueprint.writes("/handbooks/<key>/copies", None, Published, may=PUBLISH, status=201)
def publish_handbook(ctx: Context, key: str) -> dict[str, int]:
    """Keep the handbook as it reads now, in both languages, as its next copy"""
    return {"number": commands.publish(ctx, key)}


@blueprint.writes("/handbooks/<key>/acknowledge", Acknowledged, may=READ, status=204)
def acknowledge_handbook(ctx: Context, body: dict[str, Any], key: str) -> None:
    """You have read this copy"""
    commands.acknowledge(ctx, key, body["number"])
