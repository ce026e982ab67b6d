"""R12: how many changed requirements reached everybody within 24 hours (E6)."""

from datetime import timedelta

from sqlalchemy import select

from engine.kernel import Context
from engine.reports.figures import median, percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.sla.models import SlaClock

KIND, HOUR, LIMIT = "需求变更同步", timedelta(hours=1), timedelta(hours=24)


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month in which requirements changed."""
    span = asked.span
    found = ctx.session.scalars(
        select(SlaClock).where(
            SlaClock.tenant_id == ctx.tenant,
            SlaClock.kind == KIND,
            SlaClock.status != "cancelled",
            SlaClock.started_at >= span.since,
            SlaClock.started_at < span.until,
            of_cases(ctx, asked, SlaClock.root_id, SlaClock.customer_id),
        )
    )
    by_month: dict[str, list[SlaClock]] = {}
    for row in found:
        by_month.setdefault(f"{row.started_at.astimezone(span.zone):%Y-%m}", []).append(row)
    return [_row(name, some, ctx) for name, some in sorted(by_month.items())]


def _row(name: str, some: list[SlaClock], ctx: Context) -> Row:
    hours = [(row.stopped_at - row.started_at) / HOUR for row in some if row.stopped_at is not None]
    within = sum(row.stopped_at is not None and row.stopped_at - row.started_at <= LIMIT for row in some)
    decided = sum(row.stopped_at is not None or ctx.now - row.started_at > LIMIT for row in some)
    return {
        "month": name,
        "changes": len(some),
        "within": within,
        "rate": percent(within, decided),
        "median": median(hours),
    }


REPORT = Report(
    key="change_sync",
    number="R12",
    theme="service",
    name=Words("需求变更 24 小时同步率", "Changes known within 24 h"),
    definition=Words(
        "客户需求变更后,所有相关方在 24 小时内确认知悉的比例。",
        "Of the changes of customers' requirements, the share that all concerned had acknowledged within 24 hours.",
    ),
    formula=Words(
        "同步率 = 24 小时内全部确认 ÷ 已判定(已确认,或已超过 24 小时)× 100%;用时取中位数",
        "rate = acknowledged by all within 24 h ÷ decided (acknowledged, or older than 24 h) × 100; median time",
    ),
    columns=(
        Column("month", Words("月份", "Month"), "text"),
        Column("changes", Words("变更", "Changes")),
        Column("within", Words("24 小时内", "Within 24 h")),
        Column("rate", Words("同步率", "Rate"), "percent"),
        Column("median", Words("用时中位数", "Median time"), "hours"),
    ),
    chart=Chart("line", "month", ["rate"]),
    rows=rows,
)
