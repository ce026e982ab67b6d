"""K7: complaints for every thousand orders, and sales beside the same months of the year before."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from engine.customers.models import Purchase
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports.figures import percent, ratio
from engine.reports.report import Asked, Chart, Column, Report, Row, Span, Words
from engine.reports.scope import month, of_customers

COMPLAINT = "complaint"


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month of the span."""
    span = asked.span
    now, past = _sales(ctx, asked, span), _sales(ctx, asked, _year_before(span))
    raised = _complaints(ctx, asked)
    found: list[Row] = []
    for name, *_ in span.months():
        orders, cents = now.get(name, (0, 0))
        before = past.get(f"{int(name[:4]) - 1}{name[4:]}", (0, 0))[1]
        found.append(
            {
                "month": name,
                "orders": orders,
                "complaints": raised.get(name, 0),
                "per_thousand": ratio(1000 * raised.get(name, 0), orders, 1),
                "sales": cents / 100,
                "sales_before": before / 100,
                "growth": percent(cents - before, before) if before > 0 else None,
            }
        )
    return found


def _sales(ctx: Context, asked: Asked, span: Span) -> dict[str, tuple[int, int]]:
    when = month(Purchase.bought_on, span, instant=False)
    found: Any = ctx.session.execute(
        select(when, func.count().filter(Purchase.amount_cents > 0), func.sum(Purchase.amount_cents))
        .where(
            Purchase.tenant_id == ctx.tenant,
            Purchase.bought_on.between(span.first, span.last),
            of_customers(ctx, asked, Purchase.customer_id),
        )
        .group_by(when)
    )
    return {name: (orders, int(cents or 0)) for name, orders, cents in found}


def _complaints(ctx: Context, asked: Asked) -> dict[str, int]:
    when = month(Instance.started_at, asked.span)
    found: Any = ctx.session.execute(
        select(when, func.count())
        .where(
            Instance.tenant_id == ctx.tenant,
            Instance.process == COMPLAINT,
            Instance.started_at >= asked.span.since,
            Instance.started_at < asked.span.until,
            of_customers(ctx, asked, Instance.customer_id),
        )
        .group_by(when)
    )
    return dict(found.all())


def _year_before(span: Span) -> Span:
    return Span(_earlier(span.first), _earlier(span.last), span.zone)


def _earlier(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        return day.replace(year=day.year - 1, day=28)


REPORT = Report(
    key="sales",
    number="K7",
    theme="kpi",
    name=Words("投诉率与销售额增长", "Complaint rate and sales growth"),
    definition=Words(
        "每千笔订单的投诉数;净销售额(退款为负)与上一年同月相比。",
        "Complaints for every thousand orders; net sales (refunds count negative) beside the same month a year before.",
    ),
    formula=Words(
        "投诉率 = 投诉数 ÷ 订单数 × 1000;增长 = (本期 − 上年同期) ÷ 上年同期 × 100%",
        "rate = complaints ÷ orders × 1000; growth = (now − a year before) ÷ a year before × 100",
    ),
    columns=(
        Column("month", Words("月份", "Month"), "text"),
        Column("orders", Words("订单", "Orders")),
        Column("complaints", Words("投诉", "Complaints")),
        Column("per_thousand", Words("每千单投诉", "Per 1,000 orders"), "ratio"),
        Column("sales", Words("净销售额", "Net sales"), "yuan"),
        Column("sales_before", Words("上年同月", "A year before"), "yuan"),
        Column("growth", Words("增长", "Growth"), "percent"),
    ),
    chart=Chart("bar", "month", ["sales", "sales_before"]),
    rows=rows,
)
