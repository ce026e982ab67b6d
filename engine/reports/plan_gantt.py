"""R19: the plans of improvement work as a Gantt chart: from when to when, what is done, late or stalled (M6, M8)."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engine.access import choosing
from engine.access.models import Person
from engine.feel import values
from engine.improvement.models import PlanAction
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import people, sees_all
from engine.tasks.models import Task

STALLED = 2
"""Weekly snapshots in a row without progress from which a project counts as stalled."""
STATES = {
    "done": Words("完成", "Done"),
    "late": Words("逾期", "Late"),
    "stalled": Words("停滞", "Stalled"),
    "running": Words("进行中", "Under way"),
    "coming": Words("未开始", "Not begun"),
}


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row an action whose time touches the span, by project and begin: those of people whom the actor oversees and
    of projects that the actor works on."""
    span, today = asked.span, ctx.now.astimezone(ctx.zone).date()
    found = select(PlanAction).where(
        PlanAction.tenant_id == ctx.tenant,
        PlanAction.dropped_on.is_(None),
        or_(PlanAction.starts_on.is_(None), PlanAction.starts_on <= span.last),
        or_(PlanAction.ends_on.is_(None), PlanAction.ends_on >= span.first),
    )
    if not sees_all(ctx) or asked.department is not None:
        who = select(Person.id).where(Person.tenant_id == ctx.tenant, Person.name.in_(people(ctx, asked)))
        theirs = PlanAction.owner_id.in_(who)
        found = found.where(theirs if asked.department is not None else or_(theirs, _worked_on(ctx)))
    actions = list(ctx.session.scalars(found.order_by(PlanAction.project, PlanAction.starts_on, PlanAction.id)))
    names = choosing.spoken(ctx, [one.owner_id for one in actions if one.owner_id])
    snapshots = _snapshots(ctx, {one.project for one in actions if one.project})
    return [_row(one, names, snapshots.get(one.project or "", {}), today) for one in actions]


def _worked_on(ctx: Context) -> ColumnElement[bool]:
    """The actions of the projects in which the actor has or had a task: who leads a project reads all of its plan."""
    me = or_(Task.assignee == ctx.actor.name, Task.completed_by == ctx.actor.name)
    worked = select(Task.business_key).where(Task.tenant_id == ctx.tenant, Task.process == "improvement", me)
    return PlanAction.project.in_(worked)


def _row(one: PlanAction, names: dict[str, str], snapshot: dict[str, Any], today: date) -> Row:
    weeks = int(snapshot.get("unchanged") or 0)
    begins, ends = one.starts_on or one.ends_on, one.done_on or one.ends_on
    return {
        "action": one.action,
        "project": one.project or "",
        "owner": names.get(one.owner_id or "", one.owner_text or ""),
        "starts": min(begins, ends) if begins and ends else begins,  # what was done before it was to begin began then
        "ends": ends,
        "due": one.ends_on,
        "state": STATES[_state(one, weeks, today)],
        "unchanged": weeks if one.project else None,
        "percent": snapshot.get("percent"),
    }


def _state(one: PlanAction, weeks: int, today: date) -> str:
    if one.done_on is not None:
        return "done"
    if one.ends_on is not None and one.ends_on < today:
        return "late"
    if one.starts_on is not None and one.starts_on > today:
        return "coming"
    return "stalled" if weeks >= STALLED else "running"


def _snapshots(ctx: Context, projects: set[str]) -> dict[str, dict[str, Any]]:
    """The last weekly snapshot of each project, as its case holds it."""
    rows = select(Instance.business_key, Instance.variables).where(
        Instance.tenant_id == ctx.tenant, Instance.process == "improvement", Instance.business_key.in_(projects)
    )
    found: dict[str, dict[str, Any]] = {}
    for key, variables in ctx.session.execute(rows):
        held = values.loads(variables).get("snap")
        found[str(key)] = dict(held) if isinstance(held, dict) else {}
    return found


REPORT = Report(
    key="plan_gantt",
    number="R19",
    theme="team",
    name=Words("优化计划甘特图", "Improvement plans (Gantt)"),
    definition=Words(
        "优化项目的关键动作(T6)从何时到何时、谁负责、完成没有;取消了的不列。逾期:过了结束日还没完成;停滞:所属项目连续两次周快照没有推进"
        "(数的是快照,不是离上次编辑的天数)。",
        "The key actions of improvement plans (T6): from when to when, whose, done or not; what was dropped is left "
        "out. Late: past its end and not done. Stalled: its project has two weekly snapshots in a row without progress "
        "(snapshots are counted, not the days since somebody wrote something).",
    ),
    formula=Words(
        "条形从开始日到完成日(未完成到结束日);未推进周数 = 项目案件里最近一次周快照的连续计数",
        "a bar goes from its begin to the day it was done (to its end while it is not); weeks without progress = the "
        "count in the last weekly snapshot of the project's case",
    ),
    columns=(
        Column("action", Words("关键动作", "Key action"), "text"),
        Column("project", Words("项目", "Project"), "text"),
        Column("owner", Words("负责人", "In charge"), "text"),
        Column("starts", Words("开始", "Begins"), "date"),
        Column("ends", Words("到", "To"), "date"),
        Column("due", Words("计划结束", "Planned end"), "date"),
        Column("state", Words("状态", "State"), "text"),
        Column("unchanged", Words("连续未推进(周)", "Weeks without progress")),
        Column("percent", Words("项目进度", "Project's progress"), "percent"),
    ),
    chart=Chart("gantt", "action", ["starts", "ends"], group="state"),
    whose="people",
    filters=("department",),
    rows=rows,
)
