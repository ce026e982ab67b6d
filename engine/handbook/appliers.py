"""Fact -> rows of the handbook."""

from datetime import date

from sqlalchemy import select

from engine.access import queries as access
from engine.handbook.events import CaseStudyPublished, HandbookAcknowledged, HandbookPublished, HandbookReviewed
from engine.handbook.models import CaseStudy, HandbookCopy, HandbookReader, HandbookReview
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
            authored=dict(fact.authored),
            review_on=date.fromisoformat(fact.review_on) if fact.review_on else None,
            case_id=fact.case_id,
        )
    )


def acknowledge(ctx: Context, fact: HandbookAcknowledged) -> None:
    reader = ctx.actor.person_id
    if fact.person is not None:
        reader = access.person(ctx.session, fact.person, tenant=ctx.tenant).id
    row = ctx.session.get(HandbookReader, (ctx.tenant, reader, fact.key))
    if row is None:
        row = HandbookReader(tenant_id=ctx.tenant, person_id=reader, key=fact.key)
        ctx.session.add(row)
    row.number, row.read_at = fact.number, ctx.now


def admit(ctx: Context, fact: CaseStudyPublished) -> None:
    """The row of a case study; published once more under its number, it takes the place of what it was."""
    known = select(CaseStudy).where(CaseStudy.tenant_id == ctx.tenant, CaseStudy.number == fact.number)
    row = ctx.session.scalars(known).one_or_none() or CaseStudy(tenant_id=ctx.tenant, number=fact.number)
    row.kind, row.outcome, row.book, row.course = fact.kind, fact.outcome, fact.book, fact.course
    row.texts, row.case_id = {language: dict(text) for language, text in fact.texts.items()}, fact.case_id
    row.published_at, row.published_by = ctx.now, ctx.actor.name
    ctx.session.add(row)


def review(ctx: Context, fact: HandbookReviewed) -> None:
    ctx.session.add(
        HandbookReview(
            tenant_id=ctx.tenant,
            key=fact.key,
            number=fact.number,
            decision=fact.decision,
            decided_at=ctx.now,
            review_on=date.fromisoformat(fact.review_on) if fact.review_on else None,
            case_id=fact.case_id,
        )
    )
