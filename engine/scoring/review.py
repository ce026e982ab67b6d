"""One customer's tier review: what the rules say, why, and how far the customer is from another answer.

The row speed: exact, explained, for one person at a time. `engine.scoring.batch` gives the same answers for millions;
a test holds the two together. A review proposes; whether a person must agree is the business of the process.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.scoring.scheme import METRIC, Scheme

ASSIGN = "assign"  # the first review gives the start tier, the guard is not asked
RATIO_SCALE = 10_000  # keep_ratio is told in units of 1/10000
RATIO_CAP = 100  # and no higher than a hundred times the entry limit


@dataclass(frozen=True)
class Standing:
    """What is known of a customer before a review: the member (None before the first review), how many reviews it has
    stood in this tier, how many in a row lay below the keep limit, whether it is frozen, and who decides its tier."""

    member: str | None = None
    reviews_in_tier: int = 0
    fails: int = 0
    protected: bool = False
    kind: str = "normal"


@dataclass(frozen=True)
class Reason:
    """A code with the numbers behind it, made into a sentence at the edge."""

    code: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Review:
    """The answer. `fails` and `reviews_in_tier` hold when the member stays (this review included); a change of tier
    starts both at 0. Gaps are cents of additional spend: exactly so much changes the answer; None where there is
    nothing to reach. `keep_ratio` is spend ÷ entry limit in 1/10000, rounded down."""

    member: str | None
    target: str
    action: str
    proposed: str
    keep_ratio: int | None
    fails: int
    reviews_in_tier: int
    keep_gap_cents: int | None
    next_gap_cents: int | None
    tier_rule: str
    guard_rule: str | None
    reasons: tuple[Reason, ...]

    @property
    def after(self) -> tuple[int, int]:
        """(reviews_in_tier, fails) to keep when the proposal takes effect."""
        return (self.reviews_in_tier, self.fails) if self.proposed == self.member else (0, 0)


def review(scheme: Scheme, window_cents: int, standing: Standing, *, period_end: bool) -> Review:
    """What the scheme says of a customer who spent `window_cents` in the window."""
    tier = scheme.table.decide({METRIC: Fraction(window_cents, 100)})
    target = scheme.rank(tier.outputs["member"])
    if standing.member is None:
        rank, proposed, ratio, fails, tenure = target, target, None, 0, 0
        action, reason, guard_rule = ASSIGN, "first_review", None
    else:
        rank = scheme.rank(standing.member)
        entry = scheme.members[rank].entry_cents
        exact = None if entry is None else Fraction(window_cents, entry)
        tenure = standing.reviews_in_tier + 1
        fails = standing.fails + 1 if exact is not None and exact < scheme.guard.rho else 0
        answer = scheme.guard.table.decide(
            {
                "kind": standing.kind,
                "direction": "up" if target > rank else "down" if target < rank else "same",
                "protected": standing.protected,
                "tenure_ok": tenure >= scheme.guard.min_tenure,
                "keep_ratio": exact,
                "fails": fails,
                "period_end": period_end,
            }
        )
        ratio = None if entry is None else shown_ratio(window_cents, entry)
        action, reason, guard_rule = answer.outputs["action"], answer.outputs["reason"], answer.rule
        proposed = moved(rank, target, answer.outputs["max_steps"])
    keep, following = scheme.keep_cents(rank), max(rank, target) + 1
    entry_next = scheme.members[following].entry_cents if following < len(scheme.members) else None
    keep_gap = None if keep is None else max(0, keep - window_cents)
    next_gap = None if entry_next is None else entry_next - window_cents
    reasons = [
        Reason("metric", {"metric": METRIC, "value_cents": window_cents, "months": scheme.window_months}),
        Reason(reason, {"action": action, "fails": fails, "reviews_in_tier": tenure, "rule": guard_rule}),
    ]
    if keep_gap is not None:
        reasons.append(Reason("keep", {"member": scheme.members[rank].key, "limit_cents": keep, "gap_cents": keep_gap}))
    if next_gap is not None:
        member = scheme.members[following].key
        reasons.append(Reason("next", {"member": member, "limit_cents": entry_next, "gap_cents": next_gap}))
    return Review(
        standing.member,
        scheme.members[target].key,
        action,
        scheme.members[proposed].key,
        ratio,
        fails,
        tenure,
        keep_gap,
        next_gap,
        tier.rule,
        guard_rule,
        tuple(reasons),
    )


def moved(rank: int, target: int, max_steps: int | None) -> int:
    """The rank after at most `max_steps` steps from `rank` towards `target` (None: as many as it takes)."""
    if max_steps is None:
        return target
    return max(rank - max_steps, min(rank + max_steps, target))


def shown_ratio(cents: int, entry_cents: int) -> int:
    """Spend ÷ entry limit in 1/10000, rounded down, between 0 and RATIO_CAP."""
    return min(max(cents, 0), RATIO_CAP * entry_cents) * RATIO_SCALE // entry_cents
