"""公海 (P16, L8): customers whom nobody works on go back to the pool, where anybody of the staff may claim them.

The table `pool_rule` says after how many days without follow-up or without a deal, how long before that the owner is
told, how long a claimed customer is safe, and how many leads one person may hold. A customer is worked on while
somebody meets them (T3) or does a step of a case of theirs; one with an open complaint or service request, or who is
being handed over, stays where they are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from engine import jobs
from engine.access import queries as access
from engine.customers import commands
from engine.customers.contracts import Contract
from engine.customers.dealing_events import CustomerClaimed, CustomerPooled, PoolForeseen
from engine.customers.dealings import Interaction
from engine.customers.models import Customer, OpeningBalance, Purchase
from engine.definitions import queries as definitions
from engine.feel import values
from engine.instances import messages
from engine.instances.models import Instance
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context, NotFound

TABLE = "pool_rule"
OPPORTUNITY = "opportunity_found"
KIND = "pool.claimed"
STAYS = ("complaint", "service_request", "ownership_transfer")
"""Whoever has an open case of these is owed something by whoever has the case."""
AT_ONCE = 1_000
"""So many customers go back in one round; the others the day after."""
LATELY = timedelta(hours=1)
"""So long a list that somebody looks at may still show a customer as free."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of `pool_rule`; None of a number of days is never."""

    idle_days: int | None
    deal_days: int | None
    warn_days: int
    protected_days: int
    cap: int | None


NEVER = Rule(None, None, 0, 0, None)


def rule(ctx: Context, *, dealt: bool, band: int | None) -> Rule:
    """What the table says of customers of a band who have bought or not; where there is no table, nobody goes back."""
    try:
        of = definitions.latest(ctx, "decision", TABLE)
    except NotFound:
        return NEVER
    told = definitions.decide(ctx, of, values.of({"dealt": dealt, "band": band or 3})).value
    if not isinstance(told, dict):
        return NEVER
    days = {name: None if told[name] is None else int(told[name]) for name in Rule.__slots__}
    return Rule(**{**days, "warn_days": days["warn_days"] or 0, "protected_days": days["protected_days"] or 0})  # type: ignore[arg-type]


def give_back(ctx: Context, customer: Customer, reason: str) -> bool:
    """The customer goes back to the pool; False when it is there already."""
    if customer.pooled_at is not None:
        return False
    ctx.record(CustomerPooled(customer_id=customer.id, reason=reason, owner=_name(ctx, customer.owner_id)))
    return True


def claimable(ctx: Context, which: str) -> Customer:
    """A customer whom the actor may try to claim: one they may see, or who was in the pool until a moment ago, so that
    the slower one learns who was faster. NotFound otherwise."""
    customer = commands.find(ctx, which)
    lately = customer.claimed_at is not None and customer.claimed_at > ctx.now - LATELY
    if not (commands.may_see(ctx.actor, customer) or (lately and ctx.actor.has("staff"))):
        raise NotFound("customer_unknown", customer=which)
    return customer


def claim(ctx: Context, customer: Customer, who: str) -> None:
    """A person takes a customer out of the pool, and an opportunity begins (P03).

    Conflict customer_claimed names who was faster, customer_not_pooled when it never was there, pool_cap_reached when
    the person holds as many leads as one may.
    """
    held = ctx.session.get_one(Customer, customer.id, with_for_update=True, populate_existing=True)
    if held.pooled_at is None:
        faster = _name(ctx, held.owner_id) if held.claimed_at else None
        code = "customer_claimed" if faster else "customer_not_pooled"
        raise Conflict(code, customer=held.number, **({"by": faster} if faster else {}))
    owner = access.person(ctx.session, who, tenant=ctx.tenant)
    known = rule(ctx, dealt=bool(ctx.session.scalar(select(_dealt(ctx, held.id)))), band=held.band)
    leads = select(func.count()).select_from(Customer).where(
        Customer.tenant_id == ctx.tenant, Customer.owner_id == owner.id, ~_dealt(ctx, Customer.id)
    )  # fmt: skip
    if known.cap is not None and (ctx.session.scalar(leads) or 0) >= known.cap:
        raise Conflict("pool_cap_reached", cap=known.cap)
    ctx.record(CustomerClaimed(customer_id=held.id, owner=owner.name, owner_id=owner.id))
    jobs.later(ctx, KIND, {"customer": held.id})


def _begin(ctx: Context, job: Job) -> None:
    """The job: a claimed customer is an opportunity of whoever claimed it."""
    customer = ctx.session.get_one(Customer, job.payload["customer"])
    about = {"customer": customer.number, "topic": "公海领取"}
    messages.publish(ctx, OPPORTUNITY, {}, about, ttl=timedelta(0), customer_id=customer.id)


CLAIMED = Inside(_begin)


@dataclass(frozen=True, slots=True)
class Round:
    """What a day's round did: whose customers were foreseen to go back (owner → how many), how many went back."""

    foreseen: Mapping[str, int]
    returned: int


def go_round(ctx: Context, worked_on: Callable[[datetime], Mapping[str, datetime]]) -> Round:
    """Foresee what goes back within the days of warning, return what was foreseen and is due.

    `worked_on` says of the time since an instant when somebody last did a step of a case, by customer id.
    """
    today = ctx.now.astimezone(ctx.zone).date()
    rules = {(dealt, band): rule(ctx, dealt=dealt, band=band) for dealt in (True, False) for band in (1, 2, 3)}
    longest = max((each.idle_days or 0 for each in rules.values()), default=0)
    if not any(each.idle_days or each.deal_days for each in rules.values()):
        return Round({}, 0)
    steps = worked_on(ctx.now - timedelta(days=longest + 1))
    foreseen: Counter[str] = Counter()
    returned = 0
    for customer, met, dealt in ctx.session.execute(_held(ctx, rules)).all():
        known = rules[bool(dealt), customer.band or 3]
        due = _due(ctx, customer, known, met, steps.get(customer.id))
        soon = due is not None and due <= today + timedelta(days=known.warn_days)
        if not soon:
            if customer.pool_on is not None:
                ctx.record(PoolForeseen(customer_id=customer.id, on=None))
        elif customer.pool_on is None:
            on = max(due or today, today + timedelta(days=known.warn_days))
            ctx.record(PoolForeseen(customer_id=customer.id, on=on))
            foreseen[str(_name(ctx, customer.owner_id))] += 1
        elif customer.pool_on <= today and returned < AT_ONCE:
            returned += give_back(ctx, customer, "idle")
    return Round(dict(foreseen), returned)


def _held(ctx: Context, rules: Mapping[tuple[bool, int], Rule]) -> Any:
    """Customers whom somebody owns and who may go back, with the day they were last met and whether they dealt."""
    met = (
        select(func.max(Interaction.on))
        .where(Interaction.customer_id == Customer.id, Interaction.tenant_id == ctx.tenant)
        .scalar_subquery()
    )
    owed = exists().where(
        Instance.tenant_id == ctx.tenant,
        Instance.customer_id == Customer.id,
        Instance.process.in_(STAYS),
        Instance.ended_at.is_(None),
    )
    found = select(Customer, met, _dealt(ctx, Customer.id)).where(
        Customer.tenant_id == ctx.tenant,
        Customer.owner_id.is_not(None),
        Customer.pooled_at.is_(None),
        Customer.erased_at.is_(None),
        Customer.kind != "partner",
        ~owed,
    )
    if not any((each.idle_days or each.deal_days) for (dealt, _), each in rules.items() if dealt):
        found = found.where(or_(~_dealt(ctx, Customer.id), Customer.pool_on.is_not(None)))
    return found.order_by(Customer.id)


def _due(ctx: Context, customer: Customer, known: Rule, met: date | None, step: datetime | None) -> date | None:
    """The day on which the customer goes back if nothing happens; None for never."""
    since = _day(ctx, customer.claimed_at or customer.created_at)
    worked = max(one for one in (since, met, _day(ctx, step) if step else None) if one is not None)
    ends = [
        worked + timedelta(days=known.idle_days) if known.idle_days else None,
        since + timedelta(days=known.deal_days) if known.deal_days else None,
    ]
    found = min((one for one in ends if one is not None), default=None)
    if found is None or customer.claimed_at is None:
        return found
    return max(found, since + timedelta(days=known.protected_days))


def _dealt(ctx: Context, customer_id: Any) -> ColumnElement[bool]:
    rows: tuple[Any, ...] = (Purchase, Contract, OpeningBalance)
    return or_(*(exists().where(row.tenant_id == ctx.tenant, row.customer_id == customer_id) for row in rows))


def listed(pool: str) -> Iterable[ColumnElement[bool]]:
    """`open`: in the pool; `soon`: foreseen to go back."""
    return {
        "open": (Customer.pooled_at.is_not(None),),
        "soon": (Customer.pool_on.is_not(None), Customer.pooled_at.is_(None)),
    }[pool]


def _name(ctx: Context, person_id: str | None) -> str | None:
    return access.names_of(ctx.session, [person_id], tenant=ctx.tenant).get(person_id) if person_id else None


def _day(ctx: Context, at: datetime) -> date:
    return at.astimezone(ctx.zone).date()
