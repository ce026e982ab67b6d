"""Customer lifetime value. Historic: the margin a customer has brought so far. It never sets a tier alone."""

from collections.abc import Iterable

from engine.scoring.window import Purchase

FULL_MARGIN = 10_000


def historic(purchases: Iterable[Purchase], margin: int = FULL_MARGIN) -> int:
    """Σ net spend × margin in cents, rounded down; `margin` in 1/10000 (default: the spend itself)."""
    return sum(p.amount_cents for p in purchases) * margin // FULL_MARGIN
