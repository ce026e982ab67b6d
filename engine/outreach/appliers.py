"""Fact -> rows of what was said to people outside."""

from sqlalchemy import update

from engine.customers.dealings import Consent
from engine.customers.models import Contact
from engine.kernel import Context
from engine.outreach import events


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
