"""Where a review is required a deployment is a draft until another process owner has approved it."""

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
LEAVE = drawing("leave", "start > ask:user > end", name="请假")


@pytest.fixture
def owners(app: Flask, house: House, call: Call) -> tuple[Caller, Caller]:
    found = app.extensions["keflow"]
    app.extensions["keflow"] = replace(found, config=replace(found.config, require_review=True))
    house.person("own", "process_owner").person("other", "process_owner").person("ann")
    return call("own"), call("other")


def propose(caller: Caller, content: bytes = LEAVE) -> Any:
    files = [(BytesIO(content), "leave.bpmn")]
    return caller.post("/deployments", data={"files": files}, content_type="multipart/form-data")


def test_a_deployment_waits_for_another_owner(owners: tuple[Caller, Caller], call: Call) -> None:
    own, other = owners
    draft = propose(own).json["draft"]
    assert call("ann").post("/instances", {"process": "leave"}).status_code == 404
    assert other.get(f"/drafts/{draft}").json["contents"] == {"leave.bpmn": LEAVE.decode()}
    published = other.post(f"/drafts/{draft}/approve", {})
    assert [(one["key"], one["version"]) for one in published.json["processes"]] == [("leave", 1)]
    assert call("ann").post("/instances", {"process": "leave"}).status_code == 201
    assert other.post(f"/drafts/{draft}/approve", {}).status_code == 409
    assert [(one["id"], one["status"]) for one in own.get("/drafts").json["items"]] == [(draft, "approved")]


def test_nobody_approves_what_they_proposed(owners: tuple[Caller, Caller], call: Call) -> None:
    own, _ = owners
    draft = propose(own).json["draft"]
    refused = own.post(f"/drafts/{draft}/approve", {})
    assert (refused.status_code, refused.json["code"]) == (403, "four_eyes")
    assert call("ann").post(f"/drafts/{draft}/approve", {}).status_code == 403
    assert own.post(f"/drafts/{draft}/reject", {"reason": "还要改"}).json["status"] == "rejected"


def test_the_settings_stream_tells_who_proposed_and_who_approved(owners: tuple[Caller, Caller], house: House) -> None:
    own, other = owners
    other.post(f"/drafts/{propose(own).json['draft']}/approve", {})
    told = {entry.fact: (entry.actor, entry.data) for entry in house.ledger("settings")}
    assert told["DraftProposed"][0] == "own"
    assert told["DraftApproved"][0] == "other"
    assert '"reviewed":true' in told["DefinitionDeployed"][1]


def test_what_cannot_be_deployed_is_no_draft(owners: tuple[Caller, Caller]) -> None:
    refused = propose(owners[0], b"<!DOCTYPE x><x/>")
    assert (refused.status_code, owners[0].get("/drafts").json["items"]) == (422, [])
