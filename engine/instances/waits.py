"""What a case waits for or sends: timers, messages, signals and calls to the outside, kept as rows and jobs.

A wait ends in the transaction of the step that ends it, so nothing can fire for a token that has gone on.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import simplejson
from sqlalchemy import delete, select

from engine import clock, jobs
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.instances import events
from engine.instances.models import BufferedMessage, Instance, Subscription
from engine.instances.rules import canonical, correlates
from engine.kernel import Context
from engine.runtime import events as told

TIMER, MESSAGE, SIGNAL, SERVICE = "timer", "message", "signal", "service"
TTL = timedelta(hours=1)
"""How long a message waits for somebody who wants it, unless its sender says otherwise (API.md §3)."""


def timer(
    ctx: Context, instance: Instance, token: str, element: str, due: datetime, counted: clock.Due | None = None
) -> str:
    """Fire the token at `due` (in business time `counted` so); answers the job's id, by which the wait ends."""
    ctx.record(
        events.TimerScheduled(
            instance_id=instance.id,
            element=element,
            token=token,
            due=due.isoformat(),
            derivation=counted.derivation if counted else None,
        )
    )
    return jobs.later(ctx, TIMER, {"token": token}, due=due, instance_id=instance.id)


def listen(
    ctx: Context, instance: Instance, kind: str, token: str, element: str, name: str, correlation: Mapping[str, Any]
) -> None:
    """Subscribe the token to a message or signal."""
    ctx.record(
        events.MessageAwaited(
            instance_id=instance.id, element=element, token=token, kind=kind, name=name, correlation=correlation
        )
    )


def call_outside(ctx: Context, instance: Instance, request: told.ServiceRequest) -> str:
    """Call a connector between two transactions, as a job; answers its id."""
    payload = {
        "token": request.token,
        "element": request.element,
        "service": request.service,
        "params": values.wire(dict(request.params)),
    }
    retries = 3 if request.retries is None else request.retries
    return jobs.later(ctx, SERVICE, payload, instance_id=instance.id, retries=retries)


def send(ctx: Context, instance: Instance, thrown: told.Thrown) -> None:
    """A message or signal for other cases: travels as a job, after the commit."""
    payload = {
        "name": thrown.name,
        "correlation": values.wire(dict(thrown.correlation)),
        "variables": values.dump(dict(thrown.payload)),
        "from": instance.id,
        "customer": instance.customer_id,
    }
    jobs.later(ctx, MESSAGE if thrown.kind == "message" else SIGNAL, payload, instance_id=instance.id)


def end(ctx: Context, instance_id: str, token: str, held: Mapping[str, Any]) -> None:
    """The token waits no longer for what `held`, its entry among the open tokens, says."""
    if held.get("incident") and held.get("job"):
        ctx.record(events.IncidentResolved(instance_id=instance_id, element=held["element"], token=token))
    if held.get("job"):
        jobs.withdraw(ctx, held["job"])
    elif held.get("kind") in (MESSAGE, SIGNAL):
        ctx.session.flush()  # it may have been subscribed in this very unit of work
        ctx.session.execute(
            delete(Subscription).where(
                Subscription.tenant_id == ctx.tenant,
                Subscription.instance_id == instance_id,
                Subscription.token == token,
            )
        )


def stop_timers(ctx: Context, instance: Instance) -> None:
    """Take back the timers of a case that stands still; their due times stay with the tokens."""
    stopped = {token: held for token, held in instance.tokens.items() if held.get("kind") == TIMER}
    if stopped:
        jobs.cancel(ctx, ids=[held["job"] for held in stopped.values()])


def start_timers(ctx: Context, instance: Instance) -> None:
    """Set the timers of a case that goes on; what fell due meanwhile fires at once."""
    tokens = {}
    for token, held in instance.tokens.items():
        if held.get("kind") == TIMER:
            due = datetime.fromisoformat(held["due"])
            held = {**held, "job": jobs.later(ctx, TIMER, {"token": token}, due=due, instance_id=instance.id)}
        tokens[token] = held
    instance.tokens = tokens


def recount(ctx: Context, instance: Instance, name: str) -> None:
    """The calendar `name` was edited: timers that were counted in it are due when it says now. What is due already
    fires as it stands."""
    tokens = {}
    for token, held in instance.tokens.items():
        if held.get("kind") == TIMER and held.get("calendar") == name and datetime.fromisoformat(held["due"]) > ctx.now:
            held = _recounted(ctx, instance, token, held)
        tokens[token] = held
    if tokens != instance.tokens:
        instance.tokens = tokens


def move(ctx: Context, instance: Instance, old: datetime, new: datetime) -> None:
    """Timers of the case that run until `old` run until `new`: what they wait for has another day."""
    waiting = {
        token: held
        for token, held in instance.tokens.items()
        if held.get("kind") == TIMER and datetime.fromisoformat(held["due"]) == old
    }
    if waiting:
        moved = {token: _moved(ctx, instance, token, held, new, None) for token, held in waiting.items()}
        instance.tokens = {**instance.tokens, **moved}


def _recounted(ctx: Context, instance: Instance, token: str, held: dict[str, Any]) -> dict[str, Any]:
    due = clock.due(held["text"], datetime.fromisoformat(held["set"]), calendar(ctx, held["calendar"]))
    if due.at == datetime.fromisoformat(held["due"]):
        return held
    return _moved(ctx, instance, token, held, due.at, due.derivation)


def _moved(
    ctx: Context, instance: Instance, token: str, held: dict[str, Any], at: datetime, how: Mapping[str, Any] | None
) -> dict[str, Any]:
    ctx.record(
        events.TimerMoved(
            instance_id=instance.id,
            element=held["element"],
            token=token,
            old=held["due"],
            new=at.isoformat(),
            derivation=how,
        )
    )
    moved = {**held, "due": at.isoformat()}
    if instance.status != "suspended":
        jobs.cancel(ctx, ids=[held["job"]])
        moved["job"] = jobs.later(ctx, TIMER, {"token": token}, due=at, instance_id=instance.id)
    return moved


def buffer(
    ctx: Context, name: str, correlation: Mapping[str, Any], variables: Mapping[str, Any], ttl: timedelta
) -> None:
    """Keep a message that nobody waits for."""
    ctx.session.add(
        BufferedMessage(
            tenant_id=ctx.tenant,
            name=name,
            correlation=canonical(correlation),
            variables=values.dumps(variables),
            expires_at=ctx.now + ttl,
        )
    )


def take_buffered(ctx: Context, name: str, correlation: Mapping[str, Any]) -> dict[str, Any] | None:
    """The variables of the oldest buffered message that fits, which is then gone; None when there is none."""
    rows = ctx.session.scalars(
        select(BufferedMessage)
        .where(
            BufferedMessage.tenant_id == ctx.tenant,
            BufferedMessage.name == name,
            BufferedMessage.expires_at > ctx.now,
        )
        .order_by(BufferedMessage.id)
    )
    for row in rows:
        if correlates(correlation, simplejson.loads(row.correlation)):
            variables: dict[str, Any] = values.loads(row.variables)
            ctx.session.delete(row)
            return variables
    return None
