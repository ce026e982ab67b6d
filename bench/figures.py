"""A figure and how it was taken: medians of repeated runs, with the bar that it should reach."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `bar` in words; `reached` None where there is no bar, only a statement."""

    what: str
    value: float
    unit: str
    bar: str = ""
    reached: bool | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def median_ms(work: Callable[[], Any], times: int = 30, warm: int = 5) -> float:
    """The median duration of a call in milliseconds, the collector off while it runs."""
    for _ in range(warm):
        work()
    spans = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            start = time.perf_counter()
            work()
            spans.append((time.perf_counter() - start) * 1000)
    finally:
        gc.enable()
    return statistics.median(spans)


def at_most(what: str, value: float, limit: float, unit: str = "×", **detail: Any) -> Figure:
    return Figure(what, round(value, 3), unit, f"≤ {limit:g}", value <= limit, detail)


def at_least(what: str, value: float, limit: float, unit: str, **detail: Any) -> Figure:
    return Figure(what, round(value, 1), unit, f"≥ {limit:g}", value >= limit, detail)
