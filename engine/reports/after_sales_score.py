"""R20: a self-assessment of after-sales service after GB/T 27922-2011, before an assessor comes: 100 points, what is on
record beside each, and what the house cannot show.

The three chapters and their 40, 35 and 25 points are the standard's; how the points spread within a chapter is an
assumption until its text is bought. An aid, no certificate.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from engine.access.models import Department
from engine.customers.satisfaction import SATISFIED, Satisfaction
from engine.definitions.catalogue import catalogue
from engine.improvement.models import PlanAction
from engine.kernel import Context
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.sla.models import SlaClock
from engine.tasks.models import Task
from engine.training.models import Authority

Share = Callable[[Context, Asked], tuple[int, int]]
"""(what is as it should be, what there is); nothing there is not on record."""
CHAPTERS = {
    "system": Words("服务体系(40)", "Service system (40)"),
    "goods": Words("商品服务(35)", "Service of goods (35)"),
    "customer": Words("顾客服务(25)", "Service of customers (25)"),
}
GRADES = ((95, Words("五星", "Five stars")), (90, Words("四星", "Four stars")), (80, Words("三星", "Three stars")))
REACHED, BELOW = Words("达标", "Reached"), Words("未达标", "Not reached")
PASS = 70
NEEDED = ("complaint", "service_request", "feedback", "satisfaction")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the assessment, with its points and how the share is counted."""

    chapter: str
    name: Words
    points: int
    share: Share


def _headed(ctx: Context, asked: Asked) -> tuple[int, int]:
    mine = Department.tenant_id == ctx.tenant
    found = select(func.count(Department.head_id), func.count()).select_from(Department).where(mine)
    return _pair(ctx, found)


def _trained(ctx: Context, asked: Asked) -> tuple[int, int]:
    passed = func.count().filter(Authority.state == "granted")
    return _pair(ctx, select(passed, func.count()).where(Authority.tenant_id == ctx.tenant))


def _regulated(ctx: Context, asked: Asked) -> tuple[int, int]:
    known = catalogue(ctx)
    return sum(known.latest("process", key, ctx.now) is not None for key in NEEDED), len(NEEDED)


def _improved(ctx: Context, asked: Asked) -> tuple[int, int]:
    due = (
        PlanAction.tenant_id == ctx.tenant,
        PlanAction.ends_on.between(asked.span.first, asked.span.last),
        PlanAction.dropped_on.is_(None),
    )
    done = func.count().filter(PlanAction.done_on <= PlanAction.ends_on)
    return _pair(ctx, select(done, func.count()).where(*due))


def _kept(target: str, *kinds: str) -> Share:
    def share(ctx: Context, asked: Asked) -> tuple[int, int]:
        met = func.count().filter(SlaClock.status == "met")
        return _pair(
            ctx,
            select(met, func.count()).where(
                SlaClock.tenant_id == ctx.tenant,
                SlaClock.kind.in_(kinds),
                SlaClock.target == target,
                SlaClock.status.in_(("met", "missed")),
                SlaClock.started_at >= asked.span.since,
                SlaClock.started_at < asked.span.until,
            ),
        )

    return share


def _after_sales(ctx: Context, asked: Asked) -> tuple[int, int]:
    in_time = func.count().filter(Task.completed_at <= Task.due_at)
    return _pair(
        ctx,
        select(in_time, func.count()).where(
            Task.tenant_id == ctx.tenant,
            Task.process == "customer_flow",
            Task.element == "after_sales",
            Task.completed_at >= asked.span.since,
            Task.completed_at < asked.span.until,
        ),
    )


def _satisfied(ctx: Context, asked: Asked) -> tuple[int, int]:
    good = func.count().filter(Satisfaction.score >= SATISFIED)
    span = Satisfaction.on.between(asked.span.first, asked.span.last)
    return _pair(ctx, select(good, func.count()).where(Satisfaction.tenant_id == ctx.tenant, span))


def _pair(ctx: Context, question: Any) -> tuple[int, int]:
    good, whole = ctx.session.execute(question).one()
    return int(good or 0), int(whole or 0)


ITEMS = (
    Item("system", Words("部门都有负责人", "Every department has a head"), 10, _headed),
    Item("system", Words("人员培训合格", "People passed their training"), 10, _trained),
    Item("system", Words("投诉、售后、反馈、满意度有现行流程", "Complaints, service, feedback, surveys have processes"),
         10, _regulated),
    Item("system", Words("改进动作按期完成", "Improvements done in time"), 10, _improved),
    Item("goods", Words("售后首次响应按时", "First response in time"), 12, _kept("first_response", "售后", "咨询")),
    Item("goods", Words("技术排查按时", "Technical checks in time"), 8, _kept("resolution", "技术排查")),
    Item("goods", Words("售后办结按时", "After-sales matters solved in time"), 8, _kept("resolution", "售后", "咨询")),
    Item("goods", Words("安装、调试、维护按期", "Installation, commissioning, maintenance in time"), 7, _after_sales),
    Item("customer", Words("顾客满意(CSAT)", "Satisfied customers (CSAT)"), 10, _satisfied),
    Item("customer", Words("投诉首次答复按时", "Complaints answered in time"), 5, _kept("first_response", "投诉")),
    Item("customer", Words("投诉按时解决", "Complaints solved in time"), 5, _kept("resolution", "投诉")),
    Item("customer", Words("反馈按时办结", "Feedback done in time"), 5, _kept("resolution", "反馈")),
)  # fmt: skip


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row an item, then the sum with the grade it would get."""
    told = [_row(item, *item.share(ctx, asked)) for item in ITEMS]
    total = round(sum(row["score"] for row in told), 1)
    shown = sum(row["points"] for row in told if row["share"] is not None)
    return [*told, _line(Words("合计", "Sum"), grade(total), 100, percent(total, 100), total, shown)]


def _row(item: Item, good: int, whole: int) -> Mapping[str, Any]:
    score = round(item.points * good / whole, 1) if whole else 0.0
    return _line(CHAPTERS[item.chapter], item.name, item.points, percent(good, whole), score, whole)


def _line(chapter: Words, item: Words, points: int, share: float | None, score: float, on_record: int) -> Row:
    told = {"chapter": chapter, "item": item, "points": points, "share": share}
    return {**told, "score": score, "on_record": on_record}


def grade(score: float) -> Words:
    """What the sum would be: three to five stars from 80, 90 and 95, reached from 70."""
    return next((name for least, name in GRADES if score >= least), REACHED if score >= PASS else BELOW)


REPORT = Report(
    key="after_sales_score",
    number="R20",
    theme="audit",
    keepers=("质检",),
    name=Words("售后服务自评(GB/T 27922)", "After-sales self-assessment (GB/T 27922)"),
    definition=Words(
        "按 GB/T 27922-2011 的三个方面(服务体系 40、商品服务 35、顾客服务 25)用期间内的记录预评分:70 达标、80 三星、"
        "90 四星、95 五星。没有记录的项目得 0 分并写明,不猜。章内分值的分配是我们的假设,以标准文本为准;自评不是认证。",
        "A pre-score by the three chapters of GB/T 27922-2011 (service system 40, service of goods 35, service of "
        "customers 25) from what is on record in the span: 70 reached, 80 three, 90 four, 95 five stars. What is not "
        "on record scores 0 and says so. How points spread within a chapter is our assumption; the standard's text "
        "decides. No certificate.",
    ),
    formula=Words(
        "得分 = 分值 × 符合的记录 ÷ 全部记录;合计 = Σ得分;合计行的“记录”是有记录的项目的分值之和",
        "score = points × records as they should be ÷ all records; sum = Σ scores; on the last row “records” are the "
        "points of the items that have any",
    ),
    columns=(
        Column("chapter", Words("方面", "Chapter"), "text"),
        Column("item", Words("项目", "Item"), "text"),
        Column("points", Words("分值", "Points"), "score"),
        Column("share", Words("符合率", "As it should be"), "percent"),
        Column("score", Words("得分", "Score"), "score"),
        Column("on_record", Words("记录", "Records")),
    ),
    chart=Chart("bar", "item", ["share"]),
    whose="house",
    filters=(),
    rows=rows,
)
