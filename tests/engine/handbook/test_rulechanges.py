"""An important change of rules begins the next copy of the handbooks that tell of it, and its reviewers see what it
would do to all customers (P12)."""

from datetime import date
from typing import Any

import pytest

from engine.definitions import reviewing
from engine.handbook import commands, copies, queries
from engine.tasks import queries as inbox
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
    assert run.variables["plan"] == {"audience": ["等级管理员"], "information": "怎么评", "goal": "说得清"}


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


def test_a_section_that_was_sent_back_says_what_is_missing(company: House) -> None:
    [run] = proposed(company, major=True)
    run.task("charter").completed_by("huang.lan", **CHARTER)
    for number in range(run.open.count("write")):
        said = {"zh": "怎么评", "en": "How it is judged"} if number else {"zh": "怎么评"}
        run.task("write").completed_by("huang.lan", **said)
    with company.unit("huang.lan", write=False) as ctx:
        told = inbox.shown(ctx, run.tasks[0])["data"]
    assert (told["finding"], told["zh"]) == ("english_missing", "怎么评")


def test_who_approves_a_copy_is_told_which_rules_still_wait(company: House) -> None:
    run = agreed(company, major=True)
    [approval] = company.runs("approval")
    [waits] = {trial["table"] for trial in run.variables["trials"]}
    assert approval.variables["grounds"].endswith(waits)


def agreed(company: House, *, major: bool) -> Run:
    """The revision that a waiting table began, written and agreed by every department."""
    [run] = proposed(company, major=major)
    run.task("charter").completed_by("huang.lan", **CHARTER)
    while "write" in run.open:
        run.task("write").completed_by("huang.lan", zh="怎么评", en="How it is judged")
    company.settle()
    for task in run.tasks:
        TaskHandle(run, task.id).completed_by(task.people[0], verdict="agree")
    return run


def approved(company: House, *, major: bool) -> Run:
    """The same, approved by another process owner."""
    run = agreed(company, major=major)
    [approval] = company.runs("approval")
    approval.task("decide").completed_by("gao.yuan", decision="approve")
    company.settle()
    return run


def test_an_approved_copy_waits_for_its_rules_and_is_published_when_they_are_in_force(company: House) -> None:
    run = approved(company, major=True)
    assert run.open == ["hold"]
    [waits] = run.variables["waiting"]
    with company.unit("gao.yuan") as ctx:
        reviewing.approve(ctx, waits["draft"])
    company.settle()
    assert {"communicate", "read"} == set(run.open)
    told = company.look(lambda ctx: copies.copy(ctx, "tiers", run.variables["number"]).content["zh"])
    assert {"kind": "decision", "key": "tier_cdnow", "version": 2} in [
        {name: one[name] for name in ("kind", "key", "version")} for of in told["chapters"] for one in of["sources"]
    ]


def test_an_approved_copy_is_published_when_its_rules_are_turned_down(company: House) -> None:
    run = approved(company, major=True)
    [waits] = run.variables["waiting"]
    with company.unit("gao.yuan") as ctx:
        reviewing.reject(ctx, waits["draft"], "门槛不降")
    company.settle()
    assert {"communicate", "read"} == set(run.open)


def test_reading_on_the_handbooks_page_is_reading_the_task_and_the_other_way_round(company: House) -> None:
    run = approved(company, major=True)
    run.task("hold").completed_by("huang.lan", publish=True, reason="不等了")
    company.settle()
    number = run.variables["number"]
    with company.unit("xu.li") as ctx:
        commands.acknowledge(ctx, "tiers", number)
    assert [task.assignee for task in run.tasks if task.element == "read"] == ["ma.chao"]
    run.task("read").completed_by("ma.chao", read=True)
    company.settle()
    with company.unit("ma.chao", write=False) as ctx:
        assert queries.reader(ctx, "tiers").number == number
