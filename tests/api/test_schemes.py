"""Tier schemes in use and the samples that could be; what the figures mean that they are judged by."""

from collections.abc import Callable
from typing import Any

import pytest

from engine.customers import schemes
from tests.api.conftest import Caller
from tests.kit import House
from webapi.samples import SAMPLES

Call = Callable[[str | None], Caller]


@pytest.fixture
def boss(call: Call, house: House) -> Caller:
    house.deploy("processes/rules")
    house.person("boss", "process_owner")
    house.person("ann", "staff")
    return call("boss")


def listed(caller: Caller) -> dict[str, dict[str, Any]]:
    return {one["key"]: one for one in caller.get("/tiers/schemes").json["items"]}


def test_every_sample_can_be_used_as_it_is(boss: Caller) -> None:
    assert not any(one["used"] for one in listed(boss).values())
    for sample in SAMPLES:
        assert boss.post("/tiers/schemes", {"sample": sample.key}).status_code == 200
    found = listed(boss)
    assert found.keys() == {one.key for one in SAMPLES}
    for one in found.values():
        assert one["used"]
        assert one["tiers"][-1]["entry"] == ""
        assert all(tier["entry"] and tier["entry_en"] for tier in one["tiers"][:-1])
    assert found["member_tiers"]["tiers"][0]["entry"].endswith("或 最大单笔订单金额 ≥ 20,000 元")
    assert found["value_weighted"]["score"] == "score_weights"


def test_one_scheme_leads_and_the_one_before_stands_beside_it(boss: Caller, house: House) -> None:
    for key in ("annual", "member_tiers"):
        boss.post("/tiers/schemes", {"sample": key, "leading": True})
    assert {key: one["leading"] for key, one in listed(boss).items() if one["used"]} == {
        "annual": False,
        "member_tiers": True,
    }
    assert house.look(schemes.leading_key) == "member_tiers"


def test_only_process_owners_choose_and_only_what_there_is(boss: Caller, call: Call) -> None:
    assert call("ann").post("/tiers/schemes", {"sample": "annual"}).status_code == 403
    assert boss.post("/tiers/schemes", {"sample": "gut_feeling"}).status_code == 404
    assert not any(one["used"] for one in listed(boss).values())


def test_every_figure_says_how_it_is_worked_out(boss: Caller) -> None:
    figures = {one["key"]: one for one in boss.get("/tiers/figures").json["items"]}
    assert figures["tenure_months"]["name"] == "忠诚度(合作月数)"
    assert figures["recency_days"]["falls"]
    assert all(one["formula"] and one["formula_en"] and one["source"] for one in figures.values())
