"""The weighted score (D05): points for each metric, summed to 0–100; the contributions are the explanation.

Two kinds of scoring table, told apart by their columns. By bands (评分法): `metric` and `value` give the points. By
weights (加权法): `metric` gives `weight`, the anchors `zero_at` and `full_at` between which a value counts in
proportion, and `missing`. What is not known of a customer counts as the table says: nothing, a fixed number (neutral),
or not at all, the other metrics then making up the hundred. Anchors are fixed: live data would let one outlier move
everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from engine.scoring.metrics import KNOWN, POINT, SCORE, Metric, Values
from engine.scoring.tables import Refused, Rule, Span, Table

FULL = 100 * POINT
WEIGHED = ("weight", "zero_at", "full_at", "missing")
MISSING = ("zero", "neutral", "drop")
INGREDIENTS = tuple(key for key in KNOWN if key != SCORE)


@dataclass(frozen=True)
class Part:
    """What one metric may give: `full` hundredths of a point. By weights also the anchors, in atoms, and the policy for
    a value that is not known."""

    metric: Metric
    full: int
    zero_at: int = 0
    full_at: int = 0
    missing: str = ""

    def weighed(self, value: int | None) -> int | None:
        """Points by weights, in hundredths, rounded down; None where the metric is left out."""
        if value is None:
            return {"zero": 0, "neutral": self.full // 2, "drop": None}[self.missing]
        span = self.full_at - self.zero_at
        done = min(max(value - self.zero_at, 0), span) if span > 0 else min(max(self.zero_at - value, 0), -span)
        return self.full * done // abs(span)


@dataclass(frozen=True)
class Contribution:
    """What a metric gave a customer; `points` None: not known, and left out."""

    metric: str
    value: int | None
    points: int | None
    full: int


@dataclass(frozen=True)
class Score:
    """A scoring table as read; `cents` is the table of points in hundredths, None by weights."""

    table: Table
    parts: tuple[Part, ...]
    points: Table | None

    @property
    def metrics(self) -> tuple[str, ...]:
        """The metrics it asks for."""
        return tuple(part.metric.key for part in self.parts)

    def contributions(self, values: Values) -> tuple[Contribution, ...]:
        """What each metric gives, in the order of the table."""
        return tuple(
            Contribution(part.metric.key, values[part.metric.key], self.given(part, values[part.metric.key]), part.full)
            for part in self.parts
        )

    def total(self, values: Values) -> int:
        """The score in hundredths of a point; metrics that are left out leave their share to the others."""
        given = [one for one in self.contributions(values) if one.points is not None]
        counted = sum(one.full for one in given)
        return sum(one.points or 0 for one in given) * FULL // counted if counted else 0

    def given(self, part: Part, value: int | None) -> int | None:
        """Hundredths of a point for a value of a metric; None where it is left out."""
        if self.points is None:
            return part.weighed(value)
        asked = None if value is None else Fraction(value, part.metric.scale)
        found: int | None = self.points.decide({"metric": part.metric.key, "value": asked}).outputs[
            self.points.outputs[0]
        ]
        return found


@lru_cache(maxsize=64)
def read(table: Table) -> Score:
    """A scoring table. Refused when it asks an unknown metric, leaves values without answer, or does not make 100."""
    banded = table.inputs == ("metric", "value") and len(table.outputs) == 1
    if not banded and (table.inputs != ("metric",) or not {*WEIGHED} <= {*table.outputs}):
        raise Refused("score_columns", table=table.key)
    rules = _by_metric(table)
    parts = tuple(_banded(table, key, some) if banded else _weighed(table, key, some) for key, some in rules.items())
    whole = sum(part.full for part in parts)
    if whole != FULL:
        raise Refused("score_not_100", table=table.key, found=f"{whole / POINT:g}")
    score = Score(table, parts, _hundredths(table) if banded else None)
    if banded:
        for part in parts:
            _answered(score, part)
    return score


def _by_metric(table: Table) -> Mapping[str, list[Rule]]:
    found: dict[str, list[Rule]] = {}
    for rule in table.rules:
        for key in rule.cells[0] or ("",):
            if key not in INGREDIENTS:
                raise Refused("score_metric", table=table.key, rule=rule.id, found=str(key), known=list(INGREDIENTS))
            found.setdefault(str(key), []).append(rule)
    return found


def _banded(table: Table, key: str, rules: list[Rule]) -> Part:
    return Part(KNOWN[key], max((_hundredth(table, rule) or 0 for rule in rules), default=0))


def _weighed(table: Table, key: str, rules: list[Rule]) -> Part:
    if len(rules) != 1:
        raise Refused("score_metric_twice", table=table.key, metric=key)
    out, metric = dict(zip(table.outputs, rules[0].outputs, strict=True)), KNOWN[key]
    ends = [_number(table, rules[0], out[name]) * metric.scale for name in ("zero_at", "full_at")]
    full = _number(table, rules[0], out["weight"]) * FULL
    fits = all(one.denominator == 1 for one in (*ends, full)) and ends[0] != ends[1]
    if not fits or out["missing"] not in MISSING or full * abs(ends[1] - ends[0]) >= 2**53:
        raise Refused("score_row", table=table.key, rule=rules[0].id)
    return Part(metric, int(full), int(ends[0]), int(ends[1]), str(out["missing"]))


def _number(table: Table, rule: Rule, value: object) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (int, Fraction)):
        raise Refused("score_row", table=table.key, rule=rule.id)
    return Fraction(value)


def _hundredth(table: Table, rule: Rule) -> int | None:
    if rule.outputs[0] is None:
        return None
    points = _number(table, rule, rule.outputs[0]) * POINT
    if points.denominator != 1 or points < 0:
        raise Refused("score_row", table=table.key, rule=rule.id)
    return int(points)


def _hundredths(table: Table) -> Table:
    """The same table, points as whole hundredths."""
    return replace(table, rules=tuple(replace(rule, outputs=(_hundredth(table, rule),)) for rule in table.rules))


def _answered(score: Score, part: Part) -> None:
    """Refused score_gap with a value of this metric for which no rule holds; unknown is a value too."""
    scale, cuts = part.metric.scale, {0}
    for rule in score.table.rules:
        spans = rule.cells[1] or () if part.metric.key in (rule.cells[0] or ()) else ()
        ends = [end for span in spans if isinstance(span, Span) for end in (span.low, span.high) if end is not None]
        cuts |= {int(end * scale) + step for end in ends for step in (-1, 0, 1)}
    least = None if part.metric.refunds else 0
    tried: list[int | None] = [cut for cut in sorted(cuts) if least is None or cut >= least]
    if part.metric.empty is None:
        tried.append(None)
    for value in tried:
        try:
            score.given(part, value)
        except Refused:
            shown = "null" if value is None else f"{value / scale:g}"
            raise Refused("score_gap", table=score.table.key, metric=part.metric.key, value=shown) from None
