"""K5: how long a complaint takes, with and without the time that the customer was waited for."""

from datetime import timedelta

from sqlalchemy import select

from engine.kernel import Context
from engine.reports import figures
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.sla import clocks
from engine.sla.models import SlaClock

KIND = "投诉"
PROMISED = {"first_response": timedelta(hours=24), "resolution": timedelta(days=7)}
"""The public promise of seed 004: answered within 24 hours, solved within a week, in plain time."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month of receipt."""
    span = asked.span
    found = ctx.session.scalars(
        select(SlaClock).where(
            SlaClock.tenant_id == ctx.tenant,
            SlaClock.kind == KIND,
            SlaClock.target.in_(PROMISED),
            SlaClock.status != "cancelled",
            SlaClock.started_at >= span.since,
            SlaClock.started_at < span.until,
            of_cases(ctx, asked, SlaClock.root_id, SlaClock.customer_id),
        )
    )
    by_month: dict[str, list[SlaClock]] = {}
    for row in found:
        by_month.setdefault(f"{row.started_at.astimezone(span.zone):%Y-%m}", []).append(row)
    return [_row(ctx, name, some) for name, some in sorted(by_month.items())]


def _row(ctx: Context, name: str, some: list[SlaClock]) -> Row:
    solved = [row for row in some if row.target == "resolution" and row.stopped_at is not None]
    took = [clocks.spent(ctx, row, row.stopped_at) for row in solved if row.stopped_at]
    return {
        "month": name,
        "received": sum(row.target == "first_response" for row in some),
        "solved": len(solved),
        "gross": figures.median(_hours(row) for row in solved),
        "net": figures.median(round(one.net / 60, 2) for one in took),
        "p90": figures.p90(_hours(row) for row in solved),
        "answered_24h": _within(some, "first_response"),
        "solved_7d": _within(some, "resolution"),
    }


def _hours(row: SlaClock) -> float:
    assert row.stopped_at is not None
    return (row.stopped_at - row.started_at) / timedelta(hours=1)


def _within(some: list[SlaClock], target: str) -> float | None:
    done = [row for row in some if row.target == target and row.stopped_at is not None]
    kept = sum(row.stopped_at - row.started_at <= PROMISED[target] for row in done if row.stopped_at)
    return figures.percent(kept, len(done))


REPORT = Report(
    key="complaint_handling",
    number="K5",
    theme="complaints",
    keepers=("质检",),
    name=Words("投诉处理时间", "Complaint handling time"),
    definition=Words(
        "从收到投诉到问题解决的时间:毛时长为自然时间,净时长扣除等待客户的暂停并按承诺的日历计。"
        "另列 24 小时内回复、7 天内解决的占比(自然时间,公开承诺)。",
        "From the receipt of a complaint to its solution: gross in plain time, net without the pauses for the customer "
        "in the promise's calendar; and the share answered within 24 hours and solved within 7 days in plain time "
        "(the public promise).",
    ),
    formula=Words(
        "中位数与 P90(最近秩)取自已解决的投诉;占比 = 期限内 ÷ 已答复(已解决)× 100%",
        "median and P90 (nearest rank) of what was solved; share = within the limit ÷ answered (solved) × 100",
    ),
    columns=(
        Column("month", Words("收到月份", "Month of receipt"), "text"),
        Column("received", Words("收到", "Received")),
        Column("solved", Words("已解决", "Solved")),
        Column("gross", Words("毛时长中位数", "Median gross"), "hours"),
        Column("net", Words("净时长中位数", "Median net"), "hours"),
        Column("p90", Words("毛时长 P90", "P90 gross"), "hours"),
        Column("answered_24h", Words("24 小时内回复", "Answered in 24 h"), "percent"),
        Column("solved_7d", Words("7 天内解决", "Solved in 7 d"), "percent"),
    ),
    chart=Chart("line", "month", ["answered_24h", "solved_7d"]),
    rows=rows,
)
