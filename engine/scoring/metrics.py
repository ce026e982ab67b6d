"""The metrics that tiers and scores may ask for: what each is called, counted in, taken from, and how it is worked out.

A word such as loyalty or potential decides nothing before it has a formula here. A table that asks for anything else is
refused with the list of what is known. Values are integers ("atoms"): cents, counts, days, months, hundredths of a
point; `scale` says how many atoms make one unit of a rule table, so that a limit of 0.5 yuan means 50 at every speed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from engine.scoring.window import Purchase, back, spend

METRIC = "window_spend"
SCORE = "weighted_score"
POINT = 100
YOUNG_MONTHS, HALF_YEAR = 12, 6
NEED_POINTS, MOST_NEEDS, YOUNG_POINTS, RISE_POINTS = 25, 2, 25, 25


class Words(NamedTuple):
    """A text in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Metric:
    """One figure of a customer. `empty` is its value before anything was bought (None: not known yet); `falls`: less is
    better; `single`: the best of many, not their sum; `refunds`: may lie below zero; `window`: of the scheme's last
    months only."""

    key: str
    name: Words
    unit: str
    formula: Words
    source: Words
    scale: int = 1
    window: bool = False
    empty: int | None = 0
    falls: bool = False
    single: bool = False
    refunds: bool = False

    def called(self, months: int | None = None) -> Words:
        """Its name, with the months it looks back where it does (without a number: the window of the scheme)."""
        zh, en = self.name
        if not self.window:
            return self.name
        return (
            Words(f"近{months}个月{zh}", f"{en} in {months} months")
            if months
            else Words(f"窗口内{zh}", f"{en} in the window")
        )


PURCHASES = Words("交易数据与期初余额", "Purchases and opening balances")
ORDERS = Words("交易数据", "Purchases")
METRICS: tuple[Metric, ...] = (
    Metric(
        METRIC,
        Words("净消费", "Net spend"),
        "CNY",
        Words(
            "评定窗口内的消费之和,退款相抵;期初余额按月分摊计入。",
            "Purchases in the scheme's window, refunds taken off; opening balances month by month.",
        ),
        PURCHASES,
        scale=100,
        window=True,
        refunds=True,
    ),
    Metric(
        "window_orders",
        Words("购买次数", "Orders"),
        "orders",
        Words(
            "评定窗口内的订单数;退款与期初余额不是订单。",
            "Orders in the scheme's window; refunds and opening balances are no orders.",
        ),
        ORDERS,
        window=True,
    ),
    Metric(
        "window_largest_order",
        Words("最大单笔金额", "Largest order"),
        "CNY",
        Words("评定窗口内金额最大的一单。", "The order of the largest amount in the scheme's window."),
        ORDERS,
        scale=100,
        window=True,
        single=True,
    ),
    Metric(
        "total_spend",
        Words("累计消费总额", "Total spend"),
        "CNY",
        Words(
            "截至评定日的全部消费之和,退款相抵,含期初余额。",
            "All purchases up to the day, refunds taken off, opening balances included.",
        ),
        PURCHASES,
        scale=100,
        refunds=True,
    ),
    Metric(
        "total_orders",
        Words("累计购买次数", "Total orders"),
        "orders",
        Words(
            "截至评定日的订单数;退款与期初余额不是订单。",
            "Orders up to the day; refunds and opening balances are no orders.",
        ),
        ORDERS,
    ),
    Metric(
        "largest_order",
        Words("最大单笔订单金额", "Largest order"),
        "CNY",
        Words("截至评定日金额最大的一单。", "The order of the largest amount up to the day."),
        ORDERS,
        scale=100,
        single=True,
    ),
    Metric(
        "purchase_days",
        Words("采购日数", "Purchase days"),
        "days",
        Words(
            "评定窗口内有订单的天数;同一天的几单算一天。",
            "Days with an order in the scheme's window; several orders of a day count once.",
        ),
        ORDERS,
        window=True,
    ),
    Metric(
        "recency_days",
        Words("距最近购买天数", "Days since the last order"),
        "days",
        Words(
            "评定日减去最近一单的日期;从未购买则未知。",
            "The day less the day of the last order; not known without one.",
        ),
        ORDERS,
        empty=None,
        falls=True,
    ),
    Metric(
        "tenure_months",
        Words("忠诚度(合作月数)", "Loyalty (months of cooperation)"),
        "months",
        Words(
            "从首单或期初余额所覆盖的第一个月到评定日的整月数;从未合作则未知。",
            "Whole months from the first order, or the first month that an opening balance stands for, to the day; not "
            "known before either.",
        ),
        PURCHASES,
        empty=None,
    ),
    Metric(
        "potential",
        Words("潜在价值(0–100)", "Potential (0–100)"),
        "points",
        Words(
            "每个待跟进的需求 25 分(最多 50);合作不满一年 25 分;近六个月净消费比此前六个月增长至少两成 25 分。"
            "既未购买也无需求则未知。",
            "25 points for each pending need (at most 50), 25 within the first year of cooperation, 25 when the spend "
            "of six months is at least a fifth above the six before. Not known without a purchase or a need.",
        ),
        Words("需求登记与交易数据", "Needs and purchases"),
        scale=POINT,
        empty=None,
    ),
    Metric(
        SCORE,
        Words("综合评分", "Weighted score"),
        "points",
        Words(
            "评分表中各指标得分之和(0–100);加权法按权重与锚点折算,缺数据的指标按评分表的规定处理。",
            "The sum of what the scoring table gives for each metric (0–100), by bands or by weights and anchors; what "
            "is not known counts as the table says.",
        ),
        Words("评分表", "The scoring table"),
        scale=POINT,
    ),
)
KNOWN: Mapping[str, Metric] = {metric.key: metric for metric in METRICS}
LADDERS = tuple(metric.key for metric in METRICS if not metric.falls)
"""What a tier may begin at: of these, more is better."""
EVER = frozenset({"total_spend", "total_orders", "largest_order", "recency_days", "tenure_months", "potential"})
"""These look at everything that was ever bought."""
Values = Mapping[str, int | None]


def measure(purchases: Iterable[Purchase], as_of: date, months: int, open_needs: int = 0) -> dict[str, int | None]:
    """Every metric but the score for one customer, in atoms, as of a day; `months` is the window."""
    known = [row for row in purchases if row.day <= as_of]
    orders = [row for row in known if row.order and row.amount_cents >= 0]
    after = back(as_of, months)
    recent = [row for row in orders if row.day > after]
    began = min((row.day if row.order else back(row.day, 1) for row in known), default=None)
    tenure = None if began is None else months_between(began, as_of)
    return {
        METRIC: spend(known, as_of, months),
        "window_orders": len(recent),
        "window_largest_order": max((row.amount_cents for row in recent), default=0),
        "total_spend": sum(row.amount_cents for row in known),
        "total_orders": len(orders),
        "largest_order": max((row.amount_cents for row in orders), default=0),
        "purchase_days": len({row.day for row in recent}),
        "recency_days": (as_of - max(row.day for row in orders)).days if orders else None,
        "tenure_months": tenure,
        "potential": _potential(known, as_of, tenure, open_needs),
    }


def _potential(known: list[Purchase], as_of: date, tenure: int | None, open_needs: int) -> int | None:
    if tenure is None and not open_needs:
        return None
    recent = spend(known, as_of, HALF_YEAR)
    before = spend(known, as_of, 2 * HALF_YEAR) - recent
    points = NEED_POINTS * min(open_needs, MOST_NEEDS)
    points += YOUNG_POINTS * (tenure is not None and tenure < YOUNG_MONTHS)
    points += RISE_POINTS * (before > 0 and recent * 5 >= before * 6)
    return points * POINT


def months_between(start: date, end: date) -> int:
    """Whole months from one day to a later one; 0 when it is not later."""
    return max(0, (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day))
