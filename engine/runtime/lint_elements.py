"""What is wrong with single elements: events, gateways, loops and tasks that would run wrongly, hang or not run."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from engine.feel import Finding
from engine.runtime import dialects, timers
from engine.runtime.drawing import (
    ACTIVITIES,
    CHOREOGRAPHY,
    GATEWAYS,
    GENERATED,
    SCOPES,
    Xml,
    child,
    definitions,
    flows,
    handler_of,
    link_name,
    nodes,
    tag,
    text,
)
from engine.runtime.expressions import unwrap
from engine.runtime.model import Element, Stuck
from engine.runtime.reading import Roots, message_of, signal_of, timer_text

CATCHABLE = {
    "startEvent": {"message", "timer", "signal"},
    "handler": {"message", "timer", "signal", "error", "escalation", "condition", "compensation"},
    "intermediateCatchEvent": {"message", "timer", "signal", "condition", "link"},
    "boundaryEvent": {"message", "timer", "signal", "error", "escalation", "condition", "cancel", "compensation"},
    "intermediateThrowEvent": {"message", "signal", "escalation", "link", "compensation"},
    "endEvent": {"message", "signal", "error", "escalation", "terminate", "cancel", "compensation"},
}
FEEL_SCRIPTS = {"", "feel", "application/feel", "text/feel", "application/x-feel"}

Remarks = Iterator[Finding]


def error(code: str, node: Xml | None = None, **params: Any) -> Finding:
    """A finding that refuses the file."""
    return Finding(code, None if node is None else node.get("id"), params)


def warning(code: str, node: Xml | None = None, **params: Any) -> Finding:
    """A finding that is only shown."""
    return Finding(code, None if node is None else node.get("id"), params, "warning")


def _kind(node: Xml, scope: Xml, element: Element, found: Roots) -> Remarks:
    name = tag(node)
    if name == "adHocSubProcess" or name in CHOREOGRAPHY or name == "implicitThrowEvent":
        yield error("unsupported", node, kind=name)
    if node.get("isForCompensation") == "true" and any(
        element.id in (flow.get("sourceRef"), flow.get("targetRef")) for flow in flows(scope)
    ):
        yield error("compensation_in_flow", node)
    if name == "complexGateway":
        incoming = sum(flow.get("targetRef") == element.id for flow in flows(scope))
        if incoming > 1 or child(node, "activationCondition") is not None:
            yield error("unsupported", node, kind=name)
    for attribute in ("startQuantity", "completionQuantity"):
        if (value := node.get(attribute)) is not None and not (value.strip().isdecimal() and int(value) > 0):
            yield error("quantity_invalid", node, attribute=attribute, value=value)


def _event(node: Xml, scope: Xml, element: Element, found: Roots) -> Remarks:
    name = tag(node)
    if name not in CATCHABLE:
        return
    handler = name == "startEvent" and scope.get("triggeredByEvent") == "true"
    allowed = CATCHABLE["handler" if handler else name]
    inner = definitions(node)
    unread = [tag(one) for one in node if tag(one).endswith("EventDefinition") and not any(one is d for _, d in inner)]
    for kind in [kind for kind, _ in inner if kind not in allowed] + unread:
        yield error("event_unsupported", node, event=kind, place="handler" if handler else name)
    if node.get("parallelMultiple") == "true":
        lasting = "false" in (node.get("cancelActivity"), node.get("isInterrupting"))
        if (lasting and name != "intermediateCatchEvent") or any(kind in ("error", "escalation") for kind, _ in inner):
            yield error("event_unsupported", node, event="parallelMultiple", place=name)
    if any(tag(one) == "eventDefinitionRef" for one in node):
        yield error("event_reference", node, kind="eventDefinition")
    if not inner and name in ("boundaryEvent", "intermediateCatchEvent") and not unread:
        yield error("event_without_definition", node)
    for kind, definition in inner:
        yield from _definition(node, kind, definition, element, found)
    if name == "boundaryEvent":
        yield from _boundary(node, scope, [kind for kind, _ in inner])
    if name == "endEvent" and not element.name:
        yield warning("end_without_name", node)


def _boundary(node: Xml, scope: Xml, kinds: Sequence[str]) -> Remarks:
    host = next((one for one in nodes(scope) if one.get("id") == node.get("attachedToRef")), None)
    if host is None or tag(host) not in ACTIVITIES:
        yield error("boundary_without_activity", node, ref=node.get("attachedToRef") or "")
    elif "cancel" in kinds and tag(host) != "transaction":
        yield error("cancel_outside_transaction", node)
    if "compensation" in kinds:
        handler = next((one for one in nodes(scope) if one.get("id") == handler_of(node)), None)
        if handler is None or handler.get("isForCompensation") != "true":
            yield error("compensation_handler", node)
        if any(flow.get("sourceRef") == node.get("id") for flow in flows(scope)):
            yield error("compensation_in_flow", node)
    if len(kinds) > 1 and any(kind in ("cancel", "compensation") for kind in kinds):
        yield error("event_unsupported", node, event="multiple", place="boundaryEvent")
    if node.get("cancelActivity") == "false" and any(kind in ("error", "cancel") for kind in kinds):
        yield error("boundary_must_interrupt", node)


def _definition(node: Xml, kind: str, inner: Xml, element: Element, found: Roots) -> Remarks:
    throws = tag(node) in ("intermediateThrowEvent", "endEvent")
    if kind == "message" and not message_of(inner, node, element, found)[0] and "service" not in element.settings:
        yield error("event_reference", node, kind="message", ref=inner.get("messageRef") or "")
    if kind == "signal" and not signal_of(inner, found):
        yield error("event_reference", node, kind="signal", ref=inner.get("signalRef") or "")
    if kind in ("error", "escalation"):
        declared = found.errors if kind == "error" else found.escalations
        ref = inner.get(f"{kind}Ref")
        if throws and not ref:
            yield error("event_reference", node, kind=kind, ref="")
        elif ref and ref not in declared:
            yield warning("code_undeclared", node, kind=kind, ref=ref)
    if kind == "timer":
        yield from _timer(node, inner)
    if kind == "condition" and not text(child(inner, "condition")):
        yield error("condition_missing", node)
    if kind == "cancel" and tag(node) == "endEvent" and not _in_transaction(node):
        yield error("cancel_outside_transaction", node)
    if kind == "link":
        yield from _link(node, inner)
    if kind == "compensation":
        yield from _compensation(node, inner)


def _compensation(node: Xml, inner: Xml) -> Remarks:
    scope = node.getparent()
    if tag(node) == "startEvent":
        if tag(scope.getparent()) == "process":
            yield error("event_unsupported", node, event="compensation", place="process")
        return
    around = [scope, scope.getparent()] if scope.get("triggeredByEvent") == "true" else [scope]
    ref = inner.get("activityRef")
    if ref and not any(one.get("id") == ref for outer in around for one in nodes(outer)):
        yield error("event_reference", node, kind="activity", ref=ref)


def _in_transaction(node: Xml) -> bool:
    outer = node.getparent()
    while outer is not None and tag(outer) in SCOPES:
        if tag(outer) == "transaction":
            return True
        outer = outer.getparent()
    return False


def _timer(node: Xml, inner: Xml) -> Remarks:
    source = unwrap(timer_text(inner))[0].strip('"')
    if not source:
        yield error("timer_missing", node)
    elif timers.literal(source):
        try:
            timers.first(source, timers.PROBE, "UTC", lambda _: timers.PROBE)
        except Stuck:
            yield error("timer_invalid", node, value=source)


def _link(node: Xml, inner: Xml) -> Remarks:
    scope, name = node.getparent(), link_name(node, inner)
    pairs = [
        (tag(other), other)
        for other in nodes(scope)
        for kind, one in definitions(other)
        if kind == "link" and link_name(other, one) == name
    ]
    catches = sum(what == "intermediateCatchEvent" for what, _ in pairs)
    if tag(node) == "intermediateThrowEvent" and catches != 1:
        yield error("link_target", node, link=name, targets=catches)
    if tag(node) == "intermediateCatchEvent" and catches == len(pairs):
        yield warning("unreachable", node)


def _gateway(node: Xml, scope: Xml, element: Element, found: Roots) -> Remarks:
    if tag(node) not in GATEWAYS and not node.get("default"):
        return
    out = [flow for flow in flows(scope) if flow.get("sourceRef") == element.id]
    conditional = [flow for flow in out if text(child(flow, "conditionExpression"))]
    name, default = tag(node), node.get("default")
    if default and default not in {flow.get("id") for flow in out}:
        yield error("default_dangling", node, ref=default)
    if name in ("parallelGateway", "eventBasedGateway"):
        if conditional:
            yield error("condition_without_effect", node, flows=[flow.get("id") for flow in conditional])
    elif name in ("exclusiveGateway", "inclusiveGateway", "complexGateway") and len(out) > 1:
        bare = [flow for flow in out if flow not in conditional and flow.get("id") != default]
        if name == "exclusiveGateway" and bare == out[-1:]:
            yield warning("flow_taken_as_default", node, flow=_name(bare[0]))
        elif name == "exclusiveGateway" and bare:
            yield error("flow_without_condition", node, flows=[_name(flow) for flow in bare])
        elif not default:
            yield warning("gateway_without_default", node)
    if name == "eventBasedGateway":
        if node.get("eventGatewayType") == "Parallel":
            yield error("unsupported", node, kind="parallelEventGateway")
        targets = {flow.get("targetRef") for flow in out}
        for target in nodes(scope):
            if target.get("id") in targets and tag(target) not in ("intermediateCatchEvent", "receiveTask"):
                yield error("race_target", node, target=target.get("id"))
        if len(out) < 1:
            yield error("race_without_events", node)


def _name(flow: Xml) -> str:
    found: str = flow.get("name") or flow.get("id") or ""
    return flow.get("targetRef") or "" if found.startswith(GENERATED) else found


def _loop(node: Xml, scope: Xml, element: Element, found: Roots) -> Remarks:
    if (standard := child(node, "standardLoopCharacteristics")) is not None:
        maximum = standard.get("loopMaximum")
        if maximum is not None and not (maximum.strip().isdecimal()):
            yield error("loop_maximum", node, value=maximum)
        if maximum is None and not text(child(standard, "loopCondition")):
            yield error("loop_without_end", node)
    if (multi := child(node, "multiInstanceLoopCharacteristics")) is not None:
        named = dialects.multi_instance(multi)
        if "collection" not in named and not text(child(multi, "loopCardinality")):
            yield error("loop_without_items", node)
        if multi.get("behavior") == "Complex" or child(multi, "complexBehaviorDefinition") is not None:
            yield error("unsupported", node, kind="complexBehavior")


def _task(node: Xml, scope: Xml, element: Element, found: Roots) -> Remarks:
    name, settings = element.kind, element.settings
    if name == "scriptTask":
        if node.get("scriptFormat", "").strip().lower() not in FEEL_SCRIPTS:
            yield error("script_language", node, language=node.get("scriptFormat"))
        elif not settings.get("script") and "service" not in settings:
            yield error("script_missing", node)
        elif (
            not settings.get("result") and "out" not in settings and settings.get("script", "").lstrip("= ")[:1] != "{"
        ):
            yield warning("script_without_result", node)
    elif name in ("serviceTask", "sendTask") and "service" not in settings:
        if name == "sendTask" and message_of(node, node, element, found)[0]:
            return
        yield warning("service_missing", node, implementation=settings.get("implementation", ""))
    elif name == "businessRuleTask" and "decision" not in settings and "service" not in settings:
        yield warning("decision_missing", node)
    elif name == "callActivity" and not settings.get("process"):
        yield error("process_missing", node)
    elif name == "receiveTask" and not message_of(node, node, element, found)[0]:
        yield error("event_reference", node, kind="message", ref=node.get("messageRef") or "")
    associations = [one for one in node if tag(one) in ("dataInputAssociation", "dataOutputAssociation")]
    if any(child(one, part) is not None for one in associations for part in ("transformation", "assignment")):
        yield error("unsupported", node, kind="dataMapping")
    if name in ("userTask", "manualTask"):
        yield from _human(node, element)
    if "unread" in settings:
        yield warning("mapping_unread", node, parameter=settings["unread"])


def _human(node: Xml, element: Element) -> Remarks:
    settings = element.settings
    if element.kind == "userTask" and "form" not in settings:
        yield warning("task_without_form", node)
    if not ({"assignee", "groups", "people"} & set(settings)) and not element.lane:
        yield warning("task_without_role", node)
    if "due" not in settings and "sla" not in settings:
        yield warning("task_without_due", node)
    if not element.help:
        yield warning("task_without_help", node)


CHECKS: tuple[Callable[[Xml, Xml, Element, Roots], Remarks], ...] = (_kind, _event, _gateway, _loop, _task)
