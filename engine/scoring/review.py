"""One customer's tier review: what the rules say, why, and how far the customer is from another answer.

The row speed: exact, explained, for one person at a time. `engine.scoring.batch` gives the same answers for millions;
a test holds the two together. A review proposes; whether a person must agree is the business of the process.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from engine.scoring.ladder import Member
from engine.scoring.metrics import METRIC, Values
from engine.scoring.scheme import Gap, Scheme, gaps

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
    starts both at 0. Gaps are alternatives of what is missing: exactly so much changes the answer; None where there is
    nothing to reach, empty where it is reached. `keep_ratio` is what is attained of the entry limit in 1/10000, rounded
    down."""

    member: str | None
    target: str
    action: str
    proposed: str
    keep_ratio: int | None
    fails: int
    reviews_in_tier: int
    keep_gaps: tuple[Gap, ...] | None
    next_gaps: tuple[Gap, ...] | None
    tier_rule: str
    guard_rule: str | None
    reasons: tuple[Reason, ...]
    values: Values

    @property
    def after(self) -> tuple[int, int]:
        """(reviews_in_tier, fails) to keep when the proposal takes effect."""
        return (self.reviews_in_tier, self.fails) if self.proposed == self.member else (0, 0)

    @property
    def keep_gap_cents(self) -> int | None:
        """Cents that are missing to keep the tier, where the window spend alone decides."""
        return self._cents(self.keep_gaps)

    @property
    def next_gap_cents(self) -> int | None:
        """Cents that are missing to the next tier, where the window spend alone decides."""
        return self._cents(self.next_gaps)

    def _cents(self, ways: tuple[Gap, ...] | None) -> int | None:
        if ways is None or self.values.keys() != {METRIC}:
            return None
        return ways[0][0].amount if ways else 0


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


def verdict(scheme: Scheme, given: int | Values, standing: Standing, *, period_end: bool) -> Verdict:
    """What the scheme says of a customer with these values; a number alone is that of the only metric."""
    values = scheme.values(given)
    target = scheme.target(values)
    if standing.member is None:
        return Verdict(target, target, target, ASSIGN, "first_review", None, 0, 0)
    guard, rank = scheme.guard, scheme.rank(standing.member)
    attained, tenure = scheme.members[rank].attained(values), standing.reviews_in_tier + 1
    fails = standing.fails + 1 if attained is not None and attained < guard.rho else 0
    answer = guard.table.decide(
        {
            "kind": standing.kind,
            "direction": "up" if target > rank else "down" if target < rank else "same",
            "protected": standing.protected,
            "tenure_ok": tenure >= guard.min_tenure,
            "keep_ratio": attained,
            "fails": fails,
            "period_end": period_end,
        }
    )
    out = answer.outputs
    proposed = moved(rank, target, out["max_steps"])
    return Verdict(rank, target, proposed, out["action"], out["reason"], answer.rule, fails, tenure)


def review(scheme: Scheme, given: int | Values, standing: Standing, *, period_end: bool) -> Review:
    """The verdict on a customer with everything that explains it. Refused when no rule covers the customer."""
    values = scheme.values(given)
    found = verdict(scheme, values, standing, period_end=period_end)
    member, following = scheme.members[found.rank], max(found.rank, found.target) + 1
    ahead = scheme.members[following] if following < len(scheme.members) else None
    keep = gaps(scheme.keep_ways(found.rank), values) if member.ways else None
    next_ = gaps(ahead.ways, values) if ahead else None
    about = {"action": found.action, "fails": found.fails, "reviews_in_tier": found.tenure, "rule": found.rule}
    reasons = [_measured(scheme, values), Reason(found.reason, about)]
    if keep is not None:
        entry = scheme.keep_cents(found.rank)
        reasons.append(_way("keep", scheme, member.key, entry, keep))
    if ahead is not None and next_ is not None:
        reasons.append(_way("next", scheme, ahead.key, ahead.entry_cents, next_))
    return Review(
        member=standing.member,
        target=scheme.members[found.target].key,
        action=found.action,
        proposed=scheme.members[found.proposed].key,
        keep_ratio=None if standing.member is None else shown(member, values),
        fails=found.fails,
        reviews_in_tier=found.tenure,
        keep_gaps=keep,
        next_gaps=next_,
        tier_rule=scheme.table.decide(scheme.exact(values)).rule,
        guard_rule=found.rule,
        reasons=tuple(reasons),
        values=values,
    )


def _measured(scheme: Scheme, values: Values) -> Reason:
    if scheme.plain:
        return Reason("metric", {"metric": METRIC, "value_cents": values[METRIC], "months": scheme.window_months})
    asked = {key: values[key] for key in scheme.metrics}
    return Reason("measured", {"values": asked, "months": scheme.window_months})


def _way(code: str, scheme: Scheme, member: str, entry_cents: int | None, ways: tuple[Gap, ...]) -> Reason:
    """What is missing to a member: cents where the window spend alone decides, else the alternatives."""
    if entry_cents is not None:
        return Reason(
            code, {"member": member, "limit_cents": entry_cents, "gap_cents": ways[0][0].amount if ways else 0}
        )
    told = [[one._asdict() for one in gap] for gap in ways]
    return Reason(f"{code}_ways", {"member": member, "ways": told, "months": scheme.window_months})


def moved(rank: int, target: int, max_steps: int | None) -> int:
    """The rank after at most `max_steps` steps from `rank` towards `target` (None: as many as it takes)."""
    if max_steps is None:
        return target
    return max(rank - max_steps, min(rank + max_steps, target))


def shown(member: Member, values: Values) -> int | None:
    """How much of a member is attained, in 1/10000, rounded down, between 0 and RATIO_CAP; None at the base."""
    shares = [min(shown_ratio(values[key] or 0, least) for key, least in way) for way in member.ways]
    return max(shares, default=None)


def shown_ratio(value: int, limit: int) -> int:
    """Value ÷ limit in 1/10000, rounded down, between 0 and RATIO_CAP."""
    return min(max(value, 0), RATIO_CAP * limit) * RATIO_SCALE // limit
