"""L2: how far opportunities come on the way from first contact to after-sales, and how long each stage takes."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import median, percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.tasks.models import Task

FLOW = "customer_flow"
STAGES = ("contact", "need", "design", "quote", "negotiate", "sign", "hand_over", "support")
"""The tasks of the flow that open its stages, in the order of seed 004."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a stage, in the order of the flow."""
    where = [
        Instance.tenant_id == ctx.tenant,
        Instance.process == FLOW,
        Instance.started_at >= asked.span.since,
        Instance.started_at < asked.span.until,
        of_cases(ctx, asked, Instance.root_id, Instance.customer_id),
    ]
    started = ctx.session.scalar(select(func.count()).where(*where)) or 0
    if not started:
        return []
    found: Any = ctx.session.execute(
        select(Task.element, Task.instance_id, Task.opened_at, Task.completed_at)
        .join(Instance, Instance.id == Task.instance_id)
        .where(*where, Task.tenant_id == ctx.tenant, Task.element.in_(STAGES))
    )
    reached, took = defaultdict(set), defaultdict(list)
    for element, case, opened, done in found:
        reached[element].add(case)
        if done is not None:
            took[element].append((done - opened) / timedelta(days=1))
    before = started
    told: list[Row] = []
    for stage in STAGES:
        count = len(reached[stage])
        told.append(
            {
                "stage": naming.element(ctx, FLOW, stage),
                "reached": count,
                "of_started": percent(count, started),
                "of_before": percent(count, before),
                "days": median(took[stage]),
            }
        )
        before = count
    return told


REPORT = Report(
    key="journey_funnel",
    theme="flow",
    name=Words("客户流转漏斗", "Journey funnel"),
    definition=Words(
        "期间内开始的客户流转(P03)中,到达每个阶段的数量;一个流转在同一阶段多次只计一次。",
        "Of the customer flows (P03) begun in the span, how many reached each stage; a flow counts once a stage.",
    ),
    formula=Words(
        "占开始 = 到达 ÷ 开始 × 100%;占上一阶段 = 到达 ÷ 上一阶段到达 × 100%;用时 = 阶段任务从打开到完成的中位数",
        "of begun = reached ÷ begun × 100; of the stage before = reached ÷ reached before × 100; "
        "time = median from opening to completion of the stage's task",
    ),
    columns=(
        Column("stage", Words("阶段", "Stage"), "text"),
        Column("reached", Words("到达", "Reached")),
        Column("of_started", Words("占开始", "Of begun"), "percent"),
        Column("of_before", Words("占上一阶段", "Of the stage before"), "percent"),
        Column("days", Words("用时中位数", "Median time"), "days"),
    ),
    chart=Chart("funnel", "stage", ["reached"]),
    rows=rows,
)
