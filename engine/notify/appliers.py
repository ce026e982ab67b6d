"""Fact -> notices."""

from engine.instances.events import NoticeSent
from engine.kernel import Context
from engine.notify.models import Notice


def keep(ctx: Context, fact: NoticeSent) -> None:
    """A row for each person told."""
    ctx.session.add_all(
        Notice(
            tenant_id=ctx.tenant,
            person=person,
            kind=fact.kind,
            instance_id=fact.instance_id,
            customer_id=fact.customer_id,
            about=fact.about,
            at=ctx.now,
        )
        for person in fact.to
    )
