"""R08: how many of the follow-ups that fell due were done."""

from typing import Any

from sqlalchemy import func, select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import month, of_cases

FOLLOWUP, DONE, MISSED = "followup", "done", "missed"


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a month in which follow-ups fell due."""
    when = month(Instance.started_at, asked.span)
    found: Any = ctx.session.execute(
        select(
            when,
            func.count(),
            func.count().filter(Instance.outcome == DONE),
            func.count().filter(Instance.outcome == MISSED),
            func.count().filter(Instance.ended_at.is_(None)),
        )
        .where(
            Instance.tenant_id == ctx.tenant,
            Instance.process == FOLLOWUP,
            Instance.started_at >= asked.span.since,
            Instance.started_at < asked.span.until,
            of_cases(ctx, asked, Instance.root_id, Instance.customer_id),
        )
        .group_by(when)
        .order_by(when)
    )
    return [
        {
            "month": name,
            "due": due,
            "done": done,
            "missed": missed,
            "held": due - done - missed - waiting,
            "open": waiting,
            "coverage": percent(done, done + missed),
        }
        for name, due, done, missed, waiting in found
    ]


REPORT = Report(
    key="followup_coverage",
    number="R08",
    theme="relations",
    keepers=("质检",),
    name=Words("回访覆盖率", "Follow-up coverage"),
    definition=Words(
        "期间内到期的跟进回访(P05,频率按 D14):已完成、漏访、因同意或频次上限拦截、进行中。"
        "拦截与进行中不进分母(陷阱 A12)。",
        "Follow-ups (P05, as often as D14 says) that fell due in the span: done, missed, held by consent or cap, open. "
        "What was held or is open stays out of the denominator (trap A12).",
    ),
    formula=Words("覆盖率 = 完成 ÷ (完成 + 漏访) × 100%", "coverage = done ÷ (done + missed) × 100"),
    columns=(
        Column("month", Words("月份", "Month"), "text"),
        Column("due", Words("到期", "Due")),
        Column("done", Words("完成", "Done")),
        Column("missed", Words("漏访", "Missed")),
        Column("held", Words("被拦截", "Held")),
        Column("open", Words("进行中", "Open")),
        Column("coverage", Words("覆盖率", "Coverage"), "percent"),
    ),
    chart=Chart("stacked", "month", ["done", "missed", "held", "open"]),
    rows=rows,
)
