"""Activities: human tasks, scripts, services, decisions, called processes and subprocesses.

Each evaluates all that it needs before it changes anything, so that an incident leaves no half-done work behind: first
the events on its edge, then its own settings, then it opens.
"""

from collections.abc import Mapping
from typing import Any

from engine.feel import FeelError, values
from engine.runtime.events import CallRequest, Decided, HumanTask, ServiceRequest
from engine.runtime.expressions import Formula, Mapped, Scope, Setting, names_of, stuck, text_of
from engine.runtime.model import Element, Stuck
from engine.runtime.nodes import Node
from engine.runtime.tokens import Token
from engine.runtime.waits import Catch, Definition, Prepared, prepare_throw


class Activity(Node):
    """A task or subprocess; by itself one that is done at once. `given` (the setting `in`), `out` and `result` are its
    settings."""

    def __init__(self, graph: Any, element: Element) -> None:
        super().__init__(graph, element)
        self.given: Mapped | None = None
        self.out: Mapped | None = None
        self.result: str | None = None
        self.settings: dict[str, Setting] = {}

    def _run_hook(self, token: Token) -> bool | None:
        run = token.workflow
        edge: list[Prepared] = []
        if not token.iteration and self.boundaries and not token.below:  # after a retry they are armed already
            scope = run.scope(token)
            edge = [b.prepare(run, scope) for b in self.boundaries if b.awaited]
        if self.loop is not None and not token.iteration:
            done = self.loop.open(token)
        else:
            done = self.perform(token)
        if done is None:
            for prepared in edge:
                subscription = subscribe(token, prepared.node)
                prepared.node.arm(subscription, prepared)
        return done

    def perform(self, token: Token) -> bool | None:
        """The work of one execution: True when done, None when it stays open."""
        return True

    def entry(self, token: Token) -> dict[str, Any]:
        """What `in` gives this execution, evaluated."""
        return self.given(token.workflow.scope(token)) if self.given is not None else {}

    def conclude(self, token: Token, payload: Mapping[str, Any]) -> None:
        if self.loop is None or token.iteration:
            token.workflow.take_in(token, payload, self.result, self.out)

    def value(self, name: str, scope: Scope) -> Any:
        """The evaluated setting of that name, None where the model says nothing."""
        setting = self.settings.get(name)
        return None if setting is None else setting(scope)


def subscribe(scope: Token, node: Node) -> Token:
    """A subscription below `scope`: no token of the flow, nobody is told that it came."""
    run = scope.workflow
    run.last_id += 1
    token = Token(run, node, scope, str(run.last_id))
    token.memory["sub"] = 1
    return token


class Human(Activity):
    """A user or manual task."""

    def perform(self, token: Token) -> bool | None:
        run = token.workflow
        local = self.entry(token)
        scope = run.scope(token).plus(local)
        names = {name: names_of(self.value(name, scope)) for name in ("groups", "people", "not_done_by", "not_person")}
        lane = self.element.lane
        task = HumanTask(
            token.id,
            self.element.id,
            "manual" if self.element.kind == "manualTask" else "user",
            assignee=text_of(self.value("assignee", scope)),
            groups=names["groups"] or ((lane,) if lane and "groups" not in self.settings else ()),
            people=names["people"],
            not_done_by=(*names["not_done_by"], *names["not_person"]),
            priority=self.value("priority", scope),
            due=self.value("due", scope),
            form=text_of(self.value("form", scope)),
            sla=text_of(self.value("sla", scope)),
            data={**run.local(token), **local},
        )
        token.data.update(local)
        run.report(task)
        return None


class Receive(Activity, Catch):
    """A receive task: an activity that waits for a message."""

    def perform(self, token: Token) -> bool | None:
        self.arm(token, self.prepare(token.workflow, token.workflow.scope(token)))
        return None


class Send(Activity):
    """A send task without a connector: it throws its message itself."""

    message: Definition

    def perform(self, token: Token) -> bool | None:
        prepare_throw(self.message, token.workflow.scope(token), self.entry(token), token)()
        return True


class Script(Activity):
    """A FEEL expression; its value goes to `result`, or, being a context, its entries become variables."""

    formula: Formula

    def perform(self, token: Token) -> bool | None:
        run = token.workflow
        local = self.entry(token)
        value = self.formula(run.scope(token).plus(local))
        keep(self, token, value)
        return True


def keep(node: Activity, token: Token, value: Any) -> None:
    """The value of a script or decision becomes variables."""
    if node.result:
        payload = {node.result: value}
    elif isinstance(value, Mapping):
        payload = dict(value)
    else:
        payload = {}
    token.workflow.take_in(token, payload, None, node.out)


class Decision(Activity):
    """A business rule task with a decision of its own house."""

    def perform(self, token: Token) -> bool | None:
        run = token.workflow
        local = self.entry(token)
        scope = run.scope(token).plus(local)
        key = text_of(self.value("decision", scope))
        if key is None:
            raise Stuck("decision_missing")
        binding = text_of(self.value("binding", scope)) or "latest"
        try:
            value = values.of(run.env.decide(key, scope, binding))
        except FeelError as error:
            raise stuck(error, error.expression) from error
        shape = text_of(self.value("decision_map", scope))
        if shape == "singleEntry" and isinstance(value, dict) and len(value) == 1:
            value = next(iter(value.values()))
        elif shape == "collectEntries" and isinstance(value, list):
            value = [next(iter(row.values())) if isinstance(row, dict) and len(row) == 1 else row for row in value]
        elif shape == "resultList" and not isinstance(value, list):
            value = [value]
        keep(self, token, value)
        run.report(Decided(self.element.id, token.id, key, value))
        return True


class Service(Activity):
    """A service, send or business rule task that a connector serves."""

    retries: int | None = None

    def perform(self, token: Token) -> bool | None:
        run = token.workflow
        local = self.entry(token)
        service = text_of(self.value("service", run.scope(token).plus(local)))
        if service is None:
            raise Stuck("service_missing", implementation=self.element.settings.get("implementation"))
        token.data.update(local)
        run.report(ServiceRequest(token.id, self.element.id, service, {**run.local(token), **local}, self.retries))
        return None


class Call(Activity):
    """A call activity: another process as an instance of its own."""

    def perform(self, token: Token) -> bool | None:
        run = token.workflow
        scope = run.scope(token)
        process = text_of(self.value("process", scope))
        if process is None:
            raise Stuck("process_missing")
        given = self.given(scope) if self.given is not None else dict(scope)
        binding = text_of(self.value("binding", scope)) or "latest"
        run.report(CallRequest(token.id, self.element.id, process, given, binding))
        return None


class SubProcess(Activity):
    """An embedded subprocess, a transaction, or an event subprocess: the scope of the tokens inside it."""

    starts: list[Node]

    def perform(self, token: Token) -> bool | None:
        if self.given is not None:
            token.data.update(self.entry(token))
        if "start" in token.memory:
            start = token.workflow.model.graph.node(token.memory["start"])
            open_scope(token, self, [start], token.memory.pop("p"))
        else:
            open_scope(token, self, self.starts)
        return None

    def conclude(self, token: Token, payload: Mapping[str, Any]) -> None:
        if self.out is not None and (self.loop is None or token.iteration):
            token.workflow.assign(token, self.out(token.workflow.scope(token)))


def open_scope(token: Token, node: Node, starts: list[Node], payload: Mapping[str, Any] | None = None) -> None:
    """Arms the event subprocesses of a scope and puts tokens at its starts. Raises Stuck, changes nothing then."""
    run = token.workflow
    scope = run.scope(token)
    handlers = [one.prepare(run, scope) for one in node.handlers if one.awaited]
    for prepared in handlers:
        prepared.node.arm(subscribe(token, prepared.node), prepared)
    for start in starts:
        run.place(token, start, None if payload is None else {"r": dict(payload)})
