"""The tree of one instance while a step is taken, and the moves that task specs make in it.

Every move keeps the tree and the events told to the caller in step: a token that comes, waits, goes on or is cancelled
is told of once. Errors and escalations go to the nearest catcher only, looked for from the throwing token outwards.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.workflow import Workflow

from engine.feel import values
from engine.feel.stdlib import from_python
from engine.feel.times import DateTime, zone_info
from engine.runtime.compensation import compensate, proceed, remember
from engine.runtime.events import (
    Cancelled,
    Ended,
    Entered,
    Event,
    Finished,
    Incident,
    IncidentEnded,
    Joined,
    Thrown,
    TimerSet,
    WaitEnded,
)
from engine.runtime.expressions import Mapped, Scope
from engine.runtime.model import Env, Model, NoSuchToken, Stuck
from engine.runtime.nodes import Flow, Node
from engine.runtime.tokens import READY, STARTED, WAITING, Token
from engine.runtime.waits import Boundary, EventStart, next_firing, timer_memory

Payload = Mapping[str, Any]


def moment(env: Env) -> DateTime:
    """The moment of a step as FEEL's now() gives it, in the house's zone."""
    now = from_python(env.now.astimezone(zone_info(env.zone)))
    assert isinstance(now, DateTime)
    return now


class Run(Workflow):  # type: ignore[misc]  # the library has no types
    """The token tree of an instance while a step is taken."""

    tasks: dict[str, Token]

    def __init__(self, model: Model, variables: Mapping[str, Any], env: Env) -> None:
        super().__init__(model.graph, deserializing=True)
        self.model = model
        self.variables = Scope(variables, moment(env))
        self.env = env
        self.events: list[Event] = []
        self.queue: deque[Token] = deque()
        self.late: deque[Token] = deque()
        self.last_id = 0
        self.dirty = False
        self.inclusive = False
        self.ended: Ended | None = None
        self.last_end: str | None = None

    def open_root(self) -> Token:
        """The process itself, as the scope of all its tokens."""
        root = Token(self, self.spec.start, None, "0")
        root._set_state(STARTED)
        return root

    # what happened

    def report(self, event: Event) -> None:
        """Tells the caller."""
        self.events.append(event)

    def report_finished(self, token: Token) -> None:
        """Tells once that the token's element was completed; loops tell it of their rounds only."""
        if "f" not in token.memory:
            token.memory["f"] = 1
            if not token.task_spec.silent:
                self.events.append(Finished(token.task_spec.element.id, token.id))

    def raise_incident(self, token: Token, code: str, params: Mapping[str, Any]) -> None:
        """The token is stuck until Retry."""
        token.memory["x"] = code
        self.events.append(Incident(token.id, token.task_spec.element.id, code, params))

    # variables

    def scope(self, token: Token | None) -> Scope:
        """All variables that `token` sees, inner ones over outer ones. Not to be written to."""
        return self.variables.plus(self.local(token))

    def local(self, token: Token | None) -> Mapping[str, Any]:
        """What `token` sees beside the instance's variables: of the loops and mappings that it stands in."""
        frames: list[Mapping[str, Any]] = []
        while token is not None:
            if token.data:
                frames.append(token.data)
            if token.task_spec.loop is not None and "n" in token.memory:
                frames.append(token.task_spec.loop.counters(token))
            token = token.outer
        merged: dict[str, Any] = {}
        for frame in reversed(frames):
            merged.update(frame)
        return merged

    def assign(self, token: Token | None, new: Payload) -> None:
        """Writes variables where `token` stands: into the nearest multi-instance iteration, else into the instance."""
        if not new:
            return
        while token is not None and "own" not in token.memory:
            token = token.outer
        target = self.variables if token is None else token.data
        for name, value in new.items():
            head, dot, path = name.partition(".")
            target[head] = _put(target.get(head), path, values.of(value)) if dot else values.of(value)
        self.dirty = True

    def take_in(self, token: Token, payload: Payload, result: str | None, out: Mapped | None) -> None:
        """A payload becomes variables: mapped by `out`, or one context under `result`, or each name for itself."""
        if out is not None:
            self.assign(token, out(self.scope(token).plus(payload)))
        elif result:
            self.assign(token, {result: dict(payload)})
        else:
            self.assign(token, payload)

    # moves

    def place(
        self, scope: Token, node: Node, memory: dict[str, Any] | None = None, data: dict[str, Any] | None = None
    ) -> Token:
        """A new token at `node` in `scope`; it runs when the node lets it."""
        self.last_id += 1
        token = Token(self, node, scope, str(self.last_id))
        if memory:
            token.internal_data = memory
        if data:
            token.data = data
        if node.loop is None or token.iteration:
            self.events.append(Entered(node.element.id, token.id))
        if node._update_hook(token):
            self.ready(token)
        return token

    def ready(self, token: Token) -> None:
        """Lets a token run. Who throws a signal runs when all others are at rest: whoever listens, listens then."""
        (self.late if token.task_spec.late else self.queue).append(token)

    def arrive(self, scope: Token, flow: Flow) -> None:
        """A token comes over a sequence flow."""
        node = flow.target
        self.place(scope, node, {"via": flow.id} if len(node.incoming) > 1 else None)

    def arrivals(self, scope: Token, node: Node) -> list[Token]:
        """The tokens that wait at the join `node` in `scope`, oldest first."""
        return [token for token in scope.below if token.task_spec is node and token._state == WAITING]

    def merge(self, token: Token, others: list[Token]) -> None:
        """`others` become one with `token`, which may run now."""
        token._set_state(READY)
        for other in others:
            if "x" in other.memory:
                self.events.append(IncidentEnded(other.id))
            self.events.append(Joined(other.task_spec.element.id, other.id))
            self.remove(other)

    def leave(self, token: Token, flows: list[Flow]) -> None:
        """The token goes on over `flows`; with none it ends here."""
        scope, node = token.above, token.task_spec
        if node.loop is None:
            self.report_finished(token)
        remember(token, scope)
        self.remove(token)
        for _ in range(node.quantity):
            for flow in flows:
                self.arrive(scope, flow)
        if not flows:
            self.last_end = node.element.id
            self.settle(scope)

    def settle(self, scope: Token) -> None:
        """When nothing lives in `scope` any more, its activity (or the process) is complete."""
        if any("sub" not in token.memory for token in scope.below):
            return
        if "todo" in scope.memory:
            proceed(scope)
            return
        for subscription in scope.below:
            self.cancel(subscription)
        if scope._parent is None:
            self.end(Ended(self.last_end, "terminated" if "terminated" in scope.memory else "completed"))
        else:
            self.wake(scope, {})

    def wake(self, token: Token, payload: Payload) -> None:
        """An open token gets what it was open for, and runs on."""
        token.memory["r"] = dict(payload)
        token._set_state(READY)
        self.ready(token)

    def win(self, token: Token) -> None:
        """The winner of an event-based gateway leaves the race; the others are void."""
        race = token.above
        race._children.remove(token.id)
        token._parent = race._parent
        race.above._children.append(token.id)
        self.cancel(race)

    def end(self, ended: Ended) -> None:
        """The instance is over."""
        self.ended = ended
        self.events.append(ended)
        self.tasks.clear()
        self.queue.clear()
        self.late.clear()

    def remove(self, token: Token) -> None:
        """Takes a token and everything below it out of the tree; only its waits are told to be over."""
        for below in token.below:
            self.remove(below)
        if "w" in token.internal_data:
            self.end_waits(token)
        if token._parent in self.tasks:
            self.tasks[token._parent]._children.remove(token.id)
        del self.tasks[token.id]

    def cancel(self, token: Token) -> None:
        """Takes a token and everything below it out of the tree, and tells what was cancelled."""
        if token.id not in self.tasks:
            return
        for below in token.below:
            self.cancel(below)
        self.end_waits(token)
        memory, node = token.memory, token.task_spec
        if "x" in memory:
            self.events.append(IncidentEnded(token.id))
        if not ("sub" in memory or "f" in memory or (node.loop is not None and "i" not in memory)):
            self.events.append(Cancelled(node.element.id, token.id))
        self.remove(token)

    # waits

    def end_wait(self, token: Token, at: int) -> None:
        """One wait of `token` is over."""
        waits = token.memory["w"]
        if waits[at] and waits[at][0] != "condition":
            self.events.append(WaitEnded(token.id if len(waits) == 1 else f"{token.id}.{at}"))
        waits[at] = None

    def end_waits(self, token: Token) -> None:
        """All waits of `token` are over."""
        for at, wait in enumerate(token.memory.get("w", ())):
            if wait:
                self.end_wait(token, at)
        token.memory.pop("w", None)

    def rearm(self, token: Token, at: int) -> None:
        """A non-interrupting event fired: its subscription goes on, a timer as long as its cycle lasts."""
        waits = token.memory["w"]
        if waits[at][0] != "timer":
            return
        schedule = next_firing(waits[at], self.env.zone)
        if schedule is None:
            self.end_wait(token, at)
            if not any(waits):
                self.remove(token)
        else:
            waits[at] = timer_memory(schedule)
            wait = token.id if len(waits) == 1 else f"{token.id}.{at}"
            self.events.append(TimerSet(wait, token.task_spec.element.id, schedule.due))

    def waiting(self, wait: str, kinds: tuple[str, ...]) -> tuple[Token, int]:
        """The token and number of a wait that the caller names. Raises NoSuchToken."""
        name, _, at = wait.partition(".")
        token = self.tasks.get(name)
        waits = token.memory.get("w") if token is not None else None
        index = int(at or 0)
        if token is None or not waits or index >= len(waits) or not waits[index] or waits[index][0] not in kinds:
            raise NoSuchToken(wait)
        return token, index

    def broadcast(self, thrown: Thrown) -> None:
        """A signal reaches all that wait for it in this instance at once, and leaves for the others."""
        self.events.append(thrown)
        found = [
            (token, at)
            for token in list(self.tasks.values())
            for at, wait in enumerate(token.memory.get("w", ()))
            if wait and wait[0] == "signal" and wait[1] == thrown.name
        ]
        for token, at in found:
            if self.tasks.get(token.id) is token and (token.memory.get("w") or [None] * (at + 1))[at]:
                token.task_spec.trigger(token, at, thrown.payload)

    # errors, escalations, terminate, cancel

    def catcher(self, token: Token, kind: str, code: str | None) -> tuple[Token, Boundary | EventStart] | None:
        """The nearest catcher, looking outwards from `token`: in each scope the event subprocesses come before the
        boundary of its activity, and an exact code before a catcher of any code. None when nobody in this instance
        catches."""
        here: Token | None = token
        in_handler = False
        while here is not None:
            node = here.task_spec
            handles = (node.loop is None or here.iteration) and "int" not in here.memory and not in_handler
            if handles and (start := _match(node.handlers, kind, code)):
                return here, start
            if not here.iteration and (boundary := _match(node.boundaries, kind, code)):
                return here, boundary
            if kind == "cancel" and node.element.kind == "transaction":
                return None
            in_handler = "start" in here.memory
            here = here.outer
        return None

    def prepare_escape(self, token: Token, kind: str, code: str | None, payload: Payload) -> Callable[[], object]:
        """An error, escalation or cancellation leaves `token`: the callable hands it to its catcher. Raises Stuck for
        an error that nobody catches, in here or among the callers."""
        found = self.catcher(token, kind, code)
        if found is not None:
            host, spec = found
            return lambda: self.undo_transaction(host, spec) if kind == "cancel" else spec.take(host, payload)
        element = token.task_spec.element.id
        if kind == "escalation":
            return lambda: self.report(Thrown("escalation", element, token.id, code or "", payload))
        if kind == "cancel" or self.env.catches is None or not self.env.catches("error", code):
            raise Stuck(f"{kind}_uncaught", error=code)

        def outward() -> None:
            self.report(Thrown("error", element, token.id, code or "", payload))
            self.cancel_all()
            self.end(Ended(element, "error"))

        return outward

    def undo_transaction(self, host: Token, boundary: Boundary | EventStart) -> None:
        """A cancelled transaction: what runs in it is cancelled, what it completed is undone, then it leaves."""
        for below in host.below:
            self.cancel(below)
        host.memory["then"] = boundary.name
        if not compensate(host, host):
            boundary.take(host, {})

    def terminate(self, token: Token) -> None:
        """A terminate end: everything else in its scope is cancelled."""
        scope = token.above
        scope.memory["terminated"] = 1
        for other in scope.below:
            if other is not token:
                self.cancel(other)

    def cancel_all(self) -> None:
        """Cancels every token of the instance."""
        for token in [t for t in self.tasks.values() if t._parent is None]:
            for below in token.below:
                self.cancel(below)


def _match(specs: list[Any], kind: str, code: str | None) -> Any:
    """The catcher for a code among boundary events or event subprocess starts: an exact one before one for any."""
    matching = [s for s in specs for d in s.definitions if d.kind == kind and (d.code is None or d.code == code)]
    return min(matching, key=lambda s: all(d.code != code for d in s.definitions), default=None)


def _put(value: Any, path: str, new: Any) -> Any:
    """`value` as a context in which the dotted `path` is `new`; nothing shared with the old one is changed."""
    head, dot, rest = path.partition(".")
    base = dict(value) if isinstance(value, dict) else {}
    base[head] = _put(base.get(head), rest, new) if dot else new
    return base
