"""Who is asked about a step and who is told of it, as far as the drawing says so: read from what follows the step up to
the next thing that people do. Approvers are asked (C); whoever gets a notice, the departments that a change goes to and
customers who are written to are told (I). What no drawing names is not made up."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from engine.handbook.drawing import BPMN, PROPERTY, root

APPROVERS, NAMED, CUSTOMER, DEPARTMENTS = "approvers", "chosen", "told_customer", "told_departments"
"""Codes of words.SAYS beside the names of groups."""
PEOPLE = frozenset({"userTask", "manualTask", "subProcess", "callActivity", "receiveTask"})
ASKED = {"approval": APPROVERS}
CHANGE = "requirement_changed"
"""The message by which departments learn of a change."""
GROUP, TO = re.compile(r"\bgroup:(.*?)(?:,\s*\w+:|\}\s*$)", re.S), re.compile(r"\bto:\s*(?!null\b)\S")
WORD = re.compile(r'"([^"]+)"')


@dataclass(frozen=True, slots=True)
class Beside:
    """Group names and codes, in the order of the drawing."""

    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()


NOBODY = Beside()


@lru_cache(maxsize=256)
def beside(content: bytes) -> Mapping[str, Beside]:
    """For each step for people of a BPMN file whom its drawing names beside those who do it."""
    found = root(content)
    if found is None:
        return {}
    nodes = {node.get("id"): node for node in found.iter() if node.get("id") and str(node.tag).startswith(BPMN)}
    next_: dict[str, list[str]] = {}
    for flow in found.iter(f"{BPMN}sequenceFlow"):
        next_.setdefault(flow.get("sourceRef"), []).append(flow.get("targetRef"))
    for edge in found.iter(f"{BPMN}boundaryEvent"):
        next_.setdefault(edge.get("attachedToRef"), []).append(edge.get("id"))
    steps = [key for key, node in nodes.items() if _kind(node) in ("userTask", "manualTask")]
    return {step: _of(step, nodes, next_) for step in steps}


def _of(step: str, nodes: Mapping[str, Any], next_: Mapping[str, list[str]]) -> Beside:
    asked: dict[str, None] = {}
    told: dict[str, None] = {}
    waiting, seen = list(next_.get(step, ())), {step}
    while waiting:
        key = waiting.pop(0)
        if key in seen or key not in nodes:
            continue
        seen.add(key)
        node = nodes[key]
        if _kind(node) in PEOPLE:
            asked |= dict.fromkeys([ASKED[node.get("calledElement")]] if node.get("calledElement") in ASKED else [])
            continue
        told |= dict.fromkeys(_told(node, nodes))
        waiting += next_.get(key, ())
    return Beside(tuple(asked), tuple(told))


def _told(node: Any, nodes: Mapping[str, Any]) -> Iterator[str]:
    settings = {one.get("name"): one.get("value", "") for one in _own(node)}
    given = settings.get("in", "")
    if settings.get("service") == "notice.send":
        groups = GROUP.search(given)
        yield from WORD.findall(groups[1].partition(" then ")[2] or groups[1]) if groups else ()
        if TO.search(given):
            yield NAMED
    elif settings.get("service") == "customer.message":
        yield CUSTOMER
    for event in node.iter(f"{BPMN}messageEventDefinition"):
        message = nodes.get(event.get("messageRef"))
        if message is not None and message.get("name") == CHANGE and _kind(node) != "startEvent":
            yield DEPARTMENTS


def _own(node: Any) -> Iterator[Any]:
    told = node.find(f"{BPMN}extensionElements")
    return iter(()) if told is None else told.iter(PROPERTY)


def _kind(node: Any) -> str:
    return str(etree.QName(node).localname)
