"""D22: which rewards were granted for what, and what they cost."""

from typing import Any

from sqlalchemy import func, select

from engine.customers.incentives import IncentiveGrant
from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_customers

EVENTS = {
    "quarter": Words("季度", "Quarter"),
    "promoted": Words("等级提升", "Promoted"),
    "first_purchase": Words("首次购买", "First purchase"),
    "near_next": Words("接近下一等级", "Near the next tier"),
    "anniversary": Words("合作周年", "Anniversary"),
}


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row an event and band."""
    grant = IncentiveGrant
    found: Any = ctx.session.execute(
        select(grant.event, grant.band, func.count(), func.sum(grant.value_cents))
        .where(
            grant.tenant_id == ctx.tenant,
            grant.granted_on.between(asked.span.first, asked.span.last),
            of_customers(ctx, asked, grant.customer_id),
        )
        .group_by(grant.event, grant.band)
        .order_by(grant.event, grant.band)
    )
    return [
        {
            "event": EVENTS.get(event, naming.plain(event)),
            "band": naming.band(band),
            "granted": count,
            "value": int(cents) / 100,
        }
        for event, band, count, cents in found
    ]


REPORT = Report(
    key="incentives",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("激励发放", "Incentives granted"),
    definition=Words(
        "期间内按激励规则(D22)发放的奖励与价值。", "Rewards granted in the span by the rules of incentives (D22)."
    ),
    formula=Words("计数与价值之和", "counts and the sum of their values"),
    columns=(
        Column("event", Words("缘由", "Reason"), "text"),
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("granted", Words("发放", "Granted")),
        Column("value", Words("价值", "Value"), "yuan"),
    ),
    chart=Chart("stacked", "event", ["value"], group="band"),
    rows=rows,
)
