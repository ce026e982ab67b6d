"""What happens with a customer: interactions, needs, tags, the pool; the customers room decides what may be seen."""

from datetime import date
from typing import Any

from marshmallow import fields, validate

from engine.access import queries as access
from engine.customers import contracts as signed
from engine.customers import dealing_commands as commands
from engine.customers import dealing_queries as queries
from engine.customers import pool
from engine.customers import vocabulary as say
from engine.customers.commands import handled, seen
from engine.customers.queries import one
from engine.kernel import Context
from webapi.api.customers import Customer, OfCustomer
from webapi.schemas import Instant, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("dealings", __name__, description="Interactions, needs, tags, the pool")
READ, WRITE = ("read", "customer"), ("write", "customer")
TEXT = validate.Length(1, 4_000)


def word(words: Any) -> Any:
    """A field that takes a code."""
    return validate.OneOf(sorted(set(words.values())))


class InteractionFields(Schema):
    next_action = fields.String(validate=validate.Length(max=4_000))
    owner = fields.String(metadata={"description": "负责人: a person's name"})
    due_on = fields.Date()
    status = fields.String(validate=word(say.STATUSES))


class NewInteraction(InteractionFields):
    customer = fields.String(required=True, metadata={"description": "客户编号 or id"})
    on = fields.Date(metadata={"description": "today by default"})
    channel = fields.String(required=True, validate=word(say.CHANNELS))
    purpose = fields.String(validate=word(say.PURPOSES))
    subject = fields.String(required=True, validate=TEXT)
    participants = fields.String(validate=TEXT, metadata={"description": "sealed at rest"})
    feedback = fields.String(validate=TEXT)


class Interaction(Schema):
    id = fields.String()
    on = fields.Date()
    channel = fields.String()
    purpose = fields.String()
    subject = fields.String()
    participants = fields.String(allow_none=True)
    feedback = fields.String(allow_none=True)
    next_action = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_on = fields.Date(allow_none=True)
    status = fields.String()
    work = fields.String(allow_none=True, attribute="work_id", metadata={"description": "the open case of its work"})
    recorded_at = Instant()
    recorded_by = fields.String()


class NeedFields(Schema):
    description = fields.String(validate=TEXT)
    priority = fields.String(validate=word(say.PRIORITIES))
    product = fields.String(validate=TEXT)
    proposal = fields.String(validate=TEXT)
    owner = fields.String(metadata={"description": "负责人: a person's name"})
    due_on = fields.Date()
    state = fields.String(validate=word(say.STATES))
    note = fields.String(validate=TEXT)


class NewNeed(NeedFields):
    customer = fields.String(required=True, metadata={"description": "客户编号 or id"})
    type = fields.String(required=True, attribute="kind", data_key="type", validate=word(say.NEEDS))
    description = fields.String(required=True, validate=TEXT)


class Need(Schema):
    id = fields.String()
    type = fields.String(attribute="kind")
    description = fields.String()
    priority = fields.String()
    product = fields.String(allow_none=True)
    proposal = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_on = fields.Date(allow_none=True)
    state = fields.String()
    note = fields.String(allow_none=True)
    work = fields.String(allow_none=True, attribute="work_id", metadata={"description": "the open case of its work"})
    recorded_at = Instant()
    recorded_by = fields.String()


class NewContract(Schema):
    number = fields.String(required=True, validate=validate.Length(1, 200), metadata={"description": "合同编号"})
    from_on = fields.Date(required=True)
    to_on = fields.Date(required=True)
    amount = fields.Decimal(required=True, validate=validate.Range(min=0), metadata={"description": "yuan"})


class Contract(Schema):
    id = fields.String()
    number = fields.String()
    from_on = fields.Date()
    to_on = fields.Date()
    amount_cents = fields.Integer()
    status = fields.String(metadata={"enum": ["running", "ending", "renewed", "ended"]})
    renewal = fields.String(allow_none=True, metadata={"description": "how far the talk about it is; null: not begun"})
    case = fields.String(allow_none=True, attribute="case_id", metadata={"description": "where it was signed"})


class Tag(Schema):
    name = fields.String()
    category = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    review_on = fields.Date(allow_none=True)
    customers = fields.Integer()


class NewTag(Schema):
    name = fields.String(required=True)
    category = fields.String(validate=validate.Length(max=64))
    owner = fields.String()
    review_on = fields.Date()


class Tagging(Schema):
    tag = fields.String(required=True)


class Returned(Schema):
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class Changed(Schema):
    changed = fields.Boolean()


@blueprint.reads("/interactions", page_of(Interaction), query=OfCustomer, may=READ)
def interactions(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """A customer's interactions, newest first"""
    limit, place = query["limit"], after(query, str, str)
    place = (date.fromisoformat(place[0]), place[1]) if place else None
    found = queries.interactions(ctx, query["customer"], after=place, limit=limit + 1)
    return page(found, limit, lambda row: [row["on"].isoformat(), row["id"]])


@blueprint.writes("/interactions", NewInteraction, Interaction, may=WRITE, status=201)
def record_interaction(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Write an interaction down; an open next action becomes work of its owner"""
    customer = handled(ctx, body.pop("customer"))
    if body.get("next_action"):
        body.setdefault("status", "todo")
    made = commands.record_interaction(ctx, customer, _owned(ctx, body))
    ctx.session.flush()
    return queries.interaction_told(ctx, made)


@blueprint.writes("/interactions/<interaction_id>", InteractionFields, Interaction, may=WRITE, method="PATCH")
def change_interaction(ctx: Context, body: dict[str, Any], interaction_id: str) -> dict[str, Any]:
    """Settle anew what follows; what was said stays as it was said. Status done ends the open work"""
    held, customer = queries.interaction(ctx, interaction_id)
    commands.change_interaction(ctx, customer, held, _owned(ctx, body))
    return queries.interaction_told(ctx, interaction_id)


@blueprint.reads("/needs", page_of(Need), query=OfCustomer, may=READ)
def needs(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """A customer's needs, newest first"""
    limit = query["limit"]
    found = queries.needs(ctx, query["customer"], after=after(query, str), limit=limit + 1)
    return page(found, limit, lambda row: row["id"])


@blueprint.writes("/needs", NewNeed, Need, may=WRITE, status=201)
def record_need(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Write a need down; a pending one becomes work of its owner"""
    customer = handled(ctx, body.pop("customer"))
    made = commands.record_need(ctx, customer, _owned(ctx, body))
    ctx.session.flush()
    return queries.need_told(ctx, made)


@blueprint.writes("/needs/<need_id>", NeedFields, Need, may=WRITE, method="PATCH")
def change_need(ctx: Context, body: dict[str, Any], need_id: str) -> dict[str, Any]:
    """See a need otherwise; state confirmed ends the open work"""
    held, customer = queries.need(ctx, need_id)
    commands.change_need(ctx, customer, held, _owned(ctx, body))
    return queries.need_told(ctx, need_id)


@blueprint.reads("/customers/<which>/contracts", page_of(Contract), may=READ)
def contracts(ctx: Context, which: str) -> dict[str, Any]:
    """A customer's contracts, the one that ends last first; `ending` within 60 days"""
    return {"items": signed.of_customer(ctx, seen(ctx, which).id), "next": None}


@blueprint.writes("/customers/<which>/contracts", NewContract, page_of(Contract), may=WRITE, status=201)
def sign(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Keep a contract that was signed elsewhere, or correct one by its number"""
    customer = handled(ctx, which)
    signed.sign(ctx, customer, body["number"], body["from_on"], body["to_on"], int(body["amount"] * 100))
    ctx.session.flush()
    return {"items": signed.of_customer(ctx, customer.id), "next": None}


@blueprint.reads("/tags", page_of(Tag), may=READ)
def tags(ctx: Context) -> dict[str, Any]:
    """All tags, with who answers for each and when it is looked at again"""
    return {"items": queries.tags(ctx), "next": None}


@blueprint.writes("/tags", NewTag, page_of(Tag), may=WRITE, status=201)
def save_tag(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A new tag, or a known one changed"""
    commands.save_tag(ctx, body.pop("name"), **body)
    ctx.session.flush()
    return {"items": queries.tags(ctx), "next": None}


@blueprint.writes("/customers/<which>/tags", Tagging, Changed, may=WRITE)
def tag(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Put a tag on a customer"""
    return {"changed": commands.tag(ctx, handled(ctx, which), body["tag"])}


@blueprint.writes("/customers/<which>/tags/<name>", None, Changed, may=WRITE, method="DELETE")
def untag(ctx: Context, which: str, name: str) -> dict[str, Any]:
    """Take a tag off a customer"""
    return {"changed": commands.untag(ctx, handled(ctx, which), name)}


@blueprint.writes("/customers/<which>/return", Returned, Customer, may=WRITE)
def give_back(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Return a customer to the pool (公海)"""
    customer = handled(ctx, which)
    pool.give_back(ctx, customer, body["reason"])
    return one(ctx, customer.id)


@blueprint.writes("/customers/<which>/claim", None, Customer, may=WRITE)
def claim(ctx: Context, which: str) -> dict[str, Any]:
    """Take a customer out of the pool: it is the asker's from now on"""
    customer = pool.claimable(ctx, which)
    pool.claim(ctx, customer, ctx.actor.name)
    return one(ctx, customer.id)


def _owned(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """The body with the owner's name as an id."""
    if "owner" in body:
        body["owner_id"] = access.person(ctx.session, body.pop("owner"), tenant=ctx.tenant).id
        body["owner_text"] = None
    return body
