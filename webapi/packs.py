"""What a company may set out with: the processes that are switched on, the tier scheme, and who does what in them.

Deploying one brings all forms and rule tables, and of the processes those that the pack names; further ones can be
deployed at any time. The groups of a small firm answer to several roles at once, so that five people cover them all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.access import company
from engine.customers import commands as customers
from engine.customers import schemes
from engine.definitions import commands as definitions
from engine.definitions import switches
from engine.definitions.catalogue import catalogue, changed
from engine.kernel import Context, NotFound
from webapi.demo.shipped import PROCESSES, shipped

SHORT = "customer_flow_short"
SHIPPED = frozenset(path.name for path in PROCESSES.iterdir() if path.is_dir())
READY = (
    SHORT,
    "case_study",
    "policy_review",
    "customer_care",
    "customer_care_plan",
    "advisory_board",
    "ownership_transfer",
    "customer_pool",
    "cross_dept_task",
    "cross_dept_week",
    "supervision_check",
    "supervision_item",
)
"""Deployed in the demo company and switched off: ready for whoever wants them."""
EVERYWHERE = (
    *("rules", "approval", "tier_review", "tier_batch_evaluation", "work_item"),
    *("complaint", "escalation", "service_request", "satisfaction", "data_subject_request"),
)
"""Tiers, complaints that climb, service, satisfaction, what people may ask of their data: no company goes without."""
RETAIL = (*EVERYWHERE, "rapid_response", "contingency", "churn_rescue", "incentive_round", "incentive_notice")
SMALL = (*EVERYWHERE, "rapid_response", "contingency", "followup", SHORT)
ANNUAL: Mapping[str, Any] = {
    "names": {"zh": "年采购金额分级", "en": "Tiers by annual purchases"},
    "table": "tier_annual",
    "window_months": 12,
    "min_tenure": 1,
    "period": "month",
}
MEMBERS: Mapping[str, Any] = {
    "names": {"zh": "会员等级", "en": "Member tiers"},
    "table": "tier_cdnow",
    "window_months": 6,
    "min_tenure": 3,
    "period": "month",
}
FIVE = (
    (
        "负责人",
        "Owner",
        (
            "高管",
            "部门主管",
            "值班主管",
            "客服主管",
            "技术主管",
            "流程负责人",
            "项目负责人",
            "各级负责人",
            "部门代表",
            "作者",
            "评估",
        ),
    ),
    ("销售", "Sales", ("客户经理", "售前产品")),
    ("客服", "Service", ("一线客服", "值班", "质检", "员工")),
    ("技术", "Engineering", ("售后技术",)),
    ("行政财务", "Office and finance", ("财务法务", "等级管理员", "数据管理员", "培训管理员", "隐私负责人")),
)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack as it is offered; `scheme` is its key and definition."""

    key: str
    name: str
    name_en: str
    about: str
    about_en: str
    processes: frozenset[str]
    scheme: tuple[str, Mapping[str, Any]]
    groups: tuple[tuple[str, str, tuple[str, ...]], ...] = ()


PACKS = (
    Pack(
        "b2b",
        "企业客户",
        "Business customers",
        "完整旅程:线索、需求、方案、报价、合同、交付、售后,加上分级、投诉、回访与流失挽回。",
        "The whole journey from lead to after-sales, with tiers, complaints, follow-up and rescue.",
        SHIPPED - {SHORT},
        ("annual", ANNUAL),
    ),
    Pack(
        "retail",
        "零售会员",
        "Retail members",
        "按消费分级、投诉与售后、满意度、流失挽回与会员激励;没有销售旅程。",
        "Tiers by purchases, complaints and service, satisfaction, rescue and incentives; no sales journey.",
        frozenset(RETAIL),
        ("members", MEMBERS),
    ),
    Pack(
        "small",
        "小型公司",
        "Small firm",
        "五个岗位、三步旅程(需求、成交、交付),加上分级、投诉、回访与售后。",
        "Five roles, a journey of three tasks (need, deal, delivery), with tiers, complaints, follow-up, service.",
        frozenset(SMALL),
        ("annual", ANNUAL),
        FIVE,
    ),
)


def pack(key: str) -> Pack:
    """The pack of this key; NotFound when there is none."""
    found = next((one for one in PACKS if one.key == key), None)
    if found is None:
        raise NotFound("pack_unknown", pack=key)
    return found


def switch_on(ctx: Context, key: str) -> definitions.Outcome:
    """Deploy a pack, give the company its tier scheme where it has none that leads, and a small firm its five groups.

    Of what keflow ships, the pack's processes are on from then on and all others that are deployed are off; processes
    of the company's own stay as they are, and what is in force already keeps its version. Conflict group_in_use where
    people are in the groups that a small firm's would take the place of.
    """
    chosen = pack(key)
    for name, name_en, meant in chosen.groups:
        company.gather(ctx, name, name_en, meant)
    done = definitions.deploy(ctx, shipped(only=chosen.processes))
    changed(ctx)
    for head in catalogue(ctx).heads("process", ctx.now):
        if head.key in SHIPPED:
            switches.switch(ctx, head.key, on=head.key in chosen.processes)
    if schemes.leader_of(ctx, "") is None:
        customers.save_scheme(ctx, chosen.scheme[0], chosen.scheme[1], leading=True)
    company.change(ctx, pack=key)
    return done
