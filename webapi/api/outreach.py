"""What the house says to people outside: its texts, what was said to a customer, and links to the public pages."""

from typing import Any

from flask import request
from marshmallow import fields, validate

from engine.customers.queries import seen
from engine.kernel import Context
from engine.outreach import commands, links, queries, rules
from engine.outreach.models import CustomerMessage
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("outreach", __name__, description="Messages to customers and public pages")
OPEN = (links.COMPLAINT, links.SERVICE, links.PRIVACY, links.FEEDBACK)
"""The pages that anybody may be given a link to; the others belong to a case or a contact."""


class Words(Schema):
    subject = fields.String(required=True)
    body = fields.String(required=True)


class Texts(Schema):
    zh = fields.Nested(Words, required=True)
    en = fields.Nested(Words, required=True)


class TemplateBody(Schema):
    purpose = fields.String(required=True, validate=validate.OneOf(rules.PURPOSES))
    texts = fields.Nested(Texts, required=True)


class Template(Schema):
    key = fields.String()
    version = fields.Integer(metadata={"description": "0: as keflow brought it along"})
    purpose = fields.String()
    texts = fields.Nested(Texts)


class Templates(Schema):
    items = fields.List(fields.Nested(Template))
    fields_allowed = fields.List(fields.String(), metadata={"description": "what a text may name in braces"})


class Message(Schema):
    id = fields.String()
    at = Instant()
    instance = fields.String(attribute="instance_id")
    template = fields.String()
    version = fields.Integer()
    purpose = fields.String()
    channel = fields.String(allow_none=True)
    decision = fields.String(metadata={"description": "send, or why it was not sent"})
    reason = fields.String(allow_none=True)
    sha256 = fields.String(allow_none=True)


class LinkBody(Schema):
    page = fields.String(required=True, validate=validate.OneOf(OPEN))
    customer = fields.String(metadata={"description": "客户编号 or id: the link is this customer's"})
    days = fields.Integer(validate=validate.Range(1, 366))


class Link(Schema):
    url = fields.String()
    until = Instant()


@blueprint.reads("/message-templates", Templates, may=("read", "definition"))
def templates(ctx: Context) -> dict[str, Any]:
    """Every text in force, and the fields that a text may name"""
    return {"items": queries.templates(ctx), "fields_allowed": sorted(rules.FIELDS)}


@blueprint.writes("/message-templates/<key>", TemplateBody, Template, may=("deploy", "definition"), method="PUT")
def save_template(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """A new version of a text; one that names an internal field is refused"""
    return commands.save_template(ctx, key, purpose=body["purpose"], texts=body["texts"])


@blueprint.reads("/customers/<which>/messages", page_of(Message), query=Query, may=("read", "customer"))
def messages(ctx: Context, query: dict[str, Any], which: str) -> dict[str, Any]:
    """What was said to a customer, or held back and why, newest first"""
    found = queries.messages(ctx, seen(ctx, which).id)
    if last := after(query, str):
        found = found.where(CustomerMessage.id < last)
    rows = ctx.session.scalars(found.limit(query["limit"] + 1)).all()
    return page(rows, query["limit"], lambda row: row.id)


@blueprint.writes("/public-links", LinkBody, Link, may=("start", "case"), status=201)
def make_link(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A signed link to a form that stands open to people outside"""
    about = {"c": seen(ctx, body["customer"]).id} if "customer" in body else {}
    url = links.address(ctx, body["page"], about, body.get("days"))
    until = links.read(ctx, body["page"], url.rpartition("/")[2]).until
    return {"url": request.host_url.rstrip("/") + url if url.startswith("/") else url, "until": until}
