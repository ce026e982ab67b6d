"""B13: which benefits of a tier were switched on and off, and how many customers have them."""

from typing import Any

from sqlalchemy import func, or_, select

from engine.customers.tiers import BenefitGrant
from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_customers


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a scheme and tier."""
    first, last = asked.span.first, asked.span.last
    grant = BenefitGrant
    held = (grant.granted_on <= last) & or_(grant.ended_on.is_(None), grant.ended_on > last)
    found: Any = ctx.session.execute(
        select(
            grant.scheme,
            grant.member,
            func.count().filter(grant.granted_on.between(first, last)),
            func.count().filter(grant.ended_on.between(first, last)),
            func.count().filter(held),
        )
        .where(grant.tenant_id == ctx.tenant, of_customers(ctx, asked, grant.customer_id))
        .group_by(grant.scheme, grant.member)
        .order_by(grant.scheme, grant.member)
    )
    return [
        {
            "scheme": naming.scheme(ctx, scheme),
            "member": naming.member(ctx, scheme, member),
            "granted": granted,
            "ended": ended,
            "held": now,
        }
        for scheme, member, granted, ended, now in found
    ]


REPORT = Report(
    key="benefit_grants",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("权益开通", "Benefits switched on"),
    definition=Words(
        "各等级权益(D12)在期间内的开通与终止,以及期末享有的客户数。",
        "The benefits of each tier (D12): switched on and off in the span, and how many have them at its end.",
    ),
    formula=Words(
        "计数:开通日、终止日落在期间内;期末享有 = 已开通且未终止",
        "counts: begun and ended in the span; held = begun and not ended at its end",
    ),
    columns=(
        Column("scheme", Words("方案", "Scheme"), "text"),
        Column("member", Words("等级", "Tier"), "text"),
        Column("granted", Words("开通", "Switched on")),
        Column("ended", Words("终止", "Ended")),
        Column("held", Words("期末享有", "Held at the end")),
    ),
    chart=Chart("bar", "member", ["granted", "ended", "held"]),
    rows=rows,
)
