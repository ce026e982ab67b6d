"""The rule tables fit each other: whoever a customer is, there is a service time, a benefit, a follow-up and a channel.

Asked over all members of all tier schemes, all bands, all cells of the value-potential matrix and all group sizes.
"""

import json
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from engine.feel import dmn
from engine.feel.times import DayTimeDuration, parse_duration
from engine.sla import ladder

RULES = Path(__file__).resolve().parents[2] / "processes" / "rules"
BANDS = (1, 2, 3)
SIZES = (1, 40, 2_000, 2_001, 50_000, 50_001, 2_000_000)
CHANNELS = {"phone", "mail", "visit", "meeting", "online", "wechat", "sms"}
CAP = 4
"""Contacts a month that the house allows for care and marketing, unless a contact says less (D17)."""
MONTH = Decimal("30.4375")


@cache
def table(key: str) -> dmn.Model:
    return dmn.read((RULES / f"{key}.dmn").read_bytes())


def ask(key: str, **inputs: Any) -> Any:
    told = {name: Decimal(value) if type(value) is int else value for name, value in inputs.items()}
    result = table(key).evaluate(key, told)
    assert not result.failed, (key, inputs, result.errors)
    return result.value


def outputs(key: str, name: str) -> list[Any]:
    """What a column of a table can say."""
    drawn = table(key).table(key)
    assert drawn is not None
    at = [out.name for out in drawn.outputs].index(name)
    return [rule.outputs[at].value for rule in drawn.rules]


SCHEMES = sorted(file.stem for file in RULES.glob("tier_*.dmn"))
MEMBERS = [
    (scheme, dict(zip(("member", "band"), told, strict=True)))
    for scheme in SCHEMES
    for told in sorted(set(zip(outputs(scheme, "member"), outputs(scheme, "band"), strict=True)))
]
CELLS = [None, "high_value", "loyalty_to_improve", "potential", "ordinary", "at_risk"]


def planned(prospect: bool, band: int, cell: str | None, size: int = 40) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask("followup_frequency", prospect=prospect, band=band, cell=cell, group_size=size)
    return found


def a_month(every: str) -> Decimal:
    """How often a month an interval comes round."""
    length = parse_duration(every)
    if isinstance(length, DayTimeDuration):
        return MONTH / length.to_timedelta().days
    return Decimal(1) / length.months


@pytest.mark.parametrize(("scheme", "member"), MEMBERS, ids=lambda told: told if isinstance(told, str) else "")
def test_every_member_of_every_scheme_has_a_band_benefits_and_service_times(
    scheme: str, member: dict[str, Any]
) -> None:
    assert member["band"] in BANDS
    for cell in CELLS:
        benefits = ask("benefits", band=member["band"], member=member["member"], cell=cell)
        assert {row["part"] for row in benefits} == {"strategy", "process", "content"}
    for kind in ("投诉", "售后", "咨询", "反馈"):
        assert ask("sla_matrix", kind=kind, band=member["band"], override="none")["first_response"]


@pytest.mark.parametrize(("prospect", "band", "cell", "size"), [*product((True, False), BANDS, CELLS, SIZES)])
def test_nobody_is_without_follow_up_however_many_they_are(
    prospect: bool, band: int, cell: str | None, size: int
) -> None:
    touches = planned(prospect, band, cell, size)
    assert touches
    assert {touch["channel"] for touch in touches} <= CHANNELS
    assert len({touch["touch"] for touch in touches}) == len(touches)
    assert all(0 < touch["share"] <= 100 for touch in touches)


@pytest.mark.parametrize(("prospect", "band", "cell"), [*product((True, False), BANDS, CELLS)])
def test_what_is_planned_is_allowed(prospect: bool, band: int, cell: str | None) -> None:
    """D14 plans no more than D17 lets through in a month, for a contact who permits it and is not at rest."""
    touches = planned(prospect, band, cell)
    counted = [touch for touch in touches if touch["purpose"] != "service"]
    assert sum(a_month(touch["every"]) for touch in counted) <= CAP
    for touch in touches:
        said = ask("contact_preference", purpose=touch["purpose"], permitted=True, cap_left=1, quiet_now=False)
        assert said["decision"] == "send"


@pytest.mark.parametrize(
    ("purpose", "permitted", "left", "quiet", "decision"),
    [
        ("service", False, 0, True, "send"),
        ("care", False, 4, False, "block"),
        ("marketing", True, 0, False, "next_period"),
        ("marketing", True, -1, True, "next_period"),
        ("care", True, 1, True, "next_hour"),
        ("care", True, 1, False, "send"),
    ],
)
def test_who_may_be_contacted_now(purpose: str, permitted: bool, left: int, quiet: bool, decision: str) -> None:
    said = ask("contact_preference", purpose=purpose, permitted=permitted, cap_left=left, quiet_now=quiet)
    assert said["decision"] == decision


def test_every_cell_of_the_matrix_is_known_to_follow_up_and_benefits() -> None:
    assert set(outputs("value_potential", "cell")) == set(CELLS) - {None}


def test_the_sample_customers_stand_where_the_document_puts_them() -> None:
    assert ask("value_potential", drop=False, value="high", loyalty="high", potential="low")["name"] == "高价值客户"
    assert ask("value_potential", drop=False, value="mid", loyalty="low", potential="high")["name"] == "潜力客户"


def test_a_lapsed_buyer_is_an_ordinary_customer_and_only_who_never_bought_a_prospect() -> None:
    assert ask("tier_annual", window_spend=0)["member"] == "regular"
    lapsed = ask(
        "lifecycle", purchases=3, contract_ended=False, returned=False, days_since_first=900, days_since_last=400
    )
    never = ask(
        "lifecycle", purchases=0, contract_ended=False, returned=False, days_since_first=None, days_since_last=None
    )
    assert (lapsed["name"], never["name"]) == ("流失客户", "潜在客户")


def test_approval_reads_the_cost_that_the_benefits_have() -> None:
    """D13 and D12 speak of the same yearly cost: what a core customer gets is above the limit, the rest is not."""
    cost = {
        key: sum(row["yearly_cost"] for row in ask("benefits", band=1, member=key, cell=None))
        for key in ("vip", "gold")
    }
    said = {
        key: ask("approval_route", change="promote", from_band=3, to_band=1, size=amount, automated_refused=False)[
            "route"
        ]
        for key, amount in cost.items()
    }
    assert said == {"vip": "person", "gold": "sample"}


def test_the_coupons_of_a_year_cost_what_the_benefits_say() -> None:
    for band in (1, 2):
        benefits = {row["key"]: row["yearly_cost"] for row in ask("benefits", band=band, member="x", cell=None)}
        assert sum(row["value"] for row in ask("incentive", event="quarter", band=band)) * 4 == benefits["coupons"]
    assert ask("incentive", event="quarter", band=3) == []


def test_every_band_has_something_that_brings_its_customers_on() -> None:
    events = ("quarter", "promoted", "first_purchase", "near_next", "anniversary")
    for band in BANDS:
        assert [event for event in events if ask("incentive", event=event, band=band)]


def test_signals_that_are_not_known_count_nothing_and_known_ones_add_up() -> None:
    names = (
        "spend_trend contacts_drop satisfaction overdue_days complaint_level contract_days_left renewal_talk competitor"
    )
    unknown: dict[str, Any] = dict.fromkeys(names.split())
    assert ask("churn_risk", **unknown) == []
    found = ask("churn_risk", **{**unknown, "spend_trend": Decimal("0.5"), "satisfaction": 55})
    assert [row["reason"] for row in found] == ["spend_drop", "low_satisfaction"]
    assert ask("churn_level", points=sum(row["points"] for row in found))["action"] == "rescue"


@pytest.mark.parametrize(
    ("change", "size", "approvers"),
    [
        ("discount", 5, []),
        ("discount", 15, ["部门主管"]),
        ("discount", 16, ["部门主管", "财务法务", "高管"]),
        ("solution_standard", None, []),
        ("solution_custom", None, ["部门主管"]),
        ("contract_changed", None, ["部门主管", "财务法务"]),
        ("retention", 2, ["部门主管"]),
        ("retention", 10, ["部门主管", "财务法务"]),
        ("retention", 11, ["部门主管", "财务法务", "高管"]),
        ("compensation", 1_000, []),
        ("compensation", 10_001, ["部门主管", "高管"]),
        ("gift", 201, ["部门主管"]),
    ],
)
def test_low_risk_is_not_approved_and_high_risk_by_all(change: str, size: int | None, approvers: list[str]) -> None:
    said = ask("approval_route", change=change, from_band=None, to_band=None, size=size, automated_refused=False)
    assert said["approvers"] == approvers
    assert (said["route"] == "none") == (approvers == [])


LADDER = ("none", "first_response_80", "first_response_missed", "resolution_50", "resolution_missed", "customer_asks",
          "asked", "severity_high", "repeated", "external", "not_accepted", "stuck", "no_plan", "plan_made",
          "handed_back", "settled")  # fmt: skip


@pytest.mark.parametrize(("level", "event", "band"), [*product((1, 2, 3), LADDER, BANDS)])
def test_the_ladder_only_rises_unless_it_is_handed_back(level: int, event: str, band: int) -> None:
    move = ask("escalation_ladder", level=level, event=event, band=band)
    steps = {"raise": move["to_level"] > level, "lower": move["to_level"] == level - 1, "settle": event == "settled"}
    assert steps.get(move["action"], move["to_level"] == level)
    assert (move["action"] == "lower") == (event == "handed_back" and level > 1)
    assert (move["timer"] == "48h") == (move["action"] in ("raise", "lower") and move["to_level"] > 1)


def test_whatever_clocks_and_people_say_the_ladder_knows() -> None:
    said = {*ladder.WARNED.values(), *ladder.MISSED.values(), *ladder.BY_HAND, *outputs("severity", "event")}
    assert said <= set(LADDER)


@pytest.mark.parametrize("band", BANDS)
def test_a_repeated_complaint_goes_to_the_department_not_over_it(band: int) -> None:
    told = {"hazard": False, "outside": "none", "stopped": False, "amount": 0, "repeats": 3, "band": band}
    event = ask("severity", **told)["event"]
    assert ask("escalation_ladder", level=1, event=event, band=band)["to_level"] == 2


@pytest.mark.parametrize("form", ["complaint_close", "breach_cause"])
def test_every_cause_that_people_choose_is_in_the_table_of_causes(form: str) -> None:
    schema = json.loads((RULES.parents[1] / "forms" / form / f"{form}.schema.json").read_text("utf-8"))
    choices = [one["const"] for one in schema["properties"]["cause"]["oneOf"]]
    assert [choice for choice in choices if ask("cause_codes", cause=choice) is None] == []


@pytest.mark.parametrize("key", ["escalation_ladder", "severity", "cause_codes"])
def test_the_tables_of_complaints_have_no_gap_and_no_overlap(key: str) -> None:
    assert [(finding.code, finding.params) for finding in table(key).findings] == []


@pytest.mark.parametrize(
    ("scheme", "amount", "member", "band"),
    [
        ("tier_annual", "999999.99", "regular", 3),
        ("tier_annual", "1000000", "vip", 1),
        ("tier_client", "0", "general", 3),
        ("tier_client", "199999.99", "general", 3),
        ("tier_client", "200000", "premium", 1),
    ],
)
def test_the_sample_schemes_begin_where_the_documents_put_them(
    scheme: str, amount: str, member: str, band: int
) -> None:
    told = ask(scheme, window_spend=Decimal(amount))
    assert (told["member"], told["band"]) == (member, band)
