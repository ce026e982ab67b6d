"""Fact -> rows for dealings."""

from typing import Any

from sqlalchemy import update

from engine.customers import dealing_events as events
from engine.customers.dealings import Consent, ContactPolicy, CustomerTag, Interaction, Need, SharedTask, Tag
from engine.customers.models import Contact, Customer
from engine.kernel import Context

Recorded = events.InteractionRecorded | events.NeedRecorded | events.SharedTaskRecorded
Changed = events.InteractionChanged | events.NeedChanged | events.SharedTaskChanged
ROWS: dict[str, Any] = {"interaction": Interaction, "need": Need, "shared_task": SharedTask}


def write(ctx: Context, fact: Recorded) -> None:
    ctx.session.add(fact.row)


def change(ctx: Context, fact: Changed) -> None:
    for name, value in fact.new.items():
        setattr(fact.row, name, value)


def open_work(ctx: Context, fact: events.WorkOpened) -> None:
    ctx.session.get_one(ROWS[fact.of], fact.row_id).work_id = fact.instance_id


def settle_work(ctx: Context, fact: events.WorkSettled) -> None:
    ctx.session.get_one(ROWS[fact.of], fact.row_id).work_id = None


def save_tag(ctx: Context, fact: events.TagSaved) -> None:
    held = ctx.session.get(Tag, fact.tag_id)
    if held is None:
        held = Tag(id=fact.tag_id, tenant_id=ctx.tenant, name=fact.tag)
        ctx.session.add(held)
    held.category, held.owner_id, held.review_on = fact.category, fact.owner_id, fact.review_on


def tag(ctx: Context, fact: events.CustomerTagged) -> None:
    since = ctx.now.astimezone(ctx.zone).date()
    ctx.session.add(
        CustomerTag(
            customer_id=fact.customer_id,
            tag_id=fact.tag_id,
            tenant_id=ctx.tenant,
            since=since,
            by=fact.rule or ctx.actor.name,
        )
    )


def untag(ctx: Context, fact: events.CustomerUntagged) -> None:
    ctx.session.delete(ctx.session.get_one(CustomerTag, (fact.customer_id, fact.tag_id)))


def pool(ctx: Context, fact: events.CustomerPooled) -> None:
    customer = ctx.session.get_one(Customer, fact.customer_id)
    customer.pooled_at, customer.owner_id, customer.pool_on = ctx.now, None, None


def claim(ctx: Context, fact: events.CustomerClaimed) -> None:
    customer = ctx.session.get_one(Customer, fact.customer_id)
    customer.pooled_at, customer.claimed_at, customer.owner_id = None, ctx.now, fact.owner_id


def foresee_pool(ctx: Context, fact: events.PoolForeseen) -> None:
    ctx.session.get_one(Customer, fact.customer_id).pool_on = fact.on


def change_owner(ctx: Context, fact: events.OwnerChanged) -> None:
    customer = ctx.session.get_one(Customer, fact.customer_id)
    if customer.first_owner_id == customer.owner_id:
        customer.first_owner_id = fact.owner_id
    customer.pooled_at, customer.pool_on, customer.claimed_at = None, None, ctx.now
    customer.owner_id, customer.department_id = fact.owner_id, fact.department_id


def reach_stage(ctx: Context, fact: events.StageReached) -> None:
    ctx.session.get_one(Customer, fact.customer_id).stage = fact.stage


def set_first_owner(ctx: Context, fact: events.FirstOwnerSet) -> None:
    ctx.session.get_one(Customer, fact.customer_id).first_owner_id = fact.owner_id


def ease_contact(ctx: Context, fact: events.ContactEased) -> None:
    ctx.session.get_one(Contact, fact.contact).cap = fact.cap


def settle_contact(ctx: Context, fact: events.ContactSettled) -> None:
    contact = ctx.session.get_one(Contact, fact.contact)
    for name, value in fact.new.items():
        setattr(contact, name, value)


def set_birthday(ctx: Context, fact: events.BirthdaySet) -> None:
    contact = ctx.session.get_one(Contact, fact.contact)
    contact.birthday, contact.birthday_index = fact.row["birthday"], fact.row["birthday_index"]


def record_consent(ctx: Context, fact: events.ConsentRecorded) -> None:
    """Who agrees to care or marketing again has taken an opt-out back; what they do not agree to stays withdrawn."""
    ctx.session.add(
        Consent(
            id=fact.consent,
            tenant_id=ctx.tenant,
            contact_id=fact.contact,
            purpose=fact.purpose,
            given=fact.given,
            at=ctx.now,
            source=fact.source,
            notice=fact.notice,
            by=ctx.actor.name,
        )
    )
    if fact.given and fact.purpose in ("care", "marketing"):
        again = update(Contact).where(Contact.id == fact.contact, Contact.erased_at.is_(None))
        ctx.session.execute(again.values(opted_out_at=None))


def change_policy(ctx: Context, fact: events.ContactPolicyChanged) -> None:
    held = ctx.session.get(ContactPolicy, ctx.tenant)
    if held is None:
        ctx.session.add(ContactPolicy(tenant_id=ctx.tenant, **fact.new))
    else:
        for name, value in fact.new.items():
            setattr(held, name, value)
    ctx.session.flush()
