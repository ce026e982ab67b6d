"""Customers hear what became of the feedback that an improvement project answers (U8): those who said as much, once."""

import json
from typing import Any

from engine.customers.queries import find
from tests.kit import House
from webapi.scenarios import world

CONTACT = {"preferred": "sms", "phone": "13912345678"}
PROJECT: dict[str, dict[str, Any]] = {
    "diagnose": {"decision": "go", "figures": "平均 31 小时", "problems": [{"what": "响应慢"}]},
    "why": {"whys": [{"why": "没人盯", "evidence": "工单"}], "root": "没人", "controllable": True, "action": "定人"},
    "set_goal": {
        "goal": "24 小时首答", "metric": "满意度评分", "unit": "分", "base": 75, "target": 90,
        "date": "2026-06-01", "strategy": "留住客户", "feasibility": "可行",
    },
    "make_plan": {"actions": [{"action": "值班", "ends": "2026-03-31", "deliverable": "表"}], "grounds": "见效快"},
}  # fmt: skip


def company(house: House) -> None:
    """C-1 and C-2 said that replies are slow, C-3 said so and cannot be reached, C-4 said something else."""
    world.furnish(house)
    given: dict[str, Any] = {number: {"band": 2, "contact": CONTACT} for number in ("C-1", "C-2", "C-4")}
    given["C-3"] = {"band": 2}
    said = {"slow_reply": ["C-1", "C-2", "C-3", "C-1"], "price": ["C-4"]}
    world.settle(house, {"texting": True, "crowd": 0, "customers": given, "said": said})


def written(house: House) -> list[list[str]]:
    """The customers each case of news has written to."""
    runs = house.runs("improvement_news")
    assert [run.incidents for run in runs] == [[]] * len(runs)
    return [
        [json.loads(entry.data)["customer_id"] for entry in run.facts if entry.fact == "CustomerWritten"]
        for run in runs
    ]


def test_whoever_said_so_hears_of_it_once_and_nobody_else(house: House) -> None:
    company(house)
    house.message("improvement_news", category="slow_reply", improvement="24 小时首答", **{"from": "2026-06-01"})
    house.settle()
    [messages] = written(house)
    assert sorted(messages) == sorted(house.look(lambda ctx: [find(ctx, number).id for number in ("C-1", "C-2")]))


def test_a_project_tells_them_when_its_plan_is_approved(house: House) -> None:
    company(house)
    house.message("improvement_proposed", source="feedback", category="slow_reply", problem="回复太慢")
    house.settle()
    [project] = house.runs("improvement")
    for element, answers in PROJECT.items():
        project.task(element).completed_by("long.fei", **answers)
        house.settle()
    assert written(house) == []
    [approval] = house.runs("approval")
    approval.task("decide").completed_by("chen.li", decision="approve")
    house.settle()
    assert [len(messages) for messages in written(house)] == [2]
