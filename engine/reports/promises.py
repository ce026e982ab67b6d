"""How every promise of time was kept, by kind, target and band."""

from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_cases
from engine.sla import queries as sla
from engine.sla.models import SlaClock


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a kind, target and band."""
    where = [SlaClock.kind != "", of_cases(ctx, asked, SlaClock.root_id, SlaClock.customer_id)]
    return [
        {
            "matter": naming.matter(kept.kind),
            "target": naming.TARGETS.get(kept.target, naming.plain(kept.target)),
            "band": naming.band(kept.band),
            "running": kept.running,
            "met": kept.met,
            "missed": kept.missed,
            "within": None if kept.within is None else round(100 * kept.within, 1),
            "net": kept.net["median"] if kept.net else None,
            "gross": kept.gross["median"] if kept.gross else None,
        }
        for kept in sla.report(ctx, asked.span.since, asked.span.until, where)
    ]


REPORT = Report(
    key="promises",
    theme="service",
    keepers=("质检",),
    name=Words("服务承诺达成", "Promises kept"),
    definition=Words(
        "每种承诺(D08)的达成情况:运行中、按时、超时;已取消的不计。按收到时间归入期间。",
        "How each promise of D08 was kept: running, met, missed; cancelled ones count nowhere. By the time of receipt.",
    ),
    formula=Words(
        "按时率 = 按时 ÷ (按时 + 超时) × 100%;净时长扣除等待客户的暂停,毛时长不扣",
        "kept = met ÷ (met + missed) × 100; net leaves out pauses for the customer, gross does not",
    ),
    columns=(
        Column("matter", Words("事项", "Matter"), "text"),
        Column("target", Words("承诺", "Promise"), "text"),
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("running", Words("计时中", "Running")),
        Column("met", Words("按时", "Met")),
        Column("missed", Words("超时", "Missed")),
        Column("within", Words("按时率", "In time"), "percent"),
        Column("net", Words("净时长中位数", "Median net"), "minutes"),
        Column("gross", Words("毛时长中位数", "Median gross"), "minutes"),
    ),
    chart=Chart("stacked", "matter", ["met", "missed", "running"]),
    rows=rows,
)
