"""A run and the change that it proposes for a customer, each looked up once a unit of work."""

from sqlalchemy import select

from engine.customers.tiers import ScoreMove, ScoreRun
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
