"""The customer's record while a table is read: who is known, what keflow computes itself, what a row would change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from engine.access import choosing
from engine.access import queries as access
from engine.customers import schemes
from engine.customers.cells import Unreadable, masked
from engine.customers.models import Customer, CustomerMerge, OpeningBalance, Purchase
from engine.customers.tiers import TierState
from engine.kernel import Context, NotFound

KINDS = {"普通": "normal", "normal": "normal", "合作伙伴": "partner", "partner": "partner"}
PRIVATE = ("name",)  # may be a person's name: the ledger keeps that it changed, not what it is


@dataclass(frozen=True, slots=True)
class Derived:
    """What keflow knows better than a sheet: money and months since the first purchase or opening balance."""

    amount_cents: int = 0
    months: int = 0
    last_on: date | None = None
    tier: str | None = None
    opening: bool = False
    known: bool = False


def by_number(ctx: Context, numbers: Sequence[str]) -> dict[str, Customer]:
    """Customers by 客户编号, those that exist; a number that was merged leads to whom it became a part of."""
    if not numbers:
        return {}
    rows = ctx.session.scalars(
        select(Customer).where(Customer.tenant_id == ctx.tenant, Customer.number.in_(list(numbers)))
    )
    found = {customer.number: customer for customer in rows}
    return {**merged(ctx, [number for number in numbers if number not in found]), **found}


def merged(ctx: Context, words: Sequence[str]) -> dict[str, Customer]:
    """Whom these numbers or ids became a part of; those that were not merged are left out."""
    if not words:
        return {}
    either = or_(CustomerMerge.loser_number.in_(list(words)), CustomerMerge.loser_id.in_(list(words)))
    rows = ctx.session.scalars(
        select(CustomerMerge).where(CustomerMerge.tenant_id == ctx.tenant, CustomerMerge.undone_at.is_(None), either)
    )
    found: dict[str, Customer] = {}
    for row in rows:
        customer = ctx.session.get(Customer, row.winner_id) or merged(ctx, [row.winner_id]).get(row.winner_id)
        if customer is not None:
            found |= {row.loser_number: customer, row.loser_id: customer}
    return {word: found[word] for word in words if word in found}


def derived(ctx: Context, ids: Sequence[str]) -> dict[str, Derived]:
    """The computed columns of these customers, with four statements whatever their number."""
    wanted, today = list(ids), ctx.now.astimezone(ctx.zone).date()
    bought = {
        row.customer_id: row
        for row in ctx.session.execute(
            select(
                Purchase.customer_id,
                func.sum(Purchase.amount_cents).label("amount"),
                func.min(Purchase.bought_on).label("first"),
                func.max(Purchase.bought_on).label("last"),
            )
            .where(Purchase.tenant_id == ctx.tenant, Purchase.customer_id.in_(wanted), Purchase.bought_on <= today)
            .group_by(Purchase.customer_id)
        )
    }
    opened = {
        row.customer_id: row
        for row in ctx.session.scalars(
            select(OpeningBalance).where(OpeningBalance.tenant_id == ctx.tenant, OpeningBalance.customer_id.in_(wanted))
        )
    }
    tiers = _tiers(ctx, wanted)
    return {
        customer: _derived(bought.get(customer), opened.get(customer), tiers.get(customer), today)
        for customer in wanted
        if customer in bought or customer in opened or customer in tiers
    }


def _derived(bought: Any, opened: OpeningBalance | None, tier: str | None, today: date) -> Derived:
    amount = int(bought.amount) if bought else 0
    if opened:
        lasted = opened.months + months_between(opened.as_of, today)
        return Derived(amount + opened.amount_cents, lasted, bought.last if bought else opened.as_of, tier, True, True)
    if bought:
        return Derived(amount, months_between(bought.first, today), bought.last, tier, False, True)
    return Derived(tier=tier)


def months_between(start: date, end: date) -> int:
    """Whole months from one day to a later one; 0 when it is not later."""
    return max(0, (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))


def _tiers(ctx: Context, ids: list[str]) -> dict[str, str]:
    """The names of the members that customers are in, of the scheme that leads for each."""
    keys = schemes.leading_keys(ctx)
    if not keys:
        return {}
    rows = ctx.session.execute(
        select(TierState.customer_id, TierState.scheme, TierState.member, Customer.segment)
        .join(Customer, Customer.id == TierState.customer_id)
        .where(TierState.tenant_id == ctx.tenant, TierState.scheme.in_(keys), TierState.customer_id.in_(ids))
    )
    found = {}
    for row in rows:
        scheme = schemes.leading(ctx, row.segment)
        if scheme is not None and scheme.key == row.scheme:
            found[row.customer_id] = scheme.name(row.member)[0]
    return found


def changes(customer: Customer, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that would change, with their new values; a masked text never replaces a real one."""
    found = {}
    for name, new in fields.items():
        old = getattr(customer, name)
        hides = isinstance(new, str) and isinstance(old, str) and masked(new) and not masked(old)
        if new != old and not hides:
            found[name] = new
    return found


def told(customer: Customer, changed: Mapping[str, Any]) -> dict[str, list[Any]]:
    """The changes as the ledger keeps them: [old, new], of a private field nothing but that it changed."""
    return {name: [] if name in PRIVATE else [getattr(customer, name), new] for name, new in changed.items()}


def kind(cell: Any) -> str:
    """normal or partner, from either language."""
    found = KINDS.get(str(cell).strip().lower())
    if found is None:
        raise Unreadable("value_unknown")
    return found


class People:
    """Owners and departments by their names, each looked up once a table."""

    def __init__(self, ctx: Context) -> None:
        self._ctx = ctx

    def person(self, cell: Any) -> str | None:
        """The id of the person of this name, as one signs in or as one is called; a masked name is nobody."""
        return None if masked(str(cell)) else self._found("person", str(cell).strip())

    def department(self, cell: Any) -> str | None:
        """The id of the department of this key or name."""
        return self._found("department", str(cell).strip())

    def _found(self, what: str, name: str) -> str:
        memo = self._ctx.memo.setdefault("customers.people", {})
        if (what, name) not in memo:
            memo[what, name] = self._looked_up(what, name)
        if memo[what, name] is None:
            raise Unreadable(f"{what}_unknown")
        return str(memo[what, name])

    def _looked_up(self, what: str, name: str) -> str | None:
        if what == "person":
            return choosing.called(self._ctx, name)
        try:
            return access.department(self._ctx.session, name, tenant=self._ctx.tenant).id
        except NotFound:
            return None
