"""Two versions of a drawing held against each other, element by element: does a token that stands here fit there?

Elements are the same by id, or by the mapping that the caller gives. What a token remembers names flows, events and
handlers; these are put into the words of the new version too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.runtime.activities import Call, SubProcess
from engine.runtime.loops import Loop, MultiInstance, StandardLoop
from engine.runtime.model import Model
from engine.runtime.nodes import EventGateway, Flow, Node, ParallelGateway
from engine.runtime.reach import arrived_by, racing
from engine.runtime.tokens import STARTED, WAITING, Token
from engine.runtime.waits import Waiting

Unfit = tuple[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Change:
    """A token goes on at `to`, under its old id. `changed` names the settings of the element that differ."""

    token: str
    element: str
    to: str
    changed: tuple[str, ...] = ()
    iteration: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something cannot be done safely: the element, a code with its params, and the token if it is about one."""

    element: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    token: str | None = None


@dataclass(slots=True)
class Versions:
    """An old and a new version, and which element of the new one an old one has become."""

    old: Model
    new: Model
    mapping: Mapping[str, str]
    _flows: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """The name in the new version, whether it is there or not."""
        return self.mapping.get(name, name)

    def spec(self, node: Node) -> Node | None:
        """The node of the new version."""
        found = self.new.graph.start if node is self.old.graph.start else None
        if found is None and self.name(node.name) in self.new.elements:
            found = self.new.graph.task_specs.get(self.name(node.name))
        return found if isinstance(found, Node) else None

    def _nodes(self, model: Model) -> Iterator[Node]:
        return (node for node in model.graph.task_specs.values() if isinstance(node, Node))

    def added(self) -> list[str]:
        """The activities that the old version had under no name."""
        had = {self.name(name) for name in self.old.elements}
        return [name for name, one in self.new.elements.items() if name not in had and one.kind.endswith(ACTIVITY)]

    # what is refused

    def refusals(self) -> list[Refusal]:
        """What is wrong with the versions themselves, wherever the tokens stand."""
        found = []
        for old, new in self.mapping.items():
            if old not in self.old.elements or new not in self.new.elements:
                found.append(Refusal(old, "mapping_unknown", {"to": new}))
        before = {self.name(node.name): (node.start_quantity, node.quantity) for node in self._nodes(self.old)}
        for node in self._nodes(self.new):
            if before.get(node.name, (1, 1)) != (node.start_quantity, node.quantity):
                found.append(Refusal(node.element.id, "quantity_changed"))
        return found

    def unfit(self, token: Token, node: Node) -> list[Unfit]:
        """Why `token` cannot go on at `node`; empty when it can."""
        return list(self._unfit(token, token.task_spec, node))

    def _unfit(self, token: Token, here: Node, node: Node) -> Iterator[Unfit]:
        kinds = here.element.kind, node.element.kind
        if kinds[0] != kinds[1] or type(here) is not type(node):
            yield "kind_changed", {"old": kinds[0], "new": kinds[1]}
            return
        if token.outer is None:
            yield from self._memory_unfit(token, node)
            return
        scope = _scope_of(token)
        inside = None if scope.outer is None else self.name(scope.task_spec.name)
        if node.element.scope != inside:
            yield "scope_changed", {"old": here.element.scope, "new": node.element.scope}
        if isinstance(here, Waiting) and isinstance(node, Waiting):
            events = (
                [one.kind for one in here.definitions or here.awaited],
                [one.kind for one in node.definitions or node.awaited],
            )
            if events[0] != events[1] or here.every != node.every:
                yield "event_changed", {"old": events[0], "new": events[1]}
        looping = "n" in token.memory or token.iteration
        loops: list[Any] = [shape(here.loop), shape(node.loop)]
        if not looping:  # one that is not open yet may become what it likes
            loops = [bool(loop) and token._state in (STARTED, WAITING) for loop in loops]
        if loops[0] != loops[1]:
            yield "loop_changed", {}
        if isinstance(here, Call) and isinstance(node, Call) and token._state == STARTED:
            called = [text_of(one.settings.get("process")) for one in (here, node)]
            if called[0] != called[1]:
                yield "call_changed", {"old": called[0], "new": called[1]}
        race = token.above.task_spec if racing(token) else here
        if isinstance(race, EventGateway):
            yield from self._race_unfit(race)
        yield from self._join_unfit(token, here, node)
        yield from self._memory_unfit(token, node)

    def _race_unfit(self, gateway: EventGateway) -> Iterator[Unfit]:
        new = self.spec(gateway)
        before = {self.name(flow.target.name) for flow in gateway.flows}
        after = {flow.target.name for flow in new.flows} if new is not None else set()
        if before != after:
            yield "race_changed", {"old": sorted(before), "new": sorted(after)}

    def _join_unfit(self, token: Token, here: Node, node: Node) -> Iterator[Unfit]:
        via = arrived_by(token)
        if via is None:
            return
        known = self.flows(here, node)
        grown = isinstance(node, ParallelGateway) and not len(known) == len(here.incoming) == len(node.incoming)
        if grown or via not in known:
            old, new = [[flow.source.element.id for flow in one.incoming] for one in (here, node)]
            yield "join_changed", {"old": old, "new": new}

    def _memory_unfit(self, token: Token, node: Node) -> Iterator[Unfit]:
        memory = token.memory
        if "todo" in memory or "then" in memory:
            yield "compensation_running", {}
        for record in memory.get("comp", ()):
            if not self._undoable(record):
                yield "compensation_changed", {"activity": record[0]}
        if "start" in memory:
            start = self.new.graph.task_specs.get(self.name(memory["start"]))
            if getattr(start, "body", None) is not node:
                yield "handler_changed", {"start": memory["start"]}
        for name in (memory.get("p") or {}).get("at", ()) if token.outer is None else ():
            if self.name(name) not in self.new.elements:
                yield "element_removed", {"start": name}

    def _undoable(self, record: list[Any]) -> bool:
        activity, handler, inside, _ = record
        node = self.new.graph.task_specs.get(self.name(activity))
        undo = getattr(node, "undo", None)
        fits = handler is None or (undo is not None and undo.name == self.name(handler))
        return isinstance(node, Node) and fits and all(self._undoable(one) for one in inside)

    # what is different

    def differences(self, here: Node, node: Node) -> tuple[str, ...]:
        """The settings of an element that the new version has otherwise, by name."""
        old, new = here.element, node.element
        names = {key for key in {*old.settings, *new.settings} if old.settings.get(key) != new.settings.get(key)}
        names |= {word for word in ("name", "lane") if getattr(old, word) != getattr(new, word)}
        if isinstance(here, Waiting) and isinstance(node, Waiting):
            pairs = zip(here.awaited, node.awaited, strict=False)
            names |= {one.kind for one, other in pairs if one.texts() != other.texts()}
            if getattr(here, "interrupting", None) != getattr(node, "interrupting", None):
                names.add("interrupting")
        return tuple(sorted(names))

    # in the words of the new version

    def flows(self, here: Node, node: Node) -> dict[str, str]:
        """The incoming flows of a join, old id -> new: those from the same element, then those of the same id; a single
        one left over on both sides has been drawn anew."""
        known = self._flows.get((here.name, node.name))
        if known is None:
            known = self._flows[here.name, node.name] = self._matched(here.incoming, list(node.incoming))
        return known

    def _matched(self, old: list[Flow], left: list[Flow]) -> dict[str, str]:
        found: dict[str, str] = {}
        for rule in (
            lambda one, other: self.name(one.source.name) == other.source.name,
            lambda one, other: one.id == other.id,
            lambda one, other: len(left) == 1 and len(old) - len(found) == 1,
        ):
            for flow in old:
                fitting = [other for other in left if rule(flow, other)] if flow.id not in found else []
                if len(fitting) == 1:
                    found[flow.id] = fitting[0].id
                    left.remove(fitting[0])
        return found

    def memory(self, token: Token, node: Node) -> dict[str, Any]:
        """What the token remembers."""
        memory = dict(token.memory)
        if "via" in memory:
            memory["via"] = self.flows(token.task_spec, node).get(memory["via"], memory["via"])
        if "start" in memory:
            memory["start"] = self.name(memory["start"])
        if "comp" in memory:
            memory["comp"] = [self._record(one) for one in memory["comp"]]
        if token.outer is None and "p" in memory:
            memory["p"] = {**memory["p"], "at": [self.name(one) for one in memory["p"]["at"]]}
        return memory

    def _record(self, record: list[Any]) -> list[Any]:
        activity, handler, inside, data = record
        return [self.name(activity), handler and self.name(handler), [self._record(one) for one in inside], data]


ACTIVITY = ("Task", "task", "Activity", "Process", "transaction")


def _scope_of(token: Token) -> Token:
    """The process or subprocess that the token runs in; a loop and a race are none."""
    scope = token.above
    while isinstance(scope.task_spec, EventGateway) or (
        scope.outer is not None and (scope.task_spec is token.task_spec or not isinstance(scope.task_spec, SubProcess))
    ):
        scope = scope.above
    return scope


def text_of(made: Any) -> str | None:
    """The text that a setting, formula or mapping was made of."""
    return getattr(made, "text", None)


def shape(loop: Loop | None) -> tuple[Any, ...]:
    """All that a running loop depends on."""
    if isinstance(loop, StandardLoop):
        return "standard", text_of(loop.condition), loop.maximum, loop.before
    if isinstance(loop, MultiInstance):
        texts = [text_of(one) for one in (loop.cardinality, loop.collection, loop.output_element, loop.completion)]
        return loop.sequential, loop.element, loop.output_collection, loop.behavior, *texts
    return ()
