"""A run and the change that it proposes for a customer, each looked up once a unit of work."""

from sqlalchemy import and_, select

from engine.customers.tiers import ScoreMove, ScoreRun, TierState
from engine.kernel import Context

_MOVES, _RUNS = "customers.moves", "customers.runs"


def move_of(ctx: Context, run: str, customer_id: str) -> ScoreMove | None:
    """The move of this customer in a run; None when the run proposed no change."""
    known: dict[tuple[str, str], ScoreMove | None] = ctx.memo.setdefault(_MOVES, {})
    if (run, customer_id) not in known:
        found = select(ScoreMove).where(ScoreMove.run_id == run, ScoreMove.customer_id == customer_id)
        known[run, customer_id] = ctx.session.scalars(found).one_or_none()
    return known[run, customer_id]


def run_of(ctx: Context, run: str) -> ScoreRun | None:
    """The row of a run; None when there is no such run."""
    known: dict[str, ScoreRun | None] = ctx.memo.setdefault(_RUNS, {})
    if known.get(run) is None:
        known[run] = ctx.session.get(ScoreRun, run)
    return known[run]


def seen(ctx: Context, move: ScoreMove) -> None:
    """Remember a move that was read along with others."""
    ctx.memo.setdefault(_MOVES, {})[move.run_id, move.customer_id] = move


def standing_of(ctx: Context, customer_id: str, scheme: str, run: str) -> TierState | None:
    """The locked standing of a customer in a scheme; the run and its move are read in the same statement."""
    ours = and_(ScoreMove.run_id == run, ScoreMove.customer_id == TierState.customer_id)
    found = (
        select(TierState, ScoreMove, ScoreRun)
        .select_from(TierState)
        .outerjoin(ScoreRun, ScoreRun.id == run)
        .outerjoin(ScoreMove, ours)
        .where(TierState.tenant_id == ctx.tenant, TierState.scheme == scheme, TierState.customer_id == customer_id)
        .with_for_update(of=TierState)
        .execution_options(populate_existing=True)
    )
    row = ctx.session.execute(found).one_or_none()
    if row is None:
        return None
    state, move, whole = row
    ctx.memo.setdefault(_MOVES, {})[run, customer_id] = move
    ctx.memo.setdefault(_RUNS, {})[run] = whole
    return state
