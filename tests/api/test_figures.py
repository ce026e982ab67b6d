"""Forecasts and figures over all customers, over HTTP."""

from collections.abc import Callable

import pytest

from engine.customers import incentives, satisfaction
from engine.customers.commands import find
from tests.api.conftest import Caller
from tests.kit import House
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import world

Call = Callable[[str | None], Caller]
SPAN = "from=2026-01-01&to=2026-12-31"


@pytest.fixture
def desk(house: House, call: Call) -> Call:
    world.furnish(house)
    world.settle(house, {"crowd": 3, "customers": {"C-1": {"band": 1}, "C-2": {"band": 2}}})
    return call


def test_a_draft_is_foretold_before_it_goes_live(desk: Call) -> None:
    now = desk("huang.lan").post("/decisions/followup_frequency/forecast", json={})
    assert (now.status_code, now.json["customers"]) == (200, 5)
    assert {row["touch"] for row in now.json["rows"]} == {"nurture"}
    drawn = (PROCESSES / "rules" / "followup_frequency.dmn").read_text("utf-8").replace('"P1M"', '"P7D"')
    draft = desk("huang.lan").post("/decisions/followup_frequency/forecast", json={"draft": drawn})
    assert draft.json["tasks_a_month"] > 4 * now.json["tasks_a_month"]


@pytest.mark.parametrize(("key", "body"), [("region", {}), ("followup_frequency", {"draft": "no table"})])
def test_what_cannot_be_foretold_is_said(desk: Call, key: str, body: dict[str, str]) -> None:
    refused = desk("huang.lan").post(f"/decisions/{key}/forecast", json=body)
    assert refused.status_code == 422
    assert refused.json["detail"]


def test_figures_are_for_owners_of_rules_and_auditors(desk: Call, house: House) -> None:
    with house.unit() as ctx:
        customer = find(ctx, "C-2")
        incentives.grant(ctx, customer, "quarter")
        for score in (100, 50):
            satisfaction.record(ctx, customer, score, about="plan", channel="phone", case="")
    granted = desk("shen.jing").get(f"/incentives?{SPAN}").json["items"]
    assert granted == [{"event": "quarter", "reward": "coupon", "band": 2, "granted": 1, "value": 15.0}]
    scores = desk("shen.jing").get(f"/satisfaction?{SPAN}").json["items"]
    assert scores == [{"band": 2, "answers": 2, "mean": 75.0, "csat": 50.0}]
    assert desk("zheng.kai").get(f"/incentives?{SPAN}").status_code == 403
