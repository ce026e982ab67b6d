"""Two records of one customer become one, and two again for as long as nothing contradicts.

The loser's row and whatever had no place at the winner are kept sealed with the merge; everything else belongs to the
winner from then on, and the loser's number leads there. The ledger of both tells it.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import simplejson
from sqlalchemy import select

from engine.customers import commands, dealing_commands, merging
from engine.customers.events import (
    CustomerMergedAway,
    CustomerMergeUndone,
    CustomerRestored,
    CustomersMerged,
    CustomersToldApart,
)
from engine.customers.models import Contact, Customer, CustomerMerge, OpeningBalance
from engine.customers.tiers import BenefitGrant, TierState
from engine.instances.models import Instance
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound, new_id

ADMINISTRATORS = "数据管理员"
FIELDS = ("name", "kind", "segment", "industry", "region", "owner_id", "department_id", "first_owner_id", "stage")
"""What one takes from either record; `needs` are those of both."""
KEPT = "customer_merge.kept"
WORDS = ("this", "other")


@dataclass(slots=True)
class Plan:
    """All that a merge changes, so that an undo changes it back."""

    winner: Customer
    loser: Customer
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    moved: dict[str, merging.Keys] = field(default_factory=dict)
    aside: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    deciders: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    standing: dict[str, str] = field(default_factory=dict)
    opening: list[int] | None = None


def may_merge(ctx: Context) -> bool:
    """Data administrators; the system where a process decides."""
    actor = ctx.actor
    return actor.person_id is None or "admin" in actor.roles or ADMINISTRATORS in actor.groups


def require(ctx: Context) -> None:
    """Forbidden unless the actor may merge."""
    if not may_merge(ctx):
        raise Forbidden("not_allowed", verb="merge", thing="customer")


def merge(
    ctx: Context,
    this: Customer,
    other: Customer,
    taken: Mapping[str, str],
    *,
    into: str = "this",
    case: str | None = None,
) -> str:
    """Make one record part of the other; the id of the merge. `into` says which stays, `taken` of which a field is
    (`this` or `other`; of the one that stays, where nothing is said); `contact` is who decides there.

    Invalid for a customer with itself, or a field or side that there is not.
    """
    if this.id == other.id:
        raise Invalid("merge_with_itself", customer=this.number)
    strange = sorted(set(taken) - {*FIELDS, "contact"} | {*taken.values(), into} - {*WORDS})
    if strange:
        raise Invalid("field_unknown", fields=strange)
    winner, loser = (this, other) if into == "this" else (other, this)
    brought = {name for name, side in taken.items() if side != into}
    ctx.session.flush()
    plan = _planned(ctx, winner, loser, brought)
    merge_id = new_id()
    ctx.record(CustomerMergedAway(customer_id=loser.id, merge=merge_id, into=winner.number))
    ctx.record(
        CustomersMerged(
            customer_id=winner.id,
            merge=merge_id,
            number=loser.number,
            fields=sorted(plan.after),
            moved={name: len(some) for name, some in plan.moved.items()},
            kept={name: len(some) for name, some in plan.aside.items()},
            case=case,
            plan=plan,
        )
    )
    return merge_id


def _planned(ctx: Context, winner: Customer, loser: Customer, brought: Set[str]) -> Plan:
    plan = Plan(winner, loser)
    after = {name: getattr(loser, name) for name in FIELDS if name in brought}
    after["needs"] = list(dict.fromkeys([*winner.needs, *loser.needs]))
    plan.after = {name: value for name, value in after.items() if getattr(winner, name) != value}
    plan.before = {name: getattr(winner, name) for name in plan.after}
    for table in merging.tables():
        aside = merging.without_place(ctx, table, loser.id, winner.id)
        stays = [merging.key_of(table, row) for row in aside]
        moves = [key for key in merging.keys(ctx, table, loser.id) if key not in stays]
        if aside:
            plan.aside[table.name] = aside
        if moves:
            plan.moved[table.name] = moves
    mine = _standing(ctx, winner.id)
    plan.standing = {**_standing(ctx, loser.id), **mine}
    yields = winner if "contact" in brought else loser
    deciding = select(Contact.id).where(Contact.tenant_id == ctx.tenant, Contact.decides.is_(True))
    if {*ctx.session.scalars(deciding.where(Contact.customer_id == loser.id))}:
        plan.deciders = list(ctx.session.scalars(deciding.where(Contact.customer_id == yields.id)))
    running = select(BenefitGrant.id).where(
        BenefitGrant.tenant_id == ctx.tenant,
        BenefitGrant.customer_id == loser.id,
        BenefitGrant.ended_on.is_(None),
        BenefitGrant.scheme.in_(mine),
    )
    plan.ended = list(ctx.session.scalars(running))
    mine_before, theirs = (_opening(ctx, one.id) for one in (winner, loser))
    if mine_before and theirs:
        plan.opening = [theirs.amount_cents, mine_before.months, max(mine_before.months, theirs.months)]
    return plan


def may_be_twin(ctx: Context, which: str, case: Instance | None) -> None:
    """Rejected unless there is this customer, and it is another one than the case's."""
    customer = commands.find(ctx, which)
    if case is not None and case.customer_id == customer.id:
        raise Invalid("merge_with_itself", customer=customer.number)


def tell_apart(ctx: Context, one: Customer, other: Customer) -> None:
    """These two are two customers; neither is suspected to be the other again."""
    if one.id == other.id:
        raise Invalid("merge_with_itself", customer=one.number)
    ctx.record(CustomersToldApart(customer_id=one.id, other=other.id, number=other.number))


def undo(ctx: Context, merge_id: str, reason: str) -> Customer:
    """Two records again; the one that comes back. Conflict merge_contradicted with what stands against it."""
    held = ctx.session.get(CustomerMerge, merge_id)
    if held is None or held.tenant_id != ctx.tenant:
        raise NotFound("merge_unknown", merge=merge_id)
    ctx.session.flush()
    against = contradictions(ctx, held)
    if against:
        raise Conflict("merge_contradicted", against=", ".join(against), codes=against)
    winner = ctx.session.get_one(Customer, held.winner_id)
    fact = CustomerMergeUndone(
        customer_id=winner.id, merge=held.id, number=held.loser_number, reason=reason, plan=(held, kept(ctx, held))
    )
    ctx.record(fact)
    ctx.record(CustomerRestored(customer_id=held.loser_id, merge=held.id, out_of=winner.number))
    return ctx.session.get_one(Customer, held.loser_id)


def contradictions(ctx: Context, held: CustomerMerge) -> list[str]:
    """Why a merge cannot be undone any more: codes; none, and it can."""
    if held.undone_at is not None:
        return ["undone_already"]
    winner = ctx.session.get(Customer, held.winner_id)
    if winner is None:
        return ["winner_merged"]
    told = kept(ctx, held)
    if told is None:
        return ["erased"]
    found = [f"changed_{name}" for name, value in told["after"].items() if getattr(winner, name) != value]
    if _standing(ctx, winner.id) != told["standing"]:
        found.append("tier_changed")
    by_name = {table.name: table for table in merging.tables()}
    missing = (
        name
        for name, some in held.moved.items()
        if merging.still_there(ctx, by_name[name], some, winner.id) < len(some)
    )
    return found + [f"gone_{name}" for name in missing]


def kept(ctx: Context, held: CustomerMerge) -> dict[str, Any] | None:
    """What a merge keeps for its undo; None when the customer was erased since."""
    text = ctx.vault.open(ctx.session, dealing_commands.subject(held.winner_id), KEPT, held.kept)
    return None if text is None else simplejson.loads(text, use_decimal=True)


def all_into(ctx: Context, customer_id: str) -> list[CustomerMerge]:
    """The merges into a customer, and into those that became part of it, that were not undone; newest first."""
    rows = select(CustomerMerge).where(
        CustomerMerge.tenant_id == ctx.tenant, CustomerMerge.winner_id == customer_id, CustomerMerge.undone_at.is_(None)
    )
    found = list(ctx.session.scalars(rows.order_by(CustomerMerge.id.desc())))
    return found + [earlier for merge in found for earlier in all_into(ctx, merge.loser_id)]


def _standing(ctx: Context, customer_id: str) -> dict[str, str]:
    rows = select(TierState.scheme, TierState.member).where(
        TierState.tenant_id == ctx.tenant, TierState.customer_id == customer_id
    )
    return {row.scheme: row.member for row in ctx.session.execute(rows)}


def _opening(ctx: Context, customer_id: str) -> OpeningBalance | None:
    rows = select(OpeningBalance).where(
        OpeningBalance.tenant_id == ctx.tenant, OpeningBalance.customer_id == customer_id
    )
    return ctx.session.scalars(rows).one_or_none()
