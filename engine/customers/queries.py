"""Reading customers: lists, the customer's page, the explained tier, purchases. Every read is narrowed by the scope of
who asks; a customer outside it does not exist for them.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select

from engine.access import queries as access
from engine.customers import (
    beside,
    consents,
    contact_queries,
    dealing_queries,
    explanation,
    merges,
    pool,
    record,
    routes,
    schemes,
    search,
    words,
)
from engine.customers.commands import find as find
from engine.customers.commands import seen as seen
from engine.customers.commands import writable
from engine.customers.models import Customer, ImportBatch, Purchase
from engine.customers.tiers import BenefitGrant, ScoreMove, ScoreRun, TierState
from engine.instances.models import Instance
from engine.kernel import Context, Invalid, NotFound

LARGEST_PAGE = 1_000


def condition(ctx: Context) -> ColumnElement[bool]:
    """Which customers the actor may see, as a condition on Customer; the pool (公海) is open to all staff."""
    own = access.scope(ctx.actor).where(Customer.owner_id, Customer.department_id)
    return or_(own, Customer.pooled_at.is_not(None)) if ctx.actor.has("staff") else own


def page(
    ctx: Context,
    *,
    q: str | None = None,
    member: str | None = None,
    band: int | None = None,
    owner: str | None = None,
    department: str | None = None,
    region: str | None = None,
    pooled: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """Customers by number after the number `after`; `q` finds as `search.found_by` says, `pooled` is open (in the pool)
    or soon (foreseen to go back)."""
    rows = (
        select(Customer)
        .where(Customer.tenant_id == ctx.tenant, condition(ctx))
        .order_by(Customer.number)
        .limit(max(1, min(limit, LARGEST_PAGE)))
    )
    if q:
        rows = rows.where(search.found_by(ctx, q))
    if member:
        held = select(TierState.customer_id).where(
            TierState.tenant_id == ctx.tenant,
            TierState.scheme.in_(schemes.leading_keys(ctx)),
            TierState.member == member,
        )
        rows = rows.where(Customer.id.in_(held))
    if band is not None:
        rows = rows.where(Customer.band == band)
    if owner:
        rows = rows.where(Customer.owner_id == access.person(ctx.session, owner, tenant=ctx.tenant).id)
    if department:
        which = access.department(ctx.session, department, tenant=ctx.tenant)
        rows = rows.where(Customer.department_id == which.id)
    if region:
        rows = rows.where(Customer.region == region)
    if pooled:
        rows = rows.where(*pool.listed(pooled))
    if after:
        rows = rows.where(Customer.number > after)
    return told(ctx, ctx.session.scalars(rows).all())


def told(ctx: Context, customers: Sequence[Customer]) -> list[dict[str, Any]]:
    """Customers as lists show them, with owner, department, tier and spend; five statements whatever their number."""
    ids = [customer.id for customer in customers]
    held = {one for customer in customers for one in (customer.owner_id, customer.first_owner_id) if one}
    owners = access.names_of(ctx.session, held, tenant=ctx.tenant)
    departments = _departments(ctx) if any(customer.department_id for customer in customers) else {}
    states = _states(ctx, ids)
    bought = _bought(ctx, ids)
    shown = []
    for customer in customers:
        sums, member = bought.get(customer.id), None
        leading = schemes.leading(ctx, customer.segment)
        if leading and (state := states.get((customer.id, leading.key))):
            zh, en = leading.name(state.member)
            member = {"code": state.member, "name": zh, "name_en": en, "band": customer.band}
        shown.append(
            {
                "id": customer.id,
                "number": customer.number,
                "name": customer.name,
                "kind": customer.kind,
                "segment": customer.segment or None,
                "industry": customer.industry,
                "region": customer.region,
                "needs": customer.needs,
                "owner": owners.get(customer.owner_id or ""),
                "department": departments.get(customer.department_id or ""),
                "tier": member,
                "band": customer.band,
                "first_owner": owners.get(customer.first_owner_id or ""),
                "stage": customer.stage,
                "pooled": customer.pooled_at is not None,
                "pooled_at": customer.pooled_at,
                "pool_on": customer.pool_on,
                "spend": words.yuan(int(sums.amount)) if sums else None,
                "last_purchase_on": sums.last.isoformat() if sums else None,
                "created_at": customer.created_at,
            }
        )
    return shown


def one(ctx: Context, which: str) -> dict[str, Any]:
    """A customer's page: the record, computed columns and contacts as far as the actor may see them."""
    customer = seen(ctx, which)
    own = record.derived(ctx, [customer.id]).get(customer.id, record.Derived())
    return {
        **told(ctx, [customer])[0],
        "lifecycle": _lifecycle(ctx, customer),
        "total": words.yuan(own.amount_cents) if own.known else None,
        "months": own.months if own.known else None,
        "contacts": contact_queries.contacts_of(ctx, customer),
        "tags": dealing_queries.tags_of(ctx, customer),
        "permits": consents.of_customer(ctx, customer),
        "writable": writable(ctx, customer),
        "erased": customer.erased_at is not None,
    }


def tier(ctx: Context, which: str, scheme_key: str | None = None) -> dict[str, Any]:
    """The explained tier of a customer in a scheme, by default the leading one, with other methods beside it.

    NotFound when there is no scheme; member is None before the first review.
    """
    customer = seen(ctx, which)
    key = scheme_key or schemes.leading_key(ctx, customer.segment)
    if key is None:
        raise NotFound("scheme_unknown", scheme="")
    scheme = schemes.current(ctx, key)
    state = ctx.session.get(TierState, (ctx.tenant, key, customer.id))
    found = explanation.of_today(ctx, customer, scheme)
    stands = state.member if state else None
    known = stands in {member.key for member in scheme.ladder.members}
    return {
        "scheme": key,
        "scheme_name": scheme.names["zh"],
        "scheme_name_en": scheme.names["en"],
        "leading": scheme.leading,
        "method": explanation.method(scheme),
        "member": explanation.member(scheme.member(stands)) if stands and known else None,
        "members": [explanation.member(member) for member in scheme.ladder.members],
        "since": state.since.isoformat() if state else None,
        "locked_until": state.locked_until.isoformat() if state and state.locked_until else None,
        "lock_reason": state.lock_reason if state else None,
        "explanation": explanation.told(ctx, found),
        "review": _last_review(ctx, state),
        "others": beside.methods(ctx, customer, explanation.purchases(ctx, customer)),
        "benefits": _benefits_on(ctx, customer, scheme),
    }


def _last_review(ctx: Context, state: TierState | None) -> dict[str, Any] | None:
    run = ctx.session.get(ScoreRun, state.run_id) if state and state.run_id else None
    if state is None or run is None:
        return None
    move = ctx.session.scalars(
        select(ScoreMove).where(ScoreMove.run_id == run.id, ScoreMove.customer_id == state.customer_id)
    ).one_or_none()
    return {
        "run": run.id,
        "as_of": run.as_of.isoformat(),
        "amount": words.yuan(state.amount_cents),
        "rules": run.rules,
        "proposed": move.to_member if move else None,
        "status": move.status if move else None,
    }


def _benefits_on(ctx: Context, customer: Customer, scheme: schemes.Scheme) -> list[dict[str, Any]]:
    """The benefits that the customer has now, as the version of the table that granted them has them."""
    grants = ctx.session.scalars(
        select(BenefitGrant).where(
            BenefitGrant.tenant_id == ctx.tenant,
            BenefitGrant.customer_id == customer.id,
            BenefitGrant.scheme == scheme.key,
            BenefitGrant.ended_on.is_(None),
        )
    )
    return [
        {**explanation.benefit_told(benefit), "since": grant.granted_on.isoformat()}
        for grant in grants
        for benefit in routes.benefits(ctx, scheme, scheme.member(grant.member), grant.version)
    ]


def purchases(ctx: Context, which: str, *, after: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """A customer's purchases, newest first; `after` is the `cursor` of the last one shown."""
    customer = seen(ctx, which)
    rows = (
        select(Purchase)
        .where(Purchase.tenant_id == ctx.tenant, Purchase.customer_id == customer.id)
        .order_by(Purchase.bought_on.desc(), Purchase.id.desc())
        .limit(max(1, min(limit, LARGEST_PAGE)))
    )
    if after:
        on, _, last = after.partition("|")
        try:
            day = date.fromisoformat(on)
        except ValueError as error:
            raise Invalid("cursor_invalid", cursor=after) from error
        rows = rows.where(or_(Purchase.bought_on < day, (Purchase.bought_on == day) & (Purchase.id < last)))
    return [
        {
            "id": row.id,
            "cursor": f"{row.bought_on.isoformat()}|{row.id}",
            "order_no": row.order_no,
            "on": row.bought_on.isoformat(),
            "at": row.bought_at,
            "amount": words.yuan(row.amount_cents),
            "amount_cents": row.amount_cents,
            "product": row.product,
            "repeated": row.repeated,
        }
        for row in ctx.session.scalars(rows)
    ]


def moves(
    ctx: Context, run: str, *, status: str | None = None, after: str | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The proposed moves of a run by customer number, those that the actor may see."""
    rows = (
        select(ScoreMove, Customer)
        .join(Customer, Customer.id == ScoreMove.customer_id)
        .where(ScoreMove.tenant_id == ctx.tenant, ScoreMove.run_id == run, condition(ctx))
        .order_by(Customer.number)
        .limit(max(1, min(limit, LARGEST_PAGE)))
    )
    if status:
        rows = rows.where(ScoreMove.status == status)
    if after:
        rows = rows.where(Customer.number > after)
    return [
        {
            "customer": customer.number,
            "name": customer.name,
            "direction": move.direction,
            "from": move.from_member,
            "to": move.to_member,
            "amount": words.yuan(move.amount_cents),
            "yearly_cost": words.yuan(move.yearly_cost_cents),
            "route": move.route,
            "plain": move.plain,
            "status": move.status,
        }
        for move, customer in ctx.session.execute(rows)
    ]


def runs(ctx: Context, scheme: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Evaluations, newest first, each with its summary."""
    rows = select(ScoreRun).where(ScoreRun.tenant_id == ctx.tenant).order_by(ScoreRun.as_of.desc()).limit(limit)
    if scheme:
        rows = rows.where(ScoreRun.scheme == scheme)
    return [
        {**run.summary, "run": run.id, "status": run.status, "scored_at": run.scored_at}
        for run in ctx.session.scalars(rows)
    ]


def imports(ctx: Context, limit: int = 50) -> list[dict[str, Any]]:
    """Tables that were taken in, newest first, with their reports."""
    rows = select(ImportBatch).where(ImportBatch.tenant_id == ctx.tenant).order_by(ImportBatch.id.desc()).limit(limit)
    return [
        {**row.report, "imported_at": row.imported_at, "imported_by": row.imported_by}
        for row in ctx.session.scalars(rows)
    ]


def count(ctx: Context) -> int:
    """How many customers the actor may see."""
    rows = select(func.count()).select_from(Customer).where(Customer.tenant_id == ctx.tenant, condition(ctx))
    return ctx.session.scalar(rows) or 0


def streams(ctx: Context, which: str) -> list[str]:
    """The ledger streams of a customer's timeline: its own, of records that became part of it, and of its cases."""
    customer = seen(ctx, which)
    parts = [f"customer:{merge.loser_id}" for merge in merges.all_into(ctx, customer.id)]
    cases = select(Instance.id).where(Instance.tenant_id == ctx.tenant, Instance.customer_id == customer.id)
    return [f"customer:{customer.id}", *parts, *(f"instance:{case}" for case in ctx.session.scalars(cases))]


def _departments(ctx: Context) -> dict[str, str]:
    return {row.id: row.name for row in access.departments(ctx.session, tenant=ctx.tenant)}


def _states(ctx: Context, ids: Sequence[str]) -> dict[tuple[str, str], TierState]:
    """By customer and scheme, of the schemes that lead."""
    keys = schemes.leading_keys(ctx)
    rows = select(TierState).where(
        TierState.tenant_id == ctx.tenant, TierState.scheme.in_(keys), TierState.customer_id.in_(list(ids))
    )
    return {(row.customer_id, row.scheme): row for row in ctx.session.scalars(rows)} if keys else {}


def _bought(ctx: Context, ids: Sequence[str]) -> dict[str, Any]:
    today = ctx.now.astimezone(ctx.zone).date()
    rows = (
        select(
            Purchase.customer_id,
            func.sum(Purchase.amount_cents).label("amount"),
            func.max(Purchase.bought_on).label("last"),
        )
        .where(Purchase.tenant_id == ctx.tenant, Purchase.customer_id.in_(list(ids)), Purchase.bought_on <= today)
        .group_by(Purchase.customer_id)
    )
    return {row.customer_id: row for row in ctx.session.execute(rows)}


def _lifecycle(ctx: Context, customer: Customer) -> dict[str, Any] | None:
    told = beside.methods(ctx, customer, explanation.purchases(ctx, customer))
    return next((method["member"] for method in told if method["method"] == "lifecycle"), None)
