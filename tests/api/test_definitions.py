"""Deploying and asking decisions over HTTP."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.kit import House
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
LEAVE = drawing("leave", "start > ask:user > end", name="请假")


def rule(name: str, condition: str, fee: str) -> str:
    entries = f'<inputEntry id="{name}_i"><text>{condition}</text></inputEntry>'
    return f'<rule id="{name}">{entries}<outputEntry id="{name}_o"><text>{fee}</text></outputEntry></rule>'


FEES = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="fees" name="fees" namespace="keflow">
  <inputData id="age_input" name="age"><variable name="age" typeRef="number"/></inputData>
  <decision id="fee" name="Fee"><variable name="Fee" typeRef="number"/>
    <informationRequirement><requiredInput href="#age_input"/></informationRequirement>
    <decisionTable id="t" hitPolicy="UNIQUE">
      <input id="i"><inputExpression typeRef="number"><text>age</text></inputExpression></input>
      <output id="o" typeRef="number"/>
      {rule("young", "&lt; 18", "0.10")}{rule("old", "&gt;= 18", "2.50")}
    </decisionTable></decision></definitions>""".encode()


@pytest.fixture
def owner(house: House, call: Call) -> Caller:
    house.person("own", "process_owner").person("ann")
    return call("own")


def deploy(caller: Caller, query: str = "", **files: bytes) -> Any:
    sent = [(BytesIO(content), name.replace("__", ".")) for name, content in files.items()]
    return caller.post(f"/deployments{query}", data={"files": sent}, content_type="multipart/form-data")


def test_deployed_files_become_versions_and_unchanged_ones_stay(owner: Caller) -> None:
    first = deploy(owner, leave__bpmn=LEAVE, fees__dmn=FEES)
    assert first.status_code == 201, first.json
    assert [(one["key"], one["version"]) for one in first.json["processes"]] == [("leave", 1)]
    again = deploy(owner, leave__bpmn=LEAVE.replace("请假".encode(), "休假".encode()), fees__dmn=FEES)
    assert again.json["processes"][0]["version"] == 2
    assert again.json["decisions"][0]["version"] == 1
    assert [one["version"] for one in owner.get("/processes/leave").json["versions"]] == [2, 1]


def test_the_drawing_comes_back_as_it_was_sent(owner: Caller) -> None:
    deploy(owner, leave__bpmn=LEAVE)
    answer = owner.get("/processes/leave/versions/1/bpmn")
    assert (answer.get_data(), answer.mimetype) == (LEAVE, "application/xml")


@pytest.mark.parametrize("content", [b"", b"not xml", b"<!DOCTYPE x><x/>", b"<definitions/>"])
def test_what_cannot_be_read_is_refused_with_findings(owner: Caller, content: bytes) -> None:
    refused = deploy(owner, leave__bpmn=LEAVE, broken__bpmn=content)
    assert refused.status_code == 422
    [finding] = [one for one in refused.json["findings"] if one["file"] == "broken.bpmn"]
    assert finding["message"]
    assert finding["remedy"]
    assert owner.get("/processes").json["items"] == []


def test_checking_stores_nothing(owner: Caller) -> None:
    checked = deploy(owner, "?check=true", leave__bpmn=LEAVE)
    assert checked.status_code == 200
    assert "findings" in checked.json
    assert owner.get("/processes").json["items"] == []


def test_staff_do_not_deploy(owner: Caller, call: Call) -> None:
    assert deploy(call("ann"), leave__bpmn=LEAVE).status_code == 403


def test_a_decision_explains_its_answer(owner: Caller, call: Call) -> None:
    deploy(owner, fees__dmn=FEES)
    told = call("ann").post("/decisions/fee/evaluate", {"variables": {"age": 40}}).json
    assert (told["matched"], told["version"]) == (["old"], 1)
    assert float(told["result"]) == 2.5
    assert call("ann").post("/decisions/evaluate", {"model": "fees", "decision": "Fee", "variables": {"age": 4}}).json[
        "matched"
    ] == ["young"]


def test_numbers_come_back_exactly(owner: Caller) -> None:
    deploy(owner, fees__dmn=FEES)
    answer = owner.post("/decisions/fee/evaluate", {"variables": {"age": 4}})
    assert float(answer.json["result"]) == 0.1


def test_a_decision_that_is_missing_or_fails_says_so(owner: Caller) -> None:
    deploy(owner, fees__dmn=FEES)
    assert owner.post("/decisions/none/evaluate", {"variables": {}}).status_code == 404
    told = owner.post("/decisions/fee/evaluate", {"variables": {}}).json
    assert told["result"] is None
    assert told["error"]


def test_the_catalogue_says_what_a_process_is_for_and_what_its_start_asks(owner: Caller) -> None:
    told = LEAVE.replace(
        b'isExecutable="true">', b'isExecutable="true"><documentation>\xe8\xaf\xb7\xe5\x81\x87</documentation>', 1
    )
    asks = drawing("asks", "start > ask:user > end", start={"form": "wish"})
    deploy(owner, leave__bpmn=told, asks__bpmn=asks, wish__schema__json=b'{"type": "object", "properties": {}}')
    items = {item["key"]: item for item in owner.get("/processes").json["items"]}
    assert (items["leave"]["description"], items["leave"]["start_form"]) == ("请假", None)
    assert items["asks"]["start_form"]["schema"] == {"type": "object", "properties": {}}
