"""Predicted customer lifetime value: how often a customer will buy (BG/NBD) and for how much (Gamma-Gamma).

Fader, Hardie, Lee 2005 and Fader, Hardie 2013, DOMAIN §2.4; time in any unit, the same everywhere. A forecast is shown,
never acted on: no tier is set by it. Nothing is said about fewer than 200 customers or where hardly anybody came back.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import exp, inf, lgamma, log

LEAST, LEAST_MEAN = 200, 0.5
"""Fewer customers, or fewer repeat purchases each on average, are insufficient data."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """`repeats` purchases after the first, the last one `recency` after it, observed for `age`; `mean_value` of the
    repeat purchases (0 without any)."""

    repeats: int
    recency: float
    age: float
    mean_value: float = 0.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """BG/NBD: purchases come at rates ~ Gamma(r, alpha), a customer leaves after one with chance ~ Beta(a, b)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float

    def alive(self, of: Buyer) -> float:
        """The chance that the customer still buys; 1 without a repeat purchase, by the model and no certainty."""
        return 1 / (1 + self._gone(of))

    def _gone(self, of: Buyer) -> float:
        if of.repeats == 0:
            return 0.0
        odds = self.a / (self.b + of.repeats - 1)
        grown: float = ((self.alpha + of.age) / (self.alpha + of.recency)) ** (self.r + of.repeats)
        return odds * grown

    def expected(self, of: Buyer, time: float) -> float:
        """Purchases to be expected in the `time` to come."""
        r, alpha, a, b, x = self.r, self.alpha, self.a, self.b, of.repeats
        z = time / (alpha + of.age + time)
        shrunk = ((alpha + of.age) / (alpha + of.age + time)) ** (r + x) * _hypergeometric(
            r + x, b + x, a + b + x - 1, z
        )
        whole: float = (a + b + x - 1) / (a - 1) * (1 - shrunk) / (1 + self._gone(of))
        return whole


@dataclass(frozen=True, slots=True)
class Spend:
    """Gamma-Gamma: what a purchase is worth to whom, apart from how often they buy."""

    p: float
    q: float
    v: float
    log_likelihood: float

    def expected(self, of: Buyer) -> float:
        """The value of one purchase to be expected; the population's mean for who has not come back."""
        x = of.repeats
        return self.p * (self.v + x * of.mean_value) / (self.p * x + self.q - 1) if x else self.population

    @property
    def population(self) -> float:
        return self.p * self.v / (self.q - 1)


def sufficient(buyers: Sequence[Buyer]) -> bool:
    """Whether so many customers came back so often that a forecast says anything."""
    return len(buyers) >= LEAST and sum(one.repeats for one in buyers) >= LEAST_MEAN * len(buyers)


def rhythm(buyers: Iterable[Buyer]) -> Rhythm:
    """The parameters under which these purchases are likeliest."""
    counted = Counter((one.repeats, one.recency, one.age) for one in buyers)

    def against(r: float, alpha: float, a: float, b: float) -> float:
        same = lgamma(r)
        beta = lgamma(a) + lgamma(b) - lgamma(a + b)
        told = 0.0
        for (x, recency, age), count in counted.items():
            still = -(r + x) * log(alpha + age)
            if x:
                left = log(a / (b + x - 1)) - (r + x) * log(alpha + recency)
                most = max(still, left)
                still = most + log(exp(still - most) + exp(left - most))
            shape = lgamma(a) + lgamma(b + x) - lgamma(a + b + x) - beta
            told += count * (shape + lgamma(r + x) - same + r * log(alpha) + still)
        return -told

    (r, alpha, a, b), least = _least(against, (1.0, 1.0, 1.0, 1.0))
    return Rhythm(r, alpha, a, b, -least)


def spend(buyers: Iterable[Buyer]) -> Spend:
    """The same for the value of purchases; only of those who came back."""
    counted = Counter((one.repeats, one.mean_value) for one in buyers if one.repeats and one.mean_value > 0)

    def against(p: float, q: float, v: float) -> float:
        told = 0.0
        for (x, m), count in counted.items():
            shape = lgamma(p * x + q) - lgamma(p * x) - lgamma(q)
            told += count * (shape + q * log(v) + (p * x - 1) * log(m) + p * x * log(x) - (p * x + q) * log(x * m + v))
        return -told

    (p, q, v), least = _least(against, (1.0, 1.0, 1.0))
    return Spend(p, q, v, -least)


def _hypergeometric(a: float, b: float, c: float, z: float) -> float:
    """₂F₁ by its series; |z| < 1."""
    term = total = 1.0
    for n in range(100_000):
        term *= (a + n) * (b + n) / (c + n) * z / (n + 1)
        total += term
        if abs(term) < 1e-15 * abs(total):
            break
    return total


def _least(of: Callable[..., float], start: Sequence[float]) -> tuple[tuple[float, ...], float]:
    """Where a function of positive numbers is least: Nelder and Mead 1965 over their logarithms."""

    def value(at: Sequence[float]) -> float:
        return of(*map(exp, at)) if all(abs(one) < 30 for one in at) else inf

    n = len(start)
    points = [[log(one) for one in start]]
    points += [[one + 0.5 * (i == j) for j, one in enumerate(points[0])] for i in range(n)]
    simplex = sorted((value(at), at) for at in points)
    for _ in range(2_000):
        if simplex[-1][0] - simplex[0][0] < 1e-9:
            break
        worst = simplex[-1][1]
        middle = [sum(at[j] for _, at in simplex[:-1]) / n for j in range(n)]

        def moved(
            by: float, middle: Sequence[float] = middle, worst: Sequence[float] = worst
        ) -> tuple[float, list[float]]:
            at = [m + by * (m - w) for m, w in zip(middle, worst, strict=True)]
            return value(at), at

        mirrored = moved(1.0)
        if mirrored[0] < simplex[0][0]:
            simplex[-1] = min(mirrored, moved(2.0))
        elif mirrored[0] < simplex[-2][0]:
            simplex[-1] = mirrored
        else:
            nearer = moved(0.5) if mirrored[0] < simplex[-1][0] else moved(-0.5)
            if nearer[0] < min(mirrored[0], simplex[-1][0]):
                simplex[-1] = nearer
            else:
                best = simplex[0][1]
                shrunk = ([(a + b) / 2 for a, b in zip(at, best, strict=True)] for _, at in simplex[1:])
                simplex = [simplex[0], *((value(at), at) for at in shrunk)]
        simplex.sort(key=lambda one: one[0])
    return tuple(exp(one) for one in simplex[0][1]), simplex[0][0]
