"""What a process needs to know of a customer before it decides anything: one reading, codes and numbers, no texts.

What nobody knows is null; band 3 where no scheme has placed the customer yet. The cell of the value–potential matrix
(D07) comes from its table with these inputs, all defaults: value is the band; loyalty is high from 12 months of
cooperation; potential is high with an open need, in the first year of a customer above band 3, or when spend rose by a
fifth; drop is spend of half a year below 0.7 of the half year before, or half the contacts of the quarter before.
"""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from engine.access import queries as access
from engine.customers import consents, explanation, record, schemes, words
from engine.customers.dealings import Interaction, Need
from engine.customers.decisions import deployed
from engine.customers.models import Customer
from engine.customers.tiers import TierState
from engine.definitions import queries as definitions
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.scoring import lifecycle, window

COMPLAINT = "complaint"
NO_COMPLAINT = ("withdrawn", "merged")
"""Outcomes by which it was none, or none of its own."""
REPEATS = timedelta(days=90)
HALF_YEAR, YEAR = 6, 12
VALUE = {1: "high", 2: "mid", 3: "low"}


def profile(ctx: Context, customer: Customer, *, beside: str | None = None) -> dict[str, Any]:
    """The profile; `beside` is the root case whose own complaint does not count as a repeat."""
    today = ctx.now.astimezone(ctx.zone).date()
    bought = explanation.purchases(ctx, customer)
    known = record.derived(ctx, [customer.id]).get(customer.id, record.Derived())
    people = access.names_of(
        ctx.session, [one for one in (customer.owner_id, customer.first_owner_id) if one], tenant=ctx.tenant
    )
    complaints, still_open = _complaints(ctx, customer, beside)
    trend = spend_trend(bought, today)
    unscored = customer.unprofiled_at is not None  # who objected to profiling is what everybody is
    return {
        "code": customer.number,
        "kind": customer.kind,
        "band": customer.band or 3,
        "tier": _tier(ctx, customer),
        "cell": None if unscored else _cell(ctx, customer, known, trend, today),
        "frequency_band": None if unscored else _frequency(ctx, bought, today),
        "lifecycle": None if unscored else _lifecycle(ctx, bought, today),
        "prospect": not bought,
        "region": customer.region,
        "industry": customer.industry,
        "stage": customer.stage,
        "pooled": customer.pooled_at is not None,
        "owner": people.get(customer.owner_id or ""),
        "first_owner": people.get(customer.first_owner_id or "") or people.get(customer.owner_id or ""),
        "department": _department(ctx, customer),
        "annual_amount": words.yuan(window.spend(bought, today, YEAR)),
        "spend_trend": trend,
        "months": known.months if known.known else None,
        "last_purchase": known.last_on.isoformat() if known.last_on else None,
        "complaints_90d": complaints,
        "complaints_open": still_open,
        **consents.of_customer(ctx, customer),
    }


def _tier(ctx: Context, customer: Customer) -> str | None:
    scheme = schemes.leading_key(ctx, customer.segment)
    state = ctx.session.get(TierState, (ctx.tenant, scheme, customer.id)) if scheme else None
    return state.member if state else None


def _department(ctx: Context, customer: Customer) -> str | None:
    which = customer.department_id
    return access.department(ctx.session, which, tenant=ctx.tenant).key if which else None


def _complaints(ctx: Context, customer: Customer, beside: str | None) -> tuple[int, int]:
    """Complaints of the last 90 days that were neither withdrawn nor a duplicate, and how many of them are open."""
    rows = ctx.session.scalars(
        select(Instance).where(
            Instance.tenant_id == ctx.tenant,
            Instance.customer_id == customer.id,
            Instance.process == COMPLAINT,
            Instance.started_at > ctx.now - REPEATS,
            Instance.status != "cancelled",
            or_(Instance.outcome.is_(None), Instance.outcome.not_in(NO_COMPLAINT)),
        )
    )
    others = [row for row in rows if beside not in (row.id, row.root_id)]
    return len(others), sum(row.ended_at is None for row in others)


def spend_trend(bought: list[window.Purchase], today: date) -> float | None:
    """Spend of the last half year as a share of the half year before; null where there is none before."""
    recent = window.spend(bought, today, HALF_YEAR)
    before = window.spend(bought, today, YEAR) - recent
    return round(recent / before, 3) if before > 0 else None


def _lifecycle(ctx: Context, bought: list[window.Purchase], today: date) -> str | None:
    table = deployed(ctx, "lifecycle")
    if table is None:
        return None
    life = lifecycle.life((row.day for row in bought if row.amount_cents >= 0 and row.day <= today), today, table[0])
    return str(lifecycle.state(life, table[0]).outputs["state"])


def _frequency(ctx: Context, bought: list[window.Purchase], today: date) -> str | None:
    after = window.back(today, YEAR)
    days = {row.day for row in bought if row.amount_cents >= 0 and after < row.day <= today}
    answer = _answer(ctx, "frequency_band", {"purchase_days": len(days)})
    return answer.get("band") if isinstance(answer, dict) else None


def _cell(ctx: Context, customer: Customer, known: record.Derived, trend: float | None, today: date) -> str | None:
    found = _placed(ctx, customer, known, trend, today)
    return found["cell"] if found else None


def cell(ctx: Context, customer: Customer) -> dict[str, Any] | None:
    """{cell, name, name_en, value, loyalty, potential, drop}: where the customer stands in the matrix, and why; None
    before the first purchase or without the table."""
    today = ctx.now.astimezone(ctx.zone).date()
    known = record.derived(ctx, [customer.id]).get(customer.id, record.Derived())
    return _placed(ctx, customer, known, spend_trend(explanation.purchases(ctx, customer), today), today)


def _placed(
    ctx: Context, customer: Customer, known: record.Derived, trend: float | None, today: date
) -> dict[str, Any] | None:
    if not known.known or customer.unprofiled_at is not None:
        return None
    value = VALUE[customer.band or 3]
    young = known.months < YEAR
    potential = _needs(ctx, customer) or (young and value != "low") or (trend or 0) >= 1.2
    inputs = {
        "drop": (trend is not None and trend < 0.7) or contacts_drop(ctx, customer, today) > 50,
        "value": value,
        "loyalty": "low" if young else "high",
        "potential": "high" if potential else "low",
    }
    answer = _answer(ctx, "value_potential", inputs)
    return {**inputs, **answer} if isinstance(answer, dict) else None


def _needs(ctx: Context, customer: Customer) -> bool:
    pending = select(Need.id).where(
        Need.tenant_id == ctx.tenant, Need.customer_id == customer.id, Need.state == "pending"
    )
    return ctx.session.scalar(pending.limit(1)) is not None


def contacts_drop(ctx: Context, customer: Customer, today: date) -> int:
    """How many percent fewer contacts there were in the last 90 days than in the 90 before; 0 below four before."""
    recent, before = (_contacts(ctx, customer, today - timedelta(days=90 * n), 90) for n in (0, 1))
    return round(100 * (before - recent) / before) if before >= 4 else 0


def _contacts(ctx: Context, customer: Customer, until: date, days: int) -> int:
    rows = (
        select(func.count())
        .select_from(Interaction)
        .where(
            Interaction.tenant_id == ctx.tenant,
            Interaction.customer_id == customer.id,
            Interaction.on > until - timedelta(days=days),
            Interaction.on <= until,
        )
    )
    return ctx.session.scalar(rows) or 0


def _answer(ctx: Context, key: str, variables: dict[str, Any]) -> Any:
    try:
        of = definitions.latest(ctx, "decision", key)
    except NotFound:
        return None
    result = definitions.decide(ctx, of, variables)
    return None if result.failed else result.value
