"""What customers say of the house in points: one row an answer. What they said in words stays with the case, sealed."""

from datetime import date
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, func, select
from sqlalchemy import case as case_
from sqlalchemy.orm import Mapped, mapped_column

from engine.customers.dealing_events import SatisfactionScored
from engine.customers.models import Customer
from engine.kernel import Base, Context, Invalid, Row, new_id

SATISFIED = 80
"""From this score on a customer counts as satisfied (K3: CSAT, never mixed with the mean score)."""


class Satisfaction(Row, Base):
    """An answer to a survey: `score` 0-100, `about` what it was asked (plan, complaint, service, journey), `band` as it
    was."""

    __tablename__ = "satisfaction"
    __table_args__ = (Index(None, "tenant_id", "customer_id", "on"), Index(None, "tenant_id", "on"))

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    on: Mapped[date] = mapped_column(Date)
    score: Mapped[int] = mapped_column(Integer)
    about: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(16))
    band: Mapped[int] = mapped_column(Integer)
    case_id: Mapped[str | None] = mapped_column(String(36))


def record(ctx: Context, customer: Customer, score: int, *, about: str, channel: str, case: str) -> dict[str, Any]:
    """Keep a customer's score; answers whether they count as satisfied. Invalid outside 0-100."""
    if not 0 <= score <= 100:
        raise Invalid("score_out_of_range", score=score)
    ctx.record(
        SatisfactionScored(
            customer_id=customer.id,
            answer=new_id(),
            score=score,
            about=about,
            channel=channel,
            band=customer.band or 3,
            case=case,
        )
    )
    return {"score": score, "satisfied": score >= SATISFIED}


def keep(ctx: Context, fact: SatisfactionScored) -> None:
    """The row of a score."""
    ctx.session.add(
        Satisfaction(
            id=fact.answer,
            tenant_id=ctx.tenant,
            customer_id=fact.customer_id,
            on=ctx.now.astimezone(ctx.zone).date(),
            score=fact.score,
            about=fact.about,
            channel=fact.channel,
            band=fact.band,
            case_id=fact.case,
        )
    )


def last_score(ctx: Context, customer_id: str) -> int | None:
    """The newest score of a customer."""
    rows = select(Satisfaction.score).where(
        Satisfaction.tenant_id == ctx.tenant, Satisfaction.customer_id == customer_id
    )
    return ctx.session.scalar(rows.order_by(Satisfaction.on.desc(), Satisfaction.id.desc()).limit(1))


def answers(ctx: Context, customer_id: str, limit: int = 50) -> list[Satisfaction]:
    """A customer's answers, newest first."""
    rows = select(Satisfaction).where(Satisfaction.tenant_id == ctx.tenant, Satisfaction.customer_id == customer_id)
    return list(ctx.session.scalars(rows.order_by(Satisfaction.on.desc(), Satisfaction.id.desc()).limit(limit)))


def by_band(ctx: Context, first: date, last: date) -> list[dict[str, Any]]:
    """{band, answers, mean, csat} of the answers in a span: the mean score and the share of the satisfied in percent,
    two figures that are never mixed (R10)."""
    satisfied = func.sum(case_((Satisfaction.score >= SATISFIED, 1), else_=0))
    rows: Any = ctx.session.execute(
        select(Satisfaction.band, func.count(), func.sum(Satisfaction.score), satisfied)
        .where(Satisfaction.tenant_id == ctx.tenant, Satisfaction.on >= first, Satisfaction.on <= last)
        .group_by(Satisfaction.band)
        .order_by(Satisfaction.band)
    )
    return [
        {"band": band, "answers": count, "mean": round(total / count, 1), "csat": round(100 * good / count, 1)}
        for band, count, total, good in rows
    ]
