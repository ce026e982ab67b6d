"""One vocabulary out of many: what keflow's own properties, Camunda 7 (and its ancestors) and Camunda 8 call things.

Each reader takes a BPMN node and gives texts in the terms of API.md §5. keflow's own `spiffworkflow:properties` win
over everything that another tool wrote. Expressions of other tools come out as `=…`, to be read as FEEL.
"""

import json
from collections.abc import Iterator

from engine.runtime.drawing import Xml, child, tag, text
from engine.runtime.expressions import feel_text, mixture, unwrap

KEFLOW = "{http://spiffworkflow.org/bpmn/schema/1.0/core}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
CAMUNDA = ("{http://camunda.org/schema/1.0/bpmn}", "{http://activiti.org/bpmn}", "{http://flowable.org/bpmn}")
OWN = {
    *("form", "assignee", "groups", "people", "not_done_by", "priority", "due", "sla", "service", "decision", "result"),
    *("correlation", "in", "out", "binding", "retries", "help", "name:en", "message", "element", "collection"),
    *("output_element", "output_collection", "not_person", "offered"),
}


def settings(node: Xml) -> dict[str, str]:
    """All settings of an element in keflow's terms; absent ones are left out."""
    found = _camunda(node)
    found.update(_zeebe(node))
    found.update(_own(node))
    return {key: value for key, value in found.items() if value.strip()}


def _extensions(node: Xml) -> Iterator[Xml]:
    inner = child(node, "extensionElements")
    return iter(()) if inner is None else (item for item in inner if isinstance(item.tag, str))


def _own(node: Xml) -> dict[str, str]:
    found = {}
    for outer in _extensions(node):
        own = outer.tag == f"{KEFLOW}properties"
        foreign = outer.tag == f"{ZEEBE}properties" or outer.tag in {f"{space}properties" for space in CAMUNDA}
        for item in outer if own or foreign else ():
            key = item.get("name") or ""
            if own or key in OWN:
                found[key] = item.get("value") or ""
    return found


def feel(source: str) -> str:
    """An expression of another tool (`=a`, `${a}`) as FEEL; other text as a FEEL string literal."""
    inner, marked = unwrap(source)
    return feel_text(source) if marked else mixture(inner) or json.dumps(inner, ensure_ascii=False)


def context(entries: list[tuple[str, str]]) -> str:
    """A FEEL context of (name, FEEL text) pairs, as a mapping setting."""
    return "={" + ", ".join(f"{json.dumps(name, ensure_ascii=False)}: {source}" for name, source in entries) + "}"


def _camunda(node: Xml) -> dict[str, str]:
    found: dict[str, str] = {}

    def attribute(key: str, *names: str) -> None:
        for space in CAMUNDA:
            for name in names:
                if (value := node.get(space + name)) is not None and key not in found:
                    found[key] = value

    attribute("form", "formKey", "formRef")
    attribute("assignee", "assignee")
    attribute("groups", "candidateGroups")
    attribute("people", "candidateUsers")
    attribute("priority", "priority")
    attribute("due", "dueDate")
    attribute("service", "topic")
    attribute("decision", "decisionRef")
    attribute("result", "resultVariable")
    attribute("decision_map", "mapDecisionResult")
    attribute("implementation", "class", "delegateExpression", "expression")
    attribute("collection", "collection")
    attribute("element", "elementVariable")
    attribute("binding", "decisionRefBinding", "calledElementBinding")
    if "binding" in found and found["binding"] not in ("deployment", "latest"):
        del found["binding"]
    if (due := found.get("due")) and not unwrap(due)[1]:
        found["due"] = due.strip()
    inputs: list[tuple[str, str]] = []
    outputs: list[tuple[str, str]] = []
    everything = {"in": False, "out": False}
    seen = {"in": False, "out": False}
    for item in _extensions(node):
        name = next((item.tag[len(space) :] for space in CAMUNDA if item.tag.startswith(space)), "")
        if name == "inputOutput":
            for parameter in item:
                local = parameter.tag.rpartition("}")[2]
                if len(parameter):
                    found["unread"] = parameter.get("name") or local
                elif local == "inputParameter":
                    inputs.append((parameter.get("name") or "", feel(text(parameter))))
                elif local == "outputParameter":
                    outputs.append((parameter.get("name") or "", feel(text(parameter))))
        elif name in ("in", "out"):
            seen[name] = True
            if item.get("variables") == "all":
                everything[name] = True
            elif target := item.get("target"):
                source = item.get("source") or feel_text(item.get("sourceExpression") or "null")
                (inputs if name == "in" else outputs).append((target, source))
        elif name == "failedJobRetryTimeCycle" and (count := text(item)).upper().startswith("R"):
            found["retries"] = count[1:].partition("/")[0]
    for key, entries in (("in", inputs), ("out", outputs)):
        if entries and not everything[key]:
            found[key] = context(entries)
        elif seen[key] and not everything[key]:
            found[key] = "={}"
    return found


def _zeebe(node: Xml) -> dict[str, str]:
    found: dict[str, str] = {}
    inputs: list[tuple[str, str]] = []
    outputs: list[tuple[str, str]] = []
    headers: dict[str, str] = {}

    def take(key: str, item: Xml, name: str) -> None:
        if (value := item.get(name)) is not None:
            found[key] = value

    for item in _extensions(node):
        name = item.tag[len(ZEEBE) :] if item.tag.startswith(ZEEBE) else ""
        if name == "taskDefinition":
            take("service", item, "type")
            take("retries", item, "retries")
        elif name == "taskHeaders":
            headers.update({header.get("key") or "": header.get("value") or "" for header in item})
        elif name == "assignmentDefinition":
            take("assignee", item, "assignee")
            take("groups", item, "candidateGroups")
            take("people", item, "candidateUsers")
        elif name == "taskSchedule":
            take("due", item, "dueDate")
        elif name == "priorityDefinition":
            take("priority", item, "priority")
        elif name == "formDefinition":
            for key in ("formKey", "externalReference", "formId"):
                take("form", item, key)
        elif name == "script":
            take("script", item, "expression")
            take("result", item, "resultVariable")
        elif name == "calledDecision":
            take("decision", item, "decisionId")
            take("result", item, "resultVariable")
        elif name == "calledElement":
            take("process", item, "processId")
            if item.get("propagateAllParentVariables") == "false":
                found["in"] = "={}"
            if item.get("propagateAllChildVariables") == "false":
                found["out"] = "={}"
        elif name == "ioMapping":
            for mapping in item:
                entries = inputs if mapping.tag.endswith("}input") else outputs
                entries.append((mapping.get("target") or "", feel(mapping.get("source") or "=null")))
        elif name == "subscription":
            take("correlation_key", item, "correlationKey")
    inputs = [(key, json.dumps(value, ensure_ascii=False)) for key, value in headers.items()] + inputs
    if inputs:
        found["in"] = context(inputs)
    if outputs:
        found["out"] = context(outputs)
    return found


def correlation(message: Xml) -> str:
    """The correlation of a Camunda 8 message as a FEEL context: `=order.id` becomes `={"id": order.id}`."""
    key = _zeebe(message).get("correlation_key", "")
    if not key:
        return ""
    source = unwrap(key)[0]
    last = source.rpartition(".")[2].strip()
    return context([(last if last.isidentifier() else "correlationKey", source if unwrap(key)[1] else feel(key))])


def multi_instance(loop: Xml) -> dict[str, str]:
    """The settings of multi-instance characteristics: collection, element, output_collection, output_element."""
    found = {key: value for key, value in _camunda(loop).items() if key in ("collection", "element")}
    for item in _extensions(loop):
        if item.tag == f"{ZEEBE}loopCharacteristics":
            for key, name in (
                ("collection", "inputCollection"),
                ("element", "inputElement"),
                ("output_collection", "outputCollection"),
                ("output_element", "outputElement"),
            ):
                if value := item.get(name):
                    found[key] = value
    for name, key in (
        ("loopDataInputRef", "collection"),
        ("inputDataItem", "element"),
        ("loopDataOutputRef", "output_collection"),
        ("outputDataItem", "output_element"),
    ):
        if (part := child(loop, name)) is not None and key not in found:
            found[key] = text(part) or part.get("name") or part.get("id") or ""
    found.update({key: value for key, value in _own(loop).items() if key in found or key in OWN})
    return {key: value for key, value in found.items() if value.strip()}


def lanes(process: Xml) -> dict[str, str]:
    """Element id -> name of the innermost lane that refers to it."""
    found: dict[str, str] = {}
    for lane in process.iter():
        if tag(lane) == "lane":
            for ref in lane:
                if tag(ref) == "flowNodeRef":
                    found[text(ref)] = (lane.get("name") or "").strip()
    return {element: name for element, name in found.items() if name}
