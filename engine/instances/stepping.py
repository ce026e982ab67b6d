"""Carrying out a step: the runtime says what happened and what it needs, this module tells the ledger and serves it.

One agenda a unit of work: inline connectors and called processes answer at once, their answers are further commands,
until nothing can go on without a person, time, another instance or the outside world. What the same step asked for and
took away again (a branch that ends them all) is not asked any more.
"""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from engine import runtime
from engine.definitions import queries as definitions
from engine.feel import values
from engine.instances import events, waits
from engine.instances.models import Instance
from engine.instances.opening import case_of, open_instance, row_of
from engine.instances.rules import status_of
from engine.instances.services import BusinessError, Inline, must_have
from engine.instances.world import World, model_of
from engine.kernel import Context, NotFound, Rejected, new_id
from engine.runtime import commands as say
from engine.runtime import events as told

TOO_LONG = 2_000
"""Steps one unit of work may carry out; more is a loop that no person, timer or message ever stops."""

Answer = Callable[[], say.Command | None]
"""What a token gets when its turn comes: found out only then, and only if the token is still there."""


def tell_callers(ctx: Context, instance: Instance) -> None:
    """A called case that is stuck (or no longer) shows at the call of its caller, and so on upwards."""
    while instance.parent_id and instance.parent_token:
        stuck = instance.status == "incident"
        instance, token = row_of(ctx, instance.parent_id), instance.parent_token
        if token not in instance.tokens:
            return
        instance.tokens = {**instance.tokens, token: {**instance.tokens[token], "incident": stuck}}
        instance.status = status_of(instance.tokens)


class Stepper:
    """The agenda of one unit of work."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.agenda: deque[tuple[Instance, str, Answer]] = deque()
        self.steps = 0

    def begin(self, instance: Instance, variables: Mapping[str, Any], at: str | None) -> None:
        """Run a new instance until it waits."""
        world = World(self.ctx, instance)
        self._take(instance, runtime.start(model_of(self.ctx, instance), variables, world.env, at), world)
        self._work_off()

    def advance(self, instance: Instance, command: say.Command) -> None:
        """Run an instance on until it waits again; raises runtime.NoSuchToken where nobody waits for the command."""
        self._step(instance, command)
        self._work_off()

    def take(self, instance: Instance, step: runtime.Step, world: World) -> None:
        """Serve a step that was taken by other means than a command, and run on until the case waits again."""
        self._take(instance, step, world)
        self._work_off()

    def _work_off(self) -> None:
        while self.agenda:
            instance, token, answer = self.agenda.popleft()
            if token in instance.tokens and (command := answer()) is not None:
                self._step(instance, command)

    def _later(self, instance: Instance, command: say.Resume | say.Fail | say.GiveUp | say.Escalate) -> None:
        self.agenda.append((instance, command.token, lambda: command))

    def _step(self, instance: Instance, command: say.Command) -> None:
        self.steps += 1
        if self.steps > TOO_LONG and isinstance(command, say.Resume):
            command = say.GiveUp(command.token, "endless_loop", {"steps": TOO_LONG})
        world = World(self.ctx, instance)
        variables = values.loads(instance.variables)
        step = runtime.advance(model_of(self.ctx, instance), instance.state, variables, command, world.env)
        self._take(instance, step, world)

    def _take(self, instance: Instance, step: runtime.Step, world: World) -> None:
        before = instance.status
        instance.state = step.state
        instance.variables = values.dumps(step.variables)
        tokens = dict(instance.tokens)
        for event in step.events:
            _SERVE[type(event)](self, instance, tokens, event, world)
        if instance.ended_at is None:
            instance.tokens = tokens
            instance.status = status_of(tokens)
            if instance.status != before:
                tell_callers(self.ctx, instance)

    def _parent(self, instance: Instance) -> Instance:
        return row_of(self.ctx, str(instance.parent_id))

    # --- serving events -------------------------------------------------------------------------------------------

    def _entered(self, instance: Instance, tokens: dict[str, Any], event: told.Entered, _: Any) -> None:
        tokens[event.token] = {"element": event.element, "since": self.ctx.now.isoformat()}
        self.ctx.record(events.ElementEntered(instance_id=instance.id, element=event.element, token=event.token))

    def _finished(self, instance: Instance, tokens: dict[str, Any], event: told.Finished, _: Any) -> None:
        self._close(instance, tokens, event.token)
        self.ctx.record(events.ElementCompleted(instance_id=instance.id, element=event.element, token=event.token))

    def _cancelled(self, instance: Instance, tokens: dict[str, Any], event: told.Cancelled, _: Any) -> None:
        open_token = tokens.get(event.token, {})
        self._close(instance, tokens, event.token)
        if open_token.get("kind") == "human":
            self.ctx.record(events.TaskCancelled(instance_id=instance.id, element=event.element, token=event.token))
        if open_token.get("kind") == "call":
            self.cancel_called(instance, event.token, "call_cancelled")
        self.ctx.record(events.ElementCancelled(instance_id=instance.id, element=event.element, token=event.token))

    def _close(self, instance: Instance, tokens: dict[str, Any], token: str) -> None:
        waits.end(self.ctx, instance.id, token, tokens.pop(token, {}))

    def _joined(self, instance: Instance, tokens: dict[str, Any], event: told.Joined, _: Any) -> None:
        self._close(instance, tokens, event.token)

    def _human(self, instance: Instance, tokens: dict[str, Any], event: told.HumanTask, _: Any) -> None:
        _mark(tokens, event, "human", self.ctx)
        self.ctx.record(
            events.TaskOpened(
                instance_id=instance.id,
                element=event.element,
                task_id=new_id(),
                asked=event,
                case=instance,
            )
        )

    def _timer(self, instance: Instance, tokens: dict[str, Any], event: told.TimerSet, world: World) -> None:
        waits.end(self.ctx, instance.id, event.token, tokens.get(event.token, {}))  # a repeating timer sets itself anew
        counted = world.how_counted(event.element, event.due)
        due = counted.due if counted else None
        job = waits.timer(self.ctx, instance, event.token, event.element, event.due, due)
        held = {"text": counted.text, "calendar": counted.calendar, "set": self.ctx.now.isoformat()} if counted else {}
        _mark(tokens, event, "timer", self.ctx, due=event.due.isoformat(), job=job, **held)

    def _message_wait(self, instance: Instance, tokens: dict[str, Any], event: told.MessageWait, _: Any) -> None:
        _mark(tokens, event, "message", self.ctx)
        correlation = values.wire(dict(event.correlation))
        waits.listen(self.ctx, instance, "message", event.token, event.element, event.name, correlation)
        self.agenda.append((instance, event.token, lambda: self._buffered(instance, event, correlation)))

    def _buffered(self, instance: Instance, event: told.MessageWait, correlation: Any) -> say.Command | None:
        buffered = waits.take_buffered(self.ctx, event.name, correlation)
        if buffered is None:
            return None
        self.ctx.record(
            events.MessageReceived(
                instance_id=instance.id, element=event.element, token=event.token, kind="message", name=event.name
            )
        )
        return say.Deliver(event.token, buffered)

    def _signal_wait(self, instance: Instance, tokens: dict[str, Any], event: told.SignalWait, _: Any) -> None:
        _mark(tokens, event, "signal", self.ctx)
        waits.listen(self.ctx, instance, "signal", event.token, event.element, event.name, {})

    def _wait_ended(self, instance: Instance, tokens: dict[str, Any], event: told.WaitEnded, _: Any) -> None:
        self._close(instance, tokens, event.token)  # a token that goes on tells so by its next event

    def _service(self, instance: Instance, tokens: dict[str, Any], event: told.ServiceRequest, _: Any) -> None:
        _mark(tokens, event, "service", self.ctx)
        connector = self.ctx.wiring.connectors.get(event.service)
        self.ctx.record(
            events.ServiceRequested(
                instance_id=instance.id, element=event.element, token=event.token, service=event.service
            )
        )
        if connector is None:
            self._later(instance, say.GiveUp(event.token, "service_unknown", {"service": event.service}))
        elif isinstance(connector, Inline):
            self.agenda.append((instance, event.token, lambda: self._run_inline(instance, event)))
        else:
            tokens[event.token]["job"] = waits.call_outside(self.ctx, instance, event)

    def _run_inline(self, instance: Instance, event: told.ServiceRequest) -> say.Command:
        connector = self.ctx.wiring.connectors[event.service]
        params = values.wire(dict(event.params))
        try:
            must_have(connector, params)
            result = connector.run(self.ctx, params, case_of(instance, event.element, event.token))
        except (BusinessError, Rejected) as error:
            return self.refused(instance, event.element, event.token, event.service, error)
        self.ctx.record(
            events.ServiceAnswered(
                instance_id=instance.id, element=event.element, token=event.token, service=event.service
            )
        )
        return say.Resume(event.token, values.of(dict(result)))

    def refused(
        self, instance: Instance, element: str, token: str, service: str, error: BusinessError | Rejected
    ) -> say.Command:
        """A connector, or one of our own rooms, said no: on record, and to the nearest error boundary."""
        self.ctx.record(
            events.ServiceFailed(
                instance_id=instance.id, element=element, token=token, service=service, code=error.code, business=True
            )
        )
        return say.Fail(token, error.code, str(error))

    def _call(self, instance: Instance, tokens: dict[str, Any], event: told.CallRequest, _: Any) -> None:
        _mark(tokens, event, "call", self.ctx)
        try:
            version = definitions.bound(self.ctx, "process", event.process, event.binding, instance.definition_id)
        except NotFound as error:
            self._later(instance, say.GiveUp(event.token, error.code, error.params))
            return
        if not version.executable:
            self._later(instance, say.GiveUp(event.token, "process_documentation_only", {"key": event.process}))
            return
        called = open_instance(self.ctx, version, parent=instance, parent_token=event.token, variables=event.variables)
        self.ctx.record(
            events.ProcessCalled(
                instance_id=instance.id,
                element=event.element,
                token=event.token,
                process=version.key,
                version=version.version,
                called_id=called.id,
            )
        )
        instance.tokens = dict(tokens)  # the called case may look at its caller while it runs
        world = World(self.ctx, called)
        self._take(called, runtime.start(model_of(self.ctx, called), event.variables, world.env, None), world)
        tokens.update({token: held for token, held in instance.tokens.items() if token in tokens})

    def _thrown(self, instance: Instance, tokens: dict[str, Any], event: told.Thrown, _: Any) -> None:
        correlation = values.wire(dict(event.correlation))
        self.ctx.record(
            events.MessageThrown(
                instance_id=instance.id,
                element=event.element,
                kind=event.kind,
                name=event.name,
                correlation=correlation,
            )
        )
        if event.kind in ("message", "signal"):
            waits.send(self.ctx, instance, event)
        elif instance.parent_id and instance.parent_token:
            speak = say.Fail if event.kind == "error" else say.Escalate
            command = speak(instance.parent_token, event.name or None, payload=event.payload)
            self._later(self._parent(instance), command)

    def _decided(self, instance: Instance, tokens: dict[str, Any], event: told.Decided, world: World) -> None:
        self.ctx.record(
            events.DecisionTaken(
                instance_id=instance.id,
                element=event.element,
                decision=event.decision,
                result=values.wire(event.value),
                **world.how_decided(),
            )
        )

    def _incident(self, instance: Instance, tokens: dict[str, Any], event: told.Incident, _: Any) -> None:
        if event.token not in tokens:
            tokens[event.token] = {"element": event.element, "since": self.ctx.now.isoformat()}
        tokens[event.token]["kind"] = "incident"
        self.ctx.record(
            events.IncidentRaised(
                instance_id=instance.id,
                element=event.element,
                incident_id=new_id(),
                token=event.token,
                code=event.code,
                params=values.wire(dict(event.params)),
            )
        )

    def _incident_ended(self, instance: Instance, tokens: dict[str, Any], event: told.IncidentEnded, _: Any) -> None:
        if tokens.get(event.token, {}).get("kind") == "incident":
            tokens[event.token].pop("kind")
        self.ctx.record(events.IncidentResolved(instance_id=instance.id, token=event.token))

    def _ended(self, instance: Instance, tokens: dict[str, Any], event: told.Ended, _: Any) -> None:
        if event.outcome == "cancelled":
            return  # InstanceCancelled says so, with the reason
        for token in list(tokens):
            self._close(instance, tokens, token)
        self.ctx.record(events.InstanceCompleted(instance_id=instance.id, element=event.element, outcome=event.element))
        if instance.parent_id and instance.parent_token and event.outcome != "error":
            self._later(self._parent(instance), say.Resume(instance.parent_token, values.loads(instance.variables)))

    def cancel_called(self, instance: Instance, token: str | None, reason: str) -> None:
        """Cancel the cases that this one called (by this token, or all), and theirs."""
        called = select(Instance).where(
            Instance.tenant_id == self.ctx.tenant, Instance.parent_id == instance.id, Instance.ended_at.is_(None)
        )
        for child in self.ctx.session.scalars(called).all():
            if token is None or child.parent_token == token:
                self.cancel(child, reason)

    def cancel(self, instance: Instance, reason: str) -> None:
        """End a case and everything that it waits for; its caller is not told."""
        if instance.state:
            world = World(self.ctx, instance)
            variables = values.loads(instance.variables)
            step = runtime.advance(model_of(self.ctx, instance), instance.state, variables, say.Cancel(), world.env)
            self._take(instance, step, world)
        self.cancel_called(instance, None, reason)
        tokens = dict(instance.tokens)
        for token in list(tokens):
            self._close(instance, tokens, token)
        self.ctx.record(events.InstanceCancelled(instance_id=instance.id, reason=reason))


_SERVE: dict[type, Callable[..., None]] = {
    told.Entered: Stepper._entered,
    told.Finished: Stepper._finished,
    told.Cancelled: Stepper._cancelled,
    told.Joined: Stepper._joined,
    told.HumanTask: Stepper._human,
    told.TimerSet: Stepper._timer,
    told.MessageWait: Stepper._message_wait,
    told.SignalWait: Stepper._signal_wait,
    told.WaitEnded: Stepper._wait_ended,
    told.ServiceRequest: Stepper._service,
    told.CallRequest: Stepper._call,
    told.Thrown: Stepper._thrown,
    told.Decided: Stepper._decided,
    told.Incident: Stepper._incident,
    told.IncidentEnded: Stepper._incident_ended,
    told.Ended: Stepper._ended,
}


def _mark(tokens: dict[str, Any], event: Any, kind: str, ctx: Context, **more: Any) -> None:
    held = tokens.setdefault(event.token, {"element": event.element, "since": ctx.now.isoformat()})
    held |= {"kind": kind, **more}
