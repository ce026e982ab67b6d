"""What a contact permits: legal basis, preferred channel, cap, consents; and the house's rules of contact."""

from typing import Any

from marshmallow import fields, validate

from engine.customers import care, consents, contact_queries, permissions, revealing
from engine.kernel import Context
from webapi.api.customers import Contact
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("contacts", __name__, description="Contacts and what they permit")
READ, WRITE = ("read", "customer"), ("write", "customer")


class ContactFields(Schema):
    basis = fields.String(metadata={"description": "legal ground, PIPL art. 13"})
    preferred = fields.String(metadata={"description": "a channel, by word or code"})
    cap = fields.Integer(metadata={"description": "care and marketing a month"})
    birthday = fields.String(
        allow_none=True,
        validate=validate.Length(max=32),
        metadata={"description": "05-01, lunar 08-15 or lunar leap 06-01, with consent to care; null takes it away"},
    )


class NewConsent(Schema):
    purpose = fields.String(required=True)
    given = fields.Boolean(required=True)
    source = fields.String(required=True, validate=validate.Length(1, 120))
    notice = fields.String(validate=validate.Length(max=64), metadata={"description": "version of the notice shown"})


class Consent(Schema):
    id = fields.String()
    purpose = fields.String()
    given = fields.Boolean()
    at = Instant()
    source = fields.String()
    notice = fields.String(allow_none=True)
    by = fields.String()


class Reveal(Schema):
    purpose = fields.String(required=True, validate=validate.OneOf(revealing.PURPOSES))
    note = fields.String(
        validate=validate.Length(max=revealing.LONGEST), metadata={"description": "in words; needed with `other`"}
    )


class Revealed(Schema):
    name = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    email = fields.String(attribute="mail", allow_none=True)


class Policy(Schema):
    cap = fields.Integer()
    cap_averse = fields.Integer(metadata={"description": "for who dislikes frequent contact"})
    quiet = fields.Dict(metadata={"description": "{from, to} in the house's zone"})


class PolicyChange(Schema):
    cap = fields.Integer()
    cap_averse = fields.Integer()
    quiet_from = fields.String()
    quiet_to = fields.String()


@blueprint.writes("/contacts/<contact_id>", ContactFields, Contact, may=WRITE, method="PATCH")
def settle(ctx: Context, body: dict[str, Any], contact_id: str) -> dict[str, Any]:
    """Legal basis, preferred channel, own cap, birthday of a contact"""
    if "birthday" in body:
        care.set_birthday(ctx, contact_id, body.pop("birthday"))
    permissions.settle(ctx, contact_id, **body)
    _, customer = permissions.contact_of(ctx, contact_id)
    return next(told for told in contact_queries.contacts_of(ctx, customer) if told["id"] == contact_id)


@blueprint.writes("/contacts/<contact_id>/reveal", Reveal, Revealed, may=WRITE, kept=False)
def reveal(ctx: Context, body: dict[str, Any], contact_id: str) -> dict[str, str]:
    """Name, phone and mail in clear for a purpose; each time is on record, and the answer is kept nowhere"""
    return revealing.reveal(ctx, contact_id, body["purpose"], body.get("note"))


@blueprint.reads("/contacts/<contact_id>/consents", page_of(Consent), may=READ)
def listed(ctx: Context, contact_id: str) -> dict[str, Any]:
    """Every consent given and withdrawn, newest first"""
    return {"items": permissions.consents(ctx, contact_id), "next": None}


@blueprint.writes("/contacts/<contact_id>/consents", NewConsent, page_of(Consent), may=WRITE, status=201)
def consent(ctx: Context, body: dict[str, Any], contact_id: str) -> dict[str, Any]:
    """Consent to a purpose, given or withdrawn"""
    permissions.consent(ctx, contact_id, body.pop("purpose"), **body)
    ctx.session.flush()
    return {"items": permissions.consents(ctx, contact_id), "next": None}


@blueprint.reads("/contact-policy", Policy, may=READ)
def policy(ctx: Context) -> Any:
    """How often a month and at which hours customers are asked anything but service"""
    return consents.policy(ctx)


@blueprint.writes("/contact-policy", PolicyChange, Policy, may=("steer", "case"), method="PATCH")
def set_policy(ctx: Context, body: dict[str, Any]) -> Any:
    """Change the house's rules of contact"""
    return permissions.set_policy(ctx, **body)
