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


def median_ms(*works: Callable[[], Any], times: int = 40, warm: int = 5) -> list[float]:
    """The median duration of each call in milliseconds. They take turns, so that a busy machine is busy for all; the
    collector is off while they run."""
    for _ in range(warm):
        for work in works:
            work()
    spans: list[list[float]] = [[] for _ in works]
    gc.collect()
    gc.disable()
    try:
        for _ in range(times):
            for work, into in zip(works, spans, strict=True):
                start = time.perf_counter()
                work()
                into.append((time.perf_counter() - start) * 1000)
    finally:
        gc.enable()
    return [statistics.median(span) for span in spans]


def at_most(what: str, value: float, limit: float, unit: str = "×", **detail: Any) -> Figure:
    return Figure(what, round(value, 3), unit, f"≤ {limit:g}", value <= limit, detail)


def at_least(what: str, value: float, limit: float, unit: str, **detail: Any) -> Figure:
    return Figure(what, round(value, 1), unit, f"≥ {limit:g}", value >= limit, detail)
