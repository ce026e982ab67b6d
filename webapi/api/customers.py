"""Customers with their contacts, purchases and explained tiers; what one may see is the customers room's to say."""

from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from engine.customers import commands, contact_queries, purchasing, queries, search
from engine.history import queries as history
from engine.kernel import Context, Invalid
from webapi import present, watching
from webapi.api.shapes import Entry
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("customers", __name__, description="Customers")
READ, WRITE = ("read", "customer"), ("write", "customer")


class Member(Schema):
    code = fields.String()
    name = fields.String()
    name_en = fields.String()
    band = fields.Integer(allow_none=True)


class Contact(Schema):
    id = fields.String()
    name = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    decides = fields.Boolean()
    masked = fields.Boolean()
    basis = fields.String(allow_none=True)
    preferred = fields.String(allow_none=True)
    cap = fields.Integer(allow_none=True)
    opted_out = fields.Boolean()
    revealable = fields.Boolean(metadata={"description": "may be read in clear for a purpose"})


class CustomerItem(Schema):
    id = fields.String()
    number = fields.String(metadata={"description": "客户编号"})
    name = fields.String()
    kind = fields.String()
    segment = fields.String(allow_none=True, metadata={"description": "客群; a tier scheme may be for one"})
    industry = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    needs = fields.Raw(allow_none=True)
    owner = fields.String(allow_none=True)
    department = fields.String(allow_none=True)
    tier = fields.Nested(Member, allow_none=True)
    band = fields.Integer(allow_none=True)
    first_owner = fields.String(allow_none=True)
    stage = fields.String(allow_none=True)
    pooled = fields.Boolean()
    pooled_at = Instant(allow_none=True)
    pool_on = fields.Date(
        allow_none=True, metadata={"description": "goes back to the pool then, unless somebody follows up"}
    )
    spend = fields.Raw(allow_none=True)
    last_purchase_on = fields.String(allow_none=True)
    created_at = Instant()


class Customer(CustomerItem):
    lifecycle = fields.Raw(allow_none=True)
    total = fields.Raw(allow_none=True)
    months = fields.Integer(allow_none=True)
    contacts = fields.List(fields.Nested(Contact))
    tags = fields.List(fields.Dict())
    permits = fields.Dict(metadata={"description": "what the deciding contact prefers and permits"})
    writable = fields.Boolean(metadata={"description": "whether the asker may write about it"})
    erased = fields.Boolean(metadata={"description": "nobody knows any more who it was"})


class CustomersQuery(Query):
    q = fields.String(metadata={"description": "number, name, pinyin (whole or initials), phone, mail"})
    tier = fields.String(metadata={"description": "a member of the leading scheme"})
    band = fields.Integer()
    owner = fields.String()
    department = fields.String()
    region = fields.String()
    pool = fields.String(
        validate=validate.OneOf(("open", "soon")), metadata={"description": "in the pool, or about to go back"}
    )


class CallerQuery(Schema):
    q = fields.String(required=True, validate=validate.Length(2, 200))


class Callers(Schema):
    items = fields.List(fields.Dict(keys=fields.String(), values=fields.String()))


class Fields(Schema):
    name = fields.String(validate=validate.Length(1, 200))
    kind = fields.String()
    segment = fields.String(validate=validate.Regexp("[a-z0-9_-]{0,32}$"))
    industry = fields.String(validate=validate.Length(max=120))
    region = fields.String(validate=validate.Length(max=120))
    needs = fields.Raw()
    owner = fields.String(metadata={"description": "a person's name"})
    department = fields.String()


class NewCustomer(Fields):
    number = fields.String(required=True, metadata={"description": "客户编号; leading zeros are kept"})
    name = fields.String(required=True, validate=validate.Length(1, 200))


class OfCustomer(Query):
    customer = fields.String(required=True, metadata={"description": "客户编号 or id"})


class NewContact(Schema):
    customer = fields.String(required=True)
    name = fields.String()
    role = fields.String()
    phone = fields.String()
    email = fields.String()
    decides = fields.Boolean(metadata={"description": "true by default: the one who decides there"})


class Purchase(Schema):
    id = fields.String()
    order_no = fields.String(allow_none=True)
    on = fields.String()
    at = fields.Raw(allow_none=True)
    amount = fields.Raw()
    amount_cents = fields.Integer()
    product = fields.String(allow_none=True)
    repeated = fields.Boolean()


class NewPurchase(Schema):
    customer = fields.String(required=True)
    on = fields.Date(required=True)
    amount = fields.Decimal(required=True, metadata={"description": "yuan; negative is a refund"})
    product = fields.String(validate=validate.Length(max=500))
    order_no = fields.String(validate=validate.Length(1, 64))


class TierQuery(Schema):
    scheme = fields.String(metadata={"description": "by default the leading one"})


class Tier(Schema):
    scheme = fields.String()
    scheme_name = fields.String()
    scheme_name_en = fields.String()
    leading = fields.Boolean()
    method = fields.String()
    member = fields.Raw(allow_none=True)
    members = fields.List(fields.Dict())
    since = fields.String(allow_none=True)
    locked_until = fields.String(allow_none=True)
    lock_reason = fields.String(allow_none=True)
    explanation = fields.Dict(allow_none=True)
    review = fields.Dict(allow_none=True)
    others = fields.List(fields.Dict())
    benefits = fields.List(fields.Dict())


@blueprint.reads("/customers", page_of(CustomerItem), query=CustomersQuery, may=READ)
def customers(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Customers that the asker may see, by number"""
    wanted = {name: query.get(name) for name in ("q", "band", "owner", "department", "region")}
    limit = query["limit"]
    found = queries.page(
        ctx, member=query.get("tier"), pooled=query.get("pool"), after=after(query, str), limit=limit + 1, **wanted
    )
    return page(found, limit, lambda customer: customer["number"])


@blueprint.writes("/customers", NewCustomer, Customer, may=WRITE, status=201)
def create(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A new customer; without an owner it is the asker's"""
    body.setdefault("owner", ctx.actor.name)
    made = commands.create(ctx, body.pop("number"), body.pop("name"), **body)
    ctx.session.flush()
    return queries.one(ctx, made.id)


@blueprint.reads("/customers/lookup", Callers, query=CallerQuery, may=("start", "case"))
def lookup(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Who calls: number and name of whose whole number, name, phone or mail this is, for whoever takes a case down"""
    return {"items": search.callers(ctx, query["q"])}


@blueprint.reads("/customers/<which>", Customer, may=READ)
def customer(ctx: Context, which: str) -> dict[str, Any]:
    """A customer by 客户编号 or id"""
    found = queries.one(ctx, which)
    watching.customer(ctx, found["id"])
    return found


@blueprint.writes("/customers/<which>", Fields, Customer, may=WRITE, method="PATCH")
def change(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Change fields of a customer; whoever gives one away and sees it no more reads its number"""
    changed = commands.change(ctx, which, **body)
    ctx.session.flush()
    seen = commands.may_see(ctx.actor, changed)
    return queries.one(ctx, changed.id) if seen else {"id": changed.id, "number": changed.number}


@blueprint.reads("/customers/<which>/tier", Tier, query=TierQuery, may=READ)
def tier(ctx: Context, query: dict[str, Any], which: str) -> dict[str, Any]:
    """The tier with its explanation: inputs, rules, version, what is missing to keep it and to reach the next"""
    return queries.tier(ctx, which, query.get("scheme"))


@blueprint.reads("/customers/<which>/timeline", page_of(Entry), query=Query, may=READ)
def timeline(ctx: Context, query: dict[str, Any], which: str) -> dict[str, Any]:
    """Everything that ever happened to a customer, newest first"""
    limit, streams, before = query["limit"], queries.streams(ctx, which), after(query, datetime, str, int)
    watching.customer(ctx, queries.seen(ctx, which).id)
    found = history.timeline(ctx.session, ctx.tenant, streams, before=before, limit=limit + 1)
    shown = page(found, limit, lambda entry: [entry.at, entry.stream, entry.seq])
    return {**shown, "items": present.entries(ctx, shown["items"])}


@blueprint.reads("/contacts", page_of(Contact), query=OfCustomer, may=READ)
def contacts(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The contacts of a customer, as far as the asker may see them"""
    return {"items": contact_queries.contacts_of(ctx, queries.seen(ctx, query["customer"])), "next": None}


@blueprint.writes("/contacts", NewContact, page_of(Contact), may=WRITE, status=201)
def save_contact(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """The deciding contact of a customer: name, role, and a phone number or mail address, sealed at rest"""
    reach = body.get("phone") or body.get("email")
    if "phone" in body and "email" in body:
        raise Invalid("contact_one_reach", [{"path": "email", "code": "contact_one_reach", "params": {}}])
    commands.save_contact(
        ctx,
        body["customer"],
        name=body.get("name"),
        title=body.get("role"),
        reach=reach,
        decides=body.get("decides", True),
    )
    ctx.session.flush()
    return {"items": contact_queries.contacts_of(ctx, queries.seen(ctx, body["customer"])), "next": None}


@blueprint.reads("/purchases", page_of(Purchase), query=OfCustomer, may=READ)
def purchases(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The purchases of a customer, newest first"""
    found = queries.purchases(ctx, query["customer"], after=after(query, str), limit=query["limit"] + 1)
    return page(found, query["limit"], lambda purchase: purchase["cursor"])


@blueprint.writes("/purchases", NewPurchase, Purchase, may=WRITE, status=201)
def record_purchase(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A purchase, or with a negative amount a refund; an order number that is known is 409"""
    made = purchasing.record(ctx, body.pop("customer"), **body)
    ctx.session.flush()
    return next(told for told in queries.purchases(ctx, made.customer_id, limit=1_000) if told["id"] == made.id)
