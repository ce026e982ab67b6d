"""K4: who of the customers at the start is still one at the end."""

from datetime import timedelta
from typing import Any

from sqlalchemy import case, func, or_, select

from engine.customers.models import Customer, Purchase
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import customers

ACTIVE = timedelta(days=365)
"""A customer counts as one while the last purchase is not older (default; the seed says 仍然选择继续合作)."""


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a band, and one for all."""
    first, last = asked.span.first, asked.span.last
    at_start = (Purchase.bought_on >= first - ACTIVE) & (Purchase.bought_on < first)
    at_end = (Purchase.bought_on > last - ACTIVE) & (Purchase.bought_on <= last)
    each = (
        select(
            Purchase.customer_id,
            func.max(case((at_start, 1), else_=0)).label("s"),
            func.max(case((at_end, 1), else_=0)).label("e"),
        )
        .where(Purchase.tenant_id == ctx.tenant, Purchase.amount_cents > 0, or_(at_start, at_end))
        .group_by(Purchase.customer_id)
        .subquery()
    )
    won = func.sum(case((each.c.s == 0, each.c.e), else_=0))
    found: Any = ctx.session.execute(
        select(Customer.band, func.sum(each.c.s), func.sum(each.c.e), won)
        .join(each, each.c.customer_id == Customer.id)
        .where(*customers(ctx, asked))
        .group_by(Customer.band)
    )
    told = sorted([(band or 9, int(s), int(e), int(n)) for band, s, e, n in found])
    if not told:
        return []
    start, end, new = (sum(row[place] for row in told) for place in (1, 2, 3))
    return [*(_row(naming.band(band), *counts) for band, *counts in told), _row(Words("合计", "All"), start, end, new)]


def _row(band: Words, start: int, end: int, won: int) -> Row:
    kept = percent(end - won, start)
    lost = None if kept is None else round(100 - kept, 1)
    return {"band": band, "start": start, "won": won, "end": end, "retention": kept, "churn": lost}


REPORT = Report(
    key="retention",
    number="K4",
    theme="kpi",
    name=Words("客户保留率与流失率", "Retention and churn"),
    definition=Words(
        "期初的客户在期末仍是客户的比例。客户:最近 365 天内有购买(默认)。这是一段时期的流失,"
        "不是生命周期的“流失”,也不是矩阵中的“流失风险”。",
        "The share of the customers at the start who still are customers at the end. A customer has bought within 365 "
        "days (default). This is churn over a span, neither the lifecycle's lost nor the matrix's at risk.",
    ),
    formula=Words(
        "保留率 = (E − N) ÷ S × 100%;流失率 = 100% − 保留率。S 期初客户,E 期末客户,N 期末是而期初不是的客户"
        "(新增与赢回)",
        "retention = (E − N) ÷ S × 100; churn = 100 − retention. S customers at the start, E at the end, "
        "N those at the end who were none at the start (won or won back)",
    ),
    columns=(
        Column("band", Words("服务级别", "Service band"), "text"),
        Column("start", Words("期初客户 S", "At the start S")),
        Column("won", Words("期间新增 N", "Won N")),
        Column("end", Words("期末客户 E", "At the end E")),
        Column("retention", Words("保留率", "Retention"), "percent"),
        Column("churn", Words("流失率", "Churn"), "percent"),
    ),
    chart=Chart("bar", "band", ["retention", "churn"]),
    rows=rows,
)
