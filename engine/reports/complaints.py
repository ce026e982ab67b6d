"""E1: complaints by month and by how they ended."""

from typing import Any

from sqlalchemy import func, select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import month, of_cases

COMPLAINT = "complaint"
OPEN = Words("处理中", "Open")


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month of receipt and outcome."""
    when = month(Instance.started_at, asked.span)
    found: Any = ctx.session.execute(
        select(when, Instance.status, Instance.outcome, func.count())
        .where(
            Instance.tenant_id == ctx.tenant,
            Instance.process == COMPLAINT,
            Instance.started_at >= asked.span.since,
            Instance.started_at < asked.span.until,
            of_cases(ctx, asked, Instance.root_id, Instance.customer_id),
        )
        .group_by(when, Instance.status, Instance.outcome)
        .order_by(when)
    )
    counts: dict[tuple[str, Words], int] = {}
    for name, status, outcome, count in found:
        ended = naming.element(ctx, COMPLAINT, outcome) if outcome else naming.STATUS["cancelled"]
        place = (name, ended if status in ("completed", "cancelled") else OPEN)
        counts[place] = counts.get(place, 0) + count
    return [{"month": name, "outcome": outcome, "complaints": count} for (name, outcome), count in counts.items()]


REPORT = Report(
    key="complaints",
    theme="complaints",
    keepers=("质检",),
    name=Words("投诉与结果", "Complaints and outcomes"),
    definition=Words(
        "按登记月份与结果统计的投诉(P04);仍未办结的列为处理中。",
        "Complaints (P04) by the month of their registration and by outcome; what is not closed counts as open.",
    ),
    formula=Words("计数", "counts"),
    columns=(
        Column("month", Words("月份", "Month"), "text"),
        Column("outcome", Words("结果", "Outcome"), "text"),
        Column("complaints", Words("投诉", "Complaints")),
    ),
    chart=Chart("stacked", "month", ["complaints"], group="outcome"),
    rows=rows,
)
