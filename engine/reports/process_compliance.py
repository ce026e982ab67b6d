"""R02: whether the steps of each process are done by when they must, and what checks found (H10, X7)."""

from typing import Any

from sqlalchemy import func, select

from engine.deviations.models import Deviation
from engine.improvement.models import CheckItem
from engine.instances.models import Incident, Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.tasks.models import Task

NOTHING = (0, 0, 0)


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a process with tasks completed or cases checked in the span."""
    span = asked.span
    counted: Any = ctx.session.execute(
        select(
            Task.process,
            func.count(),
            func.count().filter(Task.due_at.is_not(None)),
            func.count().filter(Task.completed_at <= Task.due_at),
        )
        .where(Task.tenant_id == ctx.tenant, Task.completed_at >= span.since, Task.completed_at < span.until)
        .group_by(Task.process)
    )
    done = {process: (tasks, timed, kept) for process, tasks, timed, kept in counted}
    checked = _checked(ctx, asked)
    stuck = _by_process(ctx, Incident, Incident.raised_at, asked)
    went_otherwise = _by_process(ctx, Deviation, Deviation.ordered_at, asked)
    return [
        {
            "process": naming.process(ctx, process),
            "tasks": done.get(process, NOTHING)[0],
            "timed": done.get(process, NOTHING)[1],
            "in_time": percent(done.get(process, NOTHING)[2], done.get(process, NOTHING)[1]),
            "incidents": stuck.get(process, 0),
            "deviations": went_otherwise.get(process, 0),
            "checked": checked.get(process, NOTHING)[0],
            "findings": checked.get(process, NOTHING)[1],
            "repeated": checked.get(process, NOTHING)[2],
        }
        for process in sorted(done.keys() | checked.keys())
        if asked.process in (None, process)
    ]


def _checked(ctx: Context, asked: Asked) -> dict[str, tuple[int, int, int]]:
    """Cases of a process that checks drew in the span, those with a finding, those where it came back."""
    found = CheckItem.finding.in_(("minor", "serious"))
    rows: Any = ctx.session.execute(
        select(
            CheckItem.process,
            func.count().filter(CheckItem.finding.is_not(None)),
            func.count().filter(found),
            func.count().filter(CheckItem.repeats > 0),
        )
        .where(CheckItem.tenant_id == ctx.tenant, CheckItem.on.between(asked.span.first, asked.span.last))
        .group_by(CheckItem.process)
    )
    return {process: (looked, findings, repeated) for process, looked, findings, repeated in rows}


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
    keepers=("质检",),
    name=Words("制度执行记分卡", "Compliance scorecard"),
    definition=Words(
        "各流程在期间内完成的步骤是否按时,受阻与偏离的次数,以及监督检查看过几件、有发现几件、整改后又出现几件。",
        "Whether the steps completed in the span were done in time, process by process, with incidents and "
        "deviations, and what checks found: cases looked at, with a finding, found again after correction.",
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
        Column("checked", Words("检查", "Checked")),
        Column("findings", Words("有发现", "Findings")),
        Column("repeated", Words("重复发现", "Found again")),
    ),
    chart=Chart("bar", "process", ["in_time"]),
    whose="house",
    filters=("process",),
    rows=rows,
)
