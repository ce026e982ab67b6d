"""One step of one instance: the loop that runs tokens, and the moves that task specs make through it.

SpiffWorkflow drains the innermost subprocess before anything outside gets its turn, and never notices that nothing can
go on. Here one READY token runs at a time; whatever an event interrupts is gone before the next one runs; inclusive joins
are looked at when nothing else can move; and when everything has come to rest, an instance in which nothing waits for the
outside is an incident, never silence.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from zoneinfo import ZoneInfo

from SpiffWorkflow.workflow import Workflow

from engine.feel import values
from engine.feel.times import from_python
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
from engine.runtime.nodes import Flow, InclusiveGateway, Node
from engine.runtime.tokens import READY, STARTED, WAITING, Token
from engine.runtime.waits import Boundary, EventStart, next_firing, remember

Payload = Mapping[str, Any]


class Run(Workflow):  # type: ignore[misc]  # the library has no types
    """The token tree of an instance while a step is taken."""

    tasks: dict[str, Token]

    def __init__(self, model: Model, variables: Mapping[str, Any], env: Env) -> None:
        super().__init__(model.graph, deserializing=True)
        self.model = model
        self.variables = Scope(variables, from_python(env.now.astimezone(ZoneInfo(env.zone))))
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

    # variables

    def scope(self, token: Token | None) -> Scope:
        """All variables that `token` sees, inner ones over outer ones. Not to be written to."""
        frames = []
        while token is not None:
            if token.data:
                frames.append(token.data)
            if "n" in token.memory:
                frames.append(token.task_spec.loop.counters(token))
            token = self.tasks.get(token._parent)
        if not frames:
            return self.variables
        merged = Scope(self.variables, self.variables.now)
        for frame in reversed(frames):
            merged.update(frame)
        return merged

    def assign(self, token: Token | None, new: Payload) -> None:
        """Writes variables where `token` stands: into the nearest multi-instance iteration, else into the instance."""
        if not new:
            return
        while token is not None and "own" not in token.memory:
            token = self.tasks.get(token._parent)
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

    def place(self, scope: Token, node: Node, memory: dict[str, Any] | None = None, data: dict[str, Any] | None = None) -> Token:
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
        """Lets a token run. Who throws a signal runs when all others have come to rest: whoever listens, listens then."""
        (self.late if token.task_spec.late else self.queue).append(token)

    def arrive(self, scope: Token, flow: Flow) -> None:
        """A token comes over a sequence flow."""
        node = flow.target
        self.place(scope, node, {"via": flow.id} if len(node.incoming) > 1 else None)

    def arrivals(self, scope: Token, node: Node) -> list[Token]:
        """The tokens that have come to `node` in `scope` and did not start yet, oldest first."""
        return [t for t in scope.below if t.task_spec is node and not (t._state == STARTED or "d" in t.memory or "sub" in t.memory)]

    def merge(self, token: Token, others: list[Token]) -> None:
        """`others` become one with `token`."""
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
        for subscription in scope.below:
            self.cancel(subscription)
        if scope._parent is None:
            outcome = "terminated" if "terminated" in scope.memory else "completed"
            self.end(Ended(self.last_end, outcome))  # type: ignore[arg-type]
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
        """Takes a token and everything below it out of the tree, without a word."""
        for below in token.below:
            self.remove(below)
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
            self.end_waits(token)
            self.remove(token)
        else:
            waits[at] = remember(schedule)
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
                token.task_spec.trigger(token, at, thrown.payload)  # type: ignore[attr-defined]

    def check_conditions(self) -> None:
        """Fires the conditional events that have become true since they were last looked at."""
        self.dirty = False
        if not self.model.graph.conditional:
            return
        for token in list(self.tasks.values()):
            for at, wait in enumerate(token.memory.get("w", ()) if self.tasks.get(token.id) is token else ()):
                if wait and wait[0] == "condition":
                    spec: Any = token.task_spec
                    try:
                        holds = spec.definitions[at].condition(self.scope(token)) is True
                    except Stuck:
                        holds = False  # a variable that is not there yet; deployment has checked the syntax
                    fires, wait[1] = holds and not wait[1], holds
                    if fires:
                        spec.trigger(token, at, {})
                        break

    # errors, escalations, terminate, cancel

    def catcher(self, token: Token, kind: str, code: str | None) -> tuple[Token, Boundary | EventStart] | None:
        """The nearest catcher, looking outwards from `token`: in each scope the event subprocesses come before the boundary
        of its activity, and an exact code before a catcher of any code. None when nobody in this instance catches."""
        here: Token | None = token
        in_handler = False
        while here is not None:
            node = here.task_spec
            if (node.loop is None or here.iteration) and "int" not in here.memory and not in_handler:
                if start := _match(node.handlers, kind, code):
                    return here, start
            if not here.iteration and (boundary := _match(node.boundaries, kind, code)):
                return here, boundary
            if kind == "cancel" and node.element.kind == "transaction":
                return None
            in_handler = "start" in here.memory
            here = self.tasks.get(here._parent)
        return None

    def prepare_escape(self, token: Token, kind: str, code: str | None, payload: Payload) -> Callable[[], None]:
        """An error, escalation or cancellation leaves `token`: the callable hands it to its catcher. Raises Stuck for an
        error that nobody catches, in here or among the callers."""
        found = self.catcher(token, kind, code)
        if found is not None:
            host, spec = found
            return lambda: spec.take(host, payload)
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

    # the loop

    def drain(self) -> None:
        """Runs tokens until all are at rest."""
        left = self.env.loops
        while self.ended is None:
            if self.dirty:
                self.check_conditions()
            waiting = self.queue or self.late
            if not waiting:
                if self.inclusive and self.fire_inclusive():
                    continue
                break
            token = waiting.popleft()
            if self.tasks.get(token.id) is token and token._state == READY:
                left -= 1
                self.step(token, exhausted=left < 0)
        if self.ended is None:
            self.watch_for_stall()

    def step(self, token: Token, exhausted: bool = False) -> None:
        """Runs one token; where it is stuck an incident stands in front of its element."""
        try:
            if exhausted:
                raise Stuck("endless_loop", limit=self.env.loops)
            token.run()
        except Stuck as reason:
            self.raise_incident(token, reason.code, reason.params)

    def raise_incident(self, token: Token, code: str, params: Mapping[str, Any]) -> None:
        """The token is stuck until Retry."""
        token.memory["x"] = code
        self.events.append(Incident(token.id, token.task_spec.element.id, code, params))

    def fire_inclusive(self) -> bool:
        """Lets the first inclusive join go on that need not wait any longer."""
        self.inclusive = False
        for token in list(self.tasks.values()):
            node = token.task_spec
            if token._state == WAITING and isinstance(node, InclusiveGateway) and (ready := node.ready(token.above)):
                self.inclusive = True
                ready._set_state(READY)
                if "x" in ready.memory:
                    del ready.memory["x"]
                    self.events.append(IncidentEnded(ready.id))
                self.queue.append(ready)
                return True
        return False

    def watch_for_stall(self) -> None:
        """When every token waits at a join, nothing outside can ever move the instance: an incident at each of them."""
        joins = []
        for token in self.tasks.values():
            if "x" in token.memory and token.memory["x"] != "stalled":
                return
            if "sub" in token.memory or token._parent is None:
                continue
            if token._state == WAITING and "w" not in token.memory:
                joins.append(token)
            elif token._state == WAITING or (token._state == STARTED and all("sub" in below.memory for below in token.below)):
                return
        for token in joins:
            if "x" not in token.memory:
                missing = [f.id for f in token.task_spec.incoming if f.id != token.memory.get("via") and ":" not in f.id]
                self.raise_incident(token, "stalled", {"missing": missing})


def _match(specs: list[Any], kind: str, code: str | None) -> Any:
    """The catcher for a code among boundary events or event subprocess starts: the exact one before one for any code."""
    matching = [s for s in specs for d in s.definitions if d.kind == kind and (d.code is None or d.code == code)]
    return min(matching, key=lambda s: all(d.code != code for d in s.definitions), default=None)


def _put(value: Any, path: str, new: Any) -> Any:
    """`value` as a context in which the dotted `path` is `new`; nothing shared with the old one is changed."""
    head, dot, rest = path.partition(".")
    base = dict(value) if isinstance(value, dict) else {}
    base[head] = _put(base.get(head), rest, new) if dot else new
    return base

