"""A tier scheme: an ordered ladder of members, what gives each of them, and the guard against flapping.

The limits live in one place, the scheme's DMN tables: the tier table says which values of which metrics give which
member, the guard table (D21) at which share of the entry limit a tier is kept and after how many failed reviews it
falls. `read` derives the ladder, the keep limits and the grace from them, so that explanations and distances cannot
differ from the rules. No tier has a name in code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from engine.scoring import ladder
from engine.scoring import score as scores
from engine.scoring.ladder import Member, Way
from engine.scoring.metrics import KNOWN, METRIC, SCORE, Values
from engine.scoring.score import Score
from engine.scoring.tables import Refused, Table

KEEP_RATIO = "keep_ratio"
FAILS = "fails"


@dataclass(frozen=True)
class Guard:
    """The downgrade guard: its table, the keep share ρ and the grace read from it, and the least tenure in reviews."""

    table: Table
    rho: Fraction
    grace: int
    min_tenure: int


class Missing(NamedTuple):
    """What one metric still lacks to its limit, in atoms; 0 where it is there."""

    metric: str
    limit: int
    amount: int


Gap = tuple[Missing, ...]
"""One way to a member: all of these."""


@dataclass(frozen=True)
class Scheme:
    """Members from the base upwards, the tier table, the months of the rolling window, the guard, and the scoring table
    where the tier table asks for the weighted score."""

    key: str
    members: tuple[Member, ...]
    table: Table
    window_months: int
    guard: Guard
    score: Score | None = None

    @property
    def metrics(self) -> tuple[str, ...]:
        """What the tier table asks for."""
        return self.table.inputs

    @property
    def plain(self) -> bool:
        """Whether the window spend alone decides."""
        return self.metrics == (METRIC,)

    @property
    def measured(self) -> tuple[str, ...]:
        """What must be known of a customer: the metrics asked for, with what the score is made of in its place."""
        asked = [key for key in self.metrics if key != SCORE]
        return tuple(dict.fromkeys([*asked, *(self.score.metrics if self.score else ())]))

    def kept(self, row: Values) -> dict[str, int | None] | None:
        """The values of a row that decide, as they are kept with what they decided; None where the window spend alone
        does."""
        return None if self.plain else {key: row[key] for key in dict.fromkeys((*self.measured, *self.metrics))}

    def values(self, given: int | Values) -> Values:
        """The values that reviews rest on, the score worked out; a number alone is that of the only metric."""
        if isinstance(given, int):
            return {self.metrics[0]: given}
        found = {key: given[key] for key in self.measured}
        if self.score is not None:
            found[SCORE] = given[SCORE] if SCORE in given else self.score.total(given)
        return found

    def exact(self, values: Values) -> dict[str, Fraction]:
        """The inputs of the tier table, in its units; what is not known counts as nothing."""
        return {key: Fraction(values[key] or 0, KNOWN[key].scale) for key in self.metrics}

    def rank(self, key: str) -> int:
        """How many members lie below; Refused `member_unknown` for a key the scheme does not have."""
        for rank, member in enumerate(self.members):
            if member.key == key:
                return rank
        raise Refused("member_unknown", scheme=self.key, member=key)

    def target(self, given: int | Values) -> int:
        """The rank that these values give by the limits; equal to what the tier table answers."""
        values = self.values(given)
        return max((rank for rank, member in enumerate(self.members) if member.reached(values)), default=0)

    def keep_cents(self, rank: int) -> int | None:
        """The least spend that keeps the member of a rank (ρ × its entry limit, rounded up); None at the base, and
        where more than the window spend decides."""
        entry = self.members[rank].entry_cents
        return None if entry is None else ceil(self.guard.rho * entry)

    def keep_ways(self, rank: int) -> tuple[Way, ...]:
        """The ways to keep the member of a rank: ρ × each entry limit, rounded up."""
        rho = self.guard.rho
        return tuple(tuple((key, ceil(rho * least)) for key, least in way) for way in self.members[rank].ways)


def gaps(ways: tuple[Way, ...], values: Values) -> tuple[Gap, ...]:
    """What is missing on each way, in their order; none where one of them is walked. A way that asks no less of any
    metric than another one still does is left out."""
    found = [tuple(Missing(key, least, max(0, least - (values[key] or 0))) for key, least in way) for way in ways]
    if any(not any(one.amount for one in gap) for gap in found):
        return ()
    lacking = [{one.metric: one.amount for one in gap if one.amount} for gap in found]
    return tuple(
        gap
        for n, gap in enumerate(found)
        if not any(
            _no_more(other, lacking[n]) and (other != lacking[n] or at < n)
            for at, other in enumerate(lacking)
            if at != n
        )
    )


def _no_more(one: Mapping[str, int], than: Mapping[str, int]) -> bool:
    return all(amount <= than.get(key, 0) for key, amount in one.items())


def read(
    key: str, tiers: Table, guard: Table, *, window_months: int, min_tenure: int, score: Table | None = None
) -> Scheme:
    """The scheme that a tier table, a guard table and a scoring table describe.

    The tier table asks metrics of `metrics.LADDERS` in the units of the registry and answers `member`, `name`,
    `name_en`, `band`, without gap and in one order; Refused otherwise, when the guard names no or several keep limits,
    and when the weighted score is asked for without a scoring table.
    """
    if min_tenure < 0 or window_months < 1:
        raise Refused("settings", window_months=window_months, min_tenure=min_tenure)
    members = ladder.members(tiers)
    asks = SCORE in tiers.inputs
    if asks and score is None:
        raise Refused("score_missing", table=tiers.key)
    scored = scores.read(score) if asks and score is not None else None
    return Scheme(key, members, tiers, window_months, _guard(guard, min_tenure), scored)


def _guard(table: Table, min_tenure: int) -> Guard:
    keep, grace = table.limits(KEEP_RATIO), table.limits(FAILS)
    if len(keep) != 1 or not 0 < keep[0] <= 1:
        raise Refused("keep_limit", table=table.key, found=[str(limit) for limit in keep])
    if len(grace) > 1 or any(limit.denominator != 1 for limit in grace):
        raise Refused("grace", table=table.key, found=[str(limit) for limit in grace])
    return Guard(table, keep[0], int(grace[0]) if grace else 1, min_tenure)
