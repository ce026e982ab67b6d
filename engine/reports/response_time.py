"""K2: how long customers wait for the first answer."""

from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.sla import queries as sla
from engine.sla.models import SlaClock


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a kind of matter and band."""
    where = [SlaClock.target == "first_response", of_cases(ctx, asked, SlaClock.root_id, SlaClock.customer_id)]
    return [
        {
            "matter": naming.matter(kept.kind),
            "band": naming.band(kept.band),
            "answered": kept.met + kept.missed,
            "mean": kept.net["mean"] if kept.net else None,
            "median": kept.net["median"] if kept.net else None,
            "p90": kept.net["p90"] if kept.net else None,
            "within": None if kept.within is None else round(100 * kept.within, 1),
        }
        for kept in sla.report(ctx, asked.span.since, asked.span.until, where)
    ]


REPORT = Report(
    key="response_time",
    number="K2",
    theme="kpi",
    keepers=("质检",),
    name=Words("平均响应时间", "Response time"),
    definition=Words(
        "从收到客户咨询或投诉到第一次人工回复的时间,按该承诺所用的日历计量(自动回复不算)。按收到时间归入期间。",
        "From the receipt of an enquiry or complaint to the first answer by a person, in the calendar of its promise "
        "(an automatic reply does not count). By the time of receipt.",
    ),
    formula=Words(
        "已答复事项的均值、中位数、P90(最近秩);按时率 = 按时 ÷ (按时 + 超时) × 100%",
        "mean, median and P90 (nearest rank) of what was answered; kept = met ÷ (met + missed) × 100",
    ),
    columns=(
        Column("matter", Words("事项", "Matter"), "text"),
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("answered", Words("已判定", "Decided")),
        Column("mean", Words("均值", "Mean"), "minutes"),
        Column("median", Words("中位数", "Median"), "minutes"),
        Column("p90", Words("P90", "P90"), "minutes"),
        Column("within", Words("按时率", "In time"), "percent"),
    ),
    chart=Chart("bar", "matter", ["median"], group="band"),
    rows=rows,
)
