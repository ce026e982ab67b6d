"""A drawing on paper: every shape of a file stands where the file puts it, every label can be read."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from engine.handbook.drawing import drawn, picture
from engine.handbook.picture import Rect, Text, breadth, wrapped

ROOT = Path(__file__).resolve().parents[3]
FILES = sorted((ROOT / "processes").glob("*/*.bpmn"))
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shipped_process_is_drawn_within_its_sheet(file: Path, language: str) -> None:
    sheet = picture(file.read_bytes(), language)
    assert sheet is not None
    assert sheet.title
    texts = [mark for mark in sheet.marks if isinstance(mark, Text)]
    for text in texts:
        assert sheet.left < text.x < sheet.left + sheet.width
        assert sheet.top < text.y < sheet.top + sheet.height
    told = drawn(file.read_bytes(), language)
    assert told is not None
    assert etree.fromstring(told).tag.endswith("svg")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_task_stands_where_the_file_puts_it_with_its_whole_name(file: Path) -> None:
    content = file.read_bytes()
    sheet, root = picture(content), etree.fromstring(content)
    assert sheet is not None
    names = {node.get("id"): node.get("name") for node in root.iter() if str(node.tag).endswith("serTask")}
    boxes = {(mark.x, mark.y) for mark in sheet.marks if isinstance(mark, Rect)}
    written = "".join(mark.text for mark in sheet.marks if isinstance(mark, Text)).replace(" ", "")
    for shape in root.iter(f"{DI}BPMNShape"):
        if name := names.get(shape.get("bpmnElement")):
            assert (float(shape[0].get("x")), float(shape[0].get("y"))) in boxes
            assert name.replace(" ", "") in written


def test_the_second_language_has_its_own_names() -> None:
    content = (ROOT / "processes/complaint/complaint.bpmn").read_bytes()
    told = drawn(content, "en", {"一线客服": "Front line"})
    assert told is not None
    assert "Registered?" in told
    assert "收到投诉" not in told
    assert "Front line" in told


BARE = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"/></definitions>'
DOCTYPE = b'<!DOCTYPE x [<!ENTITY e "e">]>' + BARE


@pytest.mark.parametrize(
    "content", [b"", b"no xml", b"<x/>", BARE, DOCTYPE], ids=["empty", "text", "xml", "bare", "dtd"]
)
def test_what_has_no_drawing_has_no_picture(content: bytes) -> None:
    assert drawn(content) is None


def test_a_broken_plan_shows_what_it_can() -> None:
    head, _, _ = BARE.partition(b"</definitions>")
    plan = (
        '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:c="http://www.omg.org/spec/DD/20100524/DC">'
        '<d:BPMNPlane><d:BPMNShape bpmnElement="t"><c:Bounds x="0" y="0" width="100" height="80"/></d:BPMNShape>'
        '<d:BPMNShape bpmnElement="gone"/><d:BPMNShape bpmnElement="t"><c:Bounds x="a"/></d:BPMNShape>'
        '<d:BPMNEdge bpmnElement="t"/></d:BPMNPlane></d:BPMNDiagram></definitions>'
    )
    told = drawn(
        head.replace(b'<process id="p"/>', b'<process id="p"><task id="t" name="a &lt; b"/></process>') + plan.encode()
    )
    assert told is not None
    assert "a &lt; b" in told


@given(st.text(max_size=60), st.integers(30, 200))
def test_wrapping_loses_nothing_and_keeps_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width, 12)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(breadth(line, 12) <= width for line in lines)
