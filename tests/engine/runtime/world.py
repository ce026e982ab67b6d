"""A small world in memory for the runtime's tests: instances, a clock, timers, messages, signals and called processes.

It does what the instances room does with a database, as plainly as possible, and reloads every instance from its
snapshot at every step, because that is how the runtime works.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from engine import runtime as rt

CONFORMANCE = Path(__file__).resolve().parents[3].parent / "shared" / "conformance"


@dataclass
class Case:
    """One instance: its snapshot, and what its events asked of the world."""

    model: rt.Model
    parent: "tuple[Case, str] | None" = None
    state: bytes = b""
    variables: dict[str, Any] = field(default_factory=dict)
    status: str = "running"
    open: dict[str, str] = field(default_factory=dict)
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    timers: dict[str, datetime] = field(default_factory=dict)
    messages: dict[str, rt.MessageWait] = field(default_factory=dict)
    signals: dict[str, str] = field(default_factory=dict)
    services: dict[str, rt.ServiceRequest] = field(default_factory=dict)
    calls: "dict[str, Case]" = field(default_factory=dict)
    incidents: dict[str, rt.Incident] = field(default_factory=dict)
    events: list[rt.Event] = field(default_factory=list)

    @property
    def trace(self) -> list[str]:
        return [event.element for event in self.events if isinstance(event, rt.Finished)]


class World:
    """All instances of some models, and the time."""

    def __init__(self, *models: rt.Model, decide: Any = lambda key, variables, binding: None) -> None:
        self.models = {model.key: model for model in models}
        self.now = datetime(2026, 1, 5, 9, tzinfo=UTC)
        self.decide = decide
        self.cases: list[Case] = []
        self.buffer: list[rt.Thrown] = []

    def start(
        self, key: str, variables: dict[str, Any] | None = None, at: str | None = None, parent: Any = None
    ) -> Case:
        case = Case(self.models[key], parent)
        self.cases.append(case)
        self._absorb(case, self.begun(case, variables or {}, at))
        return case

    def do(self, case: Case, command: rt.Command) -> None:
        self._absorb(case, self.taken(case, command))

    def begun(self, case: Case, variables: Mapping[str, Any], at: str | None = None) -> rt.Step:
        """The first step of an instance."""
        return rt.start(case.model, variables, self._env(case), at)

    def taken(self, case: Case, command: rt.Command) -> rt.Step:
        """A further step: the instance is loaded, advanced and saved."""
        return rt.advance(case.model, case.state, case.variables, command, self._env(case))

    def complete(self, element: str, **data: Any) -> None:
        case, token = next((c, t) for c in self.cases for t, e in c.open.items() if e == element)
        self.do(case, rt.Complete(token, data))

    def open_tasks(self) -> list[str]:
        return sorted(element for case in self.cases for element in case.open.values())

    def later(self, seconds: float) -> None:
        """Moves the clock, and fires what comes due in the order of its due times."""
        end = self.now + timedelta(seconds=seconds)
        while due := min(
            ((at, n, t) for n, c in enumerate(self.cases) for t, at in c.timers.items() if at <= end), default=None
        ):
            self.now = max(self.now, due[0])
            self.do(self.cases[due[1]], rt.Fire(due[2]))
        self.now = end

    def message(self, name: str, **payload: Any) -> bool:
        """Hands a message to the one who waits for it, or starts what it starts; False when nobody wants it."""
        for case in self.cases:
            for token, wait in case.messages.items():
                if wait.name == name:
                    self.do(case, rt.Deliver(token, payload))
                    return True
        started = False
        for model in self.models.values():
            for start in model.starts:
                if start.kind == "message" and start.name == name:
                    self.start(model.key, payload, start.element)
                    started = True
        return started

    def _env(self, case: Case) -> rt.Env:
        def caught(kind: str, code: str | None) -> bool:
            caller, token = case.parent  # type: ignore[misc]
            return rt.catches(caller.model, caller.state, token, kind, code)

        return rt.Env(self.now, self.decide, catches=caught if case.parent else None)

    def _absorb(self, case: Case, step: rt.Step) -> None:
        case.state, case.variables, case.status = step.state, step.variables, step.status
        case.events += step.events
        follow: list[Any] = []
        for event in step.events:
            match event:
                case rt.HumanTask():
                    case.open[event.token] = event.element
                    case.data[event.token] = dict(event.data)
                case rt.TimerSet():
                    case.timers[event.token] = event.due
                case rt.MessageWait():
                    case.messages[event.token] = event
                case rt.SignalWait():
                    case.signals[event.token] = event.name
                case rt.ServiceRequest():
                    case.services[event.token] = event
                case rt.Incident():
                    case.incidents[event.token] = event
                case rt.IncidentEnded():
                    case.incidents.pop(event.token, None)
                case rt.WaitEnded() | rt.Finished() | rt.Cancelled():
                    for table in (case.open, case.timers, case.messages, case.signals, case.services):
                        table.pop(event.token, None)
                    called = case.calls.pop(event.token, None) if isinstance(event, rt.Cancelled) else None
                    if called is not None and called.status not in ("completed", "cancelled"):
                        self.do(called, rt.Cancel())
                case rt.CallRequest() | rt.Thrown() | rt.Ended():
                    follow.append(event)
        cancelled = {event.token for event in step.events if isinstance(event, rt.Cancelled)}
        for event in follow:
            if not (isinstance(event, rt.CallRequest) and event.token in cancelled):
                self._follow(case, event)
        self._deliver_buffer()

    def _follow(self, case: Case, event: Any) -> None:
        match event:
            case rt.CallRequest():
                if event.process not in self.models:
                    self.do(case, rt.GiveUp(event.token, "process_unknown", {"process": event.process}))
                    return
                called = Case(self.models[event.process], (case, event.token))
                self.cases.append(called)
                case.calls[event.token] = called
                self._absorb(called, self.begun(called, event.variables))
            case rt.Thrown(kind="message"):
                self.buffer.append(event)
            case rt.Thrown(kind="signal"):
                self.signal(event.name, dict(event.payload), but=case)
            case rt.Thrown(kind="escalation") if case.parent:
                caller, token = case.parent
                if token in caller.calls:
                    self.do(caller, rt.Escalate(token, event.name, event.payload))
            case rt.Thrown(kind="error") if case.parent:
                caller, token = case.parent
                self.do(caller, rt.Fail(token, event.name, "", event.payload))
            case rt.Ended(outcome="completed" | "terminated") if case.parent and case.parent[1] in case.parent[0].calls:
                caller, token = case.parent
                del caller.calls[token]
                self.do(caller, rt.Resume(token, case.variables))

    def signal(self, name: str, payload: dict[str, Any] | None = None, but: Case | None = None) -> None:
        for case in list(self.cases):
            for token in [t for t, waiting in case.signals.items() if waiting == name and case is not but]:
                if token in case.signals:
                    self.do(case, rt.Deliver(token, payload or {}))
        for model in self.models.values():
            for start in model.starts:
                if start.kind == "signal" and start.name == name:
                    self.start(model.key, payload or {}, start.element)

    def _deliver_buffer(self) -> None:
        waiting, self.buffer = self.buffer, []
        for thrown in waiting:
            if not self.message(thrown.name, **thrown.payload):
                self.buffer.append(thrown)


def models_of(*names: str, folder: str = "bpmn") -> list[rt.Model]:
    """The executable models of conformance files; AssertionError when one is refused."""
    found = []
    for name in names:
        parsed = rt.parse((CONFORMANCE / folder / name).read_bytes())
        errors = [finding for finding in parsed.findings if finding.severity == "error"]
        assert not errors, errors
        found += [model for model in parsed.models if model.executable]
    return found
