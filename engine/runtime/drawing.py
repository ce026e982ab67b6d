"""From bytes to a clean BPMN tree: safe parsing, and the small repairs that every tool's files need.

Safe means: no DOCTYPE, no entities, no network, bounded size. The repairs work on the tree, before anything is built
from it: flows get ids, references lose their prefixes, referenced event definitions are copied to where they are used,
and a link throw gets a flow to its link catch. Ids made here start with `GENERATED` and never leave this room.
"""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from engine.feel import Finding

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
GENERATED = ":"
GENERATED_FROM = "{urn:keflow}from"
"""The attribute of a process that was made out of a global task, which keeps its id."""
MAX_BYTES = 16 * 1024 * 1024

TASKS = {
    *("task", "userTask", "manualTask", "scriptTask", "serviceTask", "sendTask", "receiveTask", "businessRuleTask"),
    *("callActivity",),
}
SCOPES = {"subProcess", "transaction", "adHocSubProcess"}
GATEWAYS = {"exclusiveGateway", "parallelGateway", "inclusiveGateway", "complexGateway", "eventBasedGateway"}
EVENTS = {"startEvent", "endEvent", "intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}
ACTIVITIES = TASKS | SCOPES
CHOREOGRAPHY = {"choreographyTask", "subChoreography", "callChoreography"}
NODES = ACTIVITIES | GATEWAYS | EVENTS | CHOREOGRAPHY | {"implicitThrowEvent"}
GLOBAL_TASKS = {f"global{name[0].upper()}{name[1:]}": name for name in TASKS - {"callActivity"}}
DEFINITIONS = {
    f"{kind}EventDefinition": kind
    for kind in ("message", "signal", "timer", "error", "escalation", "terminate", "cancel", "link")
} | {"conditionalEventDefinition": "condition", "compensateEventDefinition": "compensation"}
REFERENCES = (
    "messageRef",
    "signalRef",
    "errorRef",
    "escalationRef",
    "attachedToRef",
    "sourceRef",
    "targetRef",
    "default",
)

Xml = Any


class Unreadable(Exception):
    """The bytes are not a BPMN file at all; carries the finding that says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.finding = Finding(code, None, params)


def q(tag: str) -> str:
    """The qualified name of a BPMN tag."""
    return f"{{{BPMN}}}{tag}"


def tag(node: Xml) -> str:
    """The BPMN tag of a node without its namespace; the empty text for anything that is not BPMN."""
    name = node.tag
    return name[len(BPMN) + 2 :] if isinstance(name, str) and name.startswith(f"{{{BPMN}}}") else ""


def child(node: Xml, name: str) -> Xml | None:
    """The first BPMN child of that tag."""
    return node.find(q(name))


def text(node: Xml | None) -> str:
    """All text of a node, stripped; the empty text for None."""
    return "".join(node.itertext()).strip() if node is not None else ""


def nodes(scope: Xml) -> Iterator[Xml]:
    """The flow nodes that stand directly in a process or subprocess."""
    return (node for node in scope if tag(node) in NODES)


def flows(scope: Xml) -> Iterator[Xml]:
    """The sequence flows that stand directly in a process or subprocess."""
    yield from scope.iterchildren(q("sequenceFlow"))


def definitions(node: Xml) -> list[tuple[str, Xml]]:
    """The event definitions of an event, as (kind, node)."""
    return [(DEFINITIONS[name], inner) for inner in node if (name := tag(inner)) in DEFINITIONS]


def handler_of(boundary: Xml) -> str:
    """The id of the activity that a compensation boundary event is associated with; the empty text without one."""
    for link in boundary.getroottree().getroot().iter(q("association")):
        ends = (link.get("sourceRef"), link.get("targetRef"))
        if boundary.get("id") in ends:
            other: str = ends[1] if ends[0] == boundary.get("id") else ends[0]
            return other or ""
    return ""


def read(xml: bytes) -> Xml:
    """The root of a safe, repaired tree. Raises Unreadable."""
    if len(xml) > MAX_BYTES:
        raise Unreadable("file_too_large", bytes=len(xml), limit=MAX_BYTES)
    if not xml.strip():
        raise Unreadable("file_empty")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "xml_broken", line=getattr(error, "lineno", 0) or 0, column=getattr(error, "offset", 0) or 0
        ) from error
    if root.getroottree().docinfo.doctype or root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("doctype")
    if root.tag != q("definitions"):
        raise Unreadable(
            "not_bpmn", root=str(etree.QName(root).localname), namespace=str(etree.QName(root).namespace or "")
        )
    repair(root)
    return root


def repair(root: Xml) -> None:
    """Makes the tree regular in place; what cannot be repaired is left for the linter."""
    known = {node.get("id"): node for node in root.iter() if isinstance(node.tag, str) and node.get("id")}
    for node in root.iter(f"{{{BPMN}}}*"):
        for name in REFERENCES:
            if (ref := node.get(name)) is not None and ref not in known and ":" in ref:
                node.set(name, ref.rpartition(":")[2])
    for ref in list(root.iter(q("eventDefinitionRef"))):
        target = known.get(text(ref)) if text(ref) in known else known.get(text(ref).rpartition(":")[2])
        if target is not None and tag(target) in DEFINITIONS:
            copy = deepcopy(target)
            copy.attrib.pop("id", None)
            ref.getparent().replace(ref, copy)
    for node in [one for one in root if tag(one) in GLOBAL_TASKS and one.get("id")]:
        _as_process(node)
    for scope in [*root.iter(q("process"), *(q(name) for name in SCOPES))]:
        _join_links(scope)
        for at, flow in enumerate(flows(scope)):
            if not flow.get("id"):
                flow.set("id", f"{GENERATED}flow{at}_{scope.get('id', '')}")


def _as_process(node: Xml) -> None:
    """A global task is a process with nothing but that task in it."""
    root = node.getparent()
    executable = any(one.get("isExecutable") != "false" for one in root.iterchildren(q("process")))
    process = etree.SubElement(root, q("process"), id=node.get("id"), name=node.get("name") or "")
    process.set("isExecutable", str(executable).lower())
    process.set(GENERATED_FROM, tag(node))
    node.tag = q(GLOBAL_TASKS[tag(node)])
    process.append(node)


def link_name(node: Xml, inner: Xml) -> str:
    """The name that a link event is matched by."""
    return inner.get("name") or node.get("name") or ""


def _join_links(scope: Xml) -> None:
    """A flow from each link throw to the one link catch of the same name in this scope."""
    catches: dict[str, list[Xml]] = {}
    throws: list[tuple[str, Xml]] = []
    for node in nodes(scope):
        for kind, inner in definitions(node):
            if kind == "link" and tag(node) == "intermediateCatchEvent":
                catches.setdefault(link_name(node, inner), []).append(node)
            elif kind == "link" and tag(node) == "intermediateThrowEvent":
                throws.append((link_name(node, inner), node))
    for name, node in throws:
        targets = catches.get(name, [])
        if len(targets) == 1 and node.get("id") and targets[0].get("id"):
            flow = etree.SubElement(scope, q("sequenceFlow"))
            flow.set("sourceRef", node.get("id"))
            flow.set("targetRef", targets[0].get("id"))
