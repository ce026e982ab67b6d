"""What a customer's page says of tomorrow: the matrix cell with its reasons, what comes next, soonest first."""

from datetime import date, timedelta
from typing import Any

import pytest

from engine.customers import commands, planning, satisfaction
from engine.customers.commands import find
from tests.kit import House
from webapi.scenarios import world

START = date(2026, 3, 2)


@pytest.fixture
def company(house: House, call: Any) -> Any:
    """The demo's rules and processes; C-1 is a core customer of zhou.ting."""
    world.furnish(house)
    bought = {date(2025, 1, 5): 9000, date(2025, 6, 5): 9000, date(2025, 12, 5): 9000}
    world.settle(house, {"crowd": 0, "customers": {"C-1": {"band": 1, "bought": bought}}})
    return call("admin")


def coming(company: Any, *kinds: str) -> list[dict[str, Any]]:
    found = company.get("/customers/C-1/outlook").json["coming"]
    return [one for one in found if not kinds or one["kind"] in kinds]


def test_the_cell_says_why(company: Any) -> None:
    cell = company.get("/customers/C-1/outlook").json["cell"]
    assert cell == {
        "code": "high_value", "name": "高价值客户", "name_en": "High value",
        "value": "high", "loyalty": "high", "potential": "low", "drop": False,
    }  # fmt: skip


def test_the_risk_of_leaving_is_told_in_points_with_its_signs(company: Any, house: House) -> None:
    quiet = company.get("/customers/C-1/outlook").json["churn"]
    assert quiet["points"] == sum(sign["points"] for sign in quiet["reasons"])
    with house.unit() as ctx:
        satisfaction.record(ctx, find(ctx, "C-1"), 40, about="plan", channel="phone", case="")
    house.settle()
    told = company.get("/customers/C-1/outlook").json["churn"]
    assert {"reason": "low_satisfaction", "points": 20} in told["reasons"]
    assert told["points"] == quiet["points"] + 20
    assert told["level"] == ("high" if told["points"] >= 50 else "mid" if told["points"] >= 30 else "low")


def test_a_prospect_stands_in_no_cell(company: Any, house: House) -> None:
    with house.unit() as ctx:
        commands.create(ctx, "C-2", "乙公司")
    told = company.get("/customers/C-2/outlook").json
    assert (told["cell"], told["coming"]) == (None, [])


def test_a_next_step_is_told_once_as_its_task(company: Any) -> None:
    body = {"customer": "C-1", "channel": "phone", "subject": "回访", "owner": "zhou.ting", "due_on": "2026-03-06"}
    assert company.post("/interactions", {**body, "next_action": "安排培训", "status": "todo"}).status_code == 201
    (before,) = coming(company)
    assert (before["kind"], before["on"], before["text"]) == ("action", "2026-03-06", "安排培训")


def test_it_is_the_task_once_the_work_is_open(company: Any, house: House) -> None:
    test_a_next_step_is_told_once_as_its_task(company)
    house.settle()
    (after,) = coming(company)
    assert (after["kind"], after["owner"], after["at"][:10]) == ("task", "zhou.ting", "2026-03-06")


def test_a_planned_contact_comes_again_on_its_day(company: Any, house: House) -> None:
    house.later(days=1)
    with house.unit() as ctx:
        planning.plan(ctx, START - timedelta(days=200))
    assert coming(company, "touch") == []
    days = [START + timedelta(days=n) for n in range(1, 32)]
    with house.unit() as ctx:
        (first, *_) = [day for day in days if any(planning.turns(ctx, [day]))]
    house.later(days=(first - house.now.date()).days)
    with house.unit() as ctx:
        planning.plan(ctx, first - timedelta(days=1))
    house.settle()
    (again, *_) = coming(company, "touch")
    assert date.fromisoformat(again["on"]) > first


def test_what_comes_is_told_in_order_and_only_to_who_sees_the_customer(company: Any, house: House, call: Any) -> None:
    for day in ("2026-03-09", "2026-02-27"):
        body = {"customer": "C-1", "type": "service", "description": day, "due_on": day, "state": "pending"}
        assert company.post("/needs", body).status_code == 201
    assert [(one["on"], one["late"]) for one in coming(company)] == [("2026-02-27", True), ("2026-03-09", False)]
    assert call("tang.yu").get("/customers/C-1/outlook").status_code == 404
    assert call("tang.yu").get("/customers/C-1/satisfaction").status_code == 404


def test_satisfaction_is_told_newest_first_with_its_mean(company: Any, house: House) -> None:
    for score in (60, 95):
        with house.unit() as ctx:
            satisfaction.record(ctx, find(ctx, "C-1"), score, about="plan", channel="phone", case="x")
    told = company.get("/customers/C-1/satisfaction").json
    assert ([one["score"] for one in told["items"]], told["mean"]) == ([95, 60], 77.5)
