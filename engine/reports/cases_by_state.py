"""How many cases of each process are where."""

from typing import Any

from sqlalchemy import func, select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a process with cases begun in the span."""
    where = [
        Instance.tenant_id == ctx.tenant,
        Instance.started_at >= asked.span.since,
        Instance.started_at < asked.span.until,
        of_cases(ctx, asked, Instance.root_id, Instance.customer_id),
    ]
    if asked.process is not None:
        where.append(Instance.process == asked.process)
    found: Any = ctx.session.execute(
        select(Instance.process, Instance.status, func.count())
        .where(*where)
        .group_by(Instance.process, Instance.status)
    )
    counts: dict[str, dict[str, int]] = {}
    for process, status, count in found:
        counts.setdefault(process, {})[status] = count
    return [
        {
            "process": naming.process(ctx, process),
            "all": sum(states.values()),
            **{status: states.get(status, 0) for status in naming.STATUS},
        }
        for process, states in sorted(counts.items(), key=lambda one: -sum(one[1].values()))
    ]


REPORT = Report(
    key="cases_by_state",
    theme="processes",
    name=Words("案件状态", "Cases by state"),
    definition=Words("期间内开始的案件现在的状态,按流程。", "Where the cases begun in the span stand now, by process."),
    formula=Words("计数", "counts"),
    columns=(
        Column("process", Words("流程", "Process"), "text"),
        Column("all", Words("全部", "All")),
        *(Column(status, name) for status, name in naming.STATUS.items()),
    ),
    chart=Chart("stacked", "process", list(naming.STATUS)),
    filters=("band", "department", "process"),
    rows=rows,
)
