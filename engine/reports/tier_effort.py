"""R07: where effort goes and where value comes from, tier by tier (B12)."""

from typing import Any

from sqlalchemy import func, select

from engine.customers.dealings import Interaction
from engine.customers.models import Customer, Purchase
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import customers
from engine.tasks.models import Task


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a band."""
    span, where = asked.span, customers(ctx, asked)

    def by_band(question: Any) -> dict[int | None, int]:
        found: Any = ctx.session.execute(question.group_by(Customer.band))
        return {band: int(count or 0) for band, count in found}

    held = by_band(select(Customer.band, func.count()).where(*where))
    tasks = by_band(
        select(Customer.band, func.count())
        .join(Task, (Task.tenant_id == ctx.tenant) & (Task.customer_id == Customer.id))
        .where(*where, Task.completed_at >= span.since, Task.completed_at < span.until)
    )
    contacts = by_band(
        select(Customer.band, func.count())
        .join(Interaction, (Interaction.tenant_id == ctx.tenant) & (Interaction.customer_id == Customer.id))
        .where(*where, Interaction.on.between(span.first, span.last))
    )
    cents = by_band(
        select(Customer.band, func.sum(Purchase.amount_cents))
        .join(Purchase, (Purchase.tenant_id == ctx.tenant) & (Purchase.customer_id == Customer.id))
        .where(*where, Purchase.bought_on.between(span.first, span.last))
    )
    effort = {band: tasks.get(band, 0) + contacts.get(band, 0) for band in held}
    return [
        {
            "band": naming.band(band),
            "customers": held[band],
            "tasks": tasks.get(band, 0),
            "contacts": contacts.get(band, 0),
            "effort_share": percent(effort[band], sum(effort.values())),
            "sales": cents.get(band, 0) / 100,
            "sales_share": percent(cents.get(band, 0), sum(cents.values())),
        }
        for band in sorted(held, key=lambda one: one or 9)
    ]


REPORT = Report(
    key="tier_effort",
    number="R07",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("各级投入与价值", "Effort and value by tier"),
    definition=Words(
        "各服务级别(现在的级别)在期间内占用的工作与带来的净销售额,看资源是否投向价值更大的客户。",
        "The work that the customers of each service band (as it is now) took in the span, beside their net sales: "
        "whether effort goes where the value is.",
    ),
    formula=Words(
        "投入 = 完成的任务 + 互动;投入占比、销售占比 = 该级 ÷ 合计 × 100%",
        "effort = completed tasks + interactions; shares = of the band ÷ all × 100",
    ),
    columns=(
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("customers", Words("客户", "Customers")),
        Column("tasks", Words("完成任务", "Tasks done")),
        Column("contacts", Words("互动", "Interactions")),
        Column("effort_share", Words("投入占比", "Share of effort"), "percent"),
        Column("sales", Words("净销售额", "Net sales"), "yuan"),
        Column("sales_share", Words("销售占比", "Share of sales"), "percent"),
    ),
    chart=Chart("bar", "band", ["effort_share", "sales_share"]),
    rows=rows,
)
