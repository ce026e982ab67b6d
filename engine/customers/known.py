"""What rule tables may ask about customers, for everybody in one statement and for one customer with more.

For everybody: `band` (3 where none), `region`, `industry`, `stage`, `kind`, `segment`, `prospect` (never bought),
`window_spend` and `annual_amount` (yuan of the last 12 months), `total` (yuan ever), `purchases` (how often, ever),
`purchase_days` (days with a purchase in the last 12 months), `days_since_first`, `days_since_last` (null: never).
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import case, func, select

from engine.customers import explanation, profile, schemes, words
from engine.customers.models import Customer, OpeningBalance, Purchase
from engine.customers.words import yuan
from engine.kernel import Context
from engine.scoring import window

PAGE = 2_000
NAMES = (
    *("band", "region", "industry", "stage", "kind", "segment", "prospect", "window_spend", "annual_amount", "total"),
    *("purchases", "purchase_days", "days_since_first", "days_since_last"),
)


def everybody(ctx: Context) -> Iterator[tuple[str, int, dict[str, Any]]]:
    """(id, cents of the last 12 months, what is known) of each customer, by id; one statement, read as it goes."""
    today = ctx.now.astimezone(ctx.zone).date()
    bought = _bought(ctx, today).subquery()
    plain = [Customer.region, Customer.industry, Customer.stage, Customer.kind, Customer.segment]
    asked = (
        select(Customer.id, func.coalesce(Customer.band, 3), OpeningBalance.id, *plain, *bought.c[1:])
        .outerjoin(bought, bought.c.customer_id == Customer.id)
        .outerjoin(OpeningBalance, OpeningBalance.customer_id == Customer.id)
        .where(Customer.tenant_id == ctx.tenant)
        .order_by(Customer.id)
    )
    for row in ctx.session.execute(asked, execution_options={"yield_per": PAGE}):
        yield row[0], row.year or 0, _told(row, today)


def _bought(ctx: Context, today: date) -> Any:
    recent = Purchase.bought_on > window.back(today, 12)
    bought = Purchase.amount_cents >= 0
    return (
        select(
            Purchase.customer_id,
            func.sum(case((recent, Purchase.amount_cents), else_=0)).label("year"),
            func.sum(Purchase.amount_cents).label("total"),
            func.sum(case((bought, 1), else_=0)).label("purchases"),
            func.count(case((recent & bought, Purchase.bought_on)).distinct()).label("days"),
            func.min(case((bought, Purchase.bought_on))).label("first"),
            func.max(case((bought, Purchase.bought_on))).label("last"),
        )
        .where(Purchase.tenant_id == ctx.tenant, Purchase.bought_on <= today)
        .group_by(Purchase.customer_id)
    )


def _told(row: Any, today: date) -> dict[str, Any]:
    spent = yuan(row.year or 0)
    return {
        "band": row[1],
        **{name: getattr(row, name) for name in ("region", "industry", "stage", "kind", "segment")},
        "prospect": row.first is None and row[2] is None,
        "window_spend": spent,
        "annual_amount": spent,
        "total": yuan(row.total or 0),
        "purchases": row.purchases or 0,
        "purchase_days": row.days or 0,
        "days_since_first": _days(row.first, today),
        "days_since_last": _days(row.last, today),
    }


def _days(on: Any, today: date) -> int | None:
    if on is None:
        return None
    return (today - (on if isinstance(on, date) else date.fromisoformat(on))).days


def one(ctx: Context, customer: Customer, key: str) -> dict[str, Any]:
    """What a table may ask about this customer: the profile, what `everybody` knows, and, where a tier scheme lives by
    the decision `key`, the spend and the standing in it."""
    today = ctx.now.astimezone(ctx.zone).date()
    bought = [row for row in explanation.purchases(ctx, customer) if row.day <= today]
    days = [row.day for row in bought if row.amount_cents >= 0]
    spent = yuan(window.spend(bought, today, 12))
    told = {
        **profile.profile(ctx, customer),
        "segment": customer.segment,
        "window_spend": spent,
        "total": yuan(sum(row.amount_cents for row in bought)),
        "purchases": len(days),
        "purchase_days": len({day for day in days if day > window.back(today, 12)}),
        "days_since_first": (today - min(days)).days if days else None,
        "days_since_last": (today - max(days)).days if days else None,
    }
    found = next((scheme for scheme in schemes.every(ctx) if key in scheme.tables.values()), None)
    return told if found is None else {**told, **_standing(ctx, customer, found)}


def _standing(ctx: Context, customer: Customer, scheme: schemes.Scheme) -> dict[str, Any]:
    found = explanation.of_today(ctx, customer, scheme)
    standing, review = found.standing, found.review
    ladder = scheme.ladder
    rank, target = (ladder.rank(key) if key else None for key in (standing.member, review.target))
    direction = "same" if rank is None or rank == target else "up" if (target or 0) > rank else "down"
    return {
        "window_spend": yuan(found.cents),
        **{key: words.units(key, value) for key, value in review.values.items()},
        "member": standing.member,
        "kind": standing.kind,
        "protected": standing.protected,
        "direction": direction,
        "tenure_ok": review.reviews_in_tier >= ladder.guard.min_tenure,
        "keep_ratio": None if review.keep_ratio is None else review.keep_ratio / 10_000,
        "fails": review.fails,
        "period_end": scheme.period_end(found.as_of),
    }
