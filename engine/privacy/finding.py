"""Whom a request is about, and what may be told of it before anybody has shown who they are: nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from engine.customers import commands as customers
from engine.customers import contacts
from engine.customers.models import Contact, Customer
from engine.customers.search import MAIL, PHONE, index
from engine.kernel import Context, NotFound
from engine.privacy import queries
from engine.tasks import personal


@dataclass(frozen=True, slots=True)
class Found:
    """A contact and their customer."""

    contact: Contact
    customer: Customer


def by_reach(ctx: Context, reach: str | None, customer: str | None = None, name: str | None = None) -> Found | None:
    """The contact whom one reaches so (of this customer, where one is named), of several the one of this name; None
    where there is none, or several customers have one."""
    told = (reach or "").strip()
    rows = select(Contact).where(Contact.tenant_id == ctx.tenant, Contact.erased_at.is_(None))
    if customer:
        try:
            rows = rows.where(Contact.customer_id == customers.find(ctx, customer).id)
        except NotFound:
            return None
    if told:
        hashed = index(ctx, MAIL if "@" in told else PHONE, told)
        older = ctx.vault.index(ctx.session, MAIL if "@" in told else PHONE, told.lower())  # as public pages kept it
        same = (hashed, older)
        rows = rows.where(or_(Contact.phone_index.in_(same), Contact.mail_index.in_(same)))
    elif not customer:
        return None
    found = ctx.session.scalars(rows.order_by(Contact.decides.desc(), Contact.id)).all()
    if not found or len({one.customer_id for one in found}) > 1:
        return None
    return Found(_called(ctx, found, name), ctx.session.get_one(Customer, found[0].customer_id))


def _called(ctx: Context, found: Sequence[Contact], name: str | None) -> Contact:
    names = ctx.vault.open_all(ctx.session, [(contacts.subject(one.id), "contact.name", one.name) for one in found])
    return next((one for one, known in zip(found, names, strict=True) if name and known == name.strip()), found[0])


def contact(ctx: Context, contact_id: str) -> Found:
    """The contact of this id; NotFound when there is none."""
    row = ctx.session.get(Contact, contact_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("contact_unknown", id=contact_id)
    return Found(row, ctx.session.get_one(Customer, row.customer_id))


def told(ctx: Context, instance_id: str, value: str | None) -> str | None:
    """A value of the case that may be a sealed reference, in clear."""
    return personal.look_up(ctx, instance_id, {"value": value}).get("value") if value else None


def promise(ctx: Context) -> str:
    """The kind of table D08 that the house's law makes of a request."""
    return {"CN": "个人信息请求", "EU": "个人信息请求(欧盟)"}[queries.settings(ctx)["law"]]
