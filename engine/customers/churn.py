"""Signals that a customer may leave (the inputs of D15), and whether one whom the house went after came back.

What nobody knows is null and counts nothing.
"""

from datetime import date, timedelta
from itertools import pairwise
from statistics import mean, stdev
from typing import Any

from sqlalchemy import func, select

from engine.customers import contracts, decisions, explanation
from engine.customers.dealings import CustomerTag, Interaction, Tag
from engine.customers.models import Customer, Purchase
from engine.customers.profile import COMPLAINT, contacts_drop, spend_trend
from engine.customers.satisfaction import last_score
from engine.feel import values
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.scoring import window

COMPETITOR = "竞争对手接触"
LEAST_PURCHASES = 4
SPREAD = 2
"""How many standard deviations beyond the mean gap a customer's rhythm is broken (DOMAIN 2.6)."""
QUARTER = timedelta(days=90)


def signals(ctx: Context, customer: Customer) -> dict[str, Any]:
    """The inputs of D15 as of today (`as_of`)."""
    today = ctx.now.astimezone(ctx.zone).date()
    bought = explanation.purchases(ctx, customer)
    days_left, talked = contracts.ending(ctx, customer.id)
    return {
        "as_of": today.isoformat(),
        "spend_trend": spend_trend(bought, today),
        "contacts_drop": contacts_drop(ctx, customer, today),
        "satisfaction": last_score(ctx, customer.id),
        "overdue_days": overdue_days(bought, today),
        "complaint_level": _complaint_level(ctx, customer),
        "contract_days_left": days_left,
        "renewal_talk": talked,
        "competitor": _tagged(ctx, customer, COMPETITOR),
    }


def risk(ctx: Context, customer: Customer) -> dict[str, Any] | None:
    """{points, level, reasons: [{reason, points}], version} as tables D15 see the customer today; none without them. It
    is what a rescue starts from, and moves nothing by itself."""
    try:
        found, level = decisions.version(ctx, "churn_risk"), decisions.version(ctx, "churn_level")
    except NotFound:
        return None
    given = {name: value for name, value in signals(ctx, customer).items() if name != "as_of"}
    told = decisions.evaluate(ctx, "churn_risk", found, values.of(given)).value or []
    points = sum(int(one["points"]) for one in told)
    what = decisions.evaluate(ctx, "churn_level", level, {"points": values.of(points)}).value
    reasons = [{"reason": one["reason"], "points": int(one["points"])} for one in told]
    return {"points": points, "level": what["level"], "reasons": reasons, "version": found}


def overdue_days(bought: list[window.Purchase], today: date) -> int | None:
    """How many days the last purchase lies beyond the customer's own rhythm; null below four purchase days."""
    days = sorted({row.day for row in bought if row.amount_cents >= 0 and row.day <= today})
    if len(days) < LEAST_PURCHASES:
        return None
    gaps = [(later - earlier).days for earlier, later in pairwise(days)]
    return round((today - days[-1]).days - (mean(gaps) + SPREAD * stdev(gaps)))


def came_back(ctx: Context, customer: Customer, since: date) -> dict[str, Any]:
    """{won, purchases, contacts}: a purchase since that day, or more contacts than in as many days before it."""
    today = ctx.now.astimezone(ctx.zone).date()
    bought = select(func.count()).where(
        Purchase.tenant_id == ctx.tenant,
        Purchase.customer_id == customer.id,
        Purchase.bought_on > since,
        Purchase.bought_on <= today,
        Purchase.amount_cents > 0,
    )
    purchases = ctx.session.scalar(bought) or 0
    span = max(today - since, timedelta(days=1))
    contacts, before = _contacts(ctx, customer, since, today), _contacts(ctx, customer, since - span, since)
    # the talks of the rescue itself are no sign of life: it takes more of them than there were
    return {"won": purchases > 0 or (before > 0 and contacts > before), "purchases": purchases, "contacts": contacts}


def _contacts(ctx: Context, customer: Customer, after: date, until: date) -> int:
    rows = select(func.count()).where(
        Interaction.tenant_id == ctx.tenant,
        Interaction.customer_id == customer.id,
        Interaction.on > after,
        Interaction.on <= until,
    )
    return ctx.session.scalar(rows) or 0


def _complaint_level(ctx: Context, customer: Customer) -> int | None:
    """The highest level that an open complaint of the customer has reached."""
    rows = ctx.session.scalars(
        select(Instance).where(
            Instance.tenant_id == ctx.tenant,
            Instance.customer_id == customer.id,
            Instance.process == COMPLAINT,
            Instance.ended_at.is_(None),
        )
    )
    levels = [values.loads(row.variables).get("level") for row in rows]
    return max((int(level) for level in levels if level is not None), default=None)


def _tagged(ctx: Context, customer: Customer, name: str) -> bool:
    rows = (
        select(Tag.id)
        .join(CustomerTag, CustomerTag.tag_id == Tag.id)
        .where(Tag.tenant_id == ctx.tenant, Tag.name == name, CustomerTag.customer_id == customer.id)
    )
    return ctx.session.scalar(rows.limit(1)) is not None
