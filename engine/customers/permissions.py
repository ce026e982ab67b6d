"""What a contact permits, put down: legal basis, preferred channel, own cap, consents given and withdrawn, and the
house's rules of contact. Opting out is a link's own business (engine/outreach).
"""

from datetime import time
from typing import Any

from sqlalchemy import select

from engine.access.rules import require
from engine.customers import commands
from engine.customers import vocabulary as say
from engine.customers.cells import Unreadable
from engine.customers.consents import policy
from engine.customers.dealing_events import ConsentRecorded, ContactPolicyChanged, ContactSettled
from engine.customers.dealings import Consent, ContactPolicy
from engine.customers.models import Contact, Customer
from engine.kernel import Context, Forbidden, Invalid, NotFound, new_id

BASES = ("contract", "consent", "legal_duty", "vital_interest", "public_source")
"""Grounds of PIPL art. 13 on which a business may hold a contact's data."""
CONSENTED = ("marketing", "care", "profiling", "automation")
"""`automation`: a tier that rules alone decide; who does not agree to it is always decided about by a person."""
MOST = 31


def contact_of(ctx: Context, contact_id: str) -> tuple[Contact, Customer]:
    """A contact whose customer the actor may read, with that customer."""
    contact = ctx.session.get(Contact, contact_id)
    if contact is None or contact.tenant_id != ctx.tenant:
        raise NotFound("contact_unknown", id=contact_id)
    return contact, commands.seen(ctx, contact.customer_id)


def handled(ctx: Context, contact_id: str) -> tuple[Contact, Customer]:
    """A contact whose customer the actor handles, with that customer."""
    contact, customer = contact_of(ctx, contact_id)
    return contact, commands.handled(ctx, customer.id)


def settle(ctx: Context, contact_id: str, **wanted: Any) -> Contact:
    """Set `basis`, `preferred` (a channel) or `cap` (a month; None gives the house's) of a contact."""
    require(ctx.actor, "write", "customer")
    contact, customer = handled(ctx, contact_id)
    if wanted.get("basis") not in (None, *BASES):
        raise Invalid("basis_unknown", basis=wanted["basis"], bases=", ".join(BASES))
    if wanted.get("preferred"):
        wanted["preferred"] = channel(wanted["preferred"])
    if wanted.get("cap") is not None and not 0 <= wanted["cap"] <= MOST:
        raise Invalid("cap_wrong", cap=wanted["cap"])
    changes = {name: value for name, value in wanted.items() if getattr(contact, name) != value}
    if changes:
        old = {name: getattr(contact, name) for name in changes}
        ctx.record(ContactSettled(customer_id=customer.id, contact=contact.id, old=old, new=changes))
    return contact


def consent(
    ctx: Context, contact_id: str, purpose: str, *, given: bool, source: str, notice: str | None = None
) -> None:
    """A contact gave consent to a purpose, or withdrew it: by which notice, through what. Each time is on record."""
    require(ctx.actor, "write", "customer")
    contact, customer = handled(ctx, contact_id)
    if purpose not in CONSENTED:
        raise Invalid("purpose_unknown", purpose=purpose, purposes=", ".join(CONSENTED))
    if not source.strip():
        raise Invalid("consent_source_missing")
    ctx.record(
        ConsentRecorded(
            customer_id=customer.id,
            contact=contact.id,
            consent=new_id(),
            purpose=purpose,
            given=given,
            source=source.strip(),
            notice=notice,
        )
    )


def consents(ctx: Context, contact_id: str) -> list[Consent]:
    """Every consent given and withdrawn, newest first."""
    contact, _ = contact_of(ctx, contact_id)
    rows = select(Consent).where(Consent.tenant_id == ctx.tenant, Consent.contact_id == contact.id)
    return list(ctx.session.scalars(rows.order_by(Consent.id.desc())))


def set_policy(
    ctx: Context,
    *,
    cap: int | None = None,
    cap_averse: int | None = None,
    quiet_from: str | None = None,
    quiet_to: str | None = None,
) -> ContactPolicy:
    """The house's rules of contact: how often a month, how often for who dislikes it, the quiet hours."""
    if not ctx.actor.has("process_owner"):
        raise Forbidden("role_needed", role="process_owner")
    held = policy(ctx)
    caps = {
        "cap": held.cap if cap is None else cap,
        "cap_averse": held.cap_averse if cap_averse is None else cap_averse,
    }
    quiet = {"from": quiet_from or held.quiet["from"], "to": quiet_to or held.quiet["to"]}
    for number in caps.values():
        if not 0 <= number <= MOST:
            raise Invalid("cap_wrong", cap=number)
    for told in quiet.values():
        try:
            time.fromisoformat(told)
        except ValueError as error:
            raise Invalid("time_wrong", time=told) from error
    new = {**caps, "quiet": quiet}
    old = {name: getattr(held, name) for name in new}
    if new != old:
        ctx.record(ContactPolicyChanged(old=old, new=new))
    return policy(ctx)


def channel(told: str) -> str:
    """The code of a channel, from its word or code; Invalid when there is none."""
    try:
        return say.word(told, say.CHANNELS)
    except Unreadable as error:
        raise Invalid("channel_unknown", channel=told) from error
