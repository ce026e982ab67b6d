"""A tier scheme: an ordered ladder of members, the spend at which each begins, and the guard against flapping.

The limits live in one place, the scheme's DMN tables: the tier table says what spend gives which member, the guard
table (D21) at which share of the entry limit a tier is kept and after how many failed reviews it falls. `read`
derives the ladder, the keep limit and the grace from them, so that explanations and distances cannot differ from the
rules. No tier has a name in code.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from engine.scoring.tables import Refused, Span, Table

METRIC = "window_spend"
KEEP_RATIO = "keep_ratio"
FAILS = "fails"
HIGHEST_CENTS = 8_000_000_000  # 80 million yuan: keeps every shown ratio exact in a database engine


@dataclass(frozen=True)
class Member:
    """One tier: its key, its names, its service band, and the least spend in cents that gives it (None: the base)."""

    key: str
    name: str
    name_en: str
    band: int
    entry_cents: int | None


@dataclass(frozen=True)
class Guard:
    """The downgrade guard: its table, the keep share ρ and the grace read from it, and the least tenure in reviews."""

    table: Table
    rho: Fraction
    grace: int
    min_tenure: int


@dataclass(frozen=True)
class Scheme:
    """Members from the base upwards, the tier table, the months of the rolling window, and the guard."""

    key: str
    members: tuple[Member, ...]
    table: Table
    window_months: int
    guard: Guard

    def rank(self, key: str) -> int:
        """How many members lie below; Refused `member_unknown` for a key the scheme does not have."""
        for rank, member in enumerate(self.members):
            if member.key == key:
                return rank
        raise Refused("member_unknown", scheme=self.key, member=key)

    def target(self, cents: int) -> int:
        """The rank that this spend gives by the limits; equal to what the tier table answers."""
        return sum(1 for m in self.members if m.entry_cents is not None and cents >= m.entry_cents)

    def keep_cents(self, rank: int) -> int | None:
        """The least spend that keeps the member of a rank (ρ × its entry limit, rounded up); None at the base."""
        entry = self.members[rank].entry_cents
        return None if entry is None else ceil(self.guard.rho * entry)


def read(key: str, tiers: Table, guard: Table, *, window_months: int, min_tenure: int) -> Scheme:
    """The scheme that a tier table and a guard table describe.

    The tier table has the one input `window_spend` in yuan and the outputs `member`, `name`, `name_en`, `band`, each
    member once, without gap; Refused otherwise, and when the guard names no or several keep limits.
    """
    if tiers.inputs != (METRIC,):
        raise Refused("tier_inputs", table=tiers.key, expected=[METRIC], found=list(tiers.inputs))
    if min_tenure < 0 or window_months < 1:
        raise Refused("settings", window_months=window_months, min_tenure=min_tenure)
    return Scheme(key, _ladder(tiers), tiers, window_months, _guard(guard, min_tenure))


def _guard(table: Table, min_tenure: int) -> Guard:
    keep, grace = table.limits(KEEP_RATIO), table.limits(FAILS)
    if len(keep) != 1 or not 0 < keep[0] <= 1:
        raise Refused("keep_limit", table=table.key, found=[str(limit) for limit in keep])
    if len(grace) > 1 or any(limit.denominator != 1 for limit in grace):
        raise Refused("grace", table=table.key, found=[str(limit) for limit in grace])
    return Guard(table, keep[0], int(grace[0]) if grace else 1, min_tenure)


def _ladder(table: Table) -> tuple[Member, ...]:
    steps: list[tuple[Span, Member]] = []
    for rule in table.rules:
        span = rule.cells[0][0] if rule.cells[0] and len(rule.cells[0]) == 1 else Span() if not rule.cells[0] else None
        if not isinstance(span, Span):
            raise Refused("tier_rule_not_a_range", table=table.key, rule=rule.id)
        out = dict(zip(table.outputs, rule.outputs, strict=True))
        member, name, name_en, band = (out.get(k) for k in ("member", "name", "name_en", "band"))
        if not (isinstance(member, str) and isinstance(name, str) and isinstance(band, int)):
            raise Refused("tier_outputs", table=table.key, rule=rule.id)
        entry = None if span.low is None else _entry_cents(span)
        steps.append((span, Member(member, name, name_en if isinstance(name_en, str) else name, band, entry)))
    steps.sort(key=lambda step: (step[0].low is not None, step[0].low))
    _check_unbroken(table, [span for span, _ in steps], [member for _, member in steps])
    return tuple(member for _, member in steps)


def _entry_cents(span: Span) -> int:
    assert span.low is not None
    cents = span.low * 100
    return ceil(cents) if span.low_in or cents.denominator != 1 else int(cents) + 1


def _check_unbroken(table: Table, spans: Sequence[Span], members: Sequence[Member]) -> None:
    joined = all(a.high == b.low and a.high_in != b.low_in for a, b in pairwise(spans))
    if not spans or spans[0].low is not None or spans[-1].high is not None or not joined:
        raise Refused("tier_gap", table=table.key)
    if len({member.key for member in members}) != len(members):
        raise Refused("tier_member_twice", table=table.key)
    if any(m.entry_cents is not None and m.entry_cents <= 0 for m in members):
        raise Refused("tier_limit_not_positive", table=table.key)
    if any(m.entry_cents is not None and m.entry_cents > HIGHEST_CENTS for m in members):
        raise Refused("tier_limit_too_high", table=table.key, highest_cents=HIGHEST_CENTS)
