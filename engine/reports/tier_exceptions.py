"""R03: tiers that the rules alone would not have given (H16)."""

from typing import Any

from sqlalchemy import func, select

from engine.customers.tiers import ScoreMove, ScoreRun, TierState
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words
from engine.reports.scope import of_customers


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a scheme and proposed tier: what the rules proposed and people decided otherwise; and locks in force."""
    moves: Any = ctx.session.execute(
        select(
            ScoreRun.scheme,
            ScoreMove.to_member,
            func.count(),
            func.count().filter(ScoreMove.status == "kept"),
            func.count().filter(ScoreMove.status == "excepted"),
        )
        .join(ScoreRun, ScoreRun.id == ScoreMove.run_id)
        .where(
            ScoreMove.tenant_id == ctx.tenant,
            ScoreRun.as_of.between(asked.span.first, asked.span.last),
            of_customers(ctx, asked, ScoreMove.customer_id),
        )
        .group_by(ScoreRun.scheme, ScoreMove.to_member)
    )
    found: dict[tuple[str, str], list[int]] = {(s, m): [n, kept, out, 0] for s, m, n, kept, out in moves}
    locks: Any = ctx.session.execute(
        select(TierState.scheme, TierState.member, func.count())
        .where(
            TierState.tenant_id == ctx.tenant,
            TierState.locked_until >= asked.span.last,
            of_customers(ctx, asked, TierState.customer_id),
        )
        .group_by(TierState.scheme, TierState.member)
    )
    for scheme, member, count in locks:
        found.setdefault((scheme, member), [0, 0, 0, 0])[3] = count
    return [
        {
            "scheme": naming.scheme(ctx, scheme),
            "member": naming.member(ctx, scheme, member),
            "proposed": proposed,
            "rejected": kept,
            "excepted": out,
            "locked": locked,
            "share": percent(kept + out, proposed),
        }
        for (scheme, member), (proposed, kept, out, locked) in sorted(found.items())
    ]


REPORT = Report(
    key="tier_exceptions",
    number="R03",
    theme="audit",
    keepers=("等级管理员",),
    name=Words("公平性:规则之外的例外", "Fairness: exceptions outside the rules"),
    definition=Words(
        "规则提出而被人否决或移出名单的等级变更,以及期末仍有效的人工锁定。同品不同价的比较需要单价,购买记录里没有,因此不列。",
        "Changes that the rules proposed and people rejected or took out of the list, and manual locks in force at the "
        "end. Comparing prices of one product needs unit prices, which purchases do not carry; it is left out.",
    ),
    formula=Words("例外率 = (驳回 + 移出) ÷ 提出 × 100%", "share = (rejected + taken out) ÷ proposed × 100"),
    columns=(
        Column("scheme", Words("方案", "Scheme"), "text"),
        Column("member", Words("提出的等级", "Tier proposed"), "text"),
        Column("proposed", Words("提出", "Proposed")),
        Column("rejected", Words("驳回", "Rejected")),
        Column("excepted", Words("移出名单", "Taken out")),
        Column("locked", Words("人工锁定", "Locked by hand")),
        Column("share", Words("例外率", "Exceptions"), "percent"),
    ),
    chart=Chart("bar", "member", ["rejected", "excepted", "locked"]),
    whose="house",
    rows=rows,
)
