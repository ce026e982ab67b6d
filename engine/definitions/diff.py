"""What differs between two versions of a file, field by field, in the terms that the modeler uses. Pure.

compare("process", old, new)  -> list of Change; `old` None: everything is new

A drawing's element is whatever has an id and is drawn, or stands at the top of the file (messages, errors). Its fields
are `name`, `type`, `lane`, `from`, `to`, `condition`, `timer`, `documentation`, keflow's own settings by their names,
and for the rest the path in the file; `place` when only the drawing moved.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import simplejson
from lxml import etree

from engine.definitions.diff_tables import cells
from engine.definitions.differences import ADDED, CHANGED, MOVED, REMOVED, Change

__all__ = ["Change", "compare"]

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
SPIFF = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
Xml = Any

KEPT_APART = ("process", "message", "signal", "error", "escalation", "participant", "lane", "dataStore")
SCOPES = ("process", "subProcess", "transaction", "adHocSubProcess", "collaboration")
PARTS = ("laneSet", "documentation", "extensionElements", "ioSpecification", "multiInstanceLoopCharacteristics")
NAMED = {
    "documentation": "documentation",
    "conditionExpression": "condition",
    "script": "script",
    "timeDuration": "timer",
    "timeDate": "timer",
    "timeCycle": "timer",
    "loopCardinality": "loop",
    "completionCondition": "until",
}
POINTERS = {"sourceRef": "from", "targetRef": "to", "calledElement": "called", "attachedToRef": "attached"}
SILENT = ("incoming", "outgoing", "flowNodeRef", "flowElementRef")


def compare(kind: str, old: bytes | None, new: bytes) -> list[Change]:
    """The changes from one content to the other; empty where nothing that matters differs."""
    if kind == "decision":
        return cells(old, new)
    if kind == "process":
        tops = [_parsed(one) for one in (old, new) if one is not None]
        names = _names(tops)
        return list(_elements({} if old is None else _drawing(tops[0], names), _drawing(tops[-1], names)))
    if kind == "form":
        return list(_places(_form(old), _form(new)))
    before = [] if old is None else [Change("", "", REMOVED, "text", old.decode("utf-8", "replace"), None)]
    return [] if old == new else [*before, Change("", "", ADDED, "text", None, new.decode("utf-8", "replace"))]


# --- drawings ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Drawn:
    """An element as it is compared: its fields, and where it is drawn."""

    name: str
    fields: Mapping[str, str]
    place: str


def _parsed(content: bytes) -> Xml:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)


def _names(tops: list[Xml]) -> dict[str, str]:
    """What references are called: by the newest name of what they point to, so that a new name there is no change here;
    by its id where two have the same name."""
    called = {one.get("id"): one.get("name") or one.get("id") for top in tops for one in top.iter() if one.get("id")}
    often = Counter(called.values())
    return {key: name if often[name] == 1 else key for key, name in called.items()}


def _drawing(top: Xml, names: Mapping[str, str]) -> dict[str, Drawn]:
    places = {one.get("bpmnElement"): _place(one) for one in top.iter() if one.get("bpmnElement")}
    found = {one.get("id"): one for one in top.iter() if _stands_alone(one, places)}
    lanes = {
        node.text: one.get("name") or "" for one in top.iter(f"{BPMN}lane") for node in one.iter(f"{BPMN}flowNodeRef")
    }
    drawn = {}
    for key, one in found.items():
        fields = dict(_fields(one, set(found), names))
        if lanes.get(key):
            fields["lane"] = lanes[key]
        drawn[key] = Drawn(one.get("name") or _flow(one, names), fields, places.get(key, ""))
    return drawn


def _stands_alone(one: Xml, places: Mapping[str, str]) -> bool:
    tag = str(one.tag)
    if not tag.startswith(BPMN) or not one.get("id"):
        return False
    above = str(one.getparent().tag).removeprefix(BPMN) if one.getparent() is not None else ""
    tag = tag.removeprefix(BPMN)
    return tag in KEPT_APART or (above in SCOPES and tag not in PARTS) or one.get("id") in places


def _place(shape: Xml) -> str:
    points = [one for one in shape if etree.QName(one).localname in ("Bounds", "waypoint")]
    return " ".join(",".join(f"{float(one.get(axis)):g}" for axis in ("x", "y", "width", "height") if one.get(axis))
                    for one in points)  # fmt: skip


def _flow(one: Xml, names: Mapping[str, str]) -> str:
    """A flow without a name of its own is called by its ends."""
    ends = [names.get(one.get(end), one.get(end)) for end in ("sourceRef", "targetRef") if one.get(end)]
    return " → ".join(ends) if len(ends) == 2 else ""


def _fields(one: Xml, alone: set[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name and value of everything that this element says; references by the names of what they point to."""
    yield "type", str(one.tag).removeprefix(BPMN)
    yield from _attributes(one, names)
    for own in one.iter(f"{SPIFF}property"):
        if _owner(own) is one:
            yield own.get("name") or "", own.get("value") or own.get("") or ""
    yield from _inside(one, "", alone, names)


def _attributes(one: Xml, names: Mapping[str, str], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in one.attrib.items():
        field = etree.QName(name).localname
        if field == "id" or field.startswith("schemaLocation"):
            continue
        yield (
            path + POINTERS.get(field, field),
            names.get(value, value) if field.endswith("Ref") or field == "default" else value,
        )


def _inside(one: Xml, path: str, alone: set[str], names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    counted: dict[str, int] = {}
    for child in one:
        tag = etree.QName(child).localname
        if child.get("id") in alone or tag in SILENT or child.tag == f"{SPIFF}properties":
            continue
        counted[tag] = counted.get(tag, 0) + 1
        again = f" {counted[tag]}" if counted[tag] > 1 else ""
        here = NAMED.get(tag) or (path if tag == "extensionElements" else f"{path}{tag}{again}")
        text = (child.text or "").strip()
        if text:
            yield here, names.get(text, text)
        deeper = "" if tag == "extensionElements" or tag in NAMED else f"{here} "
        if tag not in NAMED:
            yield from _attributes(child, names, deeper)
        if not len(child) and not text and not child.attrib:
            yield here, "✓"
        yield from _inside(child, deeper, alone, names)


def _owner(own: Xml) -> Xml:
    """The BPMN element whose extension a keflow setting is."""
    return own.getparent().getparent().getparent()


def _elements(old: Mapping[str, Drawn], new: Mapping[str, Drawn]) -> Iterator[Change]:
    for key, now in new.items():
        before = old.get(key)
        if before is None:
            yield Change(key, now.name, ADDED, "", None, None)
            if old:
                yield from _differ(key, now.name, {"type": now.fields["type"]}, now.fields)
            continue
        yield from _differ(key, now.name, before.fields, now.fields)
        if before.place != now.place and before.place and now.place:
            yield Change(key, now.name, MOVED, "place", before.place, now.place)
    for key in old.keys() - new.keys():
        yield Change(key, old[key].name, REMOVED, "", None, None)


def _differ(key: str, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for field in [*new, *(old.keys() - new.keys())]:
        if old.get(field) != new.get(field):
            yield Change(key, name, CHANGED, field, old.get(field), new.get(field))


# --- forms ------------------------------------------------------------------------------------------------------------


def _form(content: bytes | None) -> dict[str, str]:
    if content is None:
        return {}
    return dict(_leaves(simplejson.loads(content, use_decimal=True), ""))


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from _leaves(inner, f"{path}.{name}" if path else name)
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        for at, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{at}]")
    else:
        yield path, simplejson.dumps(value, ensure_ascii=False, use_decimal=True)


def _places(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    """A form's changes; `element` is the property concerned, `field` the rest of the path."""
    for path in [*new, *(path for path in old if path not in new)]:
        if old.get(path) != new.get(path):
            what = ADDED if path not in old else REMOVED if path not in new else CHANGED
            owner, field = _property(path)
            yield Change(owner, owner, what, field, old.get(path), new.get(path))


def _property(path: str) -> tuple[str, str]:
    for start in ("schema.properties.", "ui."):
        if path.startswith(start):
            owner, _, field = path.removeprefix(start).partition(".")
            return owner, field
    return "", path
