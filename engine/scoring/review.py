"""One customer's tier review: what the rules say, why, and how far the customer is from another answer.

The row speed: exact, explained, for one person at a time. `engine.scoring.batch` gives the same answers for millions;
a test holds the two together. A review proposes; whether a person must agree is the business of the process.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

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


class Verdict(NamedTuple):
    """A review without its explanation; tiers as ranks."""

    rank: int
    target: int
    proposed: int
    action: str
    reason: str
    rule: str | None
    fails: int
    tenure: int


def verdict(scheme: Scheme, window_cents: int, standing: Standing, *, period_end: bool) -> Verdict:
    """What the scheme says of a customer who spent `window_cents` in the window."""
    target = scheme.target(window_cents)
    if standing.member is None:
        return Verdict(target, target, target, ASSIGN, "first_review", None, 0, 0)
    guard, rank = scheme.guard, scheme.rank(standing.member)
    entry, tenure = scheme.members[rank].entry_cents, standing.reviews_in_tier + 1
    below = entry is not None and window_cents * guard.rho.denominator < entry * guard.rho.numerator
    fails = standing.fails + 1 if below else 0
    answer = guard.table.decide(
        {
            "kind": standing.kind,
            "direction": "up" if target > rank else "down" if target < rank else "same",
            "protected": standing.protected,
            "tenure_ok": tenure >= guard.min_tenure,
            "keep_ratio": None if entry is None else Fraction(window_cents, entry),
            "fails": fails,
            "period_end": period_end,
        }
    )
    out = answer.outputs
    proposed = moved(rank, target, out["max_steps"])
    return Verdict(rank, target, proposed, out["action"], out["reason"], answer.rule, fails, tenure)


def review(scheme: Scheme, window_cents: int, standing: Standing, *, period_end: bool) -> Review:
    """The verdict on a customer with everything that explains it. Refused when no rule covers the customer."""
    found = verdict(scheme, window_cents, standing, period_end=period_end)
    member, following = scheme.members[found.rank], max(found.rank, found.target) + 1
    keep = scheme.keep_cents(found.rank)
    ahead = scheme.members[following] if following < len(scheme.members) else None
    keep_gap = None if keep is None else max(0, keep - window_cents)
    next_gap = None if ahead is None or ahead.entry_cents is None else ahead.entry_cents - window_cents
    reasons = [
        Reason("metric", {"metric": METRIC, "value_cents": window_cents, "months": scheme.window_months}),
        Reason(
            found.reason,
            {"action": found.action, "fails": found.fails, "reviews_in_tier": found.tenure, "rule": found.rule},
        ),
    ]
    if keep_gap is not None:
        reasons.append(Reason("keep", {"member": member.key, "limit_cents": keep, "gap_cents": keep_gap}))
    if ahead is not None:
        limit = {"member": ahead.key, "limit_cents": ahead.entry_cents, "gap_cents": next_gap}
        reasons.append(Reason("next", limit))
    entry = None if standing.member is None else member.entry_cents
    return Review(
        member=standing.member,
        target=scheme.members[found.target].key,
        action=found.action,
        proposed=scheme.members[found.proposed].key,
        keep_ratio=None if entry is None else shown_ratio(window_cents, entry),
        fails=found.fails,
        reviews_in_tier=found.tenure,
        keep_gap_cents=keep_gap,
        next_gap_cents=next_gap,
        tier_rule=scheme.table.decide({METRIC: Fraction(window_cents, 100)}).rule,
        guard_rule=found.rule,
        reasons=tuple(reasons),
    )


def moved(rank: int, target: int, max_steps: int | None) -> int:
    """The rank after at most `max_steps` steps from `rank` towards `target` (None: as many as it takes)."""
    if max_steps is None:
        return target
    return max(rank - max_steps, min(rank + max_steps, target))


def shown_ratio(cents: int, entry_cents: int) -> int:
    """Spend ÷ entry limit in 1/10000, rounded down, between 0 and RATIO_CAP."""
    return min(max(cents, 0), RATIO_CAP * entry_cents) * RATIO_SCALE // entry_cents
