"""A BPMN file's own coordinates as a picture: no browser, no layout, no guess. A file without a drawing has none."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from engine.handbook import marks
from engine.handbook.picture import Circle, Line, Mark, Picture, Point, Rect, Style, Text, breadth, svg, wrapped

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
PROPERTY = "{http://spiffworkflow.org/bpmn/schema/1.0/core}property"
SCOPES = ("subProcess", "transaction", "adHocSubProcess")
MARGIN, BAND, LINE = 20, 30, 1.25
FILLS = {"userTask": "#e8f1fd", "manualTask": "#e8f1fd", "businessRuleTask": "#fdf4e3"}
PAPER, WHITE = Style(fill="#ffffff", stroke="#8292a5", width=1.2), "#ffffff"

Box = tuple[float, float, float, float]
Xml = Any


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of the plan: the element it shows, where it stands, and where its label may."""

    node: Xml
    kind: str
    box: Box
    label: Box | None
    name: str
    expanded: bool
    upright: bool


def drawn(content: bytes, language: str = "zh", words: Mapping[str, str] | None = None) -> str | None:
    """The drawing of a file as SVG in a language (`words` translate names that carry no second name of their own, as
    lanes do); None when the file has no drawing or is not BPMN."""
    found = picture(content, language, words)
    return None if found is None else svg(found)


def picture(content: bytes, language: str = "zh", words: Mapping[str, str] | None = None) -> Picture | None:
    """The same as strokes."""
    found = root(content)
    plane = None if found is None else found.find(f".//{DI}BPMNPlane")
    if found is None or plane is None:
        return None
    nodes = {node.get("id"): node for node in found.iter() if node.get("id") and str(node.tag).startswith(BPMN)}
    translated = dict(words or {}) if language == "en" else {}
    shapes = [shape for one in plane.iterfind(f"{DI}BPMNShape") if (shape := _shape(one, nodes, language, translated))]
    if not shapes:
        return None
    edges = [one for one in plane.iterfind(f"{DI}BPMNEdge") if len(_points(one)) > 1]
    sheet = _sheet(shapes, [point for edge in edges for point in _points(edge)])
    sheet.title = next((_name(node, language, translated) for node in found.iter(f"{BPMN}process")), "")
    for shape in sorted((shape for shape in shapes if _holds(shape)), key=lambda shape: -shape.box[2] * shape.box[3]):
        sheet.marks += _frame(shape)
    for edge in edges:
        sheet.marks += _edge(edge, nodes.get(edge.get("bpmnElement")), nodes, language, translated)
    for shape in sorted((shape for shape in shapes if not _holds(shape)), key=lambda one: one.kind == "boundaryEvent"):
        sheet.marks += _thing(shape)
    return sheet


def root(content: bytes) -> Xml | None:
    """The file as a tree; None for what is not XML, or brings definitions of its own."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if tree is None or tree.getroottree().docinfo.doctype else tree


def _box(bounds: Xml | None) -> Box | None:
    if bounds is None:
        return None
    try:
        x, y, width, height = (float(bounds.get(part)) for part in ("x", "y", "width", "height"))
    except (TypeError, ValueError):
        return None
    return x, y, width, height


def _shape(drawn: Xml, nodes: Mapping[str, Xml], language: str, words: Mapping[str, str]) -> Shape | None:
    node, box = nodes.get(drawn.get("bpmnElement")), _box(drawn.find(f"{DC}Bounds"))
    if node is None or box is None:
        return None
    kind, label = etree.QName(node).localname, _box(drawn.find(f"{DI}BPMNLabel/{DC}Bounds"))
    expanded = drawn.get("isExpanded") != "false" and box[3] > 100
    upright = drawn.get("isHorizontal") == "false"
    return Shape(node, kind, box, label, _name(node, language, words), expanded, upright)


def _name(node: Xml, language: str, words: Mapping[str, str]) -> str:
    name = " ".join((node.get("name") or node.findtext(f"{BPMN}text") or "").split())
    if language != "en":
        return name
    own = node.find(f"{BPMN}extensionElements")
    told = () if own is None else own.iter(PROPERTY)
    second = next((one.get("value", "") for one in told if one.get("name") == "name:en"), "")
    if not second and node.get("processRef"):
        called = node.getroottree().getroot().find(f"{BPMN}process[@id='{node.get('processRef')}']")
        second = "" if called is None else _name(called, language, words)
    return second or words.get(name, name)


def _points(edge: Xml) -> tuple[Point, ...]:
    try:
        return tuple((float(one.get("x")), float(one.get("y"))) for one in edge.iterfind(WAYPOINT))
    except (TypeError, ValueError):
        return ()


def _sheet(shapes: list[Shape], points: list[Point]) -> Picture:
    boxes = [box for shape in shapes for box in (shape.box, shape.label) if box]
    xs = [x for box in boxes for x in (box[0], box[0] + box[2])] + [x for x, _ in points]
    ys = [y for box in boxes for y in (box[1], box[1] + box[3])] + [y for _, y in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    return Picture(min(xs) - MARGIN, min(ys) - MARGIN, width + 2 * MARGIN, height + 2 * MARGIN)


def _holds(shape: Shape) -> bool:
    return shape.kind in ("participant", "lane") or (shape.kind in SCOPES and shape.expanded)


def _frame(shape: Shape) -> list[Mark]:
    x, y, width, height = shape.box
    if shape.kind in SCOPES:
        dash = "4 3" if shape.node.get("triggeredByEvent") == "true" else ""
        outline = Rect(x, y, width, height, 10, Style(fill="#f8fafc", dash=dash))
        return [outline, *_lines(shape.name, x + width / 2, y + 20, width - 24, 1, 12)]
    band = Style(fill="#eef2f7" if shape.kind == "participant" else "#f7f9fb", stroke="#8292a5", width=1.2)
    if shape.upright:
        top = Rect(x, y, width, min(BAND, height), 0, band)
        return [Rect(*shape.box, 0, PAPER), top, *_lines(shape.name, x + width / 2, y + 20, width, 1, 12)]
    name = (wrapped(shape.name, height - 10, 12) or [""])[0]
    side = Rect(x, y, min(BAND, width), height, 0, band)
    return [Rect(*shape.box, 0, PAPER), side, Text(x + BAND / 2 + 4, y + height / 2, name, 12, True)]


def _thing(shape: Shape) -> list[Mark]:
    if shape.kind.endswith("Event"):
        return _event(shape)
    if shape.kind.endswith("Gateway"):
        return _gateway(shape)
    if shape.kind in ("dataObjectReference", "dataStoreReference", "textAnnotation", "group"):
        return _beside(shape)
    return _activity(shape)


def _event(shape: Shape) -> list[Mark]:
    x, y, r = _middle(shape)
    thrown = shape.kind in ("endEvent", "intermediateThrowEvent")
    dash = "3 2" if "false" in (shape.node.get("isInterrupting"), shape.node.get("cancelActivity")) else ""
    rings: list[Mark] = [Circle(x, y, r, Style(WHITE, width=3 if shape.kind == "endEvent" else 1.5, dash=dash))]
    if shape.kind in ("boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent"):
        rings.append(Circle(x, y, r - 3.5, Style(width=1.2, dash=dash)))
    tags = [etree.QName(one).localname for one in shape.node if str(one.tag).endswith("EventDefinition")]
    kind = tags[0].removesuffix("EventDefinition") if tags else None
    kind = {"conditional": "condition", "compensate": "compensation"}.get(kind or "", kind)
    return [*rings, *marks.event(kind, x, y, r, thrown), *_label(shape)]


def _gateway(shape: Shape) -> list[Mark]:
    x, y, r = _middle(shape)
    diamond = Line(((x, y - r), (x + r, y), (x, y + r), (x - r, y)), Style(fill=WHITE), True)
    return [diamond, *marks.gateway(shape.kind, x, y, r), *_label(shape)]


def _middle(shape: Shape) -> tuple[float, float, float]:
    x, y, width, height = shape.box
    return x + width / 2, y + height / 2, min(width, height) / 2


def _beside(shape: Shape) -> list[Mark]:
    x, y, width, height = shape.box
    if shape.kind == "textAnnotation":
        bracket = Line(((x + 12, y), (x, y), (x, y + height), (x + 12, y + height)))
        return [bracket, *_inside(shape.name, shape.box)]
    dash = Style(fill=None if shape.kind == "group" else WHITE, dash="6 4" if shape.kind == "group" else "")
    return [Rect(x, y, width, height, 4, dash), *_label(shape)]


def _activity(shape: Shape) -> list[Mark]:
    x, y, width, height = shape.box
    bold = 3 if shape.kind == "callActivity" else 1.5
    found: list[Mark] = [Rect(x, y, width, height, 10, Style(FILLS.get(shape.kind, WHITE), width=bold))]
    found += marks.task(shape.kind, x + 15, y + 14)
    signs = _signs(shape)
    for place, sign in enumerate(signs):
        found += marks.repeats(sign, x + width / 2 + 18 * (place - (len(signs) - 1) / 2), y + height - 11)
    return found + _inside(shape.name, (x, y, width, height - (14 if signs else 0)))


def _signs(shape: Shape) -> list[str]:
    signs = []
    several = shape.node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if several is not None:
        signs.append("sequential" if several.get("isSequential") == "true" else "parallel")
    if shape.node.find(f"{BPMN}standardLoopCharacteristics") is not None:
        signs.append("loop")
    return [*signs, "folded"] if shape.kind in SCOPES or shape.kind == "callActivity" else signs


def _inside(name: str, box: Box) -> list[Mark]:
    """A label in the middle of a box: smaller, and at last cut, where it is long."""
    x, y, width, height = box
    size = next((size for size in (12, 11, 10) if _fits(name, width - 12, height - 18, size)), 9)
    lines = wrapped(name, width - 12, size)
    room = max(1, int((height - 10) / (size * LINE)))
    if len(lines) > room:
        lines = [*lines[: room - 1], lines[room - 1][:-1] + "…"]
    top = y + height / 2 - (len(lines) - 1) * size * LINE / 2 + size * 0.36
    return [Text(x + width / 2, top + place * size * LINE, line, size) for place, line in enumerate(lines)]


def _fits(name: str, width: float, height: float, size: float) -> bool:
    return len(wrapped(name, width, size)) * size * LINE <= height


def _label(shape: Shape) -> list[Mark]:
    """A label beside its shape: where the file puts it, else below."""
    if not shape.name:
        return []
    x, y, width, _height = shape.label or (shape.box[0] - 32, shape.box[1] + shape.box[3] + 4, shape.box[2] + 64, 14)
    return _lines(shape.name, x + width / 2, y + 11, max(width, 90) + 4, 3, 11)


def _lines(name: str, middle: float, baseline: float, width: float, most: int, size: float) -> list[Mark]:
    lines = wrapped(name, width, size)[:most]
    return [Text(middle, baseline + place * size * LINE, line, size) for place, line in enumerate(lines)]


def _edge(edge: Xml, flow: Xml | None, nodes: Mapping[str, Xml], language: str, words: Mapping[str, str]) -> list[Mark]:
    points = _points(edge)
    kind = "" if flow is None else etree.QName(flow).localname
    if kind not in ("sequenceFlow", "messageFlow"):
        return [Line(points, Style(dash="2 3", width=1.2))]
    message = kind == "messageFlow"
    found: list[Mark] = [Line(points, Style(width=1.4, dash="7 4" if message else ""))]
    found += marks.arrow(points, hollow=message)
    if message:
        found.append(Circle(*points[0], 4, Style(fill=WHITE, width=1.2)))
    source = nodes.get(flow.get("sourceRef")) if flow is not None else None
    if source is not None and flow is not None and source.get("default") == flow.get("id"):
        found.append(_slash(points))
    return found + _named(edge, points, _name(flow, language, words))


def _slash(points: tuple[Point, ...]) -> Line:
    (x0, y0), (x1, y1) = points[0], points[1]
    long = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 or 1
    x, y = x0 + 9 * (x1 - x0) / long, y0 + 9 * (y1 - y0) / long
    return Line(((x - 4, y + 5), (x + 4, y - 5)), Style(width=1.4))


def _named(edge: Xml, points: tuple[Point, ...], name: str) -> list[Mark]:
    """A flow's name where the file puts it, else beside its first stretch, on a bit of paper of its own."""
    if not name:
        return []
    box = _box(edge.find(f"{DI}BPMNLabel/{DC}Bounds"))
    x = box[0] + box[2] / 2 if box else (points[0][0] + points[1][0]) / 2
    y = box[1] + 11 if box else (points[0][1] + points[1][1]) / 2 - 4
    lines = _lines(name, x, y, max(box[2] if box else 0, 90) + 4, 2, 11)
    wide = max(breadth(line.text, 11) for line in lines if isinstance(line, Text))
    paper = Rect(x - wide / 2 - 1, y - 10, wide + 2, 13 * len(lines), 0, Style(fill=WHITE, stroke=None))
    return [paper, *lines]
