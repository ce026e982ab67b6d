"""R17 and K8: a scorecard of people in which satisfaction counts, not sales alone; findings stand beside it (X6)."""

from typing import Any

from sqlalchemy import func, select

from engine.access.models import Person
from engine.customers.models import Customer
from engine.customers.satisfaction import Satisfaction
from engine.improvement.models import CheckItem
from engine.kernel import Context
from engine.reports.figures import percent, ratio
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import people
from engine.tasks.models import Task

WEIGHTS = {"in_time": 0.5, "score": 0.5}
"""Default; what a person has no figure for leaves its weight to the others."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a person with work in the span, the best first."""
    span, whose = asked.span, people(ctx, asked)
    done: Any = ctx.session.execute(
        select(
            Task.completed_by,
            func.count(),
            func.count().filter(Task.due_at.is_not(None)),
            func.count().filter(Task.completed_at <= Task.due_at),
        )
        .where(
            Task.tenant_id == ctx.tenant,
            Task.completed_at >= span.since,
            Task.completed_at < span.until,
            Task.completed_by.in_(whose),
        )
        .group_by(Task.completed_by)
    )
    scores: Any = ctx.session.execute(
        select(Person.name, func.count(), func.sum(Satisfaction.score))
        .join(Customer, Customer.owner_id == Person.id)
        .join(Satisfaction, (Satisfaction.tenant_id == ctx.tenant) & (Satisfaction.customer_id == Customer.id))
        .where(Person.tenant_id == ctx.tenant, Person.name.in_(whose), Satisfaction.on.between(span.first, span.last))
        .group_by(Person.name)
    )
    answered = {name: (count, points) for name, count, points in scores}
    worked = {name: (count, timed, kept) for name, count, timed, kept in done}
    found: Any = ctx.session.execute(
        select(CheckItem.person, func.count())
        .where(
            CheckItem.tenant_id == ctx.tenant,
            CheckItem.on.between(span.first, span.last),
            CheckItem.finding.in_(("minor", "serious")),
            CheckItem.person.in_(whose),
        )
        .group_by(CheckItem.person)
    )
    findings = dict(found.all())
    shown = dict(ctx.session.execute(select(Person.name, Person.display_name).where(Person.name.in_(whose))).all())
    told = [
        _row(shown.get(name, name), worked.get(name, (0, 0, 0)), answered.get(name, (0, 0)), findings.get(name, 0))
        for name in sorted(answered.keys() | worked.keys() | findings.keys())
    ]
    return sorted(told, key=lambda row: -(row["total"] or 0))


def _row(name: str, worked: tuple[int, int, int], answered: tuple[int, int], findings: int) -> Row:
    tasks, timed, kept = worked
    found = {"in_time": percent(kept, timed), "score": ratio(answered[1], answered[0], 1)}
    weighed = [(WEIGHTS[key], value) for key, value in found.items() if value is not None]
    total = ratio(sum(weight * value for weight, value in weighed), sum(weight for weight, _ in weighed), 1)
    return {"person": name, "tasks": tasks, **found, "answers": answered[0], "findings": findings, "total": total}


REPORT = Report(
    key="staff_scorecard",
    number="K8/R17",
    theme="team",
    name=Words("员工记分卡", "Staff scorecard"),
    definition=Words(
        "所负责人员的按时率与名下客户的满意度,加权得总分(权重为默认值:各 50%);监督检查的发现另列,不进总分。"
        "表现优秀的据此奖励,不佳的有纠正措施。本人只看到自己。",
        "In-time rate of the people one oversees and the satisfaction of their customers, weighed into a total "
        "(weights are defaults: 50 % each); findings of checks stand beside it. Good work is rewarded by it, poor work "
        "has corrective measures. Everybody sees their own line.",
    ),
    formula=Words(
        "总分 = (0.5 × 按时率 + 0.5 × 满意度平均分) ÷ 有数据的权重之和",
        "total = (0.5 × in time + 0.5 × mean score) ÷ the weights that have a figure",
    ),
    columns=(
        Column("person", Words("人员", "Person"), "text"),
        Column("tasks", Words("完成任务", "Tasks done")),
        Column("in_time", Words("按时率", "In time"), "percent"),
        Column("answers", Words("答卷", "Answers")),
        Column("score", Words("客户满意度", "Satisfaction"), "score"),
        Column("findings", Words("检查发现", "Findings")),
        Column("total", Words("总分", "Total"), "score"),
    ),
    chart=Chart("bar", "person", ["total"]),
    whose="people",
    filters=("department",),
    rows=rows,
)
