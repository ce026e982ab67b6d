"""The change that a run proposes for a customer, looked up once a unit of work."""

from sqlalchemy import select

from engine.customers.tiers import ScoreMove
from engine.kernel import Context

_MOVES = "customers.moves"


def move_of(ctx: Context, run: str, customer_id: str) -> ScoreMove | None:
    """The move of this customer in a run; None when the run proposed no change."""
    known: dict[tuple[str, str], ScoreMove | None] = ctx.memo.setdefault(_MOVES, {})
    if (run, customer_id) not in known:
        found = select(ScoreMove).where(ScoreMove.run_id == run, ScoreMove.customer_id == customer_id)
        known[run, customer_id] = ctx.session.scalars(found).one_or_none()
    return known[run, customer_id]


def seen(ctx: Context, move: ScoreMove) -> None:
    """Remember a move that was read along with others."""
    ctx.memo.setdefault(_MOVES, {})[move.run_id, move.customer_id] = move
