"""Small BPMN drawings in a line each, for tests that are about something else than drawing.

    drawing("leave", "start > ask:user > end", ask={"assignee": "ann", "name": "申请"})

A flow list is `a > b > c; b > d`; a node's kind is said once, after a colon. Settings become spiffworkflow:properties;
`condition` on a node guards the flow that leads into it, `default` names a gateway's default target.
"""

import itertools
from typing import Any
from xml.sax.saxutils import quoteattr

KINDS = {
    "user": "userTask",
    "manual": "manualTask",
    "task": "task",
    "service": "serviceTask",
    "rule": "businessRuleTask",
    "script": "scriptTask",
    "send": "sendTask",
    "call": "callActivity",
    "xor": "exclusiveGateway",
    "and": "parallelGateway",
    "or": "inclusiveGateway",
    "event": "eventBasedGateway",
    "start": "startEvent",
    "end": "endEvent",
    "catch": "intermediateCatchEvent",
    "throw": "intermediateThrowEvent",
    "boundary": "boundaryEvent",
}
ATTRIBUTES = ("name", "default", "attachedToRef", "cancelActivity", "calledElement")


def drawing(key: str, flows: str, *, name: str = "", **nodes: dict[str, Any]) -> bytes:
    """One executable process as BPMN XML."""
    kinds: dict[str, str] = {}
    edges: list[tuple[str, str]] = []
    for chain in flows.split(";"):
        names = [part.strip() for part in chain.split(">")]
        for word in names:
            node, _, kind = word.partition(":")
            if kind or node not in kinds:
                kinds[node] = kind or kinds.get(node) or node.rstrip("0123456789_")
        edges += [(a.partition(":")[0], b.partition(":")[0]) for a, b in itertools.pairwise(names)]
    body = "".join(_node(node, KINDS[kind], nodes.get(node, {}), edges) for node, kind in kinds.items())
    body += "".join(_flow(a, b, nodes.get(b, {})) for a, b in edges)
    messages = {word for settings in nodes.values() if (word := settings.get("message"))}
    roots = "".join(f'<message id="message_{word}" name="{word}"/>' for word in sorted(messages))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        ' xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" targetNamespace="keflow" id="defs">'
        f'{roots}<process id="{key}" name={quoteattr(name or key)} isExecutable="true">{body}</process></definitions>'
    ).encode()


def _node(node: str, tag: str, settings: dict[str, Any], edges: list[tuple[str, str]]) -> str:
    settings = dict(settings)
    settings.pop("condition", None)
    if "default" in settings:
        settings["default"] = f"{node}_to_{settings['default']}"
    attributes = "".join(f" {word}={quoteattr(str(settings.pop(word)))}" for word in ATTRIBUTES if word in settings)
    inner = ""
    if timer := settings.pop("timer", None):
        duration = f'<timeDuration xsi:type="tFormalExpression">{timer}</timeDuration>'
        inner += f"<timerEventDefinition>{duration}</timerEventDefinition>"
    if cycle := settings.pop("cycle", None):
        repeated = f'<timeCycle xsi:type="tFormalExpression">{cycle}</timeCycle>'
        inner += f"<timerEventDefinition>{repeated}</timerEventDefinition>"
    if message := settings.pop("message", None):
        inner += f'<messageEventDefinition messageRef="message_{message}"/>'
    if (code := settings.pop("error", None)) is not None:
        inner += f'<errorEventDefinition errorRef="{code}"/>' if code else "<errorEventDefinition/>"
    if script := settings.pop("script", None):
        inner += f"<script>{script}</script>"
    properties = "".join(
        f"<spiffworkflow:property name={quoteattr(word)} value={quoteattr(str(value))}/>"
        for word, value in settings.items()
    )
    if properties:
        inner = (
            f"<extensionElements><spiffworkflow:properties>{properties}</spiffworkflow:properties></extensionElements>"
            + inner
        )
    return f'<{tag} id="{node}"{attributes}>{inner}</{tag}>'


def _flow(a: str, b: str, target: dict[str, Any]) -> str:
    condition = target.get("condition")
    inner = (
        f'<conditionExpression xsi:type="tFormalExpression">{_text(condition)}</conditionExpression>'
        if condition
        else ""
    )
    return f'<sequenceFlow id="{a}_to_{b}" sourceRef="{a}" targetRef="{b}">{inner}</sequenceFlow>'


def _text(condition: str) -> str:
    return condition.replace("&", "&amp;").replace("<", "&lt;")
