"""Rows of tiers: schemes as versioned data, where each customer stands, and what each evaluation proposed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class TierScheme(Row, Base):
    """A version of a tier scheme. `definition` is what engine.customers.schemes reads; the newest version holds.

    One scheme is `leading`: its member sets the customer's service band, other schemes are shown beside it.
    """

    __tablename__ = "tier_scheme"
    __table_args__ = (UniqueConstraint("tenant_id", "key", "version"),)

    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    leading: Mapped[bool] = mapped_column(default=False)
    definition: Mapped[dict[str, Any]] = mapped_column(JsonText)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TierState(Base):
    """Where a customer stands in a scheme.

    `reviews` counts reviews in this tier, `fails` those in a row below the keep limit (both start anew with the
    tier). `locked_until` and `lock_reason` hold the tier against the rules. `amount_cents` is the window spend as the
    last run saw it, `measured` the values that decided, in atoms, where more than that spend does.
    """

    __tablename__ = "tier_state"
    __table_args__ = (Index(None, "tenant_id", "scheme", "member"),)

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    scheme: Mapped[str] = mapped_column(String(64), primary_key=True)
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    member: Mapped[str] = mapped_column(String(64))
    since: Mapped[date] = mapped_column(Date)
    reviews: Mapped[int] = mapped_column(Integer, default=0)
    fails: Mapped[int] = mapped_column(Integer, default=0)
    amount_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    measured: Mapped[dict[str, int | None] | None] = mapped_column(JsonText)
    run_id: Mapped[str | None] = mapped_column(String(36))
    locked_until: Mapped[date | None] = mapped_column(Date)
    lock_reason: Mapped[str | None] = mapped_column(Text)


class BenefitGrant(Row, Base):
    """The benefits that a member gives a customer from a day on, as version `version` of the benefits table has them;
    ended on the day when another tier takes its place."""

    __tablename__ = "benefit_grant"
    __table_args__ = (Index(None, "tenant_id", "customer_id", "ended_on"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    scheme: Mapped[str] = mapped_column(String(64))
    member: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    granted_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)


class ScoreRun(Row, Base):
    """One evaluation of a scheme as of a day, under one state of the rules (`rules`: their versions, one text).

    Unique, so that a repeat finds the first. `data_hash` is over every customer's metric, so that an auditor can tell
    whether the same data was read.
    """

    __tablename__ = "score_run"
    __table_args__ = (
        UniqueConstraint("tenant_id", "scheme", "as_of", "rules"),
        Index(None, "tenant_id", "scheme", "as_of"),
    )

    scheme: Mapped[str] = mapped_column(String(64))
    scheme_version: Mapped[int] = mapped_column(Integer)
    as_of: Mapped[date] = mapped_column(Date)
    rules: Mapped[str] = mapped_column(String(255))
    mode: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16), default="open")
    data_hash: Mapped[str] = mapped_column(String(64))
    summary: Mapped[dict[str, Any]] = mapped_column(JsonText)
    scored_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ScoreMove(Row, Base):
    """A change that a run proposes for a customer, the numbers it rests on, who must decide it, and what came of it.
    `measured` are the values that decided, where more than the window spend in `amount_cents` does.

    `status`: proposed, reviewing (a case is open), applied, kept (rejected), excepted (taken out of the run),
    superseded (an earlier review of the customer was still open).
    """

    __tablename__ = "score_move"
    __table_args__ = (
        UniqueConstraint("run_id", "customer_id"),
        Index(None, "tenant_id", "customer_id"),
        Index(None, "tenant_id", "run_id", "status"),
    )

    run_id: Mapped[str] = mapped_column(ForeignKey("score_run.id"))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    direction: Mapped[str] = mapped_column(String(8))
    from_member: Mapped[str] = mapped_column(String(64))
    to_member: Mapped[str] = mapped_column(String(64))
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    measured: Mapped[dict[str, int | None] | None] = mapped_column(JsonText)
    fails: Mapped[int] = mapped_column(Integer)
    reviews: Mapped[int] = mapped_column(Integer)
    yearly_cost_cents: Mapped[int] = mapped_column(BigInteger, default=0)
    route: Mapped[str] = mapped_column(String(16))
    plain: Mapped[bool] = mapped_column(default=False)
    status: Mapped[str] = mapped_column(String(16), default="proposed")
