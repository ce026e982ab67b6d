"""R13: cases that went another way than drawn (E9), by process and kind."""

from typing import Any

from sqlalchemy import func, select

from engine.deviations.models import Deviation
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words

KINDS = {
    "skip": Words("跳过步骤", "Step skipped"),
    "insert": Words("插入步骤", "Step inserted"),
    "reassign": Words("改派", "Reassigned"),
    "extend": Words("延期", "Extended"),
}


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a process and kind of deviation."""
    found: Any = ctx.session.execute(
        select(
            Instance.process,
            Deviation.kind,
            func.count(),
            func.count().filter(Deviation.status == "done"),
            func.count().filter(Deviation.status == "refused"),
            func.count().filter(Deviation.second.is_(None)),
        )
        .join(Instance, Instance.id == Deviation.instance_id)
        .where(
            Deviation.tenant_id == ctx.tenant,
            Deviation.ordered_at >= asked.span.since,
            Deviation.ordered_at < asked.span.until,
        )
        .group_by(Instance.process, Deviation.kind)
        .order_by(Instance.process, Deviation.kind)
    )
    return [
        {
            "process": naming.process(ctx, process),
            "kind": KINDS.get(kind, naming.plain(kind)),
            "ordered": ordered,
            "done": done,
            "refused": refused,
            "unreviewed": unreviewed,
        }
        for process, kind, ordered, done, refused, unreviewed in found
    ]


REPORT = Report(
    key="deviations",
    number="R13",
    theme="audit",
    keepers=("质检",),
    name=Words("流程偏离与应急", "Deviations"),
    definition=Words(
        "期间内批准的流程偏离(P21),以及尚未经第二人复核的数量。",
        "Deviations approved in the span (P21), and how many nobody has looked at a second time yet.",
    ),
    formula=Words("计数", "counts"),
    columns=(
        Column("process", Words("流程", "Process"), "text"),
        Column("kind", Words("方式", "Kind"), "text"),
        Column("ordered", Words("批准", "Approved")),
        Column("done", Words("已执行", "Carried out")),
        Column("refused", Words("未能执行", "Not possible")),
        Column("unreviewed", Words("待复核", "Not reviewed yet")),
    ),
    chart=Chart("stacked", "process", ["ordered"], group="kind"),
    whose="house",
    filters=(),
    rows=rows,
)
