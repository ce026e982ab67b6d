"""RFM scores (D03): recency in days, frequency in purchase days, money in the window; 1 (poor) to 5.

Two modes. Thresholds come from the table and do not move when other customers do. Quintiles compare customers with
each other and are safe with ties: equal values always score the same, so a score may stay empty.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.scoring.tables import Answer, Table


@dataclass(frozen=True)
class Metrics:
    """R in days since the last purchase (None: never bought), F in purchase days, M in cents."""

    recency_days: int | None
    purchase_days: int
    spend_cents: int


@dataclass(frozen=True)
class Scores:
    """Scores 1 to 5 of one customer."""

    R: int
    F: int
    M: int


def by_threshold(metrics: Metrics, table: Table) -> Scores:
    """Scores by the fixed limits of table D03; who never bought has the lowest recency score."""
    recency = 1 if metrics.recency_days is None else _score(table, "R", Fraction(metrics.recency_days))
    frequency = _score(table, "F", Fraction(metrics.purchase_days))
    return Scores(recency, frequency, _score(table, "M", Fraction(metrics.spend_cents, 100)))


def quintiles(values: Mapping[str, int]) -> dict[str, int]:
    """min(5, ⌊5·(average rank − ½)/n⌋ + 1) for every customer, higher values scoring higher (DOMAIN §2.2 b)."""
    counts = Counter(values.values())
    n = len(values)
    score: dict[int, int] = {}
    below = 0
    for value in sorted(counts):
        # average rank − ½ of a tie group of k behind `below` others is below + k/2
        score[value] = min(5, 5 * (2 * below + counts[value]) // (2 * n) + 1)
        below += counts[value]
    return {customer: score[value] for customer, value in values.items()}


def by_quintile(metrics: Mapping[str, Metrics]) -> dict[str, Scores]:
    """Scores of all customers against each other; for recency fewer days score higher, never bought lowest."""
    longest = max((m.recency_days for m in metrics.values() if m.recency_days is not None), default=0)
    r = quintiles({c: -(longest + 1 if m.recency_days is None else m.recency_days) for c, m in metrics.items()})
    f = quintiles({c: m.purchase_days for c, m in metrics.items()})
    m = quintiles({c: m.spend_cents for c, m in metrics.items()})
    return {c: Scores(r[c], f[c], m[c]) for c in metrics}


def segment(scores: Scores, table: Table) -> Answer:
    """The RFM segment (D04) of a customer's scores."""
    return table.decide({"R": scores.R, "F": scores.F, "M": scores.M})


def _score(table: Table, metric: str, value: Fraction) -> int:
    return int(table.decide({"metric": metric, "value": value}).outputs[table.outputs[0]])
