"""H20: what a copy of a handbook did: who read it, what was said of it, the figures of the house before and after it.

The time after runs from the day of publication to that of the next copy, or today, at most a year; the time before is
as long. Whoever answers for the whole house may read it.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.handbook import copies, lifecycle
from engine.handbook.models import HandbookCopy, HandbookReader
from engine.improvement.models import Feedback
from engine.kernel import Context, Forbidden
from engine.reports import headlines
from engine.reports.report import Span
from engine.reports.scope import sees_all

LONGEST = timedelta(days=364)
HANDBOOK = "handbook"
"""The source of feedback that readers give on the handbook's own page."""


def may(ctx: Context) -> bool:
    """Whether the actor may read what copies did."""
    return sees_all(ctx)


def of_copy(ctx: Context, key: str, number: int) -> dict[str, Any]:
    """{number, first, last, readers, audience, feedback, feedback_all, figures, goals}: see
    `headlines.beside` for figures and `goals` for what the charter promised. NotFound handbook_copy_unknown; Forbidden
    report_of_the_house."""
    if not may(ctx):
        raise Forbidden("report_of_the_house", report="handbook_effect")
    copy = copies.copy(ctx, key, number)
    span = _span(ctx, copy)
    figures = headlines.beside(ctx, span.before(), span)
    return {
        "number": number,
        "first": span.first,
        "last": span.last,
        "readers": _readers(ctx, copy),
        "audience": len(lifecycle.readers(ctx, (copy.authored.get("charter") or {}).get("audience") or ())),
        "feedback": _said(ctx, span, HANDBOOK),
        "feedback_all": _said(ctx, span),
        "figures": figures,
        "goals": goals(copy.authored.get("charter") or {}, {one["key"]: one["after"] for one in figures}),
    }


def goals(charter: dict[str, Any], reached: dict[str, float | None]) -> list[dict[str, Any]]:
    """What the charter named, beside what was reached: {metric, target, figure, aim, reached, met}. `met` is None where
    the charter ties the metric to no figure of the house, names no number, or nothing was measured."""
    known = {one.key: one for one in headlines.HEADLINES}
    found = []
    for kpi in charter.get("kpis") or ():
        figure = known.get(kpi.get("figure") or "")
        value = reached.get(figure.key) if figure else None
        aim = kpi.get("aim")
        found.append(
            {
                "metric": kpi.get("metric"),
                "target": kpi.get("target"),
                "figure": figure.key if figure else None,
                "name": figure.name if figure else None,
                "unit": figure.unit if figure else None,
                "aim": None if aim is None else float(aim),
                "reached": value,
                "met": _met(figure, value, aim),
            }
        )
    return found


def missed(ctx: Context, charter: dict[str, Any], most: int = 6) -> list[dict[str, Any]]:
    """The goals that the last complete month missed, each with `months`: for how many in a row, `most` are looked at.
    A month of which nothing was measured ends the row."""
    left = [goal for goal in goals(charter, {}) if goal["figure"] and goal["aim"] is not None]
    found: dict[str, dict[str, Any]] = {}
    last = ctx.now.astimezone(ctx.zone).date().replace(day=1) - timedelta(days=1)
    for _ in range(most):
        if not left:
            break
        reached = headlines.measured(ctx, Span(last.replace(day=1), last, ctx.zone), {goal["figure"] for goal in left})
        now = goals({"kpis": left}, reached)
        left = [goal for goal in now if goal["met"] is False]
        for goal in left:
            held = found.setdefault(f"{goal['metric']}:{goal['figure']}", {**goal, "months": 0})
            held["months"] += 1
        last = last.replace(day=1) - timedelta(days=1)
    return list(found.values())


def _met(figure: headlines.Headline | None, value: float | None, aim: Any) -> bool | None:
    if figure is None or value is None or aim is None:
        return None
    return value >= float(aim) if figure.rises else value <= float(aim)


def _span(ctx: Context, copy: HandbookCopy) -> Span:
    first = copy.published_at.astimezone(ctx.zone).date()
    following = select(func.min(HandbookCopy.published_at)).where(
        HandbookCopy.tenant_id == ctx.tenant, HandbookCopy.key == copy.key, HandbookCopy.number > copy.number
    )
    ended = ctx.session.scalar(following)
    last = (ended or ctx.now).astimezone(ctx.zone).date()
    return Span(first, min(last, first + LONGEST), ctx.zone)


def _readers(ctx: Context, copy: HandbookCopy) -> int:
    """Who says to have read this copy or a later one."""
    of_key = select(func.count()).where(HandbookReader.tenant_id == ctx.tenant, HandbookReader.key == copy.key)
    return ctx.session.scalar(of_key.where(HandbookReader.number >= copy.number)) or 0


def _said(ctx: Context, span: Span, source: str | None = None) -> int:
    said = select(func.count()).where(Feedback.tenant_id == ctx.tenant, Feedback.on.between(span.first, span.last))
    return ctx.session.scalar(said if source is None else said.where(Feedback.source == source)) or 0
