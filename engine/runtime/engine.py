"""Start an instance, advance it by a command: the two steps that everything else is made of."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.feel import FeelError
from engine.runtime import commands as c
from engine.runtime import timers
from engine.runtime.activities import Call, Human, Service, open_scope
from engine.runtime.events import Ended, IncidentEnded
from engine.runtime.expressions import Scope, stuck
from engine.runtime.model import Env, Model, NoSuchToken, Start, Step, Stuck
from engine.runtime.nodes import Node
from engine.runtime.run import Run, moment
from engine.runtime.snapshot import load, save
from engine.runtime.stepping import drain
from engine.runtime.timers import Schedule
from engine.runtime.tokens import READY, STARTED, Token

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def start(model: Model, variables: Mapping[str, Any], env: Env, at: str | None = None) -> Step:
    """A new instance. `at` names the start event (a message's payload is among `variables` then); without it the plain
    start is taken, or the only start there is. NoSuchToken when the model has no such start."""
    chosen = _start_nodes(model, at)
    payload: Mapping[str, Any] | None = {} if model.starts and chosen[0].name in _eventful(model) else None
    if payload is not None and getattr(chosen[0], "result", None):
        payload, variables = variables, {}
    run = Run(model, variables, env)
    _open_process(run, run.open_root(), chosen, payload)
    drain(run)
    return finish(run)


def _open_process(run: Run, root: Token, chosen: list[Node], payload: Mapping[str, Any] | None) -> None:
    try:
        open_scope(root, run.model.graph.start, chosen, payload)
    except Stuck as reason:
        root.memory["p"] = {"at": [node.name for node in chosen], "payload": payload}
        run.raise_incident(root, reason.code, reason.params)


def _eventful(model: Model) -> set[str]:
    """The elements that a message, a timer or a signal starts the process at."""
    return {one.element for one in model.starts if one.kind != "none"}


def _start_nodes(model: Model, at: str | None) -> list[Node]:
    """Where tokens begin. Raises NoSuchToken."""
    graph = model.graph
    if at is not None:
        if at not in {one.element for one in model.starts}:
            raise NoSuchToken(at)
        return [graph.node(at)]
    events = _eventful(model)
    if any(one.element not in events for one in model.starts) or not events:
        return list(graph.starts)
    if len(events) != 1:
        raise NoSuchToken("start")
    return [graph.node(next(iter(events)))]


def advance(model: Model, state: bytes, variables: Mapping[str, Any], command: c.Command, env: Env) -> Step:
    """The instance after a command. Raises NoSuchToken (always, when it is over), and nothing has happened then."""
    run = load(model, state, variables, env)
    if not run.tasks:
        raise NoSuchToken("ended")
    obey(run, command)
    drain(run)
    return finish(run)


def first_due(start: Start, env: Env) -> Schedule:
    """When a timer start event starts its process first, seen from `env.now`; `following` tells when it does again.

    Raises Stuck. For business time (`8bh`) the schedule holds one firing.
    """
    try:
        made = timers.setting(start.expression)
    except FeelError as error:
        raise stuck(error, start.expression) from error
    return timers.first(made(Scope({}, moment(env))), env.now, env.zone, env.counted(start.element))


def finish(run: Run) -> Step:
    """The step's outcome."""
    status = "running"
    if run.ended is not None:
        status = "cancelled" if run.ended.outcome == "cancelled" else "completed"
    elif any("x" in token.memory for token in run.tasks.values()):
        status = "incident"
    return Step(save(run), dict(run.variables), tuple(run.events), status)  # type: ignore[arg-type]


def obey(run: Run, command: c.Command) -> None:
    """Carries out a command on the tree; what follows from it is the loop's matter."""
    match command:
        case c.Complete(token, data):
            run.wake(_open(run, token, Human), data)
        case c.Resume(token, result):
            run.wake(_open(run, token, Service, Call), result)
        case c.Fire(token):
            found, at = run.waiting(token, ("timer",))
            found.task_spec.trigger(found, at, {})
        case c.Deliver(token, payload):
            found, at = run.waiting(token, ("message", "signal"))
            found.task_spec.trigger(found, at, payload)
        case c.Fail(token, code, message, payload):
            fail(run, _open(run, token, Service, Call), code, message, payload)
        case c.Escalate(token, code, payload):
            run.prepare_escape(_open(run, token, Call), "escalation", code, payload)()
        case c.GiveUp(token, code, params):
            found = _open(run, token, Service, Call)
            run.raise_incident(found, code, params)
        case c.Retry(token):
            retry(run, token)
        case c.Resolve(token, result):
            retry(run, token, result)
        case c.SetVariables(new):
            run.assign(None, new)
        case c.Cancel():
            run.cancel_all()
            run.end(Ended(None, "cancelled"))


def _open(run: Run, name: str, *kinds: type) -> Token:
    token = run.tasks.get(name)
    if token is None or token._state != STARTED or not isinstance(token.task_spec, kinds) or "x" in token.memory:
        raise NoSuchToken(name)
    return token


def fail(run: Run, token: Token, code: str | None, message: str, payload: Mapping[str, Any]) -> None:
    """A business error out of a service or a called process."""
    given = {"error": {"code": code, "message": message}, **payload} if message else payload
    try:
        run.prepare_escape(token, "error", code, given)()
    except Stuck as reason:
        run.raise_incident(token, reason.code, {**reason.params, "message": message})


def retry(run: Run, name: str, result: Mapping[str, Any] | None = None) -> None:
    """Runs the element of an incident again from where it got stuck; with a result it counts as done with that."""
    token = run.tasks.get(name)
    if token is None or "x" not in token.memory:
        raise NoSuchToken(name)
    why = token.memory.pop("x")
    run.report(IncidentEnded(token.id))
    if why == "stalled":
        return
    if token.outer is None:
        begun = token.memory.pop("p")
        _open_process(run, token, [run.model.graph.node(one) for one in begun["at"]], begun["payload"])
        return
    if result is not None:
        token.memory["r"] = dict(result)
    token._set_state(READY)
    run.ready(token)


def catches(model: Model, state: bytes, token: str, kind: str, code: str | None) -> bool:
    """Whether somebody in this instance would take an error or escalation out of its call activity `token`."""
    run = load(model, state, {}, Env(EPOCH, lambda *_: None))
    found = run.tasks.get(token)
    return found is not None and run.catcher(found, kind, code) is not None
