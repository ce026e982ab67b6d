"""The spec graph: SpiffWorkflow's parser at work on the repaired tree, with our own specs in the places of its own.

The library's parser walks from node to node by recursion (a row of about 489 nodes is too deep for it) and drops what
it does not know. Here it creates one spec for each node of a scope and the flows are joined afterwards, so nothing is
dropped and nothing is deep. Every text is compiled on the way; what does not compile becomes a finding.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

from SpiffWorkflow.bpmn.parser.BpmnParser import BpmnParser
from SpiffWorkflow.bpmn.parser.ProcessParser import ProcessParser
from SpiffWorkflow.bpmn.parser.TaskParser import TaskParser
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.feel import FeelError, Finding
from engine.runtime import dialects, timers
from engine.runtime.activities import Activity, Call, Decision, Human, Receive, Script, Send, Service, SubProcess
from engine.runtime.drawing import ACTIVITIES, SCOPES, Xml, child, definitions, flows, handler_of, nodes, q, tag, text
from engine.runtime.expressions import Constant, Formula, Mapped, Setting, setting, unwrap
from engine.runtime.loops import Loop, MultiInstance, StandardLoop
from engine.runtime.model import Element
from engine.runtime.nodes import EventGateway, ExclusiveGateway, Flow, InclusiveGateway, Node, ParallelGateway, Process
from engine.runtime.reading import Roots, implicit_starts, message_of, signal_of, timer_text
from engine.runtime.waits import Boundary, Catch, Definition, EventStart, Throw, Waiting

T = TypeVar("T")
START = ":process"
"""The name of the process's own node; no XML id can be the same."""


class Graph(WorkflowSpec):  # type: ignore[misc]  # the library has no types
    """The spec graph of one process with all its subprocesses. `conditional`: it has conditional events."""

    def __init__(self, key: str) -> None:
        super().__init__(name=key)
        self.start = Process(self, Element(key, "process"), START)
        self.starts: list[Node] = []
        self.conditional = False

    def node(self, name: str) -> Node:
        """The spec of that element id."""
        found: Node = self.task_specs[name]
        return found


class NodeParser(TaskParser):  # type: ignore[misc]
    """Creates the spec of one node; the scope's parser joins them."""

    def parse_node(self) -> Node:
        builder: Builder = self.process_parser.parser
        node: Node = builder.create(self.spec, self.spec_class, self.node)
        return node


class ScopeParser(ProcessParser):  # type: ignore[misc]
    """Parses a process and, scope by scope, its subprocesses into one graph."""

    spec: Graph

    def _parse(self) -> None:
        self.spec = Graph(self.bpmn_id)
        self.add_scope(self.node, self.spec.start)
        self.spec.starts = self._starts(self.node)

    def add_scope(self, scope: Xml, owner: Node) -> None:
        """All nodes of a scope, then its subprocesses, then what joins them."""
        builder: Builder = self.parser
        specs: dict[str, Node] = {}
        for node in nodes(scope):
            if node.get("id") and node.get("id") not in self.spec.task_specs:
                specs[node.get("id")] = self.parse_node(node)
        for node in nodes(scope):
            spec = specs.get(node.get("id"))
            if spec is None:
                continue
            if tag(node) in SCOPES:
                self.add_scope(node, spec)
                self._enter(node, spec, owner)
            elif isinstance(spec, Boundary) and (host := specs.get(node.get("attachedToRef"))) is not None:
                host.boundaries.append(spec)
                if any(one.kind == "compensation" for one in spec.definitions):
                    host.undo = specs.get(handler_of(node))
        for flow in flows(scope):
            source, target = specs.get(flow.get("sourceRef")), specs.get(flow.get("targetRef"))
            if source is not None and target is not None:
                builder.join(flow, source, target)

    def _enter(self, node: Xml, spec: Node, owner: Node) -> None:
        starts = self._starts(node)
        if node.get("triggeredByEvent") != "true":
            spec.starts = starts
            return
        for start in starts:
            if isinstance(start, EventStart) and start.definitions:
                start.body = spec
                if start.definitions[0].kind == "compensation":
                    owner.undo = start
                else:
                    owner.handlers.append(start)

    def _starts(self, scope: Xml) -> list[Node]:
        events = [node for node in nodes(scope) if tag(node) == "startEvent" and node.get("id")]
        found = [self.spec.node(node.get("id")) for node in events or implicit_starts(scope)]
        plain = [start for start in found if not (isinstance(start, EventStart) and start.definitions)]
        return found if scope.get("triggeredByEvent") == "true" else plain


class Builder(BpmnParser):  # type: ignore[misc]
    """SpiffWorkflow's parser for one process of a repaired tree, with our specs and our way to read settings."""

    PROCESS_PARSER_CLASS = ScopeParser
    PARSER_CLASSES = {  # noqa: RUF012 - the library's own extension point
        q(name): (NodeParser, spec)
        for name, spec in {
            "task": Activity,
            "userTask": Human,
            "manualTask": Human,
            "scriptTask": Script,
            "serviceTask": Service,
            "sendTask": Service,
            "businessRuleTask": Decision,
            "receiveTask": Receive,
            "callActivity": Call,
            "subProcess": SubProcess,
            "transaction": SubProcess,
            "adHocSubProcess": SubProcess,
            "exclusiveGateway": ExclusiveGateway,
            "parallelGateway": ParallelGateway,
            "inclusiveGateway": InclusiveGateway,
            "complexGateway": InclusiveGateway,
            "eventBasedGateway": EventGateway,
            "startEvent": EventStart,
            "intermediateCatchEvent": Catch,
            "boundaryEvent": Boundary,
            "intermediateThrowEvent": Throw,
            "implicitThrowEvent": Throw,
            "endEvent": Throw,
            "choreographyTask": Activity,
            "subChoreography": Activity,
            "callChoreography": Activity,
        }.items()
    }

    def __init__(self, elements: Mapping[str, Element], found: Roots) -> None:
        super().__init__()
        self.elements = elements
        self.roots = found
        self.findings: list[Finding] = []

    def build(self, process: Xml) -> Graph:
        """The graph of a process; what is wrong with its texts stands in `findings` then."""
        self.create_parser(process)
        graph: Graph = self.get_spec(process.get("id"))
        return graph

    # texts

    def compiled(self, make: Callable[[str], T], source: str, element: str, what: str) -> T | None:
        """The compiled text, or a finding."""
        try:
            return make(source)
        except FeelError as error:
            params = {
                "expression": source,
                "what": what,
                "error": error.code,
                "position": error.position,
                **error.params,
            }
            self.findings.append(Finding("expression_invalid", element, params))
            return None

    def _settings(self, element: Element, *names: str) -> dict[str, Setting]:
        found = {}
        for name in names:
            source = element.settings.get(name)
            if source and (made := self.compiled(setting, source, element.id, name)) is not None:
                found[name] = made
        return found

    def _mapped(self, element: Element, name: str) -> Mapped | None:
        source = element.settings.get(name)
        return self.compiled(Mapped, source, element.id, name) if source else None

    # nodes

    def create(self, graph: Graph, spec_class: type[Node], node: Xml) -> Node:
        """The spec of one node."""
        element = self.elements[node.get("id")]
        made = self._made(graph, spec_class, node, element)
        made.default_flow = node.get("default")
        made.start_quantity = _quantity(node, "startQuantity")
        made.quantity = _quantity(node, "completionQuantity")
        if tag(node) in ACTIVITIES:
            made.loop = self._loop(node, element)
        if isinstance(made, Activity):
            self._equip(made, element)
        return made

    def _made(self, graph: Graph, spec_class: type[Node], node: Xml, element: Element) -> Node:
        settings = element.settings
        if tag(node) == "sendTask" and "service" not in settings and (one := self._message(node, node, element)).name:
            send = Send(graph, element)
            send.message = one
            return send
        if spec_class is Receive:
            receive = Receive(graph, element)
            receive.awaited = [self._message(node, node, element)]
            return receive
        if spec_class is Decision and "decision" not in settings:
            return Service(graph, element)
        if issubclass(spec_class, Waiting):
            every = node.get("parallelMultiple") == "true"
            waiting = spec_class(graph, element, self._definitions(graph, definitions(node), node, element), every)
            if isinstance(waiting, Boundary | EventStart):
                waiting.interrupting = node.get("cancelActivity", node.get("isInterrupting")) != "false"
            waiting.result = element.settings.get("result")
            waiting.out = self._mapped(element, "out")
            return waiting
        if spec_class is Throw:
            if "service" in settings and definitions(node) and definitions(node)[0][0] == "message":
                return Service(graph, element)
            return self._throw(graph, element, self._definitions(graph, definitions(node), node, element))
        return spec_class(graph, element)

    def _throw(self, graph: Graph, element: Element, what: list[Definition]) -> Throw:
        made = Throw(graph, element, what)
        made.payload = self._mapped(element, "in")
        return made

    def _equip(self, made: Activity, element: Element) -> None:
        made.given = self._mapped(element, "in")
        made.out = self._mapped(element, "out")
        made.result = element.settings.get("result")
        if isinstance(made, Human):
            made.settings = self._settings(
                element, "assignee", "groups", "people", "not_done_by", "not_person", "form", "sla"
            )
            made.settings.update(self._due(element))
            if source := element.settings.get("priority"):
                priority = self.compiled(Formula, source, element.id, "priority")
                made.settings.update({"priority": priority} if priority is not None else {})
        elif isinstance(made, Service):
            made.settings = self._settings(element, "service")
            retries = element.settings.get("retries", "").lstrip("=").strip()
            made.retries = int(retries) if retries.isdecimal() else None
        elif isinstance(made, Decision):
            made.settings = self._settings(element, "decision", "binding", "decision_map")
        elif isinstance(made, Call):
            made.settings = self._settings(element, "process", "binding")
        elif isinstance(made, Script):
            source = element.settings.get("script", "")
            made.formula = self.compiled(Formula, source, element.id, "script") if source else None  # type: ignore[assignment]

    def _due(self, element: Element) -> dict[str, Setting]:
        """`due` is a business-time text (`8bh`), an ISO text, or FEEL."""
        source = element.settings.get("due", "").strip()
        if not source:
            return {}
        if not unwrap(source)[1] and (timers.literal(source) or (source[0].isdecimal() and source.isalnum())):
            return {"due": Constant(source)}
        made = self.compiled(Formula, source, element.id, "due")
        return {"due": made} if made is not None else {}

    # events

    def _definitions(self, graph: Graph, found: list[tuple[str, Xml]], node: Xml, element: Element) -> list[Definition]:
        made = []
        for kind, inner in found:
            if kind == "message":
                made.append(self._message(inner, node, element))
            elif kind == "signal":
                made.append(
                    Definition(
                        "signal", name=self.compiled(setting, signal_of(inner, self.roots), element.id, "signal")
                    )
                )
            elif kind == "timer":
                made.append(Definition("timer", timer=self._timer(timer_text(inner), element)))
            elif kind in ("error", "escalation"):
                made.append(Definition(kind, code=self._code(kind, inner)))
            elif kind == "condition":
                graph.conditional = True
                source = text(child(inner, "condition"))
                condition = self.compiled(Formula, source, element.id, "condition") if source else None
                made.append(Definition("condition", condition=condition))
            elif kind == "compensation":
                made.append(Definition(kind, activity=inner.get("activityRef") or None))
            elif kind != "link":
                made.append(Definition(kind))
        return made

    def _message(self, inner: Xml, node: Xml, element: Element) -> Definition:
        name, keys = message_of(inner, node, element, self.roots)
        correlation = self.compiled(Mapped, keys, element.id, "correlation") if keys else None
        return Definition(
            "message", self.compiled(setting, name, element.id, "message") if name else None, correlation=correlation
        )

    def _code(self, kind: str, inner: Xml) -> str | None:
        ref = inner.get(f"{kind}Ref")
        declared = (self.roots.errors if kind == "error" else self.roots.escalations).get(ref or "")
        if declared is None:
            return ref or None
        code: str = declared.get(f"{kind}Code") or declared.get("id")
        return code

    def _timer(self, source: str, element: Element) -> Setting | None:
        if not source:
            return None
        return self.compiled(timers.setting, source, element.id, "timer")

    # loops

    def _loop(self, node: Xml, element: Element) -> Loop | None:
        if (standard := child(node, "standardLoopCharacteristics")) is not None:
            source = text(child(standard, "loopCondition"))
            maximum = standard.get("loopMaximum") or ""
            condition = self.compiled(Formula, source, element.id, "loopCondition") if source else None
            return StandardLoop(
                condition, int(maximum) if maximum.isdecimal() else None, standard.get("testBefore") == "true"
            )
        if (multi := child(node, "multiInstanceLoopCharacteristics")) is None:
            return None
        loop = MultiInstance(multi.get("isSequential") == "true")
        if source := text(child(multi, "loopCardinality")):
            loop.cardinality = self.compiled(Formula, source, element.id, "loopCardinality")
        if source := text(child(multi, "completionCondition")):
            loop.completion = self.compiled(Formula, source, element.id, "completionCondition")
        data = self.roots.data
        named = {key: data.get(value, value) for key, value in dialects.multi_instance(multi).items()}
        if "collection" in named:
            loop.collection = self.compiled(Formula, named["collection"], element.id, "collection")
        if "output_element" in named:
            loop.output_element = self.compiled(Formula, named["output_element"], element.id, "output_element")
        loop.element, loop.output_collection = named.get("element"), named.get("output_collection")
        loop.behavior = multi.get("behavior") or "All"
        ref = multi.get("noneBehaviorEventRef" if loop.behavior == "None" else "oneBehaviorEventRef")
        if ref and loop.behavior in ("None", "One"):
            root = node.getroottree().getroot()
            wanted = {ref, ref.rpartition(":")[2]}
            event = next(
                (one for one in root.iter() if tag(one).endswith("EventDefinition") and one.get("id") in wanted), None
            )
            holder = [(tag(event)[: -len("EventDefinition")], event)] if event is not None else []
            loop.behavior_event = next(iter(self._definitions(Graph(":"), holder, node, element)), None)
        return loop

    # flows

    def join(self, flow: Xml, source: Node, target: Node) -> None:
        """A sequence flow between two specs of one scope."""
        default = source.default_flow == flow.get("id")
        condition = None
        written = text(child(flow, "conditionExpression"))
        if written and not default and not isinstance(source, ParallelGateway | EventGateway):
            condition = self.compiled(Formula, written, source.element.id, "condition")
        source.lead(Flow(flow.get("id"), source, target, condition, default))


def _quantity(node: Xml, name: str) -> int:
    source = node.get(name, "1").strip()
    return int(source) if source.isdecimal() and int(source) > 0 else 1
