"""Fact -> rows of what was said to people outside."""

from collections.abc import Mapping

from sqlalchemy import select, update

from engine.customers import merging
from engine.customers.dealings import Consent
from engine.customers.events import CustomerMergeUndone, CustomersMerged
from engine.customers.models import Contact
from engine.kernel import Context
from engine.outreach import events
from engine.outreach.models import CustomerMessage
from engine.outreach.sending import TEXT_COLUMN


def keep(ctx: Context, fact: events.CustomerWritten | events.CustomerNotWritten) -> None:
    ctx.session.add(fact.row)


def opt_out(ctx: Context, fact: events.ContactOptedOut) -> None:
    """No care and no marketing from now on; what was consented to is withdrawn."""
    ctx.session.execute(update(Contact).where(Contact.id == fact.contact).values(opted_out_at=ctx.now))
    ctx.session.add_all(
        Consent(
            tenant_id=ctx.tenant,
            contact_id=fact.contact,
            purpose=purpose,
            given=False,
            at=ctx.now,
            source=fact.source,
            by=ctx.actor.name,
        )
        for purpose in ("care", "marketing")
    )


def save_template(ctx: Context, fact: events.MessageTemplateSaved) -> None:
    ctx.session.add(fact.row)
    ctx.session.flush()


def follow_merge(ctx: Context, fact: CustomersMerged) -> None:
    """What was said to the loser is sealed under the winner's key from now on."""
    _reseal(ctx, fact.plan.moved, fact.plan.loser.id, fact.customer_id)


def follow_undo(ctx: Context, fact: CustomerMergeUndone) -> None:
    held, _ = fact.plan
    _reseal(ctx, held.moved, held.winner_id, held.loser_id)


def _reseal(ctx: Context, moved: Mapping[str, merging.Keys], old: str, new: str) -> None:
    ids = [key[0] for key in moved.get(CustomerMessage.__tablename__, ())]
    for first in range(0, len(ids), merging.AT_ONCE):
        some = CustomerMessage.id.in_(ids[first : first + merging.AT_ONCE])
        rows = ctx.session.scalars(select(CustomerMessage).where(some, CustomerMessage.sealed.is_not(None)))
        merging.reseal(ctx, rows, "sealed", TEXT_COLUMN, old, new)
