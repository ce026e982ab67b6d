"""A few words to draw BPMN in tests: chains of elements with arrows, and the kind of each element.

    draw("s -> review -> x -[approved]-> e; x -[default]-> review", review="userTask")

Elements whose names begin with s, e, x, p, o and digits are start and end events, exclusive, parallel and inclusive
gateways; all others are plain tasks unless their kind is given. A kind may carry attributes and an inner text:
("boundaryEvent attachedToRef='a'", "<timerEventDefinition>…"). Property texts come from `properties`.
"""

import re
from typing import Any
from xml.sax.saxutils import escape

from engine import runtime as rt

NAMESPACES = (
    'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" '
    'xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
)
KINDS = {
    r"s\d*": "startEvent",
    r"e\d*": "endEvent",
    r"x\d*": "exclusiveGateway",
    r"p\d*": "parallelGateway",
    r"o\d*": "inclusiveGateway",
}
ARROW = re.compile(r"\s*-(?:\[(?P<condition>.*?)\]-)?>\s*")


def draw(chains: str, roots: str = "", **kinds: Any) -> bytes:
    """A file with one executable process `p`."""
    return f"<definitions {NAMESPACES} id='drawing'>{roots}{process('p', chains, **kinds)}</definitions>".encode()


def process(key: str, chains: str, **kinds: Any) -> str:
    """One executable process."""
    return f"<process id='{key}' isExecutable='true'>{body(chains, **kinds)}</process>"


def body(chains: str, **kinds: Any) -> str:
    """The nodes and flows of a scope."""
    nodes: dict[str, None] = {}
    flows, defaults = [], {}
    for chain in filter(None, (part.strip() for part in re.split(r"[;\n]", chains))):
        words = ARROW.split(chain)
        nodes.update(dict.fromkeys(words[::2]))
        for source, condition, target in zip(words[::2], words[1::2], words[2::2], strict=False):
            name = f"f{len(flows)}_{source}"
            inner = ""
            if condition == "default":
                defaults[source] = name
            elif condition:
                inner = f"<conditionExpression>{escape(condition)}</conditionExpression>"
            flows.append(f"<sequenceFlow id='{name}' sourceRef='{source}' targetRef='{target}'>{inner}</sequenceFlow>")
    nodes.update(dict.fromkeys(kinds))
    return "".join(_node(name, kinds.get(name), defaults.get(name)) for name in nodes) + "".join(flows)


def _node(name: str, kind: Any, default: str | None) -> str:
    opening, inner = kind if isinstance(kind, tuple) else (kind or _kind(name), "")
    attribute = f" default='{default}'" if default else ""
    return f"<{opening} id='{name}'{attribute}>{inner}</{opening.split()[0]}>"


def _kind(name: str) -> str:
    return next((kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, name)), "task")


def properties(**values: str) -> str:
    """keflow's own settings of an element."""
    inner = "".join(
        f'<spiffworkflow:property name="{name.rstrip("_")}" value="{escape(value, {chr(34): "&quot;"})}"/>'
        for name, value in values.items()
    )
    return f"<extensionElements><spiffworkflow:properties>{inner}</spiffworkflow:properties></extensionElements>"


def script(text: str, **settings: str) -> tuple[str, str]:
    """A script task."""
    return "scriptTask", f"{properties(**settings)}<script>{escape(text)}</script>"


def timer(text: str, kind: str = "timeDuration") -> str:
    """A timer's definition."""
    return f"<timerEventDefinition><{kind}>{escape(text)}</{kind}></timerEventDefinition>"


def boundary(host: str, inner: str, interrupting: bool = True) -> tuple[str, str]:
    """A boundary event of `host`."""
    return f"boundaryEvent attachedToRef='{host}' cancelActivity='{str(interrupting).lower()}'", inner


def model(xml: bytes) -> rt.Model:
    """The first model of a file that must be faultless."""
    parsed = rt.parse(xml)
    errors = [finding for finding in parsed.findings if finding.severity == "error"]
    assert not errors, errors
    return parsed.models[0]


def errors(xml: bytes) -> list[tuple[str, str | None]]:
    """The errors of a file, as (code, element)."""
    return [(one.code, one.element) for one in rt.parse(xml).findings if one.severity == "error"]
