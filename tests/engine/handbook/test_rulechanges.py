"""An important change of rules begins the next copy of the handbooks that tell of it, and its reviewers see what it
would do to all customers (P12)."""

from datetime import date
from typing import Any

import pytest

from engine.definitions import reviewing
from engine.handbook import commands
from tests.kit import House, Run
from tests.kit.house import ROOT, TaskHandle
from webapi.scenarios import world

TABLE = ROOT / "processes" / "rules" / "tier_cdnow.dmn"
CHARTER = {
    "decision": "go", "book": "tiers", "audience": ["等级管理员"], "information": "怎么评", "goal": "说得清",
    "review_on": "2027-03-01",
}  # fmt: skip


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": {"C-1": {"bought": {date(2026, 2, 10): 320}}}})
    with house.unit("huang.lan") as ctx:
        charter = {name: CHARTER[name] for name in ("audience", "information", "goal")}
        commands.publish(ctx, "tiers", {"charter": charter, "texts": {}})
    return house


def proposed(house: House, *, major: bool) -> list[Run]:
    """A lower limit for gold waits for approval; the revisions that began."""
    text = TABLE.read_text("utf-8")
    assert "400" in text
    with house.unit("huang.lan") as ctx:
        draft = reviewing.save(ctx, {"tier_cdnow.dmn": text.replace("400", "300").encode()})
        reviewing.submit(ctx, draft.id, "门槛太高", major=major)
    house.settle()
    return house.runs("handbook_lifecycle")


def test_an_important_change_begins_a_revision_of_the_handbook_that_tells_of_it(company: House) -> None:
    [run] = proposed(company, major=True)
    assert run.open == ["charter"]
    assert {name: run.variables[name] for name in ("book", "source", "why")} == {
        "book": "tiers", "source": "draft", "why": "门槛太高",
    }  # fmt: skip


def test_a_small_change_begins_none(company: House) -> None:
    assert proposed(company, major=False) == []


def test_reviewers_see_what_the_waiting_table_would_do_to_all_customers(company: House) -> None:
    [run] = proposed(company, major=True)
    run.task("charter").completed_by("huang.lan", **CHARTER)
    while "write" in run.open:
        run.task("write").completed_by("huang.lan", zh="怎么评", en="How it is judged")
    company.settle()
    assert [(one.code, one.params) for one in run.incidents] == []
    assert set(run.open) == {"review"}
    [tried] = run.variables["trials"]
    told: dict[str, Any] = {name: tried[name] for name in ("outcome", "customers", "changed", "at_stake")}
    assert told == {"outcome": "tried", "customers": 1, "changed": 1, "at_stake": 320}


def test_who_approves_a_copy_is_told_which_rules_still_wait(company: House) -> None:
    [run] = proposed(company, major=True)
    run.task("charter").completed_by("huang.lan", **CHARTER)
    while "write" in run.open:
        run.task("write").completed_by("huang.lan", zh="怎么评", en="How it is judged")
    company.settle()
    for task in run.tasks:
        TaskHandle(run, task.id).completed_by(task.people[0], verdict="agree")
    [approval] = company.runs("approval")
    [waits] = {trial["table"] for trial in run.variables["trials"]}
    assert approval.variables["grounds"].endswith(waits)
