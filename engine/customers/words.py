"""Sentences for the codes of tier decisions, zh and en. Rows and the ledger keep codes; these are made at the edge."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from engine.scoring.metrics import KNOWN

CENT = Decimal("0.01")

METRICS = {
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
    "fits": ("与现等级相符。", "The figures fit the current tier."),
    "grown": ("达到更高等级的门槛。", "The figures reach a higher tier."),
    "contract": ("按合同定级,不参加评定。", "The tier is set by contract, outside the rules."),
    "unprofiled": (
        "本人不接受画像,或资料已删除,不参加评定。",
        "They object to profiling, or were erased: no rule scores them.",
    ),
    "by_person": (
        "本人不接受只由系统作出的决定,变动由人评审。",
        "They refuse decisions by rules alone: a person reviews each change.",
    ),
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
    "measured": ("{list}。", "{list_en}."),
    "keep_ways": ("保住{name}:{list}。", "To keep {name_en}: {list_en}."),
    "keep_ways_reached": ("已达{name}的保级线。", "The keep limit of {name_en} is reached."),
    "next_ways": ("升到{name}:{list}。", "To reach {name_en}: {list_en}."),
    "next": ("升到{name}需 {limit} 元,还差 {gap} 元。", "Reaching {name_en} takes {limit} yuan, {gap} more."),
}


UNITS = {
    "CNY": ("元", "yuan"),
    "orders": ("单", "orders"),
    "days": ("天", "days"),
    "months": ("个月", "months"),
    "points": ("分", "points"),
}

LACKING = {
    "window_spend": ("近 {months} 个月再消费 {amount} 元", "{amount} yuan more within {months} months"),
    "window_orders": ("近 {months} 个月再买 {amount} 单", "{amount} more orders within {months} months"),
    "window_largest_order": ("近 {months} 个月一单达到 {limit} 元", "one order of {limit} yuan within {months} months"),
    "total_spend": ("再消费 {amount} 元", "{amount} yuan more"),
    "total_orders": ("再买 {amount} 单", "{amount} more orders"),
    "largest_order": ("一单达到 {limit} 元", "one order of {limit} yuan"),
    "purchase_days": ("近 {months} 个月再有 {amount} 个采购日", "{amount} more purchase days within {months} months"),
    "tenure_months": ("再合作 {amount} 个月", "{amount} more months of cooperation"),
    "potential": ("潜在价值再高 {amount} 分", "{amount} more points of potential"),
    "weighted_score": ("综合评分再高 {amount} 分", "{amount} more points"),
}
"""What is missing of a metric; of the best of many orders, what one of them must be."""


def units(key: str, value: int | None) -> Decimal | None:
    """A metric's value in its unit, from atoms."""
    scale = KNOWN[key].scale
    return None if value is None else Decimal(value) if scale == 1 else (Decimal(value) / scale).quantize(CENT)


def shown(key: str, value: int) -> str:
    """A metric's value in its unit, as sentences say it."""
    return f"{units(key, value):,}".removesuffix(".00")


def ways(some: Sequence[Sequence[Mapping[str, Any]]], months: int) -> tuple[str, str]:
    """What is missing way by way, zh and en: all of a way together, or another way."""
    told: list[list[tuple[str, str]]] = [[_lacking(one, months) for one in way if one["amount"]] for way in some]
    zh, en = ([[pair[at] for pair in way] for way in told] for at in (0, 1))
    return ",或".join("并".join(way) for way in zh), ", or ".join(" and ".join(way) for way in en)


def _lacking(one: Mapping[str, Any], months: int) -> tuple[str, str]:
    zh, en = LACKING[one["metric"]]
    told = {"months": months, **{name: shown(one["metric"], one[name]) for name in ("amount", "limit")}}
    return zh.format(**told), en.format(**told)


def limits(some: Sequence[Sequence[tuple[str, int]]], months: int) -> tuple[str, str]:
    """What each way asks for, zh and en: all of a way together, or another way."""
    zh, en = [], []
    for way in some:
        named = [(KNOWN[key].called(months), shown(key, least), UNITS[KNOWN[key].unit]) for key, least in way]
        zh.append(" 且 ".join(f"{name.zh} ≥ {least} {unit[0]}" for name, least, unit in named))
        en.append(" and ".join(f"{name.en} ≥ {least} {unit[1]}" for name, least, unit in named))
    return ";或 ".join(zh), "; or ".join(en)


def values(some: Mapping[str, int | None], months: int) -> tuple[str, str]:
    """Values with their names and units, zh and en."""
    zh, en = [], []
    for key, value in some.items():
        name, unit = KNOWN[key].called(months), UNITS[KNOWN[key].unit]
        zh.append(f"{name.zh}未知" if value is None else f"{name.zh} {shown(key, value)} {unit[0]}")
        en.append(f"{name.en} not known" if value is None else f"{name.en} {shown(key, value)} {unit[1]}")
    return ",".join(zh), ", ".join(en)


def yuan(cents: int | None) -> Decimal | None:
    """Cents as exact yuan with two digits."""
    return None if cents is None else (Decimal(cents) / 100).quantize(CENT)


def metric(code: str, months: int) -> tuple[str, str]:
    """What a metric is called."""
    zh, en = KNOWN[code].called(months) if code in KNOWN else METRICS[code]
    return zh.format(months=months), en.format(months=months)


def reason(code: str, params: Mapping[str, Any]) -> tuple[str, str]:
    """The sentence of a reason; a code of somebody's own table stands for itself."""
    if code == "keep" and params.get("gap_cents") == 0:
        code = "keep_reached"
    if code == "keep_ways" and not params["ways"]:
        code = "keep_ways_reached"
    if code not in REASONS:
        return code, code
    told = dict(params)
    for name in ("limit", "gap", "value"):
        if f"{name}_cents" in params:
            told[name] = f"{yuan(params[f'{name}_cents']):,}"
    months = params.get("months") or 0
    if "ways" in params:
        told["list"], told["list_en"] = ways(params["ways"], months)
    if "values" in params:
        told["list"], told["list_en"] = values(params["values"], months)
    zh, en = REASONS[code]
    return (
        zh.format(**{**told, "window": f"近 {months} 个月"}),
        en.format(**{**told, "window": f"in the last {months} months"}),
    )
