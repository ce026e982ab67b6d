"""One figure a report: what a review of the rules, a handbook and its charter look at, before and after.

Each is taken from the rows of the report that it belongs to, so that it never says anything else; a mean over rows is
weighted by what the row counts. None where there is nothing to tell.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from engine.kernel import Context
from engine.reports import (
    activity,
    complaint_handling,
    conversion,
    process_compliance,
    response_time,
    retention,
    rule_backtest,
    sales,
    satisfaction_score,
    staff_scorecard,
    tier_exceptions,
)
from engine.reports.figures import percent
from engine.reports.report import Asked, Report, Row, Span, Unit, Words

Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Headline:
    """A figure: of which report, its name and unit, whether more is better, and how it is read from the rows."""

    key: str
    report: Report
    name: Words
    unit: Unit
    rises: bool
    read: Callable[[Rows], float | None]


def _mean(value: str, weight: str) -> Callable[[Rows], float | None]:
    def read(rows: Rows) -> float | None:
        told: list[Any] = [row for row in rows if row[value] is not None and row[weight]]
        counted = sum(row[weight] for row in told)
        return round(sum(row[value] * row[weight] for row in told) / counted, 1) if counted else None

    return read


def _share(part: str, whole: str) -> Callable[[Rows], float | None]:
    return lambda rows: percent(_sum(rows, part), _sum(rows, whole))


def _sum(rows: Rows, column: str) -> float:
    found: list[Any] = [row[column] for row in rows if row[column] is not None]
    return float(sum(found))


def _growth(rows: Rows) -> float | None:
    before = _sum(rows, "sales_before")
    return percent(_sum(rows, "sales") - before, before) if before > 0 else None


def _per_thousand(rows: Rows) -> float | None:
    share = percent(_sum(rows, "complaints"), _sum(rows, "orders"), 4)
    return None if share is None else round(10 * share, 1)


def _kept(rows: Rows) -> float | None:
    return rows[-1]["retention"] if rows else None  # the last row is that of all bands


def _exceptions(rows: Rows) -> float | None:
    return percent(_sum(rows, "rejected") + _sum(rows, "excepted"), _sum(rows, "proposed"))


HEADLINES: tuple[Headline, ...] = (
    Headline(
        "conversion", conversion.REPORT, Words("客户转化率", "Conversion"), "percent", True, _share("payers", "leads")
    ),
    Headline(
        "response",
        response_time.REPORT,
        Words("平均响应时间", "Mean response time"),
        "minutes",
        False,
        _mean("mean", "answered"),
    ),
    Headline(
        "score",
        satisfaction_score.REPORT,
        Words("满意度平均分", "Mean satisfaction"),
        "score",
        True,
        _mean("score", "answers"),
    ),
    Headline(
        "csat",
        satisfaction_score.REPORT,
        Words("CSAT(≥ 80 分占比)", "CSAT (share ≥ 80)"),
        "percent",
        True,
        _mean("csat", "answers"),
    ),
    Headline("retention", retention.REPORT, Words("客户保留率", "Retention"), "percent", True, _kept),
    Headline(
        "answered_24h",
        complaint_handling.REPORT,
        Words("投诉 24 小时内回复", "Complaints answered in 24 h"),
        "percent",
        True,
        _mean("answered_24h", "received"),
    ),
    Headline(
        "solved_7d",
        complaint_handling.REPORT,
        Words("投诉 7 天内解决", "Complaints solved in 7 d"),
        "percent",
        True,
        _mean("solved_7d", "solved"),
    ),
    Headline(
        "repurchase", activity.REPORT, Words("复购率", "Repurchase"), "percent", True, _mean("repurchase", "buyers")
    ),
    Headline(
        "cycle", activity.REPORT, Words("销售转化周期", "Sales cycle"), "days", False, _mean("cycle", "customers")
    ),
    Headline(
        "complaint_rate",
        sales.REPORT,
        Words("每千单投诉", "Complaints per 1,000 orders"),
        "ratio",
        False,
        _per_thousand,
    ),
    Headline("growth", sales.REPORT, Words("销售额增长", "Growth of sales"), "percent", True, _growth),
    Headline(
        "scorecard",
        staff_scorecard.REPORT,
        Words("员工绩效总分(按任务加权)", "Staff scorecard, weighted by tasks"),
        "score",
        True,
        _mean("total", "tasks"),
    ),
    Headline(
        "in_time",
        process_compliance.REPORT,
        Words("流程任务按时率", "Tasks in time"),
        "percent",
        True,
        _mean("in_time", "timed"),
    ),
    Headline(
        "exceptions",
        tier_exceptions.REPORT,
        Words("规则之外的例外率", "Exceptions outside the rules"),
        "percent",
        False,
        _exceptions,
    ),
    Headline(
        "movers",
        rule_backtest.REPORT,
        Words("评定变更占比", "Customers who move tier"),
        "percent",
        False,
        _mean("movers", "customers"),
    ),
)
"""K1 to K8, R02, R03, R05 in the order of the catalogue; K9 is this beside the span before, R11 a table of its own."""
IN_POINTS = ("percent", "score")
"""Units of which a difference is told in points; a relative change in percent is told of all."""


def measured(ctx: Context, span: Span, keys: Collection[str] | None = None) -> dict[str, float | None]:
    """The figures of a span, by key: all, or those of `keys`; each report is read once."""
    told: dict[str, Rows] = {}
    wanted = [one for one in HEADLINES if keys is None or one.key in keys]
    for one in wanted:
        if one.report.key not in told:
            told[one.report.key] = one.report.rows(ctx, Asked(span))
    return {one.key: one.read(told[one.report.key]) for one in wanted}


def beside(ctx: Context, before: Span, after: Span) -> list[dict[str, Any]]:
    """A row a figure: {key, report, number, name, unit, rises, before, after, points, relative}. Points are a
    difference (75 → 87 is +12), relative is a change in percent of what was (+16): they never mix."""
    old, new = measured(ctx, before), measured(ctx, after)
    return [_row(one, old[one.key], new[one.key]) for one in HEADLINES]


def _row(of: Headline, old: float | None, new: float | None) -> dict[str, Any]:
    both = old is not None and new is not None
    difference = round((new or 0) - (old or 0), 1) if both else None
    return {
        "key": of.key,
        "report": of.report.key,
        "number": of.report.number,
        "name": of.name,
        "unit": of.unit,
        "rises": of.rises,
        "before": old,
        "after": new,
        "points": difference if of.unit in IN_POINTS else None,
        "relative": percent(difference, abs(old)) if difference is not None and old else None,
    }
