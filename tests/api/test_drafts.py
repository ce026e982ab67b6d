"""Changes are drafts until another process owner has approved them; nobody approves their own, on no route."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
TASK = {"form": "work_item", "groups": "all"}
LEAVE = drawing("leave", "start > ask:user > end", name="请假", ask=TASK)
LONGER = drawing("leave", "start > ask:user > check:user > end", name="请假", ask=TASK, check={**TASK, "name": "复核"})
OTHERS = drawing("leave", "start > wish:user > end", name="请假", wish=TASK)
BROKEN = drawing("leave", "start > ask:user > end", name="请假", ask={**TASK, "assignee": "=1 +"})
FORMLESS = drawing("leave", "start > ask:user > end", name="请假", ask={"groups": "all"})


@pytest.fixture
def owners(house: House, call: Call) -> tuple[Caller, Caller]:
    house.person("own", "process_owner").person("other", "process_owner").person("ann")
    house.deploy("forms/work_item")
    return call("own"), call("other")


@pytest.fixture
def strict(app: Flask, owners: tuple[Caller, Caller]) -> tuple[Caller, Caller]:
    """An installation that requires a review of every deployment."""
    found = app.extensions["keflow"]
    app.extensions["keflow"] = replace(found, config=replace(found.config, require_review=True))
    return owners


def send(caller: Caller, path: str, content: bytes = LEAVE, name: str = "leave.bpmn") -> Any:
    return caller.post(path, data={"files": [(BytesIO(content), name)]}, content_type="multipart/form-data")


def proposed(caller: Caller, content: bytes = LEAVE, **told: Any) -> str:
    draft: str = send(caller, "/drafts", content).json["id"]
    answer = caller.post(f"/drafts/{draft}/submit", {"why": "更清楚", **told})
    assert answer.status_code == 200, answer.json
    return draft


def test_a_deployment_waits_for_another_owner(strict: tuple[Caller, Caller], call: Call) -> None:
    own, other = strict
    draft = send(own, "/deployments").json["draft"]
    assert call("ann").post("/instances", {"process": "leave"}).status_code == 404
    assert other.get(f"/drafts/{draft}").json["contents"] == {"leave.bpmn": LEAVE.decode()}
    published = other.post(f"/drafts/{draft}/approve", {})
    assert [(one["key"], one["version"]) for one in published.json["processes"]] == [("leave", 1)]
    assert call("ann").post("/instances", {"process": "leave"}).status_code == 201
    assert other.post(f"/drafts/{draft}/approve", {}).status_code == 409
    assert [(one["id"], one["status"]) for one in own.get("/drafts").json["items"]] == [(draft, "approved")]


def test_nobody_approves_what_they_proposed(owners: tuple[Caller, Caller], call: Call) -> None:
    own, _ = owners
    draft = proposed(own)
    refused = own.post(f"/drafts/{draft}/approve", {})
    assert (refused.status_code, refused.json["code"]) == (403, "four_eyes")
    assert call("ann").post(f"/drafts/{draft}/approve", {}).status_code == 403
    assert own.post(f"/drafts/{draft}/reject", {"reason": "还要改"}).json["status"] == "withdrawn"


def test_the_settings_stream_tells_who_proposed_and_who_approved(owners: tuple[Caller, Caller], house: House) -> None:
    own, other = owners
    other.post(f"/drafts/{proposed(own)}/approve", {"comment": "可以"})
    told = {entry.fact: (entry.actor, entry.data) for entry in house.ledger("settings")}
    assert told["DraftProposed"][0] == "own"
    assert told["DraftApproved"][0] == "other"
    assert "可以" in told["DraftApproved"][1]
    assert '"reviewed":true' in told["DefinitionDeployed"][1]


@pytest.mark.parametrize("content", [BROKEN, FORMLESS], ids=["broken", "without a form"])
def test_what_would_run_wrongly_is_saved_but_not_submitted(owners: tuple[Caller, Caller], content: bytes) -> None:
    own, _ = owners
    draft = send(own, "/drafts", content).json["id"]
    refused = own.post(f"/drafts/{draft}/submit", {"why": "试试"})
    assert refused.status_code == 422
    assert {one["element"] for one in refused.json["findings"]} >= {"ask"}
    assert "error" in {one["severity"] for one in own.get(f"/drafts/{draft}").json["findings"]}


def test_without_a_reason_nothing_is_submitted(owners: tuple[Caller, Caller]) -> None:
    own, _ = owners
    draft = send(own, "/drafts").json["id"]
    assert own.post(f"/drafts/{draft}/submit", {"why": " "}).status_code == 422
    assert own.get(f"/drafts/{draft}").json["status"] == "editing"


def test_a_draft_says_what_it_changes(owners: tuple[Caller, Caller]) -> None:
    own, other = owners
    other.post(f"/drafts/{proposed(own)}/approve", {})
    [item] = other.get(f"/drafts/{proposed(own, LONGER)}/changes").json["items"]
    assert (item["kind"], item["key"], item["version"]) == ("process", "leave", 1)
    assert ("check", "复核", "added") in {(one["element"], one["name"], one["what"]) for one in item["changes"]}


def test_what_was_drawn_from_an_older_version_is_not_published(owners: tuple[Caller, Caller]) -> None:
    own, other = owners
    other.post(f"/drafts/{proposed(own)}/approve", {})
    late = proposed(own, LONGER)
    own.post(f"/drafts/{proposed(other, OTHERS)}/approve", {})
    refused = other.post(f"/drafts/{late}/approve", {})
    assert (refused.status_code, refused.json["code"]) == (409, "draft_outdated")
    send(own, f"/drafts?draft={late}", LONGER)
    own.post(f"/drafts/{late}/submit", {"why": "在新版上重做"})
    assert other.post(f"/drafts/{late}/approve", {}).json["processes"][0]["version"] == 3


def test_nobody_changes_the_draft_of_another(owners: tuple[Caller, Caller]) -> None:
    own, other = owners
    draft = proposed(own)
    for answer in (
        send(other, f"/drafts?draft={draft}", LONGER),
        other.post(f"/drafts/{draft}/submit", {"why": "…"}),
        other.post(f"/drafts/{draft}/publish", {"reason": "…"}),
    ):
        assert answer.status_code == 403
    assert other.get(f"/drafts/{draft}").json["contents"] == {"leave.bpmn": LEAVE.decode()}


def test_going_back_is_a_change_like_any_other(owners: tuple[Caller, Caller]) -> None:
    own, other = owners
    for content in (LEAVE, LONGER):
        other.post(f"/drafts/{proposed(own, content)}/approve", {})
    draft = own.post("/drafts/earlier", {"kind": "process", "key": "leave", "version": 1}).json["id"]
    own.post(f"/drafts/{draft}/submit", {"why": "复核没有必要"})
    assert own.post(f"/drafts/{draft}/approve", {}).status_code == 403
    assert other.post(f"/drafts/{draft}/approve", {}).json["processes"][0]["version"] == 3
    assert own.get("/processes/leave/versions/3/bpmn").get_data() == LEAVE


def test_everybody_finds_their_part(owners: tuple[Caller, Caller]) -> None:
    own, other = owners
    draft = proposed(own)

    def seen(caller: Caller, view: str) -> list[str]:
        return [one["id"] for one in caller.get(f"/drafts?view={view}").json["items"]]

    assert (seen(own, "mine"), seen(own, "review")) == ([draft], [])
    assert (seen(other, "mine"), seen(other, "review")) == ([], [draft])
    assert own.get(f"/drafts/{draft}").json["verbs"] == ["save", "publish", "withdraw"]
    assert other.get(f"/drafts/{draft}").json["verbs"] == ["approve", "reject"]
    other.post(f"/drafts/{draft}/approve", {})
    assert seen(other, "published") == [draft]
