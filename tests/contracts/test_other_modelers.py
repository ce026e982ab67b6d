"""Drawings and tables that other modelers have opened, changed and saved come back with that change and no other."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.definitions.diff import compare
from engine.definitions.differences import Change
from engine.feel import dmn

ROOT = Path(__file__).resolve().parents[2]
WEBUI = ROOT / "webui"
DRAWINGS = sorted((ROOT / "processes").rglob("*.bpmn"))
TABLES = sorted((ROOT / "processes").rglob("*.dmn"))
MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
BPMN, DMN = f"{{{MODEL}}}", "{https://www.omg.org/spec/DMN/20191111/MODEL/}"
DEFAULTS = (("hitPolicy", "UNIQUE"), ("preferredOrientation", "Rule-as-Row"))
"""What the standard says when nothing is written."""
NEW_NAME, BY = "改过的名称", 15

FOREIGN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" xmlns:x="http://other.example/x"
 xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0">
 <process id="p" isExecutable="true" camunda:historyTimeToLive="P30D">
  <startEvent id="start"><outgoing>f1</outgoing></startEvent>
  <sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
  <userTask id="ask" name="Ask" camunda:assignee="ann" camunda:candidateGroups="sales"
    camunda:formKey="f" x:colour="red">
   <extensionElements>
    <camunda:taskListener event="create" class="a.B"/>
    <zeebe:formDefinition formId="f"/>
    <zeebe:assignmentDefinition candidateGroups="sales"/>
    <zeebe:ioMapping><zeebe:input source="=a" target="b"/></zeebe:ioMapping>
    <x:note kind="mine">kept</x:note>
   </extensionElements>
   <incoming>f1</incoming><outgoing>f2</outgoing>
  </userTask>
  <sequenceFlow id="f2" sourceRef="ask" targetRef="end"/>
  <endEvent id="end"><incoming>f2</incoming></endEvent>
 </process>
</definitions>"""


def saved(*asked: dict[str, Any]) -> list[str]:
    """What the other modeler writes for each of these."""
    node = shutil.which("node")
    if node is None or not (WEBUI / "node_modules" / "camunda-bpmn-moddle").is_dir():
        pytest.skip("no node, or the pages' packages are not installed: run `npm ci` in webui/")
    command = [node, "tools/modeler.mjs"]
    done = subprocess.run(command, cwd=WEBUI, input=json.dumps(asked), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [one["text"] for one in json.loads(done.stdout)]


def edited(path: Path, knows: str) -> tuple[dict[str, Any], str]:
    """A file whose first named step (or decision) another modeler will call otherwise and move."""
    text = path.read_text("utf-8")
    top = etree.fromstring(text.encode())
    kinds = (f"{DMN}decision",) if path.suffix == ".dmn" else (f"{BPMN}userTask", f"{BPMN}serviceTask")
    one = next(node for node in top.iter(*kinds) if node.get("name"))
    edit = {"element": one.get("id"), "name": NEW_NAME, "by": BY}
    return {"name": path.name, "text": text, "knows": knows, "edit": edit}, one.get("id")


def told(changes: list[Change]) -> list[tuple[str, str]]:
    return sorted((one.element, one.field) for one in changes)


@pytest.mark.parametrize("knows", ["nothing", "camunda", "zeebe"])
def test_a_drawing_edited_elsewhere_comes_back_with_that_change_alone(knows: str) -> None:
    asked = [edited(path, knows) for path in DRAWINGS]
    for (sent, element), text in zip(asked, saved(*(one for one, _ in asked)), strict=True):
        found = compare("process", sent["text"].encode(), text.encode())
        assert told(found) == [(element, "name"), (element, "place")], sent["name"]
        assert {one.new for one in found if one.field == "name"} == {NEW_NAME}


def test_a_drawing_edited_elsewhere_says_all_that_it_said() -> None:
    """Not only what the comparison looks at: every element, attribute and text of ours is there."""
    asked = [{"name": path.name, "text": path.read_text("utf-8"), "knows": "camunda"} for path in DRAWINGS]
    for sent, text in zip(asked, saved(*asked), strict=True):
        assert content(text) == content(sent["text"]), sent["name"]


def test_a_table_edited_elsewhere_comes_back_with_that_change_alone() -> None:
    asked = [edited(path, "nothing")[0] for path in TABLES]
    for sent, text in zip(asked, saved(*asked), strict=True):
        assert content(text.replace(NEW_NAME, "")) == content(unnamed(sent)), sent["name"]
        assert not dmn.read(text.encode()).refused


def unnamed(sent: dict[str, Any]) -> str:
    top = etree.fromstring(sent["text"].encode())
    top.find(f".//*[@id='{sent['edit']['element']}']").set("name", "")
    return str(etree.tostring(top, encoding="unicode"))


@pytest.mark.parametrize("knows", ["keflow", "camunda", "zeebe"])
def test_what_other_modelers_write_is_kept_by_ours(knows: str) -> None:
    (text,) = saved({"name": "foreign.bpmn", "text": FOREIGN, "knows": knows})
    assert content(text) == content(FOREIGN)


def content(text: str) -> list[tuple[Any, ...]]:
    """Every element with its attributes and text, in no order: modelers sort them as they like. Boxes aside."""
    found = []
    for one in etree.fromstring(text.encode()).iter(etree.Element):
        name = etree.QName(one).localname
        if name in ("Bounds", "waypoint"):
            continue
        written = sorted(pair for pair in one.attrib.items() if pair not in DEFAULTS and "www.w3.org" not in pair[0])
        found.append((name, *written, (one.text or "").strip()))
    return sorted(found, key=str)
