"""R10: the trend of satisfaction in each service band."""

from typing import Any

from sqlalchemy import case, func, select

from engine.customers.satisfaction import SATISFIED, Satisfaction
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent, ratio
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import month, of_cases


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month and band with answers; the band as it was when the customer answered."""
    span = asked.span
    when = month(Satisfaction.on, span, instant=False)
    satisfied = func.sum(case((Satisfaction.score >= SATISFIED, 1), else_=0))
    found: Any = ctx.session.execute(
        select(when, Satisfaction.band, func.count(), func.sum(Satisfaction.score), satisfied)
        .where(
            Satisfaction.tenant_id == ctx.tenant,
            Satisfaction.on.between(span.first, span.last),
            of_cases(ctx, asked, Satisfaction.case_id, Satisfaction.customer_id),
        )
        .group_by(when, Satisfaction.band)
        .order_by(when, Satisfaction.band)
    )
    return [
        {
            "month": name,
            "band": naming.band(band),
            "answers": count,
            "score": ratio(total, count, 1),
            "csat": percent(good, count),
        }
        for name, band, count, total, good in found
    ]


REPORT = Report(
    key="satisfaction_by_tier",
    number="R10",
    theme="relations",
    keepers=("质检",),
    name=Words("各级满意度趋势", "Satisfaction trend by tier"),
    definition=Words(
        "按月、按作答时的服务级别统计平均分与 CSAT。",
        "Mean score and CSAT by month and by the service band that the customer had when answering.",
    ),
    formula=Words(
        "平均分 = Σ得分 ÷ 答卷数;CSAT = 得分 ≥ 80 的答卷数 ÷ 答卷数 × 100%",
        "score = Σ scores ÷ answers; CSAT = answers ≥ 80 ÷ answers × 100",
    ),
    columns=(
        Column("month", Words("月份", "Month"), "text"),
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("answers", Words("答卷", "Answers")),
        Column("score", Words("平均分", "Mean score"), "score"),
        Column("csat", Words("CSAT", "CSAT"), "percent"),
    ),
    chart=Chart("line", "month", ["score"], group="band"),
    rows=rows,
)
