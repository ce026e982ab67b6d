"""Arithmetic that several reports share. Pure; None stands for "no value", never zero."""

from collections.abc import Iterable, Sequence
from math import sqrt

Z95 = 1.959963984540054
"""Quantile of the standard normal distribution for a two-sided interval of 95 %."""


def percent(part: float, whole: float, digits: int = 1) -> float | None:
    """100 · part / whole; None where there is nothing to divide by."""
    return round(100 * part / whole, digits) if whole else None


def ratio(part: float, whole: float, digits: int = 2) -> float | None:
    """part / whole; None where there is nothing to divide by."""
    return round(part / whole, digits) if whole else None


def mean(values: Sequence[float], digits: int = 1) -> float | None:
    """The arithmetic mean."""
    return round(sum(values) / len(values), digits) if values else None


def median(values: Iterable[float], digits: int = 1) -> float | None:
    """The middle value; of an even number the mean of the two middle ones."""
    ordered = sorted(values)
    if not ordered:
        return None
    middle = len(ordered) // 2
    found = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return round(found, digits)


def p90(values: Iterable[float], digits: int = 1) -> float | None:
    """The 90th percentile by nearest rank: the smallest value that nine tenths do not exceed."""
    ordered = sorted(values)
    return round(ordered[-(-len(ordered) * 9 // 10) - 1], digits) if ordered else None


def mean_difference(
    before: Sequence[float], after: Sequence[float], digits: int = 1
) -> tuple[float, float, float] | None:
    """after − before of two means with its 95 % interval: (difference, lower, upper).

    d ± z·√(s₁²/n₁ + s₂²/n₂), the large-sample interval for two independent means with unequal variances (NIST/SEMATECH
    e-Handbook of Statistical Methods, §7.3.1). None with fewer than two values on a side.
    """
    if len(before) < 2 or len(after) < 2:
        return None
    difference = sum(after) / len(after) - sum(before) / len(before)
    spread = Z95 * sqrt(_variance(before) / len(before) + _variance(after) / len(after))
    return round(difference, digits), round(difference - spread, digits), round(difference + spread, digits)


def _variance(values: Sequence[float]) -> float:
    centre = sum(values) / len(values)
    return sum((value - centre) ** 2 for value in values) / (len(values) - 1)


def share_difference(
    before: tuple[int, int], after: tuple[int, int], digits: int = 1
) -> tuple[float, float, float] | None:
    """after − before of two shares (part, whole) in percentage points with its 95 % interval.

    Newcombe's hybrid score interval: with [l, u] Wilson's interval of each share, d − √((p₂−l₂)² + (u₁−p₁)²) to
    d + √((u₂−p₂)² + (p₁−l₁)²) (R. G. Newcombe, Statistics in Medicine 17, 1998, 873-890, method 10). None with an
    empty side.
    """
    if not before[1] or not after[1]:
        return None
    p1, p2 = before[0] / before[1], after[0] / after[1]
    (l1, u1), (l2, u2) = wilson(*before), wilson(*after)
    low = p2 - p1 - sqrt((p2 - l2) ** 2 + (u1 - p1) ** 2)
    high = p2 - p1 + sqrt((u2 - p2) ** 2 + (p1 - l1) ** 2)
    return round(100 * (p2 - p1), digits), round(100 * low, digits), round(100 * high, digits)


def wilson(part: int, whole: int) -> tuple[float, float]:
    """Wilson's 95 % score interval of a share, 0-1 (E. B. Wilson, JASA 22, 1927, 209-212)."""
    share, square = part / whole, Z95**2
    centre = (share + square / (2 * whole)) / (1 + square / whole)
    half = Z95 * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return max(0.0, centre - half), min(1.0, centre + half)
