"""R02: whether the steps of each process are done by when they must (H10)."""

from typing import Any

from sqlalchemy import func, select

from engine.deviations.models import Deviation
from engine.instances.models import Incident, Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.tasks.models import Task


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a process with tasks completed in the span."""
    span = asked.span
    done: Any = ctx.session.execute(
        select(
            Task.process,
            func.count(),
            func.count().filter(Task.due_at.is_not(None)),
            func.count().filter(Task.completed_at <= Task.due_at),
        )
        .where(Task.tenant_id == ctx.tenant, Task.completed_at >= span.since, Task.completed_at < span.until)
        .group_by(Task.process)
        .order_by(Task.process)
    )
    stuck = _by_process(ctx, Incident, Incident.raised_at, asked)
    went_otherwise = _by_process(ctx, Deviation, Deviation.ordered_at, asked)
    return [
        {
            "process": naming.process(ctx, process),
            "tasks": tasks,
            "timed": timed,
            "in_time": percent(kept, timed),
            "incidents": stuck.get(process, 0),
            "deviations": went_otherwise.get(process, 0),
        }
        for process, tasks, timed, kept in done
        if asked.process in (None, process)
    ]


def _by_process(ctx: Context, kind: Any, at: Any, asked: Asked) -> dict[str, int]:
    found: Any = ctx.session.execute(
        select(Instance.process, func.count())
        .join(kind, kind.instance_id == Instance.id)
        .where(kind.tenant_id == ctx.tenant, at >= asked.span.since, at < asked.span.until)
        .group_by(Instance.process)
    )
    return dict(found.all())


REPORT = Report(
    key="process_compliance",
    number="R02",
    theme="audit",
    name=Words("制度执行记分卡", "Compliance scorecard"),
    definition=Words(
        "各流程在期间内完成的步骤是否按时,以及受阻与偏离的次数。监督检查(P13)的发现在该流程上线后加入。",
        "Whether the steps completed in the span were done in time, process by process, with incidents and "
        "deviations. Findings of checks (P13) join when that process runs.",
    ),
    formula=Words(
        "按时率 = 到期前完成 ÷ 有期限的已完成任务 × 100%",
        "in time = completed by the due time ÷ completed with a due time × 100",
    ),
    columns=(
        Column("process", Words("流程", "Process"), "text"),
        Column("tasks", Words("完成任务", "Tasks done")),
        Column("timed", Words("其中有期限", "With a due time")),
        Column("in_time", Words("按时率", "In time"), "percent"),
        Column("incidents", Words("受阻", "Incidents")),
        Column("deviations", Words("偏离", "Deviations")),
    ),
    chart=Chart("bar", "process", ["in_time"]),
    whose="house",
    filters=("process",),
    rows=rows,
)
