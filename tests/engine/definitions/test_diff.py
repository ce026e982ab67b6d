"""What differs between two versions is told field by field, and nothing that does not differ is."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.definitions.diff import compare
from engine.definitions.differences import Change
from tests.kit.drawings import drawing
from tests.kit.house import ROOT

FILES = sorted([*ROOT.glob("processes/*/*.bpmn"), *ROOT.glob("processes/*/*.dmn")])
COMPLAINT = (ROOT / "processes/complaint/complaint.bpmn").read_bytes()
SEVERITY = (ROOT / "processes/rules/severity.dmn").read_bytes()


def kind(file: Path) -> str:
    return "process" if file.suffix == ".bpmn" else "decision"


def said(changes: list[Change]) -> set[tuple[str, str, str, str | None, str | None]]:
    return {(one.element, one.what, one.field, one.old, one.new) for one in changes}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_equal_files_do_not_differ(file: Path) -> None:
    assert compare(kind(file), file.read_bytes(), file.read_bytes()) == []
    assert {one.what for one in compare(kind(file), None, file.read_bytes())} >= {"added"}


def test_settings_conditions_and_timers_are_told_by_their_names() -> None:
    flows = "start > ask:user > wait:catch > which:xor > end; which > no:end"
    old = drawing("leave", flows, ask={"due": "1wd"}, wait={"timer": "PT1H"}, end={"condition": "a = 1"})
    new = drawing("leave", flows, ask={"due": "2wd"}, wait={"timer": "PT2H"}, end={"condition": "a = 2"})
    assert said(compare("process", old, new)) == {
        ("ask", "changed", "due", "1wd", "2wd"),
        ("wait", "changed", "timer", "PT1H", "PT2H"),
        ("which_to_end", "changed", "condition", "a = 1", "a = 2"),
    }


def test_steps_that_come_and_go_are_told_with_their_flows() -> None:
    old = drawing("leave", "start > ask:user > end")
    new = drawing("leave", "start > ask:user > check:user > end", check={"assignee": "ann"})
    told = said(compare("process", old, new))
    assert ("check", "added", "", None, None) in told
    assert ("check", "changed", "assignee", None, "ann") in told
    assert ("ask_to_end", "removed", "", None, None) in told


@given(st.data())
def test_every_changed_setting_is_told_once(data: st.DataObject) -> None:
    found = list(re.finditer(rb'<spiffworkflow:property name="([^"]+)" value="([^"]*)"', COMPLAINT))
    one = data.draw(st.sampled_from(found))
    new = COMPLAINT[: one.start(2)] + b"changed" + COMPLAINT[one.end(2) :]
    [change] = compare("process", COMPLAINT, new)
    assert (change.what, change.field, change.new) == ("changed", one[1].decode(), "changed")


@given(st.data())
def test_a_moved_shape_is_only_moved(data: st.DataObject) -> None:
    found = list(re.finditer(rb'<dc:Bounds x="(\d+)', COMPLAINT))
    one = data.draw(st.sampled_from(found))
    new = COMPLAINT[: one.start(1)] + b"9" + COMPLAINT[one.start(1) :]
    assert {change.what for change in compare("process", COMPLAINT, new)} <= {"moved"}


@given(st.data())
def test_every_changed_cell_is_told_once(data: st.DataObject) -> None:
    rules = SEVERITY.index(b"<rule")
    one = data.draw(st.sampled_from([m for m in re.finditer(rb"<text>([^<]*)</text>", SEVERITY) if m.start() > rules]))
    new = SEVERITY[: one.start(1)] + b"777" + SEVERITY[one.end(1) :]
    [change] = compare("decision", SEVERITY, new)
    assert (change.what, change.new) == ("changed", "777")
    assert change.field


def test_rows_that_change_places_are_moved() -> None:
    row = re.compile(rb"\s*<rule .*?</rule>", re.DOTALL)
    first, second = list(row.finditer(SEVERITY))[:2]
    swapped = SEVERITY[: first.start()] + second[0] + first[0] + SEVERITY[second.end() :]
    assert {(one.what, one.field, one.old, one.new) for one in compare("decision", SEVERITY, swapped)} == {
        ("moved", "row", "1", "2"),
        ("moved", "row", "2", "1"),
    }


def test_a_form_is_told_by_its_properties() -> None:
    old = b'{"schema": {"type": "object", "properties": {"a": {"maxLength": 5}}}}'
    new = b'{"schema": {"type": "object", "properties": {"a": {"maxLength": 9}, "b": {"type": "string"}}}}'
    assert said(compare("form", old, new)) == {
        ("a", "changed", "maxLength", "5", "9"),
        ("b", "added", "type", None, '"string"'),
    }
