"""Events: what they wait for, what they throw, and who catches.

A catch event waits as a token of its own. A boundary event is a subscription below the activity that it sits on, the
start of an event subprocess a subscription below its scope; when one fires, a token sets out behind it. Errors and
escalations need no subscription: the catcher is looked for from the throwing token outwards, and only the nearest one
takes it.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from engine.runtime import timers
from engine.runtime.compensation import compensate, scope_of
from engine.runtime.events import Event, MessageWait, SignalWait, Thrown, TimerSet
from engine.runtime.expressions import Formula, Mapped, Scope, Setting, text_of
from engine.runtime.model import Element, Stuck
from engine.runtime.nodes import EventGateway, Node
from engine.runtime.tokens import WAITING, Token

if TYPE_CHECKING:
    from engine.runtime.run import Run

Memory = list[Any]
AWAITED = {"message", "signal", "timer", "condition"}
"""The kinds of events that a token (or subscription) waits for; for all others a catcher is looked for when thrown."""


@dataclass(slots=True, eq=False)
class Definition:
    """An event definition: `name` of a message or signal, `code` of an error or escalation (None: any), `activity`
    that a compensation undoes (None: all)."""

    kind: str
    name: Setting | None = None
    code: str | None = None
    timer: Setting | None = None
    condition: Formula | None = None
    correlation: Mapped | None = None
    activity: str | None = None

    def texts(self) -> tuple[str | None, ...]:
        """All that the drawing says of it."""
        made = (self.name, self.timer, self.condition, self.correlation)
        return self.kind, self.code, self.activity, *(getattr(one, "text", None) for one in made)

    def named(self, scope: Scope) -> str:
        """The evaluated name of a message or signal."""
        name = text_of(self.name(scope)) if self.name is not None else None
        if name is None:
            raise Stuck("event_without_name", kind=self.kind)
        return name

    def prepare(self, run: "Run", scope: Scope, element: str) -> tuple[Memory, Callable[[str], Event] | None]:
        """What a waiting token must remember, and the event that tells the caller so. Raises Stuck, changes nothing."""
        if self.kind == "message":
            name = self.named(scope)
            keys = self.correlation(scope) if self.correlation else {}
            return ["message", name], lambda wait: MessageWait(wait, element, name, keys)
        if self.kind == "signal":
            signal = self.named(scope)
            return ["signal", signal], lambda wait: SignalWait(wait, element, signal)
        if self.kind == "timer" and self.timer is not None:
            schedule = timers.first(self.timer(scope), run.env.now, run.env.zone, run.env.counted(element))
            return timer_memory(schedule), lambda wait: TimerSet(wait, element, schedule.due)
        return [self.kind, False], None


def timer_memory(schedule: timers.Schedule) -> Memory:
    """A schedule as a wait's memory."""
    return ["timer", schedule.due.isoformat(), schedule.left, schedule.every]


def next_firing(wait: Memory, zone: str) -> timers.Schedule | None:
    """The firing after the one that `wait` remembers."""
    return timers.following(timers.Schedule(datetime.fromisoformat(wait[1]), wait[2], wait[3]), zone)


@dataclass(slots=True)
class Prepared:
    """Waits that are evaluated but not yet armed."""

    node: "Waiting"
    waits: list[tuple[Memory, Callable[[str], Event] | None]] = field(default_factory=list)


class Waiting(Node):
    """A node with event definitions that a token (or subscription) waits for."""

    def __init__(
        self, graph: Any, element: Element, definitions: Sequence[Definition] = (), every: bool = False
    ) -> None:
        super().__init__(graph, element)
        self.definitions = definitions
        self.awaited = [one for one in definitions if one.kind in AWAITED]
        self.every = every
        self.result: str | None = None
        self.out: Mapped | None = None

    def prepare(self, run: "Run", scope: Scope) -> Prepared:
        """Evaluates all definitions. Raises Stuck, changes nothing."""
        return Prepared(self, [one.prepare(run, scope, self.element.id) for one in self.awaited])

    def arm(self, token: Token, prepared: Prepared) -> None:
        """Makes `token` wait."""
        run = token.workflow
        token.memory["w"] = [memory for memory, _ in prepared.waits]
        token._set_state(WAITING)
        for at, (memory, announce) in enumerate(prepared.waits):
            run.dirty = run.dirty or memory[0] == "condition"
            if announce is not None:
                run.report(announce(wait_id(token, at)))

    def trigger(self, token: Token, at: int, payload: Mapping[str, Any]) -> None:
        """The wait number `at` of `token` is over: with `every`, all of them must be before anything follows."""
        if self.every:
            memory = token.memory
            token.workflow.end_wait(token, at)
            memory["got"] = {**memory.get("got", {}), **payload}
            if any(memory["w"]):
                return
            payload = memory["got"]
        self.happened(token, at, payload)

    @abstractmethod
    def happened(self, token: Token, at: int, payload: Mapping[str, Any]) -> None:
        """What `token` waited for has happened."""

    def conclude(self, token: Token, payload: Mapping[str, Any]) -> None:
        token.workflow.take_in(token, payload, self.result, self.out)


def wait_id(token: Token, at: int) -> str:
    """The id by which the caller knows a wait: the token's, numbered where one token waits for several events."""
    return token.id if len(token.memory["w"]) == 1 else f"{token.id}.{at}"


class Catch(Waiting):
    """An intermediate catch event."""

    def _run_hook(self, token: Token) -> bool | None:
        if not self.awaited:
            return True
        self.arm(token, self.prepare(token.workflow, token.workflow.scope(token)))
        return None

    def happened(self, token: Token, at: int, payload: Mapping[str, Any]) -> None:
        run = token.workflow
        run.end_waits(token)
        if isinstance(token.above.task_spec, EventGateway):
            run.win(token)
        run.wake(token, payload)


class Boundary(Waiting):
    """An event on the edge of an activity."""

    interrupting = True

    def happened(self, token: Token, at: int, payload: Mapping[str, Any]) -> None:
        run, host = token.workflow, token.above
        scope = host.above
        if self.interrupting:
            run.cancel(host)
        else:
            run.rearm(token, at)
        run.place(scope, self, {"r": dict(payload)})

    def take(self, host: Token, payload: Mapping[str, Any]) -> None:
        """Takes an error, an escalation or a cancellation out of the activity `host`."""
        run, scope = host.workflow, host.above
        if self.interrupting:
            run.cancel(host)
        run.place(scope, self, {"r": dict(payload)})


class EventStart(Waiting):
    """A start event: of the process, of a subprocess, or of an event subprocess (which then has a `body`)."""

    interrupting = True
    body: Node | None = None

    def happened(self, token: Token, at: int, payload: Mapping[str, Any]) -> None:
        run, scope = token.workflow, token.above
        if not self.interrupting:
            run.rearm(token, at)
        self.take(scope, payload)

    def take(self, scope: Token, payload: Mapping[str, Any]) -> None:
        """Starts the event subprocess in `scope`; an interrupting one ends everything else there."""
        run = scope.workflow
        if self.interrupting:
            scope.memory["int"] = 1
            for other in scope.below:
                run.cancel(other)
        assert self.body is not None
        run.place(scope, self.body, {"start": self.name, "p": dict(payload)})


class Throw(Node):
    """An intermediate throw event or an end event."""

    def __init__(self, graph: Any, element: Element, definitions: list[Definition]) -> None:
        super().__init__(graph, element)
        self.definitions = definitions
        self.late = any(one.kind == "signal" for one in definitions)
        self.payload: Mapped | None = None

    def _run_hook(self, token: Token) -> bool | None:
        run, scope = token.workflow, token.workflow.scope(token)
        payload = self.payload(scope) if self.payload else {}
        acts = [prepare_throw(one, scope, payload, token) for one in self.definitions]
        if not any(one.kind == "compensation" for one in self.definitions):
            run.report_finished(token)
        for act in acts:
            act()
        return True if token.id in run.tasks and "todo" not in token.memory else None


def prepare_throw(one: Definition, scope: Scope, payload: Mapping[str, Any], token: Token) -> Callable[[], object]:
    """Evaluates a throw and finds its catcher; the callable carries it out. Raises Stuck, changes nothing."""
    run, element = token.workflow, token.task_spec.element.id
    if one.kind == "message":
        name, keys = one.named(scope), one.correlation(scope) if one.correlation else {}
        return lambda: run.report(Thrown("message", element, token.id, name, payload, keys))
    if one.kind == "signal":
        signal = one.named(scope)
        return lambda: run.broadcast(Thrown("signal", element, token.id, signal, payload))
    if one.kind in ("error", "escalation", "cancel"):
        return run.prepare_escape(token, one.kind, one.code, payload)
    if one.kind == "compensation":
        return partial(compensate, token, scope_of(token), one.activity)
    if one.kind == "terminate":
        return lambda: run.terminate(token)
    return lambda: None
