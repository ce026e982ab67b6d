"""R05: what each evaluation of the rules would move, and what that costs (C19)."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from engine.customers.tiers import ScoreMove, ScoreRun
from engine.kernel import Context
from engine.reports import naming
from engine.reports.figures import percent
from engine.reports.report import Asked, Chart, Column, Report, Row, Words


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a run whose evaluation date lies in the span, in the order of the dates."""
    runs = ctx.session.scalars(
        select(ScoreRun)
        .where(ScoreRun.tenant_id == ctx.tenant, ScoreRun.as_of.between(asked.span.first, asked.span.last))
        .order_by(ScoreRun.as_of, ScoreRun.id)
    ).all()
    flaps = _flaps(ctx, asked)
    return [
        {
            "as_of": run.as_of,
            "scheme": naming.scheme(ctx, run.scheme),
            "customers": run.summary["customers"],
            "promotions": run.summary["promotions"],
            "demotions": run.summary["demotions"],
            "movers": percent(run.summary["movers"], run.summary["customers"], 2),
            "cost": float(run.summary["benefit_cost"]),
            "flaps": flaps.get(run.id, 0),
            "rules": naming.plain(run.rules),
        }
        for run in runs
    ]


def _flaps(ctx: Context, asked: Asked) -> dict[str, int]:
    """By run, the customers whose proposed move undoes the one that the run before theirs had proposed."""
    earlier, before = aliased(ScoreMove), aliased(ScoreRun)
    undone = (
        select(earlier.id)
        .join(before, before.id == earlier.run_id)
        .where(
            earlier.tenant_id == ctx.tenant,
            earlier.customer_id == ScoreMove.customer_id,
            before.scheme == ScoreRun.scheme,
            before.as_of < ScoreRun.as_of,
            earlier.from_member == ScoreMove.to_member,
            earlier.to_member == ScoreMove.from_member,
        )
        .correlate(ScoreMove, ScoreRun)
        .exists()
    )
    found: Any = ctx.session.execute(
        select(ScoreMove.run_id, func.count())
        .join(ScoreRun, ScoreRun.id == ScoreMove.run_id)
        .where(ScoreRun.tenant_id == ctx.tenant, ScoreRun.as_of.between(asked.span.first, asked.span.last), undone)
        .group_by(ScoreMove.run_id)
    )
    return dict(found.all())


REPORT = Report(
    key="rule_backtest",
    number="R05",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("规则回测", "Rule back-test"),
    definition=Words(
        "期间内每次评定:变更人数与占比、新增权益年成本,以及“反复”:撤销自己先前变更的客户数。规则草案的预演在等级页进行。",
        "Each evaluation in the span: movers and their share, yearly cost of new benefits, and flaps: customers whose "
        "move undoes an earlier one. Drafts of rules are tried on the tier pages.",
    ),
    formula=Words("变更占比 = 变更人数 ÷ 参评客户 × 100%", "movers = movers ÷ customers scored × 100"),
    columns=(
        Column("as_of", Words("基准日", "As of"), "date"),
        Column("scheme", Words("方案", "Scheme"), "text"),
        Column("customers", Words("参评客户", "Customers")),
        Column("promotions", Words("提升", "Promotions")),
        Column("demotions", Words("降级", "Demotions")),
        Column("movers", Words("变更占比", "Movers"), "percent"),
        Column("cost", Words("权益年成本", "Yearly benefit cost"), "yuan"),
        Column("flaps", Words("反复", "Flaps")),
        Column("rules", Words("规则版本", "Rule versions"), "text"),
    ),
    chart=Chart("stacked", "as_of", ["promotions", "demotions"]),
    whose="house",
    filters=(),
    rows=rows,
)
