"""Fact -> rows of merged records."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from engine.customers import dealing_commands, merging
from engine.customers.dealings import Interaction
from engine.customers.events import CustomerMergeUndone, CustomerReviewed, CustomersMerged, CustomersToldApart
from engine.customers.merges import KEPT, Plan
from engine.customers.models import Contact, Customer, CustomerMerge, DistinctPair, OpeningBalance
from engine.customers.search import sounds
from engine.customers.tiers import BenefitGrant
from engine.kernel import Context
from engine.kernel.base import dumps


def carry_out(ctx: Context, fact: CustomersMerged) -> None:
    """The rows of a merge."""
    plan: Plan = fact.plan
    winner, loser = plan.winner, plan.loser
    record = merging.plain({column.name: getattr(loser, column.name) for column in merging.RECORD.columns})
    for table in merging.tables():
        merging.take_out(ctx, table, plan.aside.get(table.name, ()))
        if table.name in plan.moved:
            merging.hand_over(ctx, table, loser.id, winner.id)
    _set(ctx, Contact, plan.deciders, {"decides": False})
    _set(ctx, BenefitGrant, plan.ended, {"ended_on": ctx.now.astimezone(ctx.zone).date()})
    if plan.opening:
        _open(ctx, winner.id, plan.opening[0], plan.opening[2])
    _reseal(ctx, plan.moved, loser.id, winner.id)
    kept = {
        "record": record,
        "rows": {name: [merging.plain(row) for row in rows] for name, rows in plan.aside.items()},
        "before": plan.before,
        "after": plan.after,
        "deciders": plan.deciders,
        "ended": plan.ended,
        "standing": plan.standing,
        "opening": plan.opening,
    }
    sealed = ctx.vault.seal(ctx.session, dealing_commands.subject(winner.id), KEPT, dumps(kept))
    ctx.session.add(
        CustomerMerge(
            id=fact.merge,
            tenant_id=ctx.tenant,
            winner_id=winner.id,
            loser_id=loser.id,
            loser_number=loser.number,
            fields=fact.fields,
            moved=plan.moved,
            kept=sealed,
            case_id=fact.case,
            merged_at=ctx.now,
            merged_by=ctx.actor.name,
        )
    )
    ctx.session.delete(loser)
    ctx.session.flush()
    _change(ctx, winner, plan.after)
    merging.follow(ctx, loser.id, winner.id)


def bring_back(ctx: Context, fact: CustomerMergeUndone) -> None:
    """The rows of a merge that is undone, as they were."""
    held, told = fact.plan
    winner = ctx.session.get_one(Customer, held.winner_id)
    merging.put_back(ctx, merging.RECORD, [told["record"]])
    by_name = {table.name: table for table in merging.tables()}
    for name, some in held.moved.items():
        merging.hand_back(ctx, by_name[name], some, held.winner_id, held.loser_id)
    for name, rows in told["rows"].items():
        merging.put_back(ctx, by_name[name], rows)
    _set(ctx, Contact, told["deciders"], {"decides": True})
    _set(ctx, BenefitGrant, told["ended"], {"ended_on": None})
    if told["opening"]:
        _open(ctx, winner.id, -told["opening"][0], told["opening"][1])
    _reseal(ctx, held.moved, held.winner_id, held.loser_id)
    _change(ctx, winner, told["before"])
    held.undone_at, held.undone_by, held.kept = ctx.now, ctx.actor.name, None
    ctx.session.flush()
    ctx.session.expire_all()


def tell_apart(ctx: Context, fact: CustomersToldApart) -> None:
    one, other = sorted((fact.customer_id, fact.other))
    held = select(DistinctPair.id).where(
        DistinctPair.tenant_id == ctx.tenant, DistinctPair.one_id == one, DistinctPair.other_id == other
    )
    if ctx.session.scalar(held) is None:
        pair = DistinctPair(tenant_id=ctx.tenant, one_id=one, other_id=other, told_at=ctx.now, told_by=ctx.actor.name)
        ctx.session.add(pair)


def review(ctx: Context, fact: CustomerReviewed) -> None:
    ctx.session.get_one(Customer, fact.customer_id).reviewed_at = ctx.now


def _open(ctx: Context, customer_id: str, cents: int, months: int) -> None:
    ctx.session.execute(
        update(OpeningBalance)
        .where(OpeningBalance.tenant_id == ctx.tenant, OpeningBalance.customer_id == customer_id)
        .values(amount_cents=OpeningBalance.amount_cents + cents, months=months)
    )


def _set(ctx: Context, kind: Any, ids: list[str], values: Mapping[str, Any]) -> None:
    if ids:
        ctx.session.execute(update(kind).where(kind.id.in_(ids)).values(**values))


def _change(ctx: Context, customer: Customer, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(customer, name, value)
    if "name" in fields:
        customer.initials = sounds(customer.name)


def _reseal(ctx: Context, moved: Mapping[str, merging.Keys], old: str, new: str) -> None:
    """Who took part in interactions is sealed under the customer's key: from now on under the other one's."""
    ids = [key[0] for key in moved.get(Interaction.__tablename__, ())]
    for first in range(0, len(ids), merging.AT_ONCE):
        some = Interaction.id.in_(ids[first : first + merging.AT_ONCE])
        rows = ctx.session.scalars(select(Interaction).where(some, Interaction.participants.is_not(None))).all()
        merging.reseal(ctx, rows, "participants", dealing_commands.PARTICIPANTS, old, new)
