"""K3: the mean score and the share of the satisfied, two figures that are never mixed (75 分 is not 75 %)."""

from typing import Any

from sqlalchemy import case, func, select

from engine.customers.satisfaction import SATISFIED, Satisfaction
from engine.kernel import Context
from engine.reports.figures import percent, ratio
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import month, of_cases


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month with answers."""
    span = asked.span
    when = month(Satisfaction.on, span, instant=False)
    satisfied = func.sum(case((Satisfaction.score >= SATISFIED, 1), else_=0))
    found: Any = ctx.session.execute(
        select(when, func.count(), func.sum(Satisfaction.score), satisfied)
        .where(
            Satisfaction.tenant_id == ctx.tenant,
            Satisfaction.on.between(span.first, span.last),
            of_cases(ctx, asked, Satisfaction.case_id, Satisfaction.customer_id),
        )
        .group_by(when)
        .order_by(when)
    )
    return [
        {"month": name, "answers": count, "score": ratio(total, count, 1), "csat": percent(good, count)}
        for name, count, total, good in found
    ]


REPORT = Report(
    key="satisfaction_score",
    number="K3",
    theme="kpi",
    keepers=("质检",),
    name=Words("客户满意度", "Satisfaction"),
    definition=Words(
        "问卷的平均分(0–100 分),以及 CSAT:80 分及以上答卷的占比。两个指标,互不替代;未答复的不计。",
        "The mean score of the answers (0-100 points), and CSAT: the share of answers of 80 points and more. Two "
        "figures that never stand for each other; no answer counts nowhere.",
    ),
    formula=Words(
        "平均分 = Σ得分 ÷ 答卷数;CSAT = 得分 ≥ 80 的答卷数 ÷ 答卷数 × 100%",
        "score = Σ scores ÷ answers; CSAT = answers ≥ 80 ÷ answers × 100",
    ),
    columns=(
        Column("month", Words("月份", "Month"), "text"),
        Column("answers", Words("答卷", "Answers")),
        Column("score", Words("平均分", "Mean score"), "score"),
        Column("csat", Words("CSAT", "CSAT"), "percent"),
    ),
    chart=Chart("line", "month", ["score", "csat"]),
    rows=rows,
)
