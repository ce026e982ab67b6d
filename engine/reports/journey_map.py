"""R16: what a customer meets on the way, touchpoint by touchpoint: how long it lasts, and how satisfied they are."""

from collections import defaultdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import median, p90
from engine.reports.journey_funnel import FLOW
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.tasks.models import Task

TOUCHPOINTS = {
    "contact": Words("初次接触", "First contact"),
    "need": Words("需求沟通", "Needs"),
    "design": Words("方案制定", "Solution"),
    "quote": Words("方案制定", "Solution"),
    "negotiate": Words("签约交付", "Contract and delivery"),
    "sign": Words("签约交付", "Contract and delivery"),
    "hand_over": Words("签约交付", "Contract and delivery"),
    "accept": Words("签约交付", "Contract and delivery"),
    "support": Words("售后支持", "After-sales"),
}
"""Which touchpoint of seed 003 a step of the flow belongs to."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a step of the flow that was completed in the span, in the order of the journey."""
    found: Any = ctx.session.execute(
        select(Task.element, Task.opened_at, Task.completed_at, Task.due_at)
        .join(Instance, Instance.id == Task.instance_id)
        .where(
            Task.tenant_id == ctx.tenant,
            Task.process == FLOW,
            Task.element.in_(TOUCHPOINTS),
            Task.completed_at >= asked.span.since,
            Task.completed_at < asked.span.until,
            of_cases(ctx, asked, Task.root_id, Task.customer_id),
        )
    )
    days: dict[str, list[float]] = defaultdict(list)
    late: dict[str, int] = defaultdict(int)
    for element, opened, done, due in found:
        days[element].append((done - opened) / timedelta(days=1))
        late[element] += due is not None and done > due
    return [
        {
            "touchpoint": touchpoint,
            "step": naming.element(ctx, FLOW, element),
            "done": len(days[element]),
            "median": median(days[element]),
            "p90": p90(days[element]),
            "late": late[element],
        }
        for element, touchpoint in TOUCHPOINTS.items()
        if days[element]
    ]


REPORT = Report(
    key="journey_map",
    number="R16",
    theme="flow",
    name=Words("客户旅程地图", "Customer journey map"),
    definition=Words(
        "期间内完成的客户流转步骤,按旅程触点排列:次数、用时、逾期数,用来找出痛点环节。",
        "The steps of the customer flow completed in the span, in the order of the journey's touchpoints: how many, "
        "how long, how many late; to find where it hurts.",
    ),
    formula=Words(
        "用时 = 完成 − 打开(自然日),中位数与 P90(最近秩);逾期 = 完成晚于到期",
        "time = completed − opened (plain days), median and P90 (nearest rank); late = completed after it was due",
    ),
    columns=(
        Column("touchpoint", Words("触点", "Touchpoint"), "text"),
        Column("step", Words("步骤", "Step"), "text"),
        Column("done", Words("完成", "Done")),
        Column("median", Words("用时中位数", "Median time"), "days"),
        Column("p90", Words("用时 P90", "P90 time"), "days"),
        Column("late", Words("逾期", "Late")),
    ),
    chart=Chart("bar", "step", ["median", "p90"]),
    rows=rows,
)
