"""R04: how long it takes from being qualified for a tier to having its benefits (C17)."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from engine.customers.routes import PROMOTE
from engine.customers.tiers import BenefitGrant, ScoreMove, ScoreRun
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import median, p90
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_customers


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a scheme and tier that customers were promoted to."""
    granted = (
        select(func.min(BenefitGrant.granted_on))
        .where(
            BenefitGrant.customer_id == ScoreMove.customer_id,
            BenefitGrant.tenant_id == ScoreMove.tenant_id,
            BenefitGrant.scheme == ScoreRun.scheme,
            BenefitGrant.member == ScoreMove.to_member,
            BenefitGrant.granted_on >= ScoreRun.as_of,
        )
        .correlate(ScoreMove, ScoreRun)
        .scalar_subquery()
    )
    found: Any = ctx.session.execute(
        select(ScoreRun.scheme, ScoreMove.to_member, ScoreRun.as_of, granted)
        .join(ScoreRun, ScoreRun.id == ScoreMove.run_id)
        .where(
            ScoreMove.tenant_id == ctx.tenant,
            ScoreMove.direction == PROMOTE,
            ScoreMove.status == "applied",
            ScoreRun.as_of.between(asked.span.first, asked.span.last),
            of_customers(ctx, asked, ScoreMove.customer_id),
        )
    )
    days: dict[tuple[str, str], list[float]] = defaultdict(list)
    for scheme, member, as_of, on in found:
        if on is not None:
            days[scheme, member].append((on - as_of).days)
    return [
        {
            "scheme": naming.scheme(ctx, scheme),
            "member": naming.member(ctx, scheme, member),
            "promoted": len(some),
            "median": median(some),
            "p90": p90(some),
            "longest": max(some),
        }
        for (scheme, member), some in sorted(days.items())
    ]


REPORT = Report(
    key="entitlement_latency",
    number="R04",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("达标到享受待遇的时间", "From qualified to entitled"),
    definition=Words(
        "等级提升的客户,从评定基准日到权益开通日的天数。只计已生效的提升。",
        "For customers who were promoted: days from the evaluation date to the day on which the benefits were switched "
        "on. Only promotions that were applied.",
    ),
    formula=Words(
        "开通日 − 基准日(自然日),中位数、P90(最近秩)、最长",
        "switched on − evaluation date (plain days): median, P90 (nearest rank), longest",
    ),
    columns=(
        Column("scheme", Words("方案", "Scheme"), "text"),
        Column("member", Words("新等级", "New tier"), "text"),
        Column("promoted", Words("提升", "Promoted")),
        Column("median", Words("中位数", "Median"), "days"),
        Column("p90", Words("P90", "P90"), "days"),
        Column("longest", Words("最长", "Longest"), "days"),
    ),
    chart=Chart("bar", "member", ["median", "p90", "longest"]),
    rows=rows,
)
