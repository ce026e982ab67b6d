"""Sentences for the codes of tier decisions, zh and en. Rows and the ledger keep codes; these are made at the edge."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

METRICS = {
    "window_spend": ("近{months}个月净消费", "Net spend in {months} months"),
    "keep_ratio": ("占本等级门槛的比例", "Share of this tier's entry limit"),
    "reviews_in_tier": ("在本等级的评审次数", "Reviews in this tier"),
    "fails": ("连续低于保级线的次数", "Reviews in a row below the keep limit"),
}

REASONS = {
    "metric": (
        "{window}净消费 {value} 元。",
        "Net spend {value} yuan, {window}.",
    ),
    "first_review": ("首次评审,按界限定级。", "First review: the tier follows from the limits."),
    "fits": ("消费与现等级相符。", "The spend fits the current tier."),
    "grown": ("消费达到更高等级的门槛。", "The spend reaches the limit of a higher tier."),
    "contract": ("按合同定级,不参加评定。", "The tier is set by contract, outside the rules."),
    "locked": ("等级已人工锁定。", "The tier is locked by hand."),
    "frozen": ("有未结投诉或争议退款,暂不降级。", "An open complaint or disputed refund: no demotion now."),
    "tenure": ("在本等级评审未满规定次数,暂不降级。", "Too few reviews in this tier for a demotion."),
    "kept": ("低于门槛,但仍在保级线以上。", "Below the entry limit, but above the keep limit."),
    "grace": ("低于保级线,尚在宽限期(连续第 {fails} 次)。", "Below the keep limit, within grace ({fails} in a row)."),
    "period_end": (
        "已连续 {fails} 次低于保级线,期末才降级。",
        "Below the keep limit {fails} times in a row; a demotion waits for the period's end.",
    ),
    "fallen": ("连续 {fails} 次低于保级线,降一级。", "Below the keep limit {fails} times in a row: one tier down."),
    "keep": (
        "保住{name}需 {limit} 元,还差 {gap} 元。",
        "Keeping {name_en} takes {limit} yuan, {gap} more.",
    ),
    "keep_reached": ("已达{name}保级线 {limit} 元。", "The keep limit of {name_en}, {limit} yuan, is reached."),
    "next": ("升到{name}需 {limit} 元,还差 {gap} 元。", "Reaching {name_en} takes {limit} yuan, {gap} more."),
}


def yuan(cents: int | None) -> Decimal | None:
    """Cents as exact yuan with two digits."""
    return None if cents is None else (Decimal(cents) / 100).quantize(Decimal("0.01"))


def metric(code: str, months: int) -> tuple[str, str]:
    """What a metric is called."""
    zh, en = METRICS[code]
    return zh.format(months=months), en.format(months=months)


def reason(code: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence of a reason; a code of somebody's own table stands for itself."""
    if code == "keep" and params.get("gap_cents") == 0:
        code = "keep_reached"
    if code not in REASONS:
        return code, code
    told = dict(params)
    for name in ("limit", "gap", "value"):
        if f"{name}_cents" in params:
            told[name] = f"{yuan(params[f'{name}_cents']):,}"
    zh, en = REASONS[code]
    months = params.get("months")
    return (
        zh.format(**{**told, "window": f"近 {months} 个月"}),
        en.format(**{**told, "window": f"in the last {months} months"}),
    )
