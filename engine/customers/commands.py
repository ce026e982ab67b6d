"""Verbs on customers and their tiers. Who may do what is asked here; the processes decide, these carry out."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.access.rules import may, require
from engine.customers import contacts, explanation, record, routes, schemes
from engine.customers.events import (
    CustomerChanged,
    CustomerCreated,
    OpeningBalanceSet,
    TierDemoted,
    TierKept,
    TierLocked,
    TierPromoted,
    TierSchemeChanged,
    TierUnlocked,
)
from engine.customers.models import Customer, OpeningBalance
from engine.customers.moves import move_of, run_of, standing_of
from engine.customers.tiers import ScoreMove, TierScheme, TierState
from engine.definitions import switches
from engine.instances.models import Instance
from engine.kernel import Actor, Conflict, Context, Forbidden, Invalid, NotFound, new_id

TRANSFER = "ownership_transfer"
"""The process that gives a customer another owner (P16)."""
FIELDS = ("name", "kind", "segment", "industry", "region", "needs", "owner", "department")


def create(ctx: Context, number: str, name: str, **fields: Any) -> Customer:
    """A new customer; `owner` and `department` by name. Conflict when the number is taken."""
    require(ctx.actor, "write", "customer")
    values = _values(ctx, {"name": name, **fields})
    number = number.strip()
    if not 0 < len(number) <= 64:
        raise Invalid("number_invalid", number=number)
    taken = ctx.session.scalar(select(Customer.id).where(Customer.tenant_id == ctx.tenant, Customer.number == number))
    if taken or record.merged(ctx, [number]):
        raise Conflict("customer_exists", number=number)
    customer_id = new_id()
    ctx.record(CustomerCreated(customer_id=customer_id, number=number, **values))
    return ctx.session.get_one(Customer, customer_id)


def change(ctx: Context, which: str, **fields: Any) -> Customer:
    """Change fields of a customer that the actor handles.

    Conflict owner_by_transfer for another owner of a customer who has one, while customers are handed over by the
    process (P16); customer_pooled for an owner of one in the pool, who is claimed.
    """
    require(ctx.actor, "write", "customer")
    customer = handled(ctx, which)
    changes = record.changes(customer, _values(ctx, fields))
    if "owner_id" in changes:
        _may_name_owner(ctx, customer)
    if changes:
        told = record.told(customer, changes)
        ctx.record(CustomerChanged(customer_id=customer.id, changes=told, new=changes))
    return customer


def save_contact(
    ctx: Context,
    which: str,
    *,
    name: str | None = None,
    title: str | None = None,
    reach: str | None = None,
    decides: bool = True,
) -> None:
    """The deciding contact of a customer: name, title, and a phone number or mail address; not `decides`, another
    contact beside it."""
    require(ctx.actor, "write", "customer")
    customer = handled(ctx, which)
    known = contacts.deciders(ctx, [customer.id]).get(customer.id) if decides else None
    wish = contacts.Wish(customer.id, known, name, title, reach)
    if wish.changes:
        contacts.save(ctx, [wish], decides=decides)


def set_opening_balance(ctx: Context, which: str, *, amount_cents: int, months: int, as_of: date, source: str) -> None:
    """期初 of a customer, once; Conflict when there is one already."""
    require(ctx.actor, "import", "table")
    customer = handled(ctx, which)
    held = select(OpeningBalance.id).where(
        OpeningBalance.tenant_id == ctx.tenant, OpeningBalance.customer_id == customer.id
    )
    if ctx.session.scalar(held):
        raise Conflict("opening_balance_exists", customer=customer.number)
    if not 1 <= months <= 1200:
        raise Invalid("opening_months_wrong", months=months)
    ctx.record(
        OpeningBalanceSet(customer_id=customer.id, amount_cents=amount_cents, months=months, as_of=as_of, source=source)
    )


def seen(ctx: Context, which: str) -> Customer:
    """The customer of this number or id; NotFound when there is none, or none that the actor may read: one in their
    scope, or whom a task of theirs is about, as long as it is theirs."""
    customer = find(ctx, which)
    if not (may_see(ctx.actor, customer) or ctx.wiring.asked_about(ctx, customer.id)):
        raise NotFound("customer_unknown", customer=which)
    return customer


def handled(ctx: Context, which: str) -> Customer:
    """The customer, where the actor may write about them: Forbidden for whoever only has a task about them, Conflict
    when nobody knows any more who it was."""
    customer = seen(ctx, which)
    if not may_see(ctx.actor, customer):
        raise Forbidden("customer_not_yours", customer=customer.number)
    if customer.erased_at is not None:
        raise Conflict("customer_erased", customer=customer.number)
    return customer


def writable(ctx: Context, customer: Customer) -> bool:
    """Whether `handled` answers, and the actor's role writes about customers at all."""
    return may(ctx.actor, "write", "customer") and may_see(ctx.actor, customer) and customer.erased_at is None


def may_see(actor: Actor, customer: Customer) -> bool:
    """Whether the customer is in the actor's scope; the pool (公海) is open to all staff."""
    open_to_all = customer.pooled_at is not None and actor.has("staff")
    return open_to_all or access.scope(actor).holds(customer.owner_id, customer.department_id)


def find(ctx: Context, which: str) -> Customer:
    """The customer of this number or id, or of whom it became a part; whoever asks: for processes, which act for the
    house."""
    mine = select(Customer).where(Customer.tenant_id == ctx.tenant)
    found = ctx.session.scalars(mine.where(Customer.number == which)).one_or_none()
    if found is None and len(which) == 36:
        found = ctx.session.scalars(mine.where(Customer.id == which)).one_or_none()
    if found is None:
        found = record.merged(ctx, [which]).get(which)
    if found is None:
        raise NotFound("customer_unknown", customer=which)
    return found


def may_be_of(ctx: Context, which: str, case: Instance | None) -> None:
    """NotFound unless there is this customer, and the case is about nobody yet or about them."""
    customer = find(ctx, which)
    if case is not None and case.customer_id not in (None, customer.id):
        raise NotFound("customer_unknown", customer=which)


def may_be_begun_with(ctx: Context, which: str, case: Instance | None) -> None:
    """NotFound unless the actor may read of this customer: a case that is theirs from its start acts for its starter
    only on whom they may see."""
    seen(ctx, which)
    may_be_of(ctx, which, case)


def save_scheme(ctx: Context, key: str, definition: Mapping[str, Any], *, leading: bool = False) -> int:
    """A scheme, or its next version where it says something new; answers the version.

    Conflict scheme_leads_already: at most one scheme leads a segment.
    """
    require(ctx.actor, "deploy", "definition")
    schemes.check(definition)
    rows = ctx.session.scalars(
        select(TierScheme)
        .where(TierScheme.tenant_id == ctx.tenant, TierScheme.key == key)
        .order_by(TierScheme.version.desc())
    )
    last = rows.first()
    if last is not None and last.definition == dict(definition) and last.leading == leading:
        return last.version
    other = schemes.leader_of(ctx, definition.get("segment", ""))
    if leading and other not in (None, key):
        raise Conflict("scheme_leads_already", scheme=other)
    version = (last.version if last else 0) + 1
    ctx.record(TierSchemeChanged(key=key, version=version, leading=leading, definition=dict(definition)))
    return version


def apply_tier(
    ctx: Context,
    which: str,
    scheme_key: str,
    member: str,
    *,
    run: str | None = None,
    effective_on: date | None = None,
    approvers: Sequence[str] = (),
) -> dict[str, Any]:
    """Give a customer another tier: member, effective day and benefits in this transaction. Answers what changed.

    Done twice it changes nothing the second time. Invalid member_unknown, Conflict tier_moved when the tier is no
    longer the one that the run saw.
    """
    with ctx.session.no_autoflush:  # nothing unwritten can change these answers; the case is written once, at the end
        customer = find(ctx, which)
        state, move = _standing(ctx, customer, scheme_key, run)
        scheme = explanation.scheme_of(ctx, scheme_key, run)
    new = scheme.member(member)
    if state.member == member:
        return {
            **{"changed": False, "old": member, "new": member, "name": new.name, "name_en": new.name_en},
            **{"band": customer.band, "gained": [], "lost": []},
        }
    if move is not None and move.from_member != state.member:
        raise Conflict("tier_moved", customer=customer.number, seen=move.from_member, now=state.member)
    old = scheme.member(state.member)
    decided = routes.route(ctx, scheme, old, new)
    told = explanation.of_change(ctx, customer, scheme, state, run, old, new)
    day = effective_on or ctx.now.astimezone(ctx.zone).date()
    gained, lost = ([benefit["key"] for benefit in some] for some in (decided.gained, decided.lost))
    kind = TierPromoted if scheme.ladder.rank(new.key) > scheme.ladder.rank(old.key) else TierDemoted
    ctx.record(
        kind(
            customer_id=customer.id,
            scheme=scheme_key,
            old=old.key,
            new=new.key,
            run=run,
            effective_on=day,
            rules=told["rules"],
            metrics=told["metrics"],
            reasons=told["reasons"],
            approvers=list(approvers) or _by_whom(ctx),
            gained=gained,
            lost=lost,
            band=new.band if schemes.leading_key(ctx, customer.segment) == scheme_key else None,
            benefits_version=scheme.versions["benefits"],
        )
    )
    return {
        "changed": True,
        "old": old.key,
        "new": new.key,
        "name": new.name,
        "name_en": new.name_en,
        "band": new.band,
        "effective_on": day.isoformat(),
        "gained": gained,
        "lost": lost,
    }


def keep_tier(
    ctx: Context,
    which: str,
    scheme_key: str,
    *,
    run: str | None = None,
    approvers: Sequence[str] = (),
    comment: str | None = None,
) -> dict[str, Any]:
    """A proposed change was rejected: the tier stays, misses are counted anew."""
    customer = find(ctx, which)
    state, move = _standing(ctx, customer, scheme_key, run)
    if move is None or move.status != "kept":
        ctx.record(
            TierKept(
                customer_id=customer.id,
                scheme=scheme_key,
                member=state.member,
                proposed=move.to_member if move else state.member,
                run=run,
                approvers=list(approvers) or _by_whom(ctx),
                comment=comment,
            )
        )
    return {"member": state.member}


def lock_tier(ctx: Context, which: str, scheme_key: str, *, until: date, reason: str) -> None:
    """Hold a customer's tier against the rules until a day, for a reason (both mandatory)."""
    customer = seen(ctx, which)
    _may_lock(ctx)
    if not reason.strip():
        raise Invalid("lock_reason_missing")
    if until <= ctx.now.astimezone(ctx.zone).date():
        raise Invalid("lock_expiry_past", until=until.isoformat())
    state = _state(ctx, customer, scheme_key)
    ctx.record(
        TierLocked(customer_id=customer.id, scheme=scheme_key, member=state.member, until=until, reason=reason.strip())
    )


def unlock_tier(ctx: Context, which: str, scheme_key: str) -> None:
    """Lift a manual lock before its day; Conflict when there is none."""
    customer = seen(ctx, which)
    _may_lock(ctx)
    state = _state(ctx, customer, scheme_key)
    if state.locked_until is None:
        raise Conflict("tier_not_locked", customer=customer.number)
    ctx.record(TierUnlocked(customer_id=customer.id, scheme=scheme_key, member=state.member))


def _may_name_owner(ctx: Context, customer: Customer) -> None:
    if customer.pooled_at is not None:
        raise Conflict("customer_pooled", customer=customer.number)
    if customer.owner_id is not None and switches.on(ctx, TRANSFER):
        raise Conflict("owner_by_transfer", customer=customer.number, process=TRANSFER)


def _may_lock(ctx: Context) -> None:
    if ctx.actor.person_id is not None and not ctx.actor.has("process_owner"):
        raise Forbidden("not_allowed", verb="lock", thing="tier")


def _state(ctx: Context, customer: Customer, scheme: str) -> TierState:
    state = ctx.session.get(TierState, (ctx.tenant, scheme, customer.id), with_for_update=True)
    if state is None:
        raise NotFound("tier_unknown", customer=customer.number, scheme=scheme)
    return state


def _standing(ctx: Context, customer: Customer, scheme: str, run: str | None) -> tuple[TierState, ScoreMove | None]:
    """The standing, locked, and what the run proposed about it."""
    if run is None:
        return _state(ctx, customer, scheme), None
    state = standing_of(ctx, customer.id, scheme, run)
    if state is None:
        raise NotFound("tier_unknown", customer=customer.number, scheme=scheme)
    move = move_of(ctx, run, customer.id)
    if move is None and run_of(ctx, run) is None:
        raise NotFound("run_unknown", run=run)
    return state, move


def _by_whom(ctx: Context) -> list[str]:
    return [ctx.actor.name] if ctx.actor.person_id else []


def _values(ctx: Context, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields as the row has them: owner and department become ids; Invalid for a field that no customer has."""
    unknown = sorted(set(fields) - set(FIELDS))
    if unknown:
        raise Invalid("field_unknown", fields=unknown)
    values = dict(fields)
    if "owner" in values:
        owner = values.pop("owner")
        values["owner_id"] = access.person(ctx.session, owner, tenant=ctx.tenant).id if owner else None
    if "department" in values:
        which = values.pop("department")
        values["department_id"] = access.department(ctx.session, which, tenant=ctx.tenant).id if which else None
    if values.get("kind") not in (None, "normal", "partner"):
        raise Invalid("kind_unknown", kind=values["kind"])
    if "name" in values and not str(values["name"]).strip():
        raise Invalid("name_missing")
    return values
