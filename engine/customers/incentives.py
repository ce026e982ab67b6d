"""Incentives (D22): who gets what for which reason, within a monthly budget; granted once a reason, and logged.

A round, once a month, looks for the reasons that the calendar, the purchases and the tiers give. What the budget does
not allow is not granted, and the round says how many that were.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import BigInteger, Date, ForeignKey, Index, Integer, String, UniqueConstraint, and_, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from engine import jobs
from engine.customers import schemes
from engine.customers.dealing_events import IncentiveGranted
from engine.customers.forecast import INCENTIVE, asker
from engine.customers.models import Customer, Purchase
from engine.customers.tiers import BenefitGrant, TierState
from engine.feel import values
from engine.instances import commands as instances
from engine.jobs import Inside, Job
from engine.kernel import Base, Conflict, Context, NotFound, Row, new_id
from engine.scoring import window

KIND, TELL = "incentives_grant", "incentive_tell"
NOTICE = "incentive_notice"
"""The process that tells a customer of a reward, as D17 allows."""
AT_ONCE = 200
NEAR = Decimal("0.8")
"""From this share of the next tier's limit on a customer is near it."""
QUARTERS = (1, 4, 7, 10)
BANDS = (1, 2, 3)
EVENTS = ("quarter", "promoted", "first_purchase", "near_next", "anniversary")


class IncentiveGrant(Row, Base):
    """A reward that a customer was given, for which event, until when it can be used. `key` grants it once."""

    __tablename__ = "incentive_grant"
    __table_args__ = (
        UniqueConstraint("tenant_id", "customer_id", "key"),
        Index(None, "tenant_id", "reward", "granted_on"),
    )

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    key: Mapped[str] = mapped_column(String(64))
    event: Mapped[str] = mapped_column(String(32))
    reward: Mapped[str] = mapped_column(String(32))
    band: Mapped[int] = mapped_column(Integer)
    value_cents: Mapped[int] = mapped_column(BigInteger)
    granted_on: Mapped[date] = mapped_column(Date)
    expires_on: Mapped[date] = mapped_column(Date)
    case_id: Mapped[str | None] = mapped_column(String(36))


@dataclass(frozen=True, slots=True)
class Reward:
    """A row of D22, in cents; `budget` is a month's."""

    event: str
    band: int
    reward: str
    name: str
    cents: int
    days: int
    budget: int


def rewards(ctx: Context, event: str, band: int) -> list[Reward]:
    """What D22 gives for an event in a band."""
    rows = asker(ctx, INCENTIVE)({"event": event, "band": band}) or ()
    return [
        Reward(
            event,
            band,
            row["reward"],
            row["name"],
            int(row["value"] * 100),
            int(row["valid_days"]),
            int(row["budget"] * 100),
        )
        for row in rows
    ]


def foresee(ctx: Context) -> dict[str, Any]:
    """What a round would give today: {customers, cost (yuan), over_budget, rows: [{event, band, reward, …}]}."""
    rows = [
        {
            "event": reward.event,
            "band": reward.band,
            "reward": reward.reward,
            "customers": len(given),
            "over_budget": over,
            "cost": len(given) * reward.cents / 100,
        }
        for reward, given, over in _round(ctx)
    ]
    return {
        "customers": sum(row["customers"] for row in rows),
        "over_budget": sum(row["over_budget"] for row in rows),
        "cost": sum(row["cost"] for row in rows),
        "rows": [row for row in rows if row["customers"] or row["over_budget"]],
    }


def grant_round(ctx: Context, case: str | None) -> int:
    """Queue the grants of a round; answers how many."""
    count = 0
    for reward, given, _ in _round(ctx):
        count += len(given)
        for first in range(0, len(given), AT_ONCE):
            batch = given[first : first + AT_ONCE]
            jobs.later(ctx, KIND, {"event": reward.event, "reward": reward.reward, "customers": batch, "case": case})
    return count


def _round(ctx: Context) -> Iterator[tuple[Reward, list[str], int]]:
    """Each reward with the customers who get it and the number of those for whom the budget does not reach."""
    today = ctx.now.astimezone(ctx.zone).date()
    for event in EVENTS:
        for band in BANDS:
            for reward in rewards(ctx, event, band):
                wanted = _concerned(ctx, event, band, today)
                had = _had(ctx, wanted, key(reward, today))
                open_ = [customer for customer in wanted if customer not in had]
                reach = _left(ctx, reward, today) // reward.cents if reward.cents else len(open_)
                yield reward, open_[:reach], max(0, len(open_) - reach)


def key(reward: Reward, on: date) -> str:
    """By which a reward is granted once: a quarter, a year, a day, or ever."""
    period = {
        "quarter": f"{on.year}Q{(on.month + 2) // 3}",
        "near_next": f"{on.year}Q{(on.month + 2) // 3}",
        "anniversary": f"{on.year}",
        "promoted": f"{on.year}Q{(on.month + 2) // 3}",
    }.get(reward.event, "once")
    return f"{reward.reward}:{period}"


def _concerned(ctx: Context, event: str, band: int, today: date) -> list[str]:
    """Ids of the customers of a band who have a reason, by id."""
    first = func.min(Purchase.bought_on)
    buyers = (
        select(Customer.id)
        .join(Purchase, Purchase.customer_id == Customer.id)
        .where(Customer.tenant_id == ctx.tenant, func.coalesce(Customer.band, 3) == band, Purchase.bought_on <= today)
        .group_by(Customer.id)
        .order_by(Customer.id)
    )
    if event == "quarter":
        return list(ctx.session.scalars(buyers)) if today.month in QUARTERS else []
    if event == "first_purchase":
        return list(ctx.session.scalars(buyers.having(first > today - timedelta(days=31))))
    if event == "anniversary":
        years = [window.back(today, 12 * years) for years in range(1, 31)]
        spans = [and_(first > window.back(day, 1), first <= day) for day in years]
        return list(ctx.session.scalars(buyers.having(or_(*spans))))
    return _promoted(ctx, band, today) if event == "promoted" else _near(ctx, band)


def _promoted(ctx: Context, band: int, today: date) -> list[str]:
    """Who rose into this band within a month: the benefits of a lower tier ended."""
    scheme = schemes.leading(ctx)
    if scheme is None:
        return []
    rows = ctx.session.execute(
        select(BenefitGrant.customer_id, BenefitGrant.member, TierState.member)
        .join(TierState, and_(TierState.customer_id == BenefitGrant.customer_id, TierState.scheme == scheme.key))
        .where(
            BenefitGrant.tenant_id == ctx.tenant,
            BenefitGrant.scheme == scheme.key,
            BenefitGrant.ended_on > today - timedelta(days=31),
        )
        .order_by(BenefitGrant.customer_id)
    )
    ranks = {member.key: rank for rank, member in enumerate(scheme.ladder.members)}
    here = {member.key for member in scheme.ladder.members if member.band == band}
    return list(dict.fromkeys(one for one, old, new in rows if new in here and ranks[new] > ranks.get(old, 0)))


def _near(ctx: Context, band: int) -> list[str]:
    """Who stands within a fifth of the next tier of the leading scheme, as the last evaluation saw them."""
    scheme = schemes.leading(ctx)
    if scheme is None:
        return []
    found: list[str] = []
    members = scheme.ladder.members
    for member, above in pairwise(members):
        if member.band == band and above.ways and not scheme.ladder.plain:
            held = select(TierState.customer_id, TierState.measured).where(
                TierState.tenant_id == ctx.tenant, TierState.scheme == scheme.key, TierState.member == member.key
            )
            told = ctx.session.execute(held.order_by(TierState.customer_id), execution_options={"yield_per": AT_ONCE})
            found += [one for one, measured in told if measured and NEAR <= (above.attained(measured) or 0) < 1]
        elif member.band == band and above.entry_cents:
            near = TierState.amount_cents >= int(above.entry_cents * NEAR), TierState.amount_cents < above.entry_cents
            rows = select(TierState.customer_id).where(
                TierState.tenant_id == ctx.tenant, TierState.scheme == scheme.key, TierState.member == member.key, *near
            )
            found += ctx.session.scalars(rows.order_by(TierState.customer_id))
    return found


def _had(ctx: Context, customers: Sequence[str], granted: str) -> set[str]:
    rows = select(IncentiveGrant.customer_id).where(
        IncentiveGrant.tenant_id == ctx.tenant, IncentiveGrant.key == granted
    )
    return set(ctx.session.scalars(rows)) if customers else set()


def _left(ctx: Context, reward: Reward, today: date) -> int:
    """Cents that this month's budget of a reward still has."""
    spent = select(func.sum(IncentiveGrant.value_cents)).where(
        IncentiveGrant.tenant_id == ctx.tenant,
        IncentiveGrant.reward == reward.reward,
        IncentiveGrant.granted_on >= today.replace(day=1),
    )
    return max(0, reward.budget - int(ctx.session.scalar(spent) or 0))


def grant(ctx: Context, customer: Customer, event: str, *, case: str | None = None) -> list[dict[str, Any]]:
    """Give a customer what D22 has for an event; rewards that they had, or that the budget does not allow, are left
    out. Answers [{reward, value, expires_on}]."""
    today = ctx.now.astimezone(ctx.zone).date()
    given = []
    for reward in rewards(ctx, event, customer.band or 3):
        once = key(reward, today)
        if reward.cents > _left(ctx, reward, today) or customer.id in _had(ctx, [customer.id], once):
            continue
        expires = today + timedelta(days=reward.days)
        ctx.record(
            IncentiveGranted(
                customer_id=customer.id,
                grant=new_id(),
                event=event,
                reward=reward.reward,
                band=reward.band,
                value_cents=reward.cents,
                expires_on=expires,
                once=once,
                case=case,
            )
        )
        ctx.session.flush()
        told = {"customer": customer.number, "reward": reward.name, "valid_until": expires.isoformat()}
        jobs.later(ctx, TELL, {"customer_id": customer.id, "key": f"{once}:{customer.number}", "variables": told})
        given.append({"reward": reward.reward, "value": reward.cents / 100, "expires_on": expires.isoformat()})
    return given


def keep(ctx: Context, fact: IncentiveGranted) -> None:
    """The row of a grant."""
    ctx.session.add(
        IncentiveGrant(
            id=fact.grant,
            tenant_id=ctx.tenant,
            customer_id=fact.customer_id,
            key=fact.once,
            event=fact.event,
            reward=fact.reward,
            band=fact.band,
            value_cents=fact.value_cents,
            granted_on=ctx.now.astimezone(ctx.zone).date(),
            expires_on=fact.expires_on,
            case_id=fact.case,
        )
    )


def _grant_some(ctx: Context, job: Job) -> None:
    told: Mapping[str, Any] = job.payload
    for customer_id in told["customers"]:
        customer = ctx.session.get(Customer, customer_id)
        if customer is not None:
            grant(ctx, customer, told["event"], case=told["case"])


def _tell(ctx: Context, job: Job) -> None:
    told: Mapping[str, Any] = job.payload
    with suppress(Conflict, NotFound):  # told before; or the house does not tell
        instances.start(
            ctx,
            NOTICE,
            values.of(dict(told["variables"])),
            customer_id=told["customer_id"],
            once=told["key"],
        )


GRANT, TELLING = Inside(_grant_some), Inside(_tell)


def report(ctx: Context, first: date, last: date) -> list[dict[str, Any]]:
    """{event, reward, band, granted, value (yuan)} of a span: what the incentives cost and whom they reached."""
    rows: Any = ctx.session.execute(
        select(
            IncentiveGrant.event,
            IncentiveGrant.reward,
            IncentiveGrant.band,
            func.count(),
            func.sum(IncentiveGrant.value_cents),
        )
        .where(
            IncentiveGrant.tenant_id == ctx.tenant,
            IncentiveGrant.granted_on >= first,
            IncentiveGrant.granted_on <= last,
        )
        .group_by(IncentiveGrant.event, IncentiveGrant.reward, IncentiveGrant.band)
        .order_by(IncentiveGrant.event, IncentiveGrant.band)
    )
    return [
        {"event": event, "reward": reward, "band": band, "granted": count, "value": float(cents) / 100}
        for event, reward, band, count, cents in rows
    ]
