"""Taking back what one has just done to a task, and what was typed by whom it was taken from."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
LEAVE = drawing("leave", "start > ask:user > end", ask={"groups": "班组"})


@pytest.fixture
def team(house: House, call: Call) -> Call:
    house.person("ann", groups=("班组",)).person("bob", groups=("班组",)).person("carl")
    house.person("pam", "process_owner")
    house.deploy(leave__bpmn=LEAVE)
    return call


@pytest.fixture
def task(team: Call) -> str:
    team("carl").post("/instances", {"process": "leave"})
    return str(team("ann").get("/tasks").json["items"][0]["id"])


def did(team: Call, who: str, task: str, verb: str, **body: Any) -> Any:
    return team(who).post(f"/tasks/{task}/{verb}", body)


def holder(team: Call, task: str) -> str | None:
    return team("pam").get(f"/tasks/{task}").json["assignee"]


@pytest.mark.parametrize(
    ("before", "verb", "back"),
    [
        ([], "claim", None),
        (["claim"], "release", "ann"),
        (["claim"], "delegate", "ann"),
        (["claim"], "reassign", "ann"),
        ([], "reassign", None),
    ],
)
def test_what_was_just_done_is_taken_back_and_both_stand_on_record(
    team: Call, task: str, before: list[str], verb: str, back: str | None
) -> None:
    for step in before:
        did(team, "ann", task, step)
    assert did(team, "ann", task, verb, **({"to": "bob"} if verb in ("delegate", "reassign") else {})).json
    undone = did(team, "ann", task, "undo")
    assert (undone.status_code, undone.json["assignee"], holder(team, task)) == (200, back, back)


def test_a_delegation_taken_back_leaves_no_owner(team: Call, task: str) -> None:
    did(team, "ann", task, "claim")
    did(team, "ann", task, "delegate", to="bob")
    did(team, "ann", task, "undo")
    assert team("ann").get("/tasks?status=delegated").json["items"] == []
    assert [one["id"] for one in team("bob").get("/tasks?status=mine").json["items"]] == []


def test_a_task_handed_on_twice_goes_back_to_its_owners_sight(team: Call, task: str) -> None:
    did(team, "ann", task, "claim")
    did(team, "ann", task, "delegate", to="bob")
    did(team, "bob", task, "reassign", to="carl")
    did(team, "bob", task, "undo")
    assert [one["id"] for one in team("ann").get("/tasks?status=delegated").json["items"]] == [task]
    assert holder(team, task) == "bob"


@pytest.mark.parametrize("since", ["release", "reassign", "complete"])
def test_nothing_is_taken_back_once_something_has_happened_since(team: Call, task: str, since: str) -> None:
    did(team, "ann", task, "reassign", to="bob")
    did(team, "bob", task, since, **({"to": "carl"} if since == "reassign" else {}))
    refused = did(team, "ann", task, "undo")
    assert (refused.status_code, refused.json["code"]) in [(409, "undo_too_late"), (409, "task_completed")]


def test_nobody_takes_back_what_another_did(team: Call, task: str) -> None:
    assert did(team, "ann", task, "undo").status_code == 409
    did(team, "ann", task, "claim")
    assert did(team, "bob", task, "undo").status_code == 409
    assert holder(team, task) == "ann"


def test_many_are_taken_back_at_once(team: Call, task: str) -> None:
    did(team, "ann", task, "claim")
    (told,) = team("ann").post("/tasks/bulk", {"verb": "undo", "ids": [task]}).json["results"]
    assert (told["ok"], holder(team, task)) == (True, None)


def test_what_was_typed_before_a_step_was_taken_away_is_offered_to_who_has_it_now(house: House, team: Call) -> None:
    house.deploy(twice__bpmn=drawing("twice", "start > ask:user > more:user > end"))
    case = team("carl").post("/instances", {"process": "twice"}).json["id"]
    before = team("ann").get(f"/tasks?instance={case}").json["items"][0]["id"]
    did(team, "ann", before, "claim")
    did(team, "ann", before, "draft", data={"note": "half a sentence"})
    for old, new in (("ask", "more"), ("more", "ask")):
        team("pam").post(f"/instances/{case}/move", {"element": old, "to": new, "reason": "taken over"})
    after = team("bob").get(f"/tasks?instance={case}").json["items"][0]["id"]
    assert team("bob").get(f"/tasks/{after}").json["left"] == {"by": "ann", "data": {"note": "half a sentence"}}
    did(team, "bob", after, "draft", data={"note": "mine"})
    assert team("bob").get(f"/tasks/{after}").json["left"] is None
