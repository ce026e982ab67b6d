"""What became of the cases of one process: shared by the reports on service requests and on churn."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Column, Row, Words
from engine.reports.scope import of_cases

COLUMNS = (
    Column("outcome", Words("结果", "Outcome"), "text"),
    Column("cases", Words("数量", "Cases")),
    Column("share", Words("占已结束", "Of those ended"), "percent"),
)


def of(process: str) -> Callable[[Context, Asked], list[Row]]:
    """The rows of a report on one process: a row an outcome of the cases begun in the span, what is open last."""

    def rows(ctx: Context, asked: Asked) -> list[Row]:
        found: Any = ctx.session.execute(
            select(Instance.status, Instance.outcome, func.count())
            .where(
                Instance.tenant_id == ctx.tenant,
                Instance.process == process,
                Instance.started_at >= asked.span.since,
                Instance.started_at < asked.span.until,
                of_cases(ctx, asked, Instance.root_id, Instance.customer_id),
            )
            .group_by(Instance.status, Instance.outcome)
        )
        ended: dict[Words, int] = {}
        waiting = 0
        for status, outcome, count in found:
            if status not in ("completed", "cancelled"):
                waiting += count
                continue
            name = naming.element(ctx, process, outcome) if outcome else naming.STATUS["cancelled"]
            ended[name] = ended.get(name, 0) + count
        whole = sum(ended.values())
        told: list[Row] = [
            {"outcome": name, "cases": count, "share": percent(count, whole)}
            for name, count in sorted(ended.items(), key=lambda one: -one[1])
        ]
        more: list[Row] = [{"outcome": Words("处理中", "Open"), "cases": waiting, "share": None}] if waiting else []
        return told + more

    return rows
