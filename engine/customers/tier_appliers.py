"""Fact -> rows for tiers: the outcome of a run in bulk, one decided change at a time."""

from typing import Any

from sqlalchemy import Table, update

from engine.customers import schemes
from engine.customers.bulk import insert_rows, upsert_rows
from engine.customers.events import (
    TierChanged,
    TierKept,
    TierLocked,
    TierReviewsExcepted,
    TierReviewStarted,
    TierRunClosed,
    TierSchemeChanged,
    TiersEvaluated,
    TierUnlocked,
)
from engine.customers.models import Customer
from engine.customers.moves import move_of
from engine.customers.tiers import BenefitGrant, ScoreMove, ScoreRun, TierScheme, TierState
from engine.kernel import Context, new_id

STATES: Table = TierState.__table__  # type: ignore[assignment]
MOVES: Table = ScoreMove.__table__  # type: ignore[assignment]
GRANTS: Table = BenefitGrant.__table__  # type: ignore[assignment]
COUNTERS = ("reviews", "fails", "amount_cents", "measured", "run_id")


def keep_scheme(ctx: Context, fact: TierSchemeChanged) -> None:
    ctx.session.add(
        TierScheme(
            tenant_id=ctx.tenant,
            key=fact.key,
            version=fact.version,
            leading=fact.leading,
            definition=fact.definition,
            changed_at=ctx.now,
        )
    )
    schemes.changed(ctx)


def keep_run(ctx: Context, fact: TiersEvaluated) -> None:
    """The run, every standing, every proposed move; first tiers with their benefits and the band."""
    ctx.session.add(
        ScoreRun(
            id=fact.run,
            tenant_id=ctx.tenant,
            scheme=fact.scheme,
            scheme_version=fact.scheme_version,
            as_of=fact.as_of,
            rules=fact.rules,
            mode=fact.mode,
            data_hash=fact.data_hash,
            summary=fact.summary,
            scored_at=ctx.now,
        )
    )
    ctx.session.flush()
    scheme = schemes.bound(ctx, fact.scheme, fact.rules)
    for some in fact.states.states():
        held = [_state(ctx, fact, scheme, row) for row in some]
        upsert_rows(ctx.session, STATES, held, COUNTERS, "member")
        first = [_grant(ctx, fact, scheme, row) for row in some if row["action"] == "assign"]
        insert_rows(ctx.session, GRANTS, first)
    rows = [{"id": new_id(), "tenant_id": ctx.tenant, "run_id": fact.run, **move} for move in fact.moves]
    insert_rows(ctx.session, MOVES, [{**row, "status": "proposed"} for row in rows])
    if scheme.leading:
        _bands(ctx, fact, scheme)
    ctx.session.expire_all()


def _state(ctx: Context, fact: TiersEvaluated, scheme: schemes.Scheme, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "tenant_id": ctx.tenant,
        "scheme": fact.scheme,
        "customer_id": row["customer_id"],
        "member": row["member"] or row["proposed"],
        "since": fact.as_of,
        "reviews": row["reviews_in_tier"],
        "fails": row["fails"],
        "amount_cents": row["window_cents"],
        "measured": scheme.ladder.kept(row),
        "run_id": fact.run,
    }


def _grant(ctx: Context, fact: TiersEvaluated, scheme: schemes.Scheme, row: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": new_id(),
        "tenant_id": ctx.tenant,
        "customer_id": row["customer_id"],
        "scheme": fact.scheme,
        "member": row["proposed"],
        "version": scheme.versions["benefits"],
        "granted_on": fact.as_of,
        "ended_on": None,
    }


def _bands(ctx: Context, fact: TiersEvaluated, scheme: schemes.Scheme) -> None:
    """Service bands of customers whose tier is new; a later change of tier brings its own."""
    whose = Customer.segment == scheme.segment
    if not scheme.segment:
        whose = Customer.segment.not_in(schemes.own_segments(ctx))
    for member in scheme.ladder.members:
        held = (
            TierState.__table__.select()
            .with_only_columns(TierState.customer_id)
            .where(TierState.tenant_id == ctx.tenant, TierState.scheme == fact.scheme, TierState.member == member.key)
        )
        ctx.session.execute(
            update(Customer)
            .where(Customer.tenant_id == ctx.tenant, whose, Customer.id.in_(held))
            .where(Customer.band.is_distinct_from(member.band))
            .values(band=member.band)
            .execution_options(synchronize_session=False)
        )


def move(ctx: Context, fact: TierChanged) -> None:
    """Member, day, counters, band and benefits change together; the move is done."""
    state = ctx.session.get_one(TierState, (ctx.tenant, fact.scheme, fact.customer_id))
    state.member, state.since, state.reviews, state.fails = fact.new, fact.effective_on, 0, 0
    # by the table, not the class: the case is written once, at the end
    ctx.session.connection().execute(
        update(GRANTS)
        .where(
            GRANTS.c.tenant_id == ctx.tenant,
            GRANTS.c.customer_id == fact.customer_id,
            GRANTS.c.scheme == fact.scheme,
            GRANTS.c.ended_on.is_(None),
        )
        .values(ended_on=fact.effective_on)
    )
    ctx.session.add(
        BenefitGrant(
            tenant_id=ctx.tenant,
            customer_id=fact.customer_id,
            scheme=fact.scheme,
            member=fact.new,
            version=fact.benefits_version,
            granted_on=fact.effective_on,
        )
    )
    if fact.band is not None:
        ctx.session.get_one(Customer, fact.customer_id).band = fact.band
    _decided(ctx, fact.run, fact.customer_id, "applied")


def keep(ctx: Context, fact: TierKept) -> None:
    ctx.session.get_one(TierState, (ctx.tenant, fact.scheme, fact.customer_id)).fails = 0
    _decided(ctx, fact.run, fact.customer_id, "kept")


def lock(ctx: Context, fact: TierLocked) -> None:
    state = ctx.session.get_one(TierState, (ctx.tenant, fact.scheme, fact.customer_id))
    state.locked_until, state.lock_reason = fact.until, fact.reason


def unlock(ctx: Context, fact: TierUnlocked) -> None:
    state = ctx.session.get_one(TierState, (ctx.tenant, fact.scheme, fact.customer_id))
    state.locked_until = state.lock_reason = None


def take_out(ctx: Context, fact: TierReviewsExcepted) -> None:
    """The named customers are taken out of the run."""
    for start in range(0, len(fact.customers), 5_000):
        some = fact.customers[start : start + 5_000]
        ids = Customer.__table__.select().with_only_columns(Customer.id)
        ctx.session.execute(
            update(ScoreMove)
            .where(
                ScoreMove.run_id == fact.run,
                ScoreMove.status == "proposed",
                ScoreMove.customer_id.in_(ids.where(Customer.tenant_id == ctx.tenant, Customer.number.in_(some))),
            )
            .values(status="excepted")
            .execution_options(synchronize_session=False)
        )
    ctx.session.expire_all()


def open_review(ctx: Context, fact: TierReviewStarted) -> None:
    """A review that needed nobody has decided already when its beginning is told."""
    move = move_of(ctx, fact.run, fact.customer_id)
    if move is not None and move.status in ("proposed", "reviewing"):
        move.status = fact.status


def close_run(ctx: Context, fact: TierRunClosed) -> None:
    ctx.session.get_one(ScoreRun, fact.run).status = "closed"


def _decided(ctx: Context, run: str | None, customer_id: str, status: str) -> None:
    """The move's row is changed: an UPDATE by criteria would look through every row of the session."""
    proposed = move_of(ctx, run, customer_id) if run is not None else None
    if proposed is not None:
        proposed.status = status
