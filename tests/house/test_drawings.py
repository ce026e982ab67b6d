"""The drawing conventions: a diagram that staff can read, and in which nothing is left to guess."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from engine import runtime
from tests.house.drawings import FILES, PROCESSES, Thing, lanes, overlap, read, within

FORMS = PROCESSES.parent / "forms"
ALLOWED = {
    *("startEvent", "startEvent:message", "startEvent:timer", "endEvent", "endEvent:message"),
    *("userTask", "manualTask", "serviceTask", "businessRuleTask", "callActivity", "subProcess", "sequenceFlow"),
    *("exclusiveGateway", "parallelGateway", "boundaryEvent:timer", "boundaryEvent:message"),
    *("intermediateCatchEvent:timer", "intermediateCatchEvent:message", "intermediateThrowEvent:message"),
    "intermediateThrowEvent",  # a milestone
}
DUE = re.compile(r"\d+(min|h|d|w|mo|bh|wd)|[=$].+")

drawing = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def of_kind(things: dict[str, Thing], *kinds: str) -> list[Thing]:
    return [thing for thing in things.values() if thing.kind.split(":")[0] in kinds]


def test_every_folder_holds_one_process_of_its_own_name() -> None:
    folders = {folder.name for folder in PROCESSES.iterdir() if folder.is_dir()} - {"rules"}
    assert {file.stem for file in FILES} == folders == {file.parent.name for file in FILES}


@drawing
def test_only_what_staff_can_read(file: Path) -> None:
    assert {thing.kind for thing in read(file).values()} <= ALLOWED


@drawing
def test_every_user_task_has_role_due_date_help_and_form(file: Path) -> None:
    for task in of_kind(read(file), "userTask"):
        assert task.lane or task.settings.get("groups") or task.settings.get("assignee"), task.id
        assert DUE.fullmatch(task.settings["due"]), task.id
        assert task.settings["help"], task.id
        assert task.settings["help:en"], task.id
        assert (FORMS / task.settings["form"]).is_dir(), task.id


@drawing
def test_every_choice_has_a_default_and_says_when_else(file: Path) -> None:
    for gateway in of_kind(read(file), "exclusiveGateway"):
        if len(gateway.out) > 1:
            assert [flow.id for flow in gateway.out if not flow.condition] == [gateway.default], gateway.id
            assert all(flow.name and flow.settings["name:en"] for flow in gateway.out), gateway.id


@drawing
def test_names_are_in_both_languages_and_ids_are_codes(file: Path) -> None:
    things = read(file)
    for thing in things.values():
        assert re.fullmatch(r"[a-z][a-z0-9_]*", thing.id), thing.id
        joins = thing.kind.endswith("Gateway") and len(thing.out) == 1
        if thing.kind != "sequenceFlow" and not joins:
            assert thing.name, thing.id
            assert thing.settings["name:en"], thing.id


@drawing
def test_everything_is_drawn_and_nothing_overlaps(file: Path) -> None:
    things = read(file)
    assert [thing.id for thing in things.values() if not thing.drawn] == []
    for one, other in combinations([t for t in things.values() if t.box], 2):
        attached = "boundaryEvent" in one.kind + other.kind
        nested = one.id in other.around or other.id in one.around
        assert attached or nested or not overlap(one.box, other.box), (one.id, other.id)


@drawing
def test_labels_lie_on_nothing(file: Path) -> None:
    file_things = read(file)
    things = [*file_things.values()]
    labels = [(thing.id, thing.label) for thing in things if thing.label]
    for (one, label), (other, second) in combinations(labels, 2):
        assert not overlap(label, second), (one, other)
    for one, label in labels:
        around = file_things[one].around
        assert [t.id for t in things if t.box and t.id not in around and overlap(label, t.box)] == [], one


@drawing
def test_every_element_stands_in_its_lane(file: Path) -> None:
    boxes = lanes(file)
    for thing in read(file).values():
        if thing.box and thing.lane and "boundary" not in thing.kind:
            assert within(thing.box, boxes[thing.lane]), thing.id


@drawing
def test_a_process_says_what_it_is_for_in_plain_words(file: Path) -> None:
    (model,) = runtime.parse(file.read_bytes()).models
    for text in (model.description, model.description_en):
        assert text, file.stem
        assert not re.search(r"\b[DTPF]\d\d?\b|\(00\d\)|\.md", text), text
