"""R11: how the six responsibilities of tiering (X11, seed 001) are met, one line each."""

from typing import Any

from sqlalchemy import func, select

from engine.customers.models import Customer
from engine.history.chain import instant
from engine.history.models import Entry
from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports import data_quality, satisfaction_score, tier_service
from engine.reports.figures import mean, percent
from engine.reports.report import Asked, Column, Report, Row, Words
from engine.reports.scope import customers, of_customers


def rows(ctx: Context, asked: Asked) -> list[Row]:
    """A row a responsibility."""
    where = customers(ctx, asked)
    whole, rated = ctx.session.execute(
        select(func.count(), func.count().filter(Customer.band.is_not(None))).where(*where)
    ).one()
    rules = _rules(ctx, asked)
    quality: Any = data_quality.rows(ctx, asked)
    filled = sum(row["customers"] * (row["owner"] + row["region"] + row["industry"]) / 3 for row in quality)
    served: Any = tier_service.rows(ctx, asked)
    kept = [row["in_time"] for row in served if row["in_time"] is not None]
    scored: Any = satisfaction_score.rows(ctx, asked)
    answers = sum(row["answers"] for row in scored)
    points = sum(row["answers"] * row["score"] for row in scored)
    rescued, lost = _rescues(ctx, asked)
    lines = (
        ("客户分类", "Classification", "已评级客户占比", "Customers with a tier", percent(rated, whole), "%"),
        ("分级标准制定", "Standards", "期间内规则版本", "Rule versions in the span", rules, ""),
        ("客户数据维护", "Data", "档案完整度", "Completeness", filled / whole if whole else None, "%"),
        (
            "客户服务差异化",
            "Differentiated service",
            "各级承诺按时率均值",
            "Promises kept, mean of bands",
            mean(kept),
            "%",
        ),
        ("绩效评估", "Performance", "满意度平均分", "Mean satisfaction", points / answers if answers else None, ""),
        ("客户关系优化", "Relations", "流失挽留成功率", "Rescues won", percent(rescued, rescued + lost), "%"),
    )
    return [
        {
            "duty": Words(zh, en),
            "figure": Words(figure_zh, figure_en),
            "value": None if value is None else round(value, 1),
            "unit": Words(unit, unit) if unit else None,
        }
        for zh, en, figure_zh, figure_en, value, unit in lines
    ]


def _rules(ctx: Context, asked: Asked) -> int:
    found = select(func.count()).where(
        Entry.tenant_id == ctx.tenant,
        Entry.stream == "settings",
        Entry.fact.in_(("DefinitionDeployed", "TierSchemeChanged")),
        Entry.at >= instant(asked.span.since),
        Entry.at < instant(asked.span.until),
    )
    return ctx.session.scalar(found) or 0


def _rescues(ctx: Context, asked: Asked) -> tuple[int, int]:
    won, lost = ctx.session.execute(
        select(
            func.count().filter(Instance.outcome == "won"),
            func.count().filter(Instance.outcome.in_(("lost", "unreachable"))),
        ).where(
            Instance.tenant_id == ctx.tenant,
            Instance.process == "churn_rescue",
            Instance.ended_at >= asked.span.since,
            Instance.ended_at < asked.span.until,
            of_customers(ctx, asked, Instance.customer_id),
        )
    ).one()
    return won, lost


REPORT = Report(
    key="tier_management",
    number="R11",
    theme="tiers",
    keepers=("等级管理员",),
    name=Words("分级管理记分卡", "Tier-management scorecard"),
    definition=Words(
        "分级管理六项责任各用一个指标衡量,供制度评估(P23)使用。",
        "One figure for each of the six responsibilities of tiering, for the policy review (P23).",
    ),
    formula=Words(
        "占比 = 符合 ÷ 全部 × 100%;完整度 = 有经理、地区、行业的占比之均值;"
        "挽留成功率 = 成功 ÷ (成功 + 未挽回 + 联系不上)",
        "shares = fitting ÷ all × 100; completeness = mean share with owner, region, industry; "
        "rescues = won ÷ (won + lost + not reached)",
    ),
    columns=(
        Column("duty", Words("责任", "Responsibility"), "text"),
        Column("figure", Words("指标", "Figure"), "text"),
        Column("value", Words("数值", "Value"), "ratio"),
        Column("unit", Words("单位", "Unit"), "text"),
    ),
    whose="house",
    rows=rows,
)
