"""What a customer's contact permits (D17): legal basis, consent, preferred channel, how often, at which hours.

Service goes out always; care needs a legal basis, no opt-out and no word that it is not wanted; marketing needs consent
that was given and not withdrawn. Where a customer has no contact on record, care may go to the company, marketing not.
"""

from datetime import datetime, time
from typing import Any

from sqlalchemy import func, select, true

from engine.customers.dealing_events import ContactEased
from engine.customers.dealings import Consent, ContactPolicy, Interaction
from engine.customers.models import Contact, Customer
from engine.kernel import Context

CAP, CAP_AVERSE = 4, 1
QUIET = {"from": "20:00", "to": "08:00"}


def policy(ctx: Context) -> ContactPolicy:
    """The house's rules of contact; the defaults where nobody has set them."""
    held = ctx.session.get(ContactPolicy, ctx.tenant)
    return held or ContactPolicy(tenant_id=ctx.tenant, cap=CAP, cap_averse=CAP_AVERSE, quiet=QUIET)


def of_customer(ctx: Context, customer: Customer) -> dict[str, Any]:
    """What the deciding contact prefers and permits, how often they may still be asked this month, and whether now."""
    rows = policy(ctx)
    contact = _decider(ctx, customer)
    opted_out = contact is not None and contact.opted_out_at is not None
    cap = contact.cap if contact is not None and contact.cap is not None else rows.cap
    return {
        "preferred_channel": contact.preferred if contact else None,
        "permitted_marketing": contact is not None and not opted_out and _said(ctx, contact, "marketing") is True,
        "permitted_care": contact is None
        or (contact.basis is not None and not opted_out and _said(ctx, contact, "care") is not False),
        "cap_left": max(0, cap - _used(ctx, customer)),
        "quiet_now": quiet(rows, ctx.now.astimezone(ctx.zone)),
        "opted_out": opted_out,
    }


def ease_off(ctx: Context, customer: Customer) -> bool:
    """The deciding contact is asked less often from now on, as the house does with who dislikes it; False where they
    are already, or nobody is on record."""
    rules, contact = policy(ctx), _decider(ctx, customer)
    old = None if contact is None else rules.cap if contact.cap is None else contact.cap
    if contact is None or old is None or old <= rules.cap_averse:
        return False
    ctx.record(ContactEased(customer_id=customer.id, contact=contact.id, cap=rules.cap_averse, old=old))
    return True


def _decider(ctx: Context, customer: Customer) -> Contact | None:
    return ctx.session.scalars(
        select(Contact)
        .where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
        .order_by(Contact.decides.desc(), Contact.id)
        .limit(1)
    ).one_or_none()


def quiet(rules: ContactPolicy, local: datetime) -> bool:
    """Whether nobody is written to at this local time; the span may go over midnight."""
    start, end = (time.fromisoformat(rules.quiet[word]) for word in ("from", "to"))
    now = local.time()
    return start <= now < end if start <= end else now >= start or now < end


def _said(ctx: Context, contact: Contact, purpose: str) -> bool | None:
    """The contact's last word on a purpose: yes, no, or None where nothing was ever said."""
    last = select(Consent.given).where(
        Consent.tenant_id == ctx.tenant, Consent.contact_id == contact.id, Consent.purpose == purpose
    )
    return ctx.session.scalar(last.order_by(Consent.id.desc()).limit(1))


def refuse_automation(ctx: Context, customer_id: str | None = None) -> frozenset[str]:
    """The ids of all customers of whom a contact refuses decisions by rules alone, or of this one where it is one."""
    rows = (
        select(Contact.id, Contact.customer_id, Consent.given)
        .join(Consent, Consent.contact_id == Contact.id)
        .where(
            Contact.tenant_id == ctx.tenant,
            Contact.customer_id == customer_id if customer_id else true(),
            Consent.purpose == "automation",
        )
        .order_by(Consent.id)
    )
    last = {contact: (customer, given) for contact, customer, given in ctx.session.execute(rows)}
    return frozenset(customer for customer, given in last.values() if not given)


def _used(ctx: Context, customer: Customer) -> int:
    """Care and marketing contacts of this month."""
    first = ctx.now.astimezone(ctx.zone).date().replace(day=1)
    rows = (
        select(func.count())
        .select_from(Interaction)
        .where(
            Interaction.tenant_id == ctx.tenant,
            Interaction.customer_id == customer.id,
            Interaction.on >= first,
            Interaction.purpose != "service",
        )
    )
    return ctx.session.scalar(rows) or 0
