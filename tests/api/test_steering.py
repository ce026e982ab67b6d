"""Operating a running case over HTTP: migrate, move, mend variables, resolve."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from engine.access import commands as access
from engine.customers.queries import find
from engine.instances import commands as instances
from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]


@pytest.fixture
def owner(house: House, call: Call) -> Caller:
    house.person("own", "process_owner").person("ann")
    house.deploy(p__bpmn=drawing("p", "start > a:user > b:user > end", a={"due": "8bh", "assignee": "ann"}))
    return call("own")


def test_a_plan_says_what_moves_and_who_notices_and_changes_nothing(house: House, owner: Caller) -> None:
    run = house.start("p")
    house.deploy(p__bpmn=drawing("p", "start > a:user > c:user > b:user > end", a={"due": "1bh", "assignee": "ann"}))
    told = owner.post(f"/instances/{run.id}/migrate", {"version": 2, "dry_run": True}).json
    assert (told["migrated"], told["refused"], told["moves"][0]["changed"]) == (False, [], ["due"])
    assert [(one["element"], one["people"], one["kept"]) for one in told["tasks"]] == [("a", ["ann"], ["due"])]
    assert run.row.version == 1
    done = owner.post(f"/instances/{run.id}/migrate", {"version": 2, "reason": "new rules"}).json
    assert (done["migrated"], run.row.version, run.open) == (True, 2, ["a"])


def test_a_refused_migration_is_a_conflict_that_says_why_and_how(house: House, owner: Caller) -> None:
    run = house.start("p")
    house.deploy(p__bpmn=drawing("p", "start > b:user > end"))
    answer = owner.post(f"/instances/{run.id}/migrate", {"version": 2})
    assert (answer.status_code, answer.json["code"]) == (409, "migration_refused")
    assert [(one["element"], one["code"]) for one in answer.json["refused"]] == [("a", "element_removed")]
    assert all(one["message"] and one["remedy"] for one in answer.json["refused"])
    assert owner.post(f"/instances/{run.id}/migrate", {"version": 9}).status_code == 404


def test_a_case_goes_on_elsewhere(house: House, owner: Caller) -> None:
    run = house.start("p")
    moved = owner.post(f"/instances/{run.id}/move", {"element": "a", "to": "b", "reason": "on paper"}).json
    assert [token["element"] for token in moved["tokens"]] == ["b"]
    refused = owner.post(f"/instances/{run.id}/move", {"element": "b", "to": "start"})
    assert (refused.status_code, refused.json["refused"][0]["code"]) == (409, "target_unsuitable")


def test_variables_are_mended_and_stuck_work_is_done_by_hand(house: House, owner: Caller) -> None:
    script = {"script": "1 + missing.much", "result": "x"}
    house.deploy(q__bpmn=drawing("q", "start > s:script > a:user > end", s=script))
    run = house.start("q")
    changed = owner.patch(f"/instances/{run.id}/variables", {"variables": {"y": 1}, "reason": "typo"}).json
    assert changed["variables"]["y"] == 1
    stuck = changed["incidents"][0]["id"]
    answer = owner.post(f"/incidents/{stuck}/resolve", {"result": {"x": 5}, "reason": "by hand"}).json
    assert (answer["status"], run.open) == ("waiting", ["a"])


def test_only_a_process_owner_steers(house: House, owner: Caller, call: Call) -> None:
    run = house.start("p")
    for path, body in (("migrate", {"version": 2}), ("move", {"element": "a", "to": "b"})):
        assert call("ann").post(f"/instances/{run.id}/{path}", body).status_code == 403


def test_many_cases_are_migrated_each_in_its_own_way(house: House, owner: Caller, call: Call) -> None:
    here, gone = house.start("p"), house.start("p")
    gone.task("a").completed_by("ann")
    house.deploy(p__bpmn=drawing("p", "start > a:user > c:user > end", a={"assignee": "ann"}))
    dry = owner.post("/processes/p/migrate", {"version": 2, "dry_run": True}).json
    assert [bool(item["refused"]) for item in dry["items"]] == [False, True]
    assert here.row.version == 1
    done = owner.post("/processes/p/migrate", {"version": 2, "reason": "new rules"}).json
    assert [(item["migrated"], bool(item["refused"])) for item in done["items"]] == [(True, False), (False, True)]
    assert (here.row.version, gone.row.version, done["next"]) == (2, 1, None)
    house.settle()
    assert "migrated" in [notice["kind"] for notice in call("ann").get("/notices").json["items"]]


def test_of_a_list_each_case_has_its_answer(house: House, owner: Caller, call: Call) -> None:
    run, other = house.start("p"), "no-such-case"
    house.deploy(p__bpmn=drawing("p", "start > a:user > c:user > end", a={"assignee": "ann"}))
    asked = {"version": 2, "instances": [run.id, other]}
    items = owner.post("/processes/p/migrate", asked).json["items"]
    assert [item["migrated"] for item in items] == [True, False]
    assert items[1]["refused"][0]["code"] == "instance_unknown"
    assert call("ann").post("/processes/p/migrate", asked).status_code == 403


def found(caller: Caller, **asked: object) -> list[str]:
    return [one["business_key"] for one in caller.get("/instances?" + urlencode(asked)).json["items"]]


def test_cases_are_found_by_day_age_customer_owner_and_department(house: House, owner: Caller, call: Call) -> None:
    with house.unit() as ctx:
        access.add_department(ctx, "south")
        access.add_department(ctx, "sz", parent="south")
    house.person("bob", department="sz")
    assert call("bob").post("/customers", {"number": "C-1", "name": "甲", "department": "sz"}).status_code == 201
    with house.unit() as ctx:
        instances.start(ctx, "p", business_key="first", customer_id=find(ctx, "C-1").id)
    house.later(days=5)
    call("bob").post("/clock/advance", {"seconds": 5 * 86_400})
    with house.unit() as ctx:
        instances.start(ctx, "p", business_key="second")
    day = house.now.date()
    assert found(owner, started_from=day) == ["second"]
    assert found(owner, started_until=day - timedelta(days=1)) == ["first"]
    assert (found(owner, older=5), found(owner, older=6)) == (["first"], [])
    assert (
        found(owner, department="south") == found(owner, owner="bob") == found(call("bob"), customer="C-1") == ["first"]
    )
    assert (found(owner, customer="C-1"), found(owner, customer="C-2"), found(owner, owner="own")) == (
        ["first"],
        [],
        [],
    )


def test_cases_are_found_by_why_they_are_stuck(house: House, owner: Caller) -> None:
    house.deploy(q__bpmn=drawing("q", "start > s:script > end", s={"script": "1 + missing.much", "result": "x"}))
    with house.unit() as ctx:
        instances.start(ctx, "q", business_key="stuck")
        instances.start(ctx, "p", business_key="well")
    (kind,) = owner.get("/incidents/kinds").json["items"]
    assert (kind["count"], bool(kind["message"])) == (1, True)
    assert (found(owner, stuck=kind["code"]), found(owner, stuck="other")) == (["stuck"], [])
