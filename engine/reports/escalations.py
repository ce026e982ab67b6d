"""E3: how far matters climb, and what became of them."""

from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import aliased

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.tasks.models import Task

LADDER = "escalation"
PLANS = {"plan_department": 2, "plan_executive": 3}
"""The tasks of the ladder that a level opens with."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a process and the highest level that its cases reached."""
    root = aliased(Instance)
    level = func.max(case(*[(Task.element == element, rung) for element, rung in PLANS.items()], else_=1))
    each = (
        select(root.process, root.id, func.coalesce(level, 1).label("level"))
        .select_from(Instance)
        .join(root, root.id == Instance.root_id)
        .outerjoin(Task, (Task.tenant_id == ctx.tenant) & (Task.instance_id == Instance.id) & Task.element.in_(PLANS))
        .where(
            Instance.tenant_id == ctx.tenant,
            Instance.process == LADDER,
            Instance.started_at >= asked.span.since,
            Instance.started_at < asked.span.until,
            of_cases(ctx, asked, root.id, root.customer_id),
        )
        .group_by(root.process, root.id)
        .subquery()
    )
    found: Any = ctx.session.execute(
        select(each.c.process, each.c.level, func.count()).group_by(each.c.process, each.c.level)
    )
    counted = sorted((process, rung, count) for process, rung, count in found)
    whole: dict[str, int] = {}
    for process, _, count in counted:
        whole[process] = whole.get(process, 0) + count
    return [
        {
            "process": naming.process(ctx, process),
            "level": naming.LEVELS[rung],
            "cases": count,
            "share": percent(count, whole[process]),
        }
        for process, rung, count in counted
    ]


REPORT = Report(
    key="escalations",
    theme="complaints",
    keepers=("质检",),
    name=Words("问题升级", "Escalations"),
    definition=Words(
        "期间内进入升级阶梯的事项,按所到达的最高级别(一线、部门、高管)统计。",
        "Matters on the escalation ladder in the span, by the highest level reached (front line, department, "
        "executive).",
    ),
    formula=Words(
        "占比 = 该级别事项 ÷ 同一流程的事项 × 100%", "share = matters of the level ÷ matters of the process × 100"
    ),
    columns=(
        Column("process", Words("流程", "Process"), "text"),
        Column("level", Words("最高级别", "Highest level"), "text"),
        Column("cases", Words("事项", "Matters")),
        Column("share", Words("占比", "Share"), "percent"),
    ),
    chart=Chart("stacked", "process", ["cases"], group="level"),
    rows=rows,
)
