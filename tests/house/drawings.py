"""A drawing as the house tests look at it: elements, flows, and where they stand on the paper. No engine."""

from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

PROCESSES = Path(__file__).resolve().parents[2] / "processes"
FILES = sorted(PROCESSES.glob("*/*.bpmn"))
NS = {
    "b": "http://www.omg.org/spec/BPMN/20100524/MODEL",
    "di": "http://www.omg.org/spec/BPMN/20100524/DI",
    "dc": "http://www.omg.org/spec/DD/20100524/DC",
    "s": "http://spiffworkflow.org/bpmn/schema/1.0/core",
}
Box = tuple[float, float, float, float]


@dataclass
class Thing:
    """A flow node or a sequence flow, with its settings, its box on the paper and the box of its label."""

    id: str
    kind: str
    name: str
    settings: dict[str, str]
    lane: str | None = None
    around: tuple[str, ...] = ()
    """The subprocesses that it stands in."""
    box: Box | None = None
    label: Box | None = None
    drawn: bool = False
    out: list["Thing"] = field(default_factory=list)
    default: str | None = None
    condition: str | None = None


def read(file: Path) -> dict[str, Thing]:
    """Every flow node and sequence flow of the file, by id; a node's `out` are its outgoing flows."""
    root = etree.parse(file).getroot()
    things = {node.get("id"): _thing(node) for node in root.iterfind(".//b:process//b:*[@id]", NS) if _counts(node)}
    for thing in things.values():
        node = root.find(f".//b:process//b:*[@id='{thing.id}']", NS)
        thing.around = tuple(outer.get("id") for outer in node.iterancestors(f"{{{NS['b']}}}subProcess"))
    for lane in root.iterfind(".//b:lane", NS):
        for reference in lane.iterfind("b:flowNodeRef", NS):
            things[reference.text].lane = lane.get("id")
    for flow in root.iterfind(".//b:sequenceFlow", NS):
        things[flow.get("sourceRef")].out.append(things[flow.get("id")])
    for shape in root.iterfind(".//di:BPMNPlane/di:*", NS):
        thing = things.get(shape.get("bpmnElement"))
        if thing is not None:
            thing.drawn, thing.box, thing.label = True, _box(shape, "dc:Bounds"), _box(shape, "di:BPMNLabel/dc:Bounds")
    return things


def lanes(file: Path) -> dict[str, Box]:
    """The box of each lane."""
    root = etree.parse(file).getroot()
    ids = {lane.get("id") for lane in root.iterfind(".//b:lane", NS)}
    boxes = {shape.get("bpmnElement"): _box(shape, "dc:Bounds") for shape in root.iterfind(".//di:BPMNShape", NS)}
    return {key: box for key, box in boxes.items() if key in ids and box}


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def within(inner: Box, outer: Box) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _counts(node: etree._Element) -> bool:
    tag = etree.QName(node).localname
    return tag.endswith(("Task", "Event", "Gateway", "subProcess", "callActivity", "sequenceFlow")) or tag == "task"


def _thing(node: etree._Element) -> Thing:
    settings = {p.get("name"): p.get("value") for p in node.iterfind("b:extensionElements/s:properties/s:property", NS)}
    condition = node.findtext("b:conditionExpression", namespaces=NS)
    kind = etree.QName(node).localname
    definition = next(
        (etree.QName(inner).localname for inner in node if str(inner.tag).endswith("EventDefinition")), ""
    )
    kind += f":{definition.removesuffix('EventDefinition')}" if definition else ""
    return Thing(node.get("id"), kind, node.get("name", ""), settings, default=node.get("default"), condition=condition)


def _box(shape: etree._Element, path: str) -> Box | None:
    bounds = shape.find(path, NS)
    if bounds is None:
        return None
    x, y, width, height = (float(bounds.get(side)) for side in ("x", "y", "width", "height"))
    return x, y, x + width, y + height
