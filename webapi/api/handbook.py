"""The living handbook: what is in force as people read it, published copies, who has read what, and files of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Response
from marshmallow import fields, validate

from engine.handbook import cases, commands, content, copies, docx, html, pdf, picture, queries, reviews
from engine.handbook.blocks import Block
from engine.kernel import Context, NotFound
from engine.reports import handbook_effect as effect
from webapi.pages import FONTS
from webapi.schemas import Instant, Schema, page_of
from webapi.texts import language
from webapi.unit import Blueprint

blueprint = Blueprint("handbook", __name__, description="What the versions in force say, as people read it")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Write = Callable[..., str | bytes]
READ = ("read", "handbook")


class HandbookSource(Schema):
    kind = fields.String(metadata={"description": "process, decision, form"})
    key = fields.String()
    name = fields.String(metadata={"description": "what it is called; copies of old do not say"})
    version = fields.Integer()


class HandbookMoved(Schema):
    kind = fields.String()
    key = fields.String()
    name = fields.String(metadata={"description": "what it is called"})
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


class HandbookEdition(Schema):
    number = fields.Integer()
    at = Instant()
    by = fields.String()
    case = fields.String(allow_none=True, metadata={"description": "the case that made it"})


class HandbookPage(HandbookItem):
    language = fields.String()
    review_on = fields.Date(allow_none=True, metadata={"description": "when it is to be looked at again"})
    effect = fields.Boolean(metadata={"description": "the reader may ask what its copies did"})
    retired = fields.Boolean(metadata={"description": "a review took it out of use"})
    copies = fields.List(
        fields.Nested(HandbookEdition), metadata={"description": "all that were published, newest first"}
    )
    chapters = fields.List(fields.Nested(HandbookChapter))


class HandbookQuery(Schema):
    language = fields.String(validate=validate.OneOf(["zh", "en"]), metadata={"description": "else the reader's"})
    number = fields.Integer(metadata={"description": "a published copy instead of what is in force"})


class EffectFigure(Schema):
    key = fields.String()
    report = fields.String(metadata={"description": "the report it is read from"})
    number = fields.String()
    name = fields.String()
    unit = fields.String()
    rises = fields.Boolean(metadata={"description": "more is better"})
    before = fields.Float(allow_none=True)
    after = fields.Float(allow_none=True)
    points = fields.Float(allow_none=True, metadata={"description": "the difference, of percentages and scores"})
    relative = fields.Float(allow_none=True, metadata={"description": "the change in percent of what was"})


class EffectGoal(Schema):
    metric = fields.String()
    target = fields.String()
    name = fields.String(allow_none=True, metadata={"description": "the figure of the house that it is tied to"})
    unit = fields.String(allow_none=True)
    aim = fields.Float(allow_none=True)
    reached = fields.Float(allow_none=True)
    met = fields.Boolean(allow_none=True)


class HandbookEffect(Schema):
    number = fields.Integer()
    first = fields.Date(metadata={"description": "the day of publication"})
    last = fields.Date(metadata={"description": "the day of the next copy, today, or a year later"})
    readers = fields.Integer(metadata={"description": "who says to have read it or a later one"})
    audience = fields.Integer()
    feedback = fields.Integer(metadata={"description": "feedback that readers of handbooks gave in that time"})
    feedback_all = fields.Integer()
    figures = fields.List(fields.Nested(EffectFigure))
    goals = fields.List(fields.Nested(EffectGoal))


class CaseStudyItem(Schema):
    number = fields.String()
    kind = fields.String(metadata={"description": "complaint, churn_rescue, improvement, other"})
    outcome = fields.String(metadata={"description": "success, failure"})
    book = fields.String(metadata={"description": "the handbook it stands in"})
    course = fields.String(allow_none=True, metadata={"description": "the course that uses it"})
    course_name = fields.String(allow_none=True)
    at = Instant()
    title = fields.String()
    story = fields.String()
    cause = fields.String()
    lesson = fields.String()


class CaseStudyQuery(Schema):
    q = fields.String(load_default="", metadata={"description": "words that it must hold, in either language"})
    book = fields.String(metadata={"description": "of this handbook only"})


class Acknowledged(Schema):
    number = fields.Integer(required=True)


def _told(ctx: Context, key: str, query: dict[str, Any]) -> dict[str, Any]:
    """The handbook asked for, as in force or as published."""
    lang = query.get("language") or language()
    if "number" not in query:
        return content.written(ctx, key, lang)
    found: dict[str, Any] = copies.copy(ctx, key, query["number"]).content[lang]
    return found


@blueprint.reads("/handbooks", page_of(HandbookItem), may=READ)
def handbooks(ctx: Context) -> dict[str, Any]:
    """The handbooks, how each stands to its published copy and to what you last read"""
    return {"items": queries.every(ctx, language()), "next": None}


@blueprint.reads("/handbooks/mine", HandbookChapter, may=READ)
def my_duties(ctx: Context) -> dict[str, Any]:
    """The steps of all processes in force that your groups are meant for"""
    return content.mine(ctx, language())


@blueprint.reads("/handbooks/cases", page_of(CaseStudyItem), query=CaseStudyQuery, may=READ)
def case_studies(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The case studies that were published, newest first; they say who nobody was"""
    return {"items": cases.search(ctx, query["q"], language(), book=query.get("book")), "next": None}


@blueprint.reads("/handbooks/<key>", HandbookPage, query=HandbookQuery, may=READ)
def handbook(ctx: Context, query: dict[str, Any], key: str) -> dict[str, Any]:
    """A handbook as it reads now, or a published copy of it"""
    told = _told(ctx, key, query)
    live = told if "number" not in query else content.written(ctx, key, told["language"], measured=False)
    return {
        **told,
        **queries.standing(ctx, live, told["language"]),
        **queries.editions(ctx, key),
        **reviews.standing(ctx, key),
        "effect": effect.may(ctx),
    }


@blueprint.reads("/handbooks/<key>/effect/<int:number>", HandbookEffect, may=READ)
def handbook_effect(ctx: Context, key: str, number: int) -> dict[str, Any]:
    """What a published copy did: readers, feedback, figures of the house before and after it, the charter's goals"""
    told = effect.of_copy(ctx, key, number)
    for one in (*told["figures"], *told["goals"]):
        one["name"] = one["name"] and getattr(one["name"], language())
    return told


@blueprint.reads("/handbooks/<key>/html", query=HandbookQuery, may=READ)
def handbook_page(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """The same as one page that needs nothing else: to send, to keep, to print"""
    return _file(ctx, query, key, html.page, "html", "text/html")


@blueprint.reads("/handbooks/<key>/docx", query=HandbookQuery, may=READ)
def handbook_document(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """The same as a Word document, its drawings as SVG"""
    return _file(ctx, query, key, docx.file, "docx", DOCX)


@blueprint.reads("/handbooks/<key>/pdf", query=HandbookQuery, may=READ)
def handbook_paper(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """The same as a PDF with its fonts inside; 404 handbook_fonts_missing where the pages were not built"""
    if not FONTS.is_dir():
        raise NotFound("handbook_fonts_missing")
    return _file(ctx, query, key, partial(pdf.file, fonts=FONTS), "pdf", "application/pdf")


def _file(ctx: Context, query: dict[str, Any], key: str, write: Write, ending: str, mimetype: str) -> Response:
    told = _told(ctx, key, query)

    def draw(block: Block) -> picture.Picture | None:
        return content.figure(ctx, block["process"], block["version"], told["language"])

    at = ctx.now.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M")
    response = Response(write(told, draw, subtitle=at), mimetype=mimetype)
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


@blueprint.writes("/handbooks/<key>/acknowledge", Acknowledged, may=READ, status=204)
def acknowledge_handbook(ctx: Context, body: dict[str, Any], key: str) -> None:
    """You have read this copy"""
    commands.acknowledge(ctx, key, body["number"])
