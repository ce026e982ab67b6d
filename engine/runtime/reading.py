"""What a drawing says, without running it: its elements with their settings, its ways to start, the names it refers to.

This much is read from every process, executable or documentation only.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from engine.runtime import dialects
from engine.runtime.drawing import SCOPES, Xml, child, definitions, flows, nodes, q, tag, text
from engine.runtime.expressions import unwrap
from engine.runtime.model import Element, References, Start

DATA = {"dataInput", "dataOutput", "property", "dataObject", "dataObjectReference"}


@dataclass(slots=True)
class Roots:
    """What stands beside the processes of a file: messages, signals, errors, escalations and operations by id."""

    messages: dict[str, Xml] = field(default_factory=dict)
    signals: dict[str, Xml] = field(default_factory=dict)
    errors: dict[str, Xml] = field(default_factory=dict)
    escalations: dict[str, Xml] = field(default_factory=dict)
    operations: dict[str, Xml] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    """Data inputs and outputs by id: the name of the variable that they stand for."""


def roots(root: Xml) -> Roots:
    """Collects them."""
    found = Roots()
    tables = {"message": found.messages, "signal": found.signals, "error": found.errors}
    tables |= {"escalation": found.escalations, "operation": found.operations}
    for node in root.iter():
        name = tag(node)
        if name in tables and node.get("id"):
            tables[name][node.get("id")] = node
        elif name in DATA and node.get("id") and (title := node.get("name") or "").isidentifier():
            found.data[node.get("id")] = title
    return found


def scopes(process: Xml) -> Iterator[Xml]:
    """The process and every subprocess in it, outer ones first."""
    yield process
    for node in nodes(process):
        if tag(node) in SCOPES:
            yield from scopes(node)


def read_elements(process: Xml) -> dict[str, Element]:
    """Every flow node with an id, of the process and of its subprocesses, in the order of the file."""
    lanes = dialects.lanes(process)
    found: dict[str, Element] = {}
    for scope in scopes(process):
        outer = scope.get("id") if scope is not process else None
        for node in nodes(scope):
            if not (element := node.get("id")):
                continue
            settings = dialects.settings(node)
            for key, value in _from_attributes(node).items():
                settings.setdefault(key, value)
            kinds = definitions(node)
            found[element] = Element(
                element,
                tag(node),
                (node.get("name") or "").strip(),
                settings.get("name:en", ""),
                lanes.get(element) or (found[outer].lane if outer in found else None),
                kinds[0][0] if kinds else None,
                outer,
                settings,
                settings.get("help", ""),
            )
    return found


def _from_attributes(node: Xml) -> dict[str, str]:
    """Settings that BPMN itself has a place for."""
    name = tag(node)
    if name == "callActivity":
        return {"process": (node.get("calledElement") or "").rpartition(":")[2]} if node.get("calledElement") else {}
    if name == "scriptTask" and (script := text(child(node, "script"))):
        return {"script": script}
    if name in ("userTask", "manualTask"):
        return _resources(node)
    return {}


def _resources(node: Xml) -> dict[str, str]:
    """BPMN's own way to say who does a task (`humanPerformer`, `potentialOwner`), as Camunda's ancestors write it."""
    found: dict[str, str] = {}
    for role in node:
        if tag(role) not in ("humanPerformer", "potentialOwner", "performer"):
            continue
        formula = next(iter(role.iter(q("formalExpression"))), None)
        who = text(formula)
        if not who:
            continue
        if tag(role) != "potentialOwner":
            found["assignee"] = who
            continue
        for part in who.split(","):
            word = part.strip()
            key = "people" if word.startswith("user(") else "groups"
            word = (
                word[word.index("(") + 1 : -1] if word.startswith(("user(", "group(")) and word.endswith(")") else word
            )
            found[key] = f"{found[key]},{word}" if key in found else word
    return found


def implicit_starts(scope: Xml) -> list[Xml]:
    """Where a token begins in a scope that has no start event: at every node that nothing leads to."""
    targets = {flow.get("targetRef") for flow in flows(scope)}
    return [
        node
        for node in nodes(scope)
        if node.get("id")
        and node.get("id") not in targets
        and tag(node) != "boundaryEvent"
        and node.get("triggeredByEvent") != "true"
        and node.get("isForCompensation") != "true"
        and not (tag(node) == "intermediateCatchEvent" and any(kind == "link" for kind, _ in definitions(node)))
    ]


def read_starts(process: Xml, elements: Mapping[str, Element], found: Roots) -> tuple[Start, ...]:
    """The ways to start the process."""
    starts: list[Start] = []
    instantiating = False
    for node in nodes(process):
        if not node.get("id"):
            continue
        if tag(node) == "startEvent":
            kinds = [(kind, inner) for kind, inner in definitions(node)]
            starts += [_start(node, kind, inner, elements, found) for kind, inner in kinds] or [
                _plain(elements[node.get("id")])
            ]
        elif tag(node) == "receiveTask" and node.get("instantiate") == "true":
            starts.append(_start(node, "message", node, elements, found))
            instantiating = True
        elif tag(node) == "eventBasedGateway" and node.get("instantiate") == "true":
            instantiating = True
            targets = {flow.get("targetRef") for flow in flows(process) if flow.get("sourceRef") == node.get("id")}
            for target in nodes(process):
                if target.get("id") in targets:
                    inner = definitions(target) or [("message", target)]
                    starts += [_start(target, kind, definition, elements, found) for kind, definition in inner]
    if not starts and not instantiating:
        starts = [Start(node.get("id"), "none") for node in implicit_starts(process)[:1]]
    return tuple(starts)


def _plain(element: Element) -> Start:
    said = element.settings
    return Start(element.id, "none", form=said.get("form", ""), offered=said.get("offered", "").strip() != "no")


def _start(node: Xml, kind: str, inner: Xml, elements: Mapping[str, Element], found: Roots) -> Start:
    element = elements[node.get("id")]
    if kind == "message":
        name, correlation = message_of(inner, node, element, found)
        return Start(element.id, "message", name, "", correlation)
    if kind == "signal":
        return Start(element.id, "signal", signal_of(inner, found))
    if kind == "timer":
        return Start(element.id, "timer", "", timer_text(inner))
    condition = text(child(inner, "condition"))
    return Start(element.id, "condition", "", condition)


def message_of(inner: Xml, node: Xml, element: Element, found: Roots) -> tuple[str, str]:
    """The name and the correlation text of the message that an event definition (or a send or receive task) means."""
    ref = inner.get("messageRef") or ""
    if not ref and (operation := inner.get("operationRef") or text(child(inner, "operationRef"))) in found.operations:
        ref = text(child(found.operations[operation], "inMessageRef"))
    message = found.messages.get(ref)
    if message is None:
        message = found.messages.get(ref.rpartition(":")[2])
    own = element.settings.get("message", "")
    if message is None:
        return own, element.settings.get("correlation", "")
    name = own or message.get("name") or message.get("id") or ""
    return name, element.settings.get("correlation", "") or dialects.correlation(message)


def signal_of(inner: Xml, found: Roots) -> str:
    """The name of the signal that a definition refers to; the empty text when there is none."""
    signal = found.signals.get(inner.get("signalRef") or "")
    return "" if signal is None else signal.get("name") or signal.get("id") or ""


def timer_text(inner: Xml) -> str:
    """The text of a timer definition; the empty text when it has none."""
    for name in ("timeDate", "timeDuration", "timeCycle"):
        if (part := child(inner, name)) is not None:
            return text(part)
    return ""


def references(elements: Mapping[str, Element]) -> References:
    """The literal names that the elements refer to."""

    def literal(*keys: str) -> frozenset[str]:
        found: set[str] = set()
        for element in elements.values():
            for key in keys:
                source = element.settings.get(key, "")
                if source and not unwrap(source)[1] and "${" not in source:
                    found.update(part.strip() for part in source.split(",") if part.strip())
        return frozenset(found)

    human = {
        element.lane for element in elements.values() if element.lane and element.kind in ("userTask", "manualTask")
    }
    return References(
        calls=literal("process"),
        decisions=literal("decision"),
        forms=literal("form"),
        services=literal("service"),
        groups=literal("groups") | frozenset(human),
        people=literal("assignee", "people"),
    )
