"""Where tokens can still get to: what a change of the drawing, or a token put elsewhere, would break at once.

A parallel join waits for a token on each of its flows. With the tokens that an instance has now, some of its flows may
be out of everybody's reach: the instance would come to a stop there. And tokens that ran side by side may find
themselves one behind the other: then the same work would be done twice. Both are read off the graph, with no regard to
conditions, and only what is new counts: a drawing that could stall before may be left for a better one.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.runtime.nodes import EventGateway, Flow, InclusiveGateway, Node, ParallelGateway
from engine.runtime.run import Run
from engine.runtime.tokens import WAITING, Token


@dataclass(frozen=True, slots=True)
class Place:
    """A token of the flow: where it stands, in the scope of which token; `via` when it has arrived at a join."""

    token: str
    node: Node
    scope: str
    via: str | None = None


def places(run: Run) -> list[Place]:
    """The tokens of the flow. Rounds of a loop and the events of a race stand for nothing of their own."""
    return [
        Place(token.id, token.task_spec, token.above.id, arrived_by(token))
        for token in run.tasks.values()
        if not (token.outer is None or token.subscription or token.iteration or racing(token))
    ]


def racing(token: Token) -> bool:
    """Whether it is one event of an event-based gateway."""
    return token.outer is not None and isinstance(token.outer.task_spec, EventGateway)


def arrived_by(token: Token) -> str | None:
    """The flow by which a token came that waits at a join now."""
    return token.memory.get("via") if token._state == WAITING and is_join(token.task_spec) else None


def is_join(node: Node) -> bool:
    """Whether tokens wait there for others."""
    return isinstance(node, ParallelGateway | InclusiveGateway) and len(node.incoming) > 1


def starved(found: Iterable[Place]) -> dict[tuple[str, str], list[str]]:
    """The parallel joins that can never fire though tokens get there, as (scope, join) -> the sources of the flows out
    of reach."""
    supply: dict[tuple[str, Node], set[str]] = {}
    for place in found:
        for flow in _arrivals(place):
            supply.setdefault((place.scope, flow.target), set()).add(flow.id)
    return {
        (scope, join.name): [flow.source.element.id for flow in join.incoming if flow.id not in flows]
        for (scope, join), flows in supply.items()
        if len(flows) < len(join.incoming)
    }


def _arrivals(place: Place) -> list[Flow]:
    """The flows into parallel joins that this token can take without passing the join itself before."""
    node, found = place.node, []
    if place.via is not None and isinstance(node, ParallelGateway):
        found = [flow for flow in node.incoming if flow.id == place.via]
    for flow in _ahead([node]):
        join = flow.target
        if isinstance(join, ParallelGateway) and is_join(join) and flow in _ahead([node], {join}):
            found.append(flow)
    return found


def _leaving(node: Node) -> list[Flow]:
    return [*node.flows, *(flow for boundary in node.boundaries for flow in boundary.flows)]


def _ahead(start: Iterable[Node], walls: Iterable[Node] = ()) -> dict[Flow, None]:
    """All flows that can be taken from there on in the same scope; nothing goes on behind a wall."""
    closed = set(walls)
    begun = [node for node in start if node not in closed]
    seen, todo = set(begun), list(begun)
    taken: dict[Flow, None] = {}
    while todo:
        for flow in _leaving(todo.pop()):
            taken[flow] = None
            if flow.target not in seen and flow.target not in closed:
                seen.add(flow.target)
                todo.append(flow.target)
    return taken


def in_line(found: Iterable[Place]) -> set[tuple[str, str]]:
    """The pairs of tokens of which the first can come to where the second stands, not through a join of both."""
    moving = [place for place in found if place.via is None]
    pairs = set()
    for first in moving:
        targets = {flow.target for flow in _ahead([first.node])}
        for second in moving:
            if first.scope != second.scope or first.node is second.node or second.node not in targets:
                continue
            joins = {flow.target for flow in _ahead([second.node]) if is_join(flow.target)} - {first.node}
            if any(flow.target is second.node for flow in _ahead([first.node], joins)):
                pairs.add((first.token, second.token))
    return pairs


def still_ahead(found: Iterable[Place], scopes: Iterable[Node]) -> set[str]:
    """The names of all nodes that may be entered from now on, those inside scopes to come included; `scopes` are open
    now."""
    seen: set[Node] = set()
    todo = [target for place in found for target in _next(place.node)]
    todo += [handler for scope in scopes for handler in _handlers(scope)]
    while todo:
        node = todo.pop()
        if node not in seen:
            seen.add(node)
            todo += [*_next(node), *getattr(node, "starts", ()), *_handlers(node)]
    return {node.name for node in seen}


def _next(node: Node) -> list[Node]:
    return [flow.target for flow in _leaving(node)]


def _handlers(scope: Node) -> list[Node]:
    """The event subprocesses of a scope, and where they begin inside."""
    return [node for start in scope.handlers for node in (start, start.body) if node is not None]
