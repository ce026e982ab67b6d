"""A running instance in another version of its drawing, or a token of it at another element.

The library swaps its specs under a running instance and looks at nothing: joins wait for branches that never start,
deadlines begin anew, and what cannot be loaded shows when somebody loads it. Here a plan comes first. It says for each
token where it goes and what is different there, and refuses what would not run on as drawn; the new snapshot is made of
whole cloth, so the old one stays as it is until the caller stores the other. Tokens keep their ids, timers their due
times, open tasks and calls what they were asked; messages and signals are awaited as the new drawing says, and events
on the edge of open activities that are new in it are armed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.runtime.activities import subscribe
from engine.runtime.engine import EPOCH, finish
from engine.runtime.events import Incident
from engine.runtime.fitting import Change, Refusal, Versions
from engine.runtime.model import Env, Model, NoSuchToken, Step, Stuck
from engine.runtime.nodes import Node
from engine.runtime.reach import Place, arrived_by, in_line, is_join, places, racing, starved, still_ahead
from engine.runtime.run import Run
from engine.runtime.snapshot import load
from engine.runtime.stepping import drain
from engine.runtime.tokens import READY, STARTED, Token
from engine.runtime.waits import Boundary, EventStart, Waiting


@dataclass(frozen=True, slots=True)
class Edge:
    """A subscription of `token` for the event `element`, on its edge or of an event subprocess in it."""

    token: str
    element: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a migration would do. With a refusal nothing of it may be done.

    `changes` has one entry a token of the flow, and one for each armed event that is different now; `armed` and
    `dropped` are events on the edge of open activities that are new in the version or gone from it; `passed_by` are
    new elements that this instance will not come to.
    """

    changes: tuple[Change, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    armed: tuple[Edge, ...] = ()
    dropped: tuple[Edge, ...] = ()
    passed_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Migrated:
    """The plan and, unless it refuses, the step that carries it out."""

    plan: Plan
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """The step that moves a token, or why it cannot be moved."""

    refusals: tuple[Refusal, ...] = ()
    step: Step | None = None


def plan(old: Model, new: Model, state: bytes, mapping: Mapping[str, str] | None = None) -> Plan:
    """What would become of an instance of `old` in `new`. `mapping` names the new element of an old one; all others
    keep their id. Raises NoSuchToken when the instance is over."""
    return _Planning(_opened(old, state), Versions(old, new, mapping or {})).plan()


def migrate(
    old: Model,
    new: Model,
    state: bytes,
    variables: Mapping[str, Any],
    env: Env,
    mapping: Mapping[str, str] | None = None,
) -> Migrated:
    """The plan, and the instance in its new version: where nothing is refused, a step whose events tell what is awaited
    anew. Raises NoSuchToken when the instance is over."""
    was, versions = _opened(old, state), Versions(old, new, mapping or {})
    planned = _Planning(was, versions).plan()
    if planned.refusals:
        return Migrated(planned)
    run = Run(new, variables, env)
    refused = _carry(was, run, versions, planned)
    if not refused:
        drain(run)
        refused = _stalled(run)
    return Migrated(replace(planned, refusals=refused)) if refused else Migrated(planned, finish(run))


def move(model: Model, state: bytes, variables: Mapping[str, Any], env: Env, token: str, to: str) -> Moved:
    """The instance with that token, and all that it stands for, taken away and a new one at the element `to` of the
    same scope. Raises NoSuchToken."""
    run = load(model, state, variables, env)
    found = run.tasks.get(token.partition(".")[0])
    if found is None:
        raise NoSuchToken(token)
    if refusals := _immovable(run, found, to):
        return Moved(refusals)
    scope, node = found.above, model.graph.node(to)
    run.cancel(found)
    run.place(scope, node)
    drain(run)
    if refusals := _stalled(run):
        return Moved(refusals)
    return Moved((), finish(run))


def _opened(model: Model, state: bytes) -> Run:
    run = load(model, state, {}, Env(EPOCH, lambda *_: None))
    if not run.tasks:
        raise NoSuchToken("ended")
    return run


def _stalled(run: Run) -> tuple[Refusal, ...]:
    found = [event for event in run.events if isinstance(event, Incident) and event.code == "stalled"]
    return tuple(Refusal(one.element, "would_stall", dict(one.params), one.token) for one in found)


# moving a token


def _immovable(run: Run, token: Token, to: str) -> tuple[Refusal, ...]:
    here = token.task_spec.element.id
    if token.outer is None or token.subscription or token.iteration or racing(token):
        return (Refusal(here, "token_unmovable", {}, token.id),)
    if any("todo" in one.memory for one in (token, token.above)):
        return (Refusal(here, "compensation_running", {}, token.id),)
    if to not in run.model.elements:
        return (Refusal(to, "element_unknown", {}, token.id),)
    node = run.model.graph.node(to)
    scope = None if token.above.outer is None else token.above.task_spec.name
    if node.element.scope != scope:
        return (Refusal(to, "scope_changed", {"old": scope, "new": node.element.scope}, token.id),)
    if _beside_the_flow(run.model, node) or is_join(node) or node.start_quantity > 1:
        return (Refusal(to, "target_unsuitable", {"kind": node.element.kind}, token.id),)
    before = places(run)
    after = [replace(one, node=node, via=None) if one.token == token.id else one for one in before]
    return tuple(_unsound(before, after, {}))


def _beside_the_flow(model: Model, node: Node) -> bool:
    if isinstance(node, Boundary | EventStart):
        return True
    specs = model.graph.task_specs.values()
    return any(
        isinstance(other, Node) and (other.undo is node or any(start.body is node for start in other.handlers))
        for other in specs
    )


def _unsound(before: list[Place], after: list[Place], mapping: Mapping[str, str]) -> list[Refusal]:
    """What can no longer come to its end as drawn, and could before."""
    known = {(scope, mapping.get(join, join)) for scope, join in starved(before)}
    refusals = [
        Refusal(join, "join_unreachable", {"missing": missing})
        for (scope, join), missing in starved(after).items()
        if (scope, join) not in known
    ]
    at = {place.token: place.node.element.id for place in after}
    return refusals + [
        Refusal(at[second], "tokens_in_line", {"behind": at[first]}, second)
        for first, second in sorted(in_line(after) - in_line(before))
    ]


# migrating


@dataclass(slots=True)
class _Planning:
    """The tokens of an instance held against two versions."""

    run: Run
    versions: Versions
    changes: list[Change] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    armed: list[Edge] = field(default_factory=list)
    dropped: list[Edge] = field(default_factory=list)

    def plan(self) -> Plan:
        self.refusals += self.versions.refusals()
        for token in self.run.tasks.values():
            if token.subscription:
                self._edge(token)
            else:
                self._token(token)
        passed: list[str] = []
        if not self.refusals:
            after = self._after()
            self.refusals += _unsound(places(self.run), after, self.versions.mapping)
            passed = self._passed_by(after)
        return Plan(
            tuple(self.changes), tuple(self.refusals), tuple(self.armed), tuple(self.dropped), tuple(sorted(passed))
        )

    def _token(self, token: Token) -> None:
        versions, here = self.versions, token.task_spec
        node = versions.spec(here)
        if node is None:
            self.refusals.append(Refusal(here.element.id, "element_removed", {}, token.id))
            return
        refused = [Refusal(here.element.id, code, params, token.id) for code, params in versions.unfit(token, node)]
        self.refusals += refused
        if refused:
            return
        if token.outer is not None:
            self.changes.append(
                Change(token.id, here.element.id, node.element.id, versions.differences(here, node), token.iteration)
            )
        self._arm(token, node)

    def _edge(self, token: Token) -> None:
        """An armed event: it stays, or is gone with the new version."""
        old, host = token.task_spec, token.above
        node, new_host = self.versions.spec(old), self.versions.spec(host.task_spec)
        if new_host is None:
            return
        if node is None or node not in (*new_host.boundaries, *new_host.handlers):
            self.dropped.append(Edge(host.id, old.element.id))
        elif (kinds := [_kinds(one) for one in (old, node)]) and kinds[0] != kinds[1]:
            params = {"old": kinds[0], "new": kinds[1]}
            self.refusals.append(Refusal(old.element.id, "event_changed", params, token.id))
        elif (changed := self.versions.differences(old, node)) or old.element.id != node.element.id:
            self.changes.append(Change(token.id, old.element.id, node.element.id, changed))

    def _arm(self, token: Token, node: Node) -> None:
        """Events of the new version that the open activity (or scope) has never had. One that it had and that has
        happened is not armed a second time."""
        old, memory = token.task_spec, token.memory
        entered = token._state != READY or "r" in memory or bool(token.below)  # else retrying it arms them
        edge = [*node.boundaries] if entered and "d" not in memory and not token.iteration else []
        opened = token._state == STARTED and "int" not in memory and "p" not in memory
        scope = [*node.handlers] if opened and (node.loop is None or token.iteration) else []
        had = {self.versions.name(one.name): one for one in (*old.boundaries, *old.handlers)}
        for one in (*edge, *scope):
            if one.awaited and (one.name not in had or not had[one.name].awaited):
                self.armed.append(Edge(token.id, one.element.id))

    def _after(self) -> list[Place]:
        found = []
        for place in places(self.run):
            node = self.versions.spec(place.node)
            assert node is not None
            via = place.via and self.versions.flows(place.node, node).get(place.via)
            found.append(replace(place, node=node, via=via))
        return found

    def _passed_by(self, after: list[Place]) -> list[str]:
        scopes = [self.versions.spec(token.task_spec) for token in self.run.tasks.values() if token.below]
        ahead = still_ahead(after, [one for one in scopes if one is not None])
        return [name for name in self.versions.added() if name not in ahead]


def _kinds(node: Node) -> list[str]:
    return [one.kind for one in node.awaited] if isinstance(node, Waiting) else []


def _carry(was: Run, run: Run, versions: Versions, planned: Plan) -> tuple[Refusal, ...]:
    """Puts the tokens of `was` into `run` as planned. Refuses where a wait of the new version cannot be evaluated."""
    run.last_id, run.last_end = was.last_id, versions.name(was.last_end) if was.last_end else None
    gone = {(edge.token, edge.element) for edge in planned.dropped}
    for token in was.tasks.values():
        if token.subscription and (token._parent, token.task_spec.element.id) in gone:
            was.end_waits(token)
            continue
        node = versions.spec(token.task_spec)
        assert node is not None
        fresh = Token(run, node, run.tasks.get(token._parent or ""), token.id)
        fresh._set_state(token._state)
        fresh.internal_data = versions.memory(token, node)
        fresh._data, fresh.packed = token._data, token.packed
        run.inclusive = run.inclusive or arrived_by(fresh) is not None
    run.events, run.dirty = was.events, True
    try:
        for token in list(run.tasks.values()):
            _await_anew(was.tasks[token.id], token)
        for edge in planned.armed:
            host = run.tasks[edge.token]
            event: Any = run.model.graph.node(edge.element)
            event.arm(subscribe(host, event), event.prepare(run, run.scope(host)))
    except Stuck as reason:
        return (Refusal(token.task_spec.element.id, "wait_unreadable", {"error": reason.code, **reason.params}),)
    return ()


def _await_anew(old: Token, token: Token) -> None:
    """A wait for a message or signal that is drawn otherwise now. Timers stay due when they were."""
    before, node, run = old.task_spec, token.task_spec, token.workflow
    for at, wait in enumerate(token.memory.get("w", ())):
        if not wait or wait[0] not in ("message", "signal"):
            continue
        same = before.element.id == node.element.id and before.awaited[at].texts() == node.awaited[at].texts()
        if not same:
            memory, announce = node.awaited[at].prepare(run, run.scope(token), node.element.id)
            run.end_wait(token, at)
            token.memory["w"][at] = memory
            if announce is not None:
                run.report(announce(token.id if len(token.memory["w"]) == 1 else f"{token.id}.{at}"))
