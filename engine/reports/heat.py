"""What a process lives on its diagram: how often each element was reached and how long it took, over many cases."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, literal, select

from engine.history.models import Entry
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports.figures import median, p90
from engine.reports.report import Span

MOST = 2_000
"""Cases that are read, the newest first."""
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Warmth:
    """An element: how often it was entered, how many are there now, minutes from entering to completing (plain)."""

    element: str
    count: int
    open: int
    median: float | None
    p90: float | None


@dataclass(frozen=True, slots=True)
class Heat:
    """The elements of one version, and over how many of the cases in the span."""

    version: int | None
    cases: int
    elements: list[Warmth]


def heat(
    ctx: Context, process: str, span: Span, version: int | None = None, where: ColumnElement[bool] | None = None
) -> Heat:
    """The elements that the cases begun in the span went through, of one version (the newest that any ran in)."""
    cases = select(Instance.id, Instance.version).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == process,
        Instance.started_at >= span.since,
        Instance.started_at < span.until,
    )
    if where is not None:
        cases = cases.where(where)
    if version is None:
        version = ctx.session.scalar(
            cases.with_only_columns(Instance.version).order_by(Instance.version.desc()).limit(1)
        )
    chosen = cases.where(Instance.version == version).order_by(Instance.id.desc()).limit(MOST)
    ids = [row.id for row in ctx.session.execute(chosen)]
    within = chosen.subquery()
    rows: Any = ctx.session.execute(
        select(Entry.stream, Entry.element, Entry.fact, Entry.at)
        .where(
            Entry.tenant_id == ctx.tenant,
            Entry.stream.in_(select(literal("instance:") + cast(within.c.id, String))),
            Entry.fact.in_(("ElementEntered", "ElementCompleted", "ElementCancelled")),
        )
        .order_by(Entry.stream, Entry.seq)
    )
    return Heat(version, len(ids), _elements(rows))


def _elements(rows: Iterable[tuple[str, str | None, str, str]]) -> list[Warmth]:
    """Each completion is matched with the earliest entering of the element in its case that is still open."""
    waiting: dict[tuple[str, str], list[datetime]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    took: dict[str, list[float]] = defaultdict(list)
    for stream, element, fact, at in rows:
        if element is None:
            continue
        began = waiting[stream, element]
        if fact == "ElementEntered":
            began.append(datetime.fromisoformat(at))
            counts[element] += 1
        elif began:
            entered = began.pop(0)
            if fact == "ElementCompleted":
                took[element].append((datetime.fromisoformat(at) - entered) / MINUTE)
    still: dict[str, int] = defaultdict(int)
    for (_, element), began in waiting.items():
        still[element] += len(began)
    return [
        Warmth(element, count, still[element], median(took[element]), p90(took[element]))
        for element, count in sorted(counts.items())
    ]
