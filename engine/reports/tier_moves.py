"""C16: who went from which tier to which."""

from typing import Any

from sqlalchemy import func, select

from engine.customers.tiers import ScoreMove, ScoreRun
from engine.kernel import Context
from engine.reports import naming
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_customers


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a scheme, tier before and tier after."""
    decided = func.count().filter(ScoreMove.status == "applied")
    found: Any = ctx.session.execute(
        select(ScoreRun.scheme, ScoreMove.from_member, ScoreMove.to_member, func.count(), decided)
        .join(ScoreRun, ScoreRun.id == ScoreMove.run_id)
        .where(
            ScoreMove.tenant_id == ctx.tenant,
            ScoreRun.as_of.between(asked.span.first, asked.span.last),
            of_customers(ctx, asked, ScoreMove.customer_id),
        )
        .group_by(ScoreRun.scheme, ScoreMove.from_member, ScoreMove.to_member)
        .order_by(ScoreRun.scheme, func.count().desc())
    )
    return [
        {
            "scheme": naming.scheme(ctx, scheme),
            "from": naming.member(ctx, scheme, old),
            "to": naming.member(ctx, scheme, new),
            "proposed": proposed,
            "applied": applied,
        }
        for scheme, old, new, proposed, applied in found
    ]


REPORT = Report(
    key="tier_moves",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("等级流动", "Tier moves"),
    definition=Words(
        "评定基准日在期间内的等级变更:提出与生效的数量,从原等级到新等级。",
        "Changes of tier whose evaluation date lies in the span: proposed and applied, from the old tier to the new.",
    ),
    formula=Words(
        "计数:提出 = 批量评定得出的变更;生效 = 评审通过并已执行", "counts: proposed by a run; applied after the review"
    ),
    columns=(
        Column("scheme", Words("方案", "Scheme"), "text"),
        Column("from", Words("原等级", "From"), "text"),
        Column("to", Words("新等级", "To"), "text"),
        Column("proposed", Words("提出", "Proposed")),
        Column("applied", Words("生效", "Applied")),
    ),
    chart=Chart("sankey", "from", ["proposed"], group="to"),
    rows=rows,
)
