"""R09: what is said most: feedback by category, most frequent first, with the share that adds up (U5)."""

from typing import Any

from sqlalchemy import func, select

from engine.improvement.models import Feedback
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words

CATEGORIES = {
    "slow_reply": Words("响应慢", "Slow reply"),
    "service": Words("服务态度与能力", "Service and skill"),
    "quality": Words("产品质量", "Product quality"),
    "delivery": Words("交付", "Delivery"),
    "price": Words("价格", "Price"),
    "process": Words("流程与制度", "Process and rules"),
    "wish": Words("新的需求", "A new wish"),
    "other": Words("其他", "Other"),
}
VITAL = 80
"""Percent: the categories up to here are the few that matter most."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a category, the most frequent first; equal ones by their code."""
    span, past = asked.span, asked.span.before()
    now = _counts(ctx, span.first, span.last)
    before = _counts(ctx, past.first, past.last)
    whole, passed, found = sum(now.values()), 0, list[Row]()
    for category, count in sorted(now.items(), key=lambda one: (-one[1], one[0])):
        vital = 100 * passed < VITAL * whole
        passed += count
        found.append(
            {
                "category": CATEGORIES.get(category, naming.plain(category)),
                "count": count,
                "share": percent(count, whole),
                "cumulative": percent(passed, whole),
                "vital": Words("是", "Yes") if vital else Words("否", "No"),
                "before": before.get(category, 0),
            }
        )
    return found


def _counts(ctx: Context, first: Any, last: Any) -> dict[str, int]:
    found: Any = ctx.session.execute(
        select(Feedback.category, func.count())
        .where(Feedback.tenant_id == ctx.tenant, Feedback.on.between(first, last))
        .group_by(Feedback.category)
    )
    return dict(found.all())


REPORT = Report(
    key="feedback_pareto",
    number="R09",
    theme="relations",
    keepers=("质检",),
    name=Words("反馈类别帕累托", "Feedback by category (Pareto)"),
    definition=Words(
        "期间内归类的反馈,按类别从多到少,累计占比到 80% 为止的是“关键少数”:先改它们。投诉另有报表;"
        "同一件反馈改归类后,每个类别各计一次。",
        "Feedback sorted in the span by category, most frequent first; those up to 80 % of all are the vital few, to "
        "be mended first. Complaints have reports of their own; feedback sorted anew counts once in each category.",
    ),
    formula=Words(
        "占比 = 本类 ÷ 全部 × 100%;累计 = 前面各类与本类之和 ÷ 全部 × 100%;排在它前面的累计不到 80% 即为关键少数",
        "share = category ÷ all × 100; cumulative = this and all before ÷ all × 100; vital while those before it make "
        "up less than 80 %",
    ),
    columns=(
        Column("category", Words("类别", "Category"), "text"),
        Column("count", Words("件数", "Count")),
        Column("share", Words("占比", "Share"), "percent"),
        Column("cumulative", Words("累计占比", "Cumulative"), "percent"),
        Column("vital", Words("关键少数", "Vital few"), "text"),
        Column("before", Words("上一期间", "Span before")),
    ),
    chart=Chart("pareto", "category", ["count", "cumulative"]),
    whose="house",
    filters=(),
    rows=rows,
)
