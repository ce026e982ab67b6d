"""Texts, messages and links over HTTP."""

from collections.abc import Callable

import pytest

from tests.api.conftest import Caller
from tests.kit import House

Call = Callable[[str | None], Caller]
GOOD = {"subject": "投诉 {number}", "body": "在 {reply_by} 前答复"}


@pytest.fixture
def shop(house: House) -> House:
    house.deploy("forms/public_complaint")
    return house.person("ann").person("dora", "process_owner")


def save(who: Caller, texts: dict[str, object]):
    body = {"purpose": "service", "texts": texts}
    return who._send("PUT", "/message-templates/complaint_received", json=body)


def test_a_text_is_saved_and_an_internal_field_is_refused_by_place(shop: House, call: Call) -> None:
    dora = call("dora")
    assert save(dora, {"zh": GOOD, "en": GOOD}).json["version"] == 1
    refused = save(dora, {"zh": {**GOOD, "body": "合同 {contract_amount}"}, "en": GOOD})
    assert (refused.status_code, [one["path"] for one in refused.json["errors"]]) == (422, ["texts.zh.body"])
    assert save(call("ann"), {"zh": GOOD, "en": GOOD}).status_code == 403
    listed = {one["key"]: one["version"] for one in call("ann").get("/message-templates").json["items"]}
    assert (listed["complaint_received"], listed["survey_invitation"]) == (1, 0)


def test_a_link_is_made_and_opens(shop: House, call: Call) -> None:
    made = call("ann").post("/public-links", {"page": "complaint", "days": 30})
    assert (made.status_code, made.json["until"]) == (201, "2026-04-01T01:00:00Z")
    path = made.json["url"].removeprefix("http://localhost")
    assert call(None).client.get(path).status_code == 200
    assert call("ann").post("/public-links", {"page": "opt-out"}).status_code == 422
    assert call("ann").post("/public-links", {"page": "complaint", "customer": "C-404"}).status_code == 404


def test_deviations_are_listed(shop: House, call: Call) -> None:
    assert call("dora").get("/deviations").json == {"items": [], "next": None}
    assert call("dora").get("/deviations/report").json == {"items": []}
