"""From a tier table to its ladder: which members there are, in which order, and by which ways each is reached.

The table is asked once in every cell of the grid that its limits cut; so neither the hit policy nor the number of rules
matters, and a gap, or a place where more of a metric gives a lower member, is found with an example. The ways to a
member are the lowest cells from which it is given: alternatives (one of them is enough), each a least value for some
metrics (all of them are needed).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import ceil, floor, prod

from engine.scoring.metrics import KNOWN, LADDERS, METRIC, Metric, Values
from engine.scoring.tables import Refused, Span, Table

HIGHEST = 8_000_000_000  # 80 million yuan: keeps every shown ratio exact in a database engine
MOST_CELLS = 50_000
Way = tuple[tuple[str, int], ...]
Place = tuple[int, ...]


@dataclass(frozen=True)
class Member:
    """One tier: its key, its names, its service band, and the ways to reach it (none: the base)."""

    key: str
    name: str
    name_en: str
    band: int
    ways: tuple[Way, ...] = ()

    @property
    def entry_cents(self) -> int | None:
        """The least window spend that gives it, where that alone decides; None otherwise, and at the base."""
        if len(self.ways) == 1 and len(self.ways[0]) == 1 and self.ways[0][0][0] == METRIC:
            return self.ways[0][0][1]
        return None

    def reached(self, values: Values) -> bool:
        """Whether some way is walked to its end; the base always is."""
        return not self.ways or any(all((values[key] or 0) >= least for key, least in way) for way in self.ways)

    def attained(self, values: Values) -> Fraction | None:
        """How much of it is reached: of the best way the metric that lags most, value ÷ limit; None at the base."""
        shares = [min(Fraction(values[key] or 0, least) for key, least in way) for way in self.ways]
        return max(shares, default=None)


@lru_cache(maxsize=256)
def members(table: Table) -> tuple[Member, ...]:
    """The members from the base upwards. The table asks metrics of `LADDERS` by ranges and answers `member`, `name`,
    `name_en`, `band`; Refused where it leaves a gap or the members are no ladder."""
    unknown = [name for name in table.inputs if name not in LADDERS]
    if unknown or not table.inputs:
        raise Refused("tier_inputs", table=table.key, found=unknown, known=list(LADDERS))
    grid = _Grid(table)
    told = _told(table)
    order = _order(grid, told)
    rank = {key: at for at, key in enumerate(order)}
    return tuple(Member(key, *told[key], ways=tuple(grid.ways(rank, at)) if at else ()) for at, key in enumerate(order))


def _told(table: Table) -> dict[str, tuple[str, str, int]]:
    """Names and band of each member, as all rules that give it say."""
    found: dict[str, tuple[str, str, int]] = {}
    for rule in table.rules:
        out = dict(zip(table.outputs, rule.outputs, strict=True))
        member, name, name_en, band = (out.get(k) for k in ("member", "name", "name_en", "band"))
        if not (isinstance(member, str) and isinstance(name, str) and isinstance(band, int)):
            raise Refused("tier_outputs", table=table.key, rule=rule.id)
        said = name, name_en if isinstance(name_en, str) else name, band
        if member in found and (len(table.inputs) == 1 or found[member] != said):
            raise Refused("tier_member_twice", table=table.key, member=member)
        found[member] = said
    return found


class _Grid:
    """The member that a table gives in each cell that its limits cut: cell n of a metric begins at its n-th limit."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.metrics = [KNOWN[name] for name in table.inputs]
        self.cuts = [_cuts(table, at, metric) for at, metric in enumerate(self.metrics)]
        if prod(len(cuts) + 1 for cuts in self.cuts) > MOST_CELLS:
            raise Refused("tier_too_many_limits", table=table.key, most=MOST_CELLS)
        self.member = {place: self._answer(place) for place in product(*(range(len(c) + 1) for c in self.cuts))}

    def _answer(self, place: Place) -> str:
        values = {
            m.key: Fraction(self._atoms(at, n), m.scale)
            for at, (m, n) in enumerate(zip(self.metrics, place, strict=True))
        }
        try:
            return str(self.table.decide(values).outputs["member"])
        except Refused as gap:
            raise Refused("tier_gap", table=self.table.key, **self.example(place)) from gap

    def _atoms(self, at: int, n: int) -> int:
        cuts = self.cuts[at]
        return cuts[n - 1] if n else (cuts[0] - 1 if cuts else 0)

    def example(self, place: Place) -> dict[str, str]:
        """A customer of this cell, in words of both languages."""
        shown = [
            (metric.called(), f"{self._atoms(at, n) / metric.scale:.{2 if metric.scale > 1 else 0}f}")
            for at, (metric, n) in enumerate(zip(self.metrics, place, strict=True))
        ]
        return {
            "example": "、".join(f"{name.zh} {value}" for name, value in shown),
            "example_en": ", ".join(f"{name.en} {value}" for name, value in shown),
        }

    def steps(self) -> Iterator[tuple[Place, Place]]:
        """Every pair of cells of which the second has more of one metric."""
        for place in self.member:
            for at in range(len(place)):
                higher = (*place[:at], place[at] + 1, *place[at + 1 :])
                if higher in self.member:
                    yield place, higher

    def ways(self, rank: Mapping[str, int], least: int) -> Iterator[Way]:
        """The lowest cells whose member has at least this rank, those of the first metrics first."""
        for place in sorted(self.member, reverse=True):
            if rank[self.member[place]] >= least and all(
                rank[self.member[(*place[:at], n - 1, *place[at + 1 :])]] < least for at, n in enumerate(place) if n
            ):
                yield tuple((self.metrics[at].key, self.cuts[at][n - 1]) for at, n in enumerate(place) if n)


def _cuts(table: Table, at: int, metric: Metric) -> list[int]:
    """The values, in atoms, from which on a rule may begin or cease to hold, ascending."""
    found = set()
    for rule in table.rules:
        cell = rule.cells[at]
        if cell is None:
            continue
        if len(cell) != 1 or not isinstance(cell[0], Span):
            raise Refused("tier_rule_not_a_range", table=table.key, rule=rule.id)
        span = cell[0]
        if span.low is not None:
            found.add(ceil(span.low * metric.scale) if span.low_in else floor(span.low * metric.scale) + 1)
        if span.high is not None:
            found.add(floor(span.high * metric.scale) + 1 if span.high_in else ceil(span.high * metric.scale))
    if not metric.refunds:
        found = {cut for cut in found if cut > 0}  # nobody lies below zero
    if any(cut <= 0 for cut in found):
        raise Refused("tier_limit_not_positive", table=table.key)
    if any(cut > HIGHEST for cut in found):
        raise Refused("tier_limit_too_high", table=table.key, highest_cents=HIGHEST)
    return sorted(found)


def _order(grid: _Grid, told: Mapping[str, tuple[str, str, int]]) -> list[str]:
    """The members from the lowest up, as more of some metric leads from one to another. Refused when it leads back, or
    when it says nothing of two of them."""
    above: dict[str, dict[str, Place]] = {key: {} for key in dict.fromkeys(grid.member.values())}
    for place, higher in grid.steps():
        low, high = grid.member[place], grid.member[higher]
        if low != high:
            above[low].setdefault(high, place)
    order: list[str] = []
    while left := [key for key in above if key not in order]:
        lowest = [key for key in left if not any(key in above[other] for other in left)]
        if len(lowest) > 1:
            names = [told[key][0] for key in lowest[:2]]
            names_en = [told[key][1] for key in lowest[:2]]
            raise Refused(
                "tier_members_apart", table=grid.table.key, members="、".join(names), members_en=", ".join(names_en)
            )
        if not lowest:
            raise _falls(grid, told, {low: above[low] for low in left})
        order += lowest
    return order


def _falls(grid: _Grid, told: Mapping[str, tuple[str, str, int]], above: Mapping[str, Mapping[str, Place]]) -> Refused:
    """The refusal of a table in which more of a metric leads down: by the bands where they tell it."""
    steps = [(low, high, place) for low in above for high, place in above[low].items() if high in above]
    low, high, place = max(steps, key=lambda step: told[step[1]][2] - told[step[0]][2])
    return Refused(
        "tier_more_is_less",
        table=grid.table.key,
        low=told[low][0],
        low_en=told[low][1],
        high=told[high][0],
        high_en=told[high][1],
        **grid.example(place),
    )
