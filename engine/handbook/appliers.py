"""Fact -> rows of the handbook."""

from engine.handbook.events import HandbookAcknowledged, HandbookPublished
from engine.handbook.models import HandbookCopy, HandbookReader
from engine.kernel import Context


def publish(ctx: Context, fact: HandbookPublished) -> None:
    ctx.session.add(
        HandbookCopy(
            tenant_id=ctx.tenant,
            key=fact.key,
            number=fact.number,
            published_at=ctx.now,
            published_by=ctx.actor.name,
            content=dict(fact.content),
        )
    )


def acknowledge(ctx: Context, fact: HandbookAcknowledged) -> None:
    place = (ctx.tenant, ctx.actor.person_id, fact.key)
    row = ctx.session.get(HandbookReader, place)
    if row is None:
        row = HandbookReader(tenant_id=ctx.tenant, person_id=ctx.actor.person_id, key=fact.key)
        ctx.session.add(row)
    row.number, row.read_at = fact.number, ctx.now
