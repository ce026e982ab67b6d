"""Reading texts and what was said."""

from typing import Any

from sqlalchemy import Select, select

from engine.customers.models import Contact
from engine.definitions import queries as definitions
from engine.kernel import Context, NotFound
from engine.outreach import shipped
from engine.outreach.models import CustomerMessage, MessageTemplate

COLUMNS = ("key", "version", "purpose", "texts")


def templates(ctx: Context) -> list[dict[str, Any]]:
    """Every text in the version in force, by key; version 0 is the one that keflow brought along."""
    found = {key: shipped.told(key) for key in shipped.TEMPLATES}
    rows = select(MessageTemplate).where(MessageTemplate.tenant_id == ctx.tenant)
    for row in ctx.session.scalars(rows.order_by(MessageTemplate.key, MessageTemplate.version)):
        found[row.key] = {name: getattr(row, name) for name in COLUMNS}
    return [found[key] for key in sorted(found)]  # type: ignore[misc]


def template(ctx: Context, key: str) -> dict[str, Any]:
    """One text in the version in force; NotFound when there is none."""
    rows = select(MessageTemplate).where(MessageTemplate.tenant_id == ctx.tenant, MessageTemplate.key == key)
    row = ctx.session.scalars(rows.order_by(MessageTemplate.version.desc()).limit(1)).one_or_none()
    found = {name: getattr(row, name) for name in COLUMNS} if row else shipped.told(key)
    if found is None:
        raise NotFound("template_unknown", template=key)
    return found


def is_out(ctx: Context, contact_id: str) -> bool:
    """Whether a contact has opted out of care and marketing."""
    contact = ctx.session.get(Contact, contact_id)
    return contact is not None and contact.tenant_id == ctx.tenant and contact.opted_out_at is not None


def internal_fields(ctx: Context) -> frozenset[str]:
    """The properties that deployed forms mark `x-class: internal`."""
    heads = definitions.catalogue(ctx).heads("form", ctx.now)
    forms = [definitions.form(ctx, head) for head in heads]
    return frozenset(
        name for form in forms for name, schema in form.properties.items() if schema.get("x-class") == "internal"
    )


def messages(ctx: Context, customer_id: str) -> Select[CustomerMessage]:
    """What was said to a customer or held, newest first, to be paged by id."""
    found = select(CustomerMessage).where(
        CustomerMessage.tenant_id == ctx.tenant, CustomerMessage.customer_id == customer_id
    )
    return found.order_by(CustomerMessage.id.desc())
