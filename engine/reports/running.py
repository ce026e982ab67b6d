"""Finding and running reports: what somebody may read, and a report's rows in one language."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from engine.kernel import Context, Invalid, NotFound
from engine.reports import REPORTS, scope
from engine.reports.report import FILTERS, Asked, Report, Span, Words

_BY_KEY = {report.key: report for report in REPORTS}


def every(ctx: Context) -> list[Report]:
    """The reports that the actor may read, in the order of the catalogue."""
    return [report for report in REPORTS if scope.may(ctx, report)]


def one(ctx: Context, key: str) -> Report:
    """A report by its key or its number in the catalogue (`K1`); NotFound, or Forbidden when it is not theirs."""
    found = _BY_KEY.get(key) or next((one for one in REPORTS if key in one.number.split("/")), None)
    if found is None:
        raise NotFound("report_unknown", report=key)
    scope.require(ctx, found)
    return found


def run(ctx: Context, report: Report, span: Span, **filters: Any) -> list[dict[str, Any]]:
    """The rows of a report. Invalid for a filter that it does not have."""
    given = {name: value for name, value in filters.items() if value is not None}
    for name in given:
        if name not in report.filters:
            raise Invalid("report_filter_unknown", report=report.key, filter=name, filters=", ".join(report.filters))
    scope.require(ctx, report)
    return [dict(row) for row in report.rows(ctx, Asked(span, whole=scope.keeps(ctx, report), **given))]


def told(rows: Sequence[dict[str, Any]], lang: str) -> list[dict[str, Any]]:
    """The rows with every text in one language, and days as ISO dates."""
    return [{key: _told(value, lang) for key, value in row.items()} for row in rows]


def _told(value: Any, lang: str) -> Any:
    if isinstance(value, Words):
        return value.en if lang == "en" else value.zh
    return value.isoformat() if isinstance(value, date) else value


__all__ = ["FILTERS", "every", "one", "run", "told"]
