"""What is wrong with a drawing as a whole before it runs: the file, its scopes, its flows, what can be reached.

A finding is a code with an element and parameters; its sentences (what is wrong, how to mend it) are made elsewhere, in
both languages. Texts that are not FEEL are found by the graph's builder, what concerns single elements by
`lint_elements`. An "error" refuses the file, a "warning" is shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from engine.feel import Finding
from engine.runtime.drawing import DI, GENERATED, GENERATED_FROM, SCOPES, Xml, definitions, flows, nodes, tag
from engine.runtime.lint_elements import CHECKS, Remarks, error, warning
from engine.runtime.model import Element, Model
from engine.runtime.reading import Roots, implicit_starts, scopes


def whole_file(root: Xml, processes: Sequence[Xml], models: Sequence[Model]) -> list[Finding]:
    """What concerns the file as a whole."""
    found = []
    if not processes:
        found.append(Finding("no_process"))
    elif not any(model.executable for model in models):
        found.append(Finding("documentation_only", None, {}, "warning"))
    named = (node for node in root.iter() if tag(node) and node.get("id") and node.get(GENERATED_FROM) is None)
    ids = Counter(node.get("id") for node in named)
    found += [Finding("duplicate_id", name, {"count": count}) for name, count in ids.items() if count > 1]
    if root.find(f"{{{DI}}}BPMNDiagram") is None:
        found.append(Finding("no_diagram", None, {}, "warning"))
    return found


def remarks(process: Xml, elements: Mapping[str, Element], found: Roots) -> list[Finding]:
    """All findings about one executable process, in the order of the file."""
    if not process.get("id"):
        return [Finding("process_without_id")]
    result = []
    everything = {node.get("id"): scope for scope in scopes(process) for node in nodes(scope) if node.get("id")}
    for scope in scopes(process):
        result += list(_scope(scope, process, found, everything))
        for node in nodes(scope):
            if not node.get("id"):
                result.append(error("element_without_id", scope, kind=tag(node)))
                continue
            for check in CHECKS:
                result += list(check(node, scope, elements[node.get("id")], found))
    return result


def _scope(scope: Xml, process: Xml, found: Roots, everything: Mapping[str, Xml]) -> Remarks:
    inside = {node.get("id"): node for node in nodes(scope) if node.get("id")}
    handler = scope.get("triggeredByEvent") == "true"
    if not inside:
        yield error("nothing_to_run", scope)
        return
    for flow in flows(scope):
        yield from _flow(flow, inside, everything)
    starts = [node for node in inside.values() if tag(node) == "startEvent"]
    plain = [node for node in starts if not definitions(node)]
    if scope is process:
        if len(plain) > 1:
            yield error("several_plain_starts", plain[1], starts=[node.get("id") for node in plain])
    elif handler:
        if len(starts) != 1 or plain:
            yield error("handler_start", scope, starts=len(starts))
        for flow in flows(scope.getparent()):
            if scope.get("id") in (flow.get("sourceRef"), flow.get("targetRef")):
                yield error("handler_in_flow", scope)
    else:
        for node in starts:
            if definitions(node):
                yield error("subprocess_start", node, kind=definitions(node)[0][0])
        if len(plain) > 1:
            yield error("several_plain_starts", plain[1], starts=[node.get("id") for node in plain])
    yield from _reachable(scope, inside, starts, process)


def _flow(flow: Xml, inside: Mapping[str, Xml], everything: Mapping[str, Xml]) -> Remarks:
    at = flow if not flow.get("id", "").startswith(GENERATED) else None
    source, target = flow.get("sourceRef"), flow.get("targetRef")
    for role, ref in (("source", source), ("target", target)):
        if ref not in inside:
            code = "flow_crosses_scope" if ref in everything else "flow_dangling"
            here = at if at is not None else inside.get(source or "", inside.get(target or ""))
            yield error(code, here, role=role, ref=ref or "")
    if source in inside and target in inside:
        if tag(inside[source]) == "endEvent":
            yield error("flow_out_of_end", inside[source])
        if tag(inside[target]) == "startEvent":
            yield error("flow_into_start", inside[target])
        if tag(inside[target]) == "boundaryEvent":
            yield error("flow_into_boundary", inside[target])


def _reachable(scope: Xml, inside: Mapping[str, Xml], starts: Sequence[Xml], process: Xml) -> Remarks:
    """Nodes that no token can ever reach, and parallel joins that can never have all their tokens."""
    lead: dict[str, list[str]] = {name: [] for name in inside}
    for flow in flows(scope):
        if flow.get("sourceRef") in lead and flow.get("targetRef") in inside:
            lead[flow.get("sourceRef")].append(flow.get("targetRef"))
    for node in inside.values():
        if tag(node) == "boundaryEvent" and node.get("attachedToRef") in lead:
            lead[node.get("attachedToRef")].append(node.get("id"))
    begin = list(starts) or implicit_starts(scope)
    begin += [node for node in inside.values() if node.get("instantiate") == "true"]
    begin = [node for node in begin if tag(node) not in SCOPES or node.get("triggeredByEvent") != "true"]
    reached = _from([node.get("id") for node in begin], lead)
    for name, node in inside.items():
        if name not in reached and node.get("triggeredByEvent") != "true" and node.get("isForCompensation") != "true":
            yield warning("unreachable", node)
        if tag(node) == "parallelGateway" and name in reached:
            incoming = [flow.get("sourceRef") for flow in flows(scope) if flow.get("targetRef") == name]
            without = _from([one.get("id") for one in begin], lead, but=name)
            if len(incoming) > 1 and any(source not in without for source in incoming):
                yield error("join_waits_for_itself", node)
    if not begin and scope is not process:
        yield error("nothing_to_run", scope)
    elif not begin:
        yield error("no_start", scope)


def _from(begin: Sequence[str], lead: Mapping[str, Sequence[str]], but: str = "") -> set[str]:
    seen, todo = set(begin), list(begin)
    while todo:
        here = todo.pop()
        if here == but:
            continue
        fresh = [name for name in lead[here] if name not in seen]
        seen.update(fresh)
        todo += fresh
    return seen - {but} if but and but not in begin else seen
