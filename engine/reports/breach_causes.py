"""R14: why promises of time were missed (E10)."""

from typing import Any

from sqlalchemy import func, select

from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.sla.models import SlaClock


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a cause, most frequent first, with the running total."""
    count, cause = func.count(), func.coalesce(SlaClock.cause, "")
    found: Any = ctx.session.execute(
        select(cause, count)
        .where(
            SlaClock.tenant_id == ctx.tenant,
            SlaClock.missed_at >= asked.span.since,
            SlaClock.missed_at < asked.span.until,
            SlaClock.kind != "",
            of_cases(ctx, asked, SlaClock.root_id, SlaClock.customer_id),
        )
        .group_by(cause)
        .order_by(count.desc())
    )
    counted = [(code, number) for code, number in found]
    whole, running = sum(number for _, number in counted), 0
    told: list[Row] = []
    for code, number in counted:
        running += number
        told.append(
            {
                "cause": naming.cause(ctx, code),
                "missed": number,
                "share": percent(number, whole),
                "running": percent(running, whole),
            }
        )
    return told


REPORT = Report(
    key="breach_causes",
    number="R14",
    theme="service",
    keepers=("质检",),
    name=Words("超时原因", "Breaches by cause"),
    definition=Words(
        "期间内超时的承诺,按所说明的原因码统计;尚未说明的单列。",
        "Promises missed in the span by the cause that was given; those not yet explained stand by themselves.",
    ),
    formula=Words(
        "占比 = 该原因 ÷ 全部超时 × 100%;累计占比按次数从多到少",
        "share = of the cause ÷ all missed × 100; running total from the most frequent down",
    ),
    columns=(
        Column("cause", Words("原因", "Cause"), "text"),
        Column("missed", Words("超时", "Missed")),
        Column("share", Words("占比", "Share"), "percent"),
        Column("running", Words("累计占比", "Running total"), "percent"),
    ),
    chart=Chart("pareto", "cause", ["missed", "running"]),
    rows=rows,
)
