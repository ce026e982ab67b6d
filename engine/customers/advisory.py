"""客户顾问委员会 (P22): which core customers may be asked, and what is theirs of the advice that was given."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.customers import consents
from engine.customers.models import Customer, Purchase
from engine.kernel import Context

CORE = 1
MOST = 20
YEAR = timedelta(days=365)


def core(ctx: Context) -> list[dict[str, Any]]:
    """Customers of the first service band who bought within a year and whose contact may be asked (care, D17), those
    who bought most first: [{customer, bought}] with the amount in yuan. Numbers only: a name may be a person's."""
    since = ctx.now.astimezone(ctx.zone).date() - YEAR
    bought = func.sum(Purchase.amount_cents)
    rows = (
        select(Customer, bought)
        .join(Purchase, (Purchase.customer_id == Customer.id) & (Purchase.bought_on > since))
        .where(Customer.tenant_id == ctx.tenant, Customer.band == CORE, Customer.erased_at.is_(None))
        .group_by(Customer.id)
        .having(bought > 0)
        .order_by(bought.desc(), Customer.number)
    )
    found: list[dict[str, Any]] = []
    for customer, cents in ctx.session.execute(rows.limit(3 * MOST)).all():
        if len(found) < MOST and consents.of_customer(ctx, customer)["permitted_care"]:
            found.append({"customer": customer.number, "bought": f"{cents / 100:,.0f}"})
    return found


def of_members(replies: Sequence[Mapping[str, Any]], advice: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each member who came, with what became of their advice: [{customer, advice: [{advice, decision, reason}]}]."""
    came = [one["customer"] for one in replies if one.get("accepted")]
    return [
        {
            "customer": customer,
            "advice": [
                {name: one.get(name) for name in ("advice", "decision", "reason")}
                for one in advice
                if one["customer"] == customer
            ],
        }
        for customer in came
    ]
