"""The tier schemes that keflow brings along, ready to be used as they are: the samples of documents and packs.

A scheme lives by tables that are deployed with all others; using a sample writes its definition down, from where on it
is the company's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.access.rules import require
from engine.customers import commands as customers
from engine.customers import schemes
from engine.kernel import Context, NotFound
from webapi.packs import ANNUAL, MEMBERS


@dataclass(frozen=True, slots=True)
class Sample:
    """A scheme as it is offered: its key and definition, and what it judges by."""

    key: str
    about: str
    about_en: str
    definition: Mapping[str, Any]

    @property
    def names(self) -> Mapping[str, str]:
        found: Mapping[str, str] = self.definition["names"]
        return found


def _of(table: str, zh: str, en: str, **more: Any) -> dict[str, Any]:
    told = {"names": {"zh": zh, "en": en}, "table": table, "window_months": 12, "min_tenure": 1, "period": "month"}
    return {**told, **more}


SAMPLES = (
    Sample("annual", "一年的采购金额", "Purchases of a year", ANNUAL),
    Sample("members", "半年的消费金额", "Purchases of six months", MEMBERS),
    Sample(
        "member_tiers",
        "累计消费与购买次数,或一单的金额:普通用户、银牌会员、金牌及以上",
        "Total spend with orders, or a single order: regular, silver, gold and above",
        _of("tier_member", "会员等级(次数、单笔、累计)", "Member tiers by orders, single order and total"),
    ),
    Sample(
        "client_classes",
        "一年的采购金额:大众客户、高端客户;合作伙伴由合同定",
        "Purchases of a year: general and premium; partners by contract",
        _of("tier_client", "高端与大众分级", "Premium and general clients"),
    ),
    Sample(
        "value",
        "评分法:五项指标按区间得分,分高、中、低价值",
        "By points: five figures, each by bands; high, medium and low value",
        _of("tier_value", "高中低价值(评分法)", "Value by points", score="score_points"),
    ),
    Sample(
        "value_weighted",
        "加权法:五项指标按权重折算,分高、中、低价值",
        "By weights: five figures, each in proportion; high, medium and low value",
        _of("tier_value", "高中低价值(加权法)", "Value by weights", score="score_weights"),
    ),
)


def use(ctx: Context, key: str, *, leading: bool = False) -> schemes.Scheme:
    """Put a sample in use; where it is to lead, the scheme that led everybody so far stands beside it from now on.

    NotFound sample_unknown; Invalid and NotFound where its tables do not fit or are not deployed.
    """
    require(ctx.actor, "deploy", "definition")
    found = next((one for one in SAMPLES if one.key == key), None)
    if found is None:
        raise NotFound("sample_unknown", sample=key, known=[one.key for one in SAMPLES])
    other = schemes.leader_of(ctx, "")
    if leading and other not in (None, key):
        customers.save_scheme(ctx, str(other), schemes.definition(ctx, str(other)), leading=False)
    customers.save_scheme(ctx, key, found.definition, leading=leading or other == key)
    return schemes.current(ctx, key)
