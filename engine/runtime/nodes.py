"""Task specs of our own: gateways, plain nodes, and the rule by which a token leaves a node.

They take the places of SpiffWorkflow's specs in its spec graph. Joins count arrivals by incoming flow, as BPMN 2.0
(13.4.1-13.4.3) defines them, so that a join in a loop cannot mistake an earlier round's arrivals for this one's (the
library's defect D1).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.runtime.expressions import Formula
from engine.runtime.model import Element, Stuck
from engine.runtime.tokens import WAITING, Token

if TYPE_CHECKING:
    from engine.runtime.loops import Loop
    from engine.runtime.waits import Boundary, EventStart


@dataclass(slots=True, eq=False)
class Flow:
    """A sequence flow. `default`: taken only when no condition of its siblings holds."""

    id: str
    source: "Node"
    target: "Node"
    condition: Formula | None = None
    default: bool = False


class Node(BpmnTaskSpec):  # type: ignore[misc]  # the library has no types
    """A flow node of the drawing as SpiffWorkflow's spec graph holds it; by itself one that lets tokens pass."""

    silent = False
    """Whether its executions are kept out of the events (the process itself)."""
    late = False
    """Whether its tokens run after all others."""

    def __init__(self, graph: Any, element: Element, name: str | None = None) -> None:
        super().__init__(graph, name or element.id)
        self.bpmn_id = element.id
        self.bpmn_name = element.name
        self.element = element
        self.flows: list[Flow] = []
        self.incoming: list[Flow] = []
        self.boundaries: list[Boundary] = []
        self.handlers: list[EventStart] = []
        self.loop: Loop | None = None
        self.undo: Node | None = None
        self.default_flow: str | None = None
        self.steered = False
        self.start_quantity = 1
        self.quantity = 1

    def lead(self, flow: Flow) -> None:
        """Adds an outgoing flow, in SpiffWorkflow's graph too."""
        self.connect(flow.target)
        self.flows.append(flow)
        flow.target.incoming.append(flow)
        self.steered = self.steered or flow.condition is not None or flow.default

    def _predict_hook(self, token: Token) -> None:
        """Nothing is predicted: the tree holds tokens, not possibilities."""

    def _update_hook(self, token: Token) -> bool:
        """Whether a token that just arrived may run now."""
        return self.start_quantity == 1 or self.gather(token)

    def gather(self, token: Token) -> bool:
        """Waits for `startQuantity` tokens and makes one of them."""
        token._set_state(WAITING)
        here = token.workflow.arrivals(token.above, self)
        if len(here) < self.start_quantity:
            return False
        token.workflow.merge(token, [other for other in here if other is not token])
        return True

    def _run_hook(self, token: Token) -> bool | None:
        """The element's work: True when done, None when it stays open. Raises Stuck before it has changed anything."""
        return True

    def conclude(self, token: Token, payload: Mapping[str, Any]) -> None:
        """Takes in the payload that ends an open element."""
        token.workflow.assign(token, payload)

    def choose(self, token: Token) -> list[Flow]:
        """The flows to leave by. Several unconditional ones are a split; conditions choose as an inclusive gateway
        does."""
        if not self.steered:
            return self.flows
        scope = token.workflow.scope(token)
        chosen = [f for f in self.flows if not f.default and (f.condition is None or f.condition.yes_or_no(scope))]
        return chosen or self.otherwise()

    def otherwise(self) -> list[Flow]:
        """The default flow; without one the token is stuck."""
        if default := [flow for flow in self.flows if flow.default]:
            return default
        raise Stuck("no_flow", conditions=[flow.condition.text for flow in self.flows if flow.condition])


class Process(Node):
    """The process as the scope of its tokens: the root of the tree."""

    silent = True


class ExclusiveGateway(Node):
    """One flow: the first whose condition holds."""

    def choose(self, token: Token) -> list[Flow]:
        if not self.steered:
            return self.flows
        scope = token.workflow.scope(token)
        for flow in self.flows:
            if not flow.default and (flow.condition is None or flow.condition.yes_or_no(scope)):
                return [flow]
        return self.otherwise()


class ParallelGateway(Node):
    """Waits for a token on every incoming flow and takes one from each; further ones stay for the next round."""

    def _update_hook(self, token: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        token._set_state(WAITING)
        first: dict[str, Token] = {}
        for other in token.workflow.arrivals(token.above, self):
            first.setdefault(other.memory["via"], other)
        if len(first) < len(self.incoming):
            return False
        token.workflow.merge(token, [other for via, other in first.items() if via != token.memory["via"]])
        return True

    def choose(self, token: Token) -> list[Flow]:
        return self.flows


class InclusiveGateway(Node):
    """Waits as long as a token elsewhere could still bring one to an empty incoming flow."""

    def __init__(self, graph: Any, element: Element, name: str | None = None) -> None:
        super().__init__(graph, element, name)
        self._upstream: dict[Node, frozenset[str]] = {}

    def _update_hook(self, token: Token) -> bool:
        if len(self.incoming) < 2:
            return True
        token._set_state(WAITING)
        token.workflow.inclusive = True
        return False

    def ready(self, scope: Token) -> Token | None:
        """The token to go on with, the others merged into it, when the gateway fires (BPMN 2.0, 13.4.3); else None."""
        first: dict[str, Token] = {}
        for arrival in scope.workflow.arrivals(scope, self):
            first.setdefault(arrival.memory["via"], arrival)
        if not first:
            return None
        for other in scope.below:
            if other.subscription or (other.task_spec is self and other._state == WAITING):
                continue
            reached = self.upstream(other.task_spec)
            if reached and reached.isdisjoint(first):
                return None
        token, *others = first.values()
        scope.workflow.merge(token, others)
        return token

    def upstream(self, node: Node) -> frozenset[str]:
        """The incoming flows of this gateway that a token at `node` can reach without passing through the gateway."""
        found = self._upstream.get(node)
        if found is None:
            flows: set[str] = set()
            seen: set[Node] = {node}
            todo = [node]
            while todo:
                here = todo.pop()
                for flow in [*here.flows, *(f for boundary in here.boundaries for f in boundary.flows)]:
                    if flow.target is self:
                        flows.add(flow.id)
                    elif flow.target not in seen:
                        seen.add(flow.target)
                        todo.append(flow.target)
            found = self._upstream[node] = frozenset(flows)
        return found


class EventGateway(Node):
    """Arms all its events; the first to happen wins, the others are void. Its token is the race's scope."""

    def _run_hook(self, token: Token) -> bool | None:
        run = token.workflow
        run.report_finished(token)
        for flow in self.flows:
            run.arrive(token, flow)
        return None
