"""R15: where work waits (L3): how long a task lies until somebody takes it, and how long it is then in hand."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import median, p90
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.tasks.models import Task

HOUR = timedelta(hours=1)
MOST = 40
"""Steps shown: those that wait longest."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a step completed in the span, the one that waits longest first."""
    where = [Task.process == asked.process] if asked.process is not None else []
    found: Any = ctx.session.execute(
        select(Task.process, Task.element, Task.opened_at, Task.claimed_at, Task.completed_at).where(
            Task.tenant_id == ctx.tenant,
            Task.completed_at >= asked.span.since,
            Task.completed_at < asked.span.until,
            of_cases(ctx, asked, Task.root_id, Task.customer_id),
            *where,
        )
    )
    waited: dict[tuple[str, str], list[float]] = defaultdict(list)
    worked: dict[tuple[str, str], list[float]] = defaultdict(list)
    for process, element, opened, claimed, done in found:
        taken = claimed or done
        waited[process, element].append((taken - opened) / HOUR)
        worked[process, element].append((done - taken) / HOUR)
    told: list[Row] = [
        {
            "process": naming.process(ctx, process),
            "step": naming.element(ctx, process, element),
            "done": len(hours),
            "waited": median(hours),
            "waited_p90": p90(hours),
            "worked": median(worked[process, element]),
        }
        for (process, element), hours in waited.items()
    ]
    return sorted(told, key=lambda row: -row["waited"])[:MOST]


REPORT = Report(
    key="step_waiting",
    number="R15",
    theme="processes",
    name=Words("各步骤等待时间", "Waiting time per step"),
    definition=Words(
        "期间内完成的任务:从打开到有人领取的等待,以及从领取到完成的在手时间(自然小时)。未经领取直接完成的,全部算等待。",
        "Tasks completed in the span: the wait from opening until somebody took it, and the time in hand until it was "
        "done (plain hours). What was completed without being taken counts as wait.",
    ),
    formula=Words("中位数与 P90(最近秩)", "median and P90 (nearest rank)"),
    columns=(
        Column("process", Words("流程", "Process"), "text"),
        Column("step", Words("步骤", "Step"), "text"),
        Column("done", Words("完成", "Done")),
        Column("waited", Words("等待中位数", "Median wait"), "hours"),
        Column("waited_p90", Words("等待 P90", "P90 wait"), "hours"),
        Column("worked", Words("在手中位数", "Median in hand"), "hours"),
    ),
    chart=Chart("bar", "step", ["waited", "worked"]),
    filters=("band", "department", "process"),
    rows=rows,
)
