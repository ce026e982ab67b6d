"""K1: how many of the leads of a month became paying customers, whenever they did (by cohort)."""

from typing import Any

from sqlalchemy import case, func, select

from engine.customers.models import Customer, Purchase
from engine.kernel import Context
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import customers, month


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month of creation."""
    span = asked.span
    first = (
        select(Purchase.customer_id, func.min(Purchase.bought_on).label("on"))
        .where(Purchase.tenant_id == ctx.tenant, Purchase.amount_cents > 0)
        .group_by(Purchase.customer_id)
        .subquery()
    )
    created = month(Customer.created_at, span)
    bought = case(
        (first.c.on.is_(None) | (first.c.on > span.last), "never"),
        (first.c.on < span.months()[0][1], "before"),
        else_=month(first.c.on, span, instant=False),
    )
    found: Any = ctx.session.execute(
        select(created, bought, func.count())
        .select_from(Customer)
        .outerjoin(first, first.c.customer_id == Customer.id)
        .where(*customers(ctx, asked), Customer.created_at >= span.since, Customer.created_at < span.until)
        .group_by(created, bought)
    )
    leads = dict.fromkeys([name for name, *_ in span.months()], 0)
    payers: dict[str, int] = {}
    for cohort, when, count in found:
        if when == "never" or (when != "before" and when >= cohort):  # who had bought before is no lead
            leads[cohort] += count
            payers[cohort] = payers.get(cohort, 0) + (count if when != "never" else 0)
    return [
        {"month": name, "leads": count, "payers": payers.get(name, 0), "rate": percent(payers.get(name, 0), count)}
        for name, count in leads.items()
    ]


REPORT = Report(
    key="conversion",
    number="K1",
    theme="kpi",
    name=Words("客户转化率", "Conversion rate"),
    definition=Words(
        "某月新建的潜在客户中,截至期末成为付费客户的比例。建档月份之前已有购买的客户不算潜在客户。",
        "Of the leads entered in a month, the share that has paid by the end of the span. A customer who had bought "
        "before the month of entry is no lead.",
    ),
    formula=Words(
        "转化率 = 该批次首次付费客户数 ÷ 该批次潜在客户数 × 100%(按建档月份分批,不是同月比值)",
        "rate = first-time payers of the cohort ÷ leads of the cohort × 100 (cohort by month of entry)",
    ),
    columns=(
        Column("month", Words("建档月份", "Month of entry"), "text"),
        Column("leads", Words("潜在客户", "Leads")),
        Column("payers", Words("首次付费", "First-time payers")),
        Column("rate", Words("转化率", "Conversion rate"), "percent"),
    ),
    chart=Chart("line", "month", ["rate"]),
    rows=rows,
)
