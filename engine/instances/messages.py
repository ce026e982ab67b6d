"""Messages and signals between cases: who waits, who starts, who is buffered, who is too many.

A waiting case wins over start events; two that wait for the same message are a mistake and both are named; without
one, each process in force with a matching start event starts; else the message is kept for its time to live.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import simplejson
from sqlalchemy import select

from engine.definitions import switches
from engine.definitions.catalogue import catalogue
from engine.feel import values
from engine.instances import commands, events, waits
from engine.instances.models import Instance, ReceivedMessage, Subscription
from engine.instances.rules import correlates, correlation_hash
from engine.kernel import Conflict, Context
from engine.runtime import commands as say


@dataclass(frozen=True, slots=True)
class Delivery:
    """Which cases took a message, or whether it waits in the buffer."""

    delivered: list[str] = field(default_factory=list)
    buffered: bool = False


def publish(
    ctx: Context,
    name: str,
    correlation: Mapping[str, Any],
    variables: Mapping[str, Any] | None = None,
    *,
    message_id: str | None = None,
    ttl: timedelta = waits.TTL,
    customer_id: str | None = None,
    seal: commands.Seal | None = None,
) -> Delivery:
    """Bring a message to whoever it is for. One with a `message_id` seen before has no second effect; a case that it
    starts is about `customer_id`. `seal` answers the variables for the case of this id without what must not stand in
    them, before the case goes on; such a message is never buffered."""
    if message_id is not None:
        before = ctx.session.get(ReceivedMessage, (ctx.tenant, message_id))
        if before is not None:
            return Delivery(**before.answer)
    variables = values.of(dict(variables or {}))
    delivery = _deliver(ctx, name, correlation, variables, message_id, ttl, customer_id, seal)
    if message_id is not None:
        answer = {"delivered": delivery.delivered, "buffered": delivery.buffered}
        ctx.session.add(ReceivedMessage(tenant_id=ctx.tenant, message_id=message_id, at=ctx.now, answer=answer))
    return delivery


def _deliver(
    ctx: Context,
    name: str,
    correlation: Mapping[str, Any],
    variables: Mapping[str, Any],
    message_id: str | None,
    ttl: timedelta,
    customer_id: str | None,
    seal: commands.Seal | None,
) -> Delivery:
    waiting = _waiting(ctx, name, correlation)
    if len({row.instance_id for row in waiting}) > 1:
        raise Conflict("message_ambiguous", name=name, instances=sorted({row.instance_id for row in waiting}))
    if waiting:
        row = waiting[0]
        given = seal(row.instance_id, variables) if seal else variables
        _hand_over(ctx, row, given, message_id)
        return Delivery([row.instance_id])
    started = [
        commands.start(ctx, version.key, variables, at=start["element"], customer_id=customer_id, seal=seal).id
        for version in catalogue(ctx).heads("process", ctx.now)
        if version.key not in switches.off(ctx)
        for start in version.starts
        if version.executable and start["kind"] == "message" and start["name"] == name
    ]
    if started:
        return Delivery(started)
    if ttl > timedelta(0) and seal is None:
        waits.buffer(ctx, name, correlation, variables, ttl)
        return Delivery(buffered=True)
    return Delivery()


def _waiting(ctx: Context, name: str, correlation: Mapping[str, Any]) -> list[Subscription]:
    """Subscriptions that this message fits: those with the very same keys by index, else those with fewer keys."""
    of_name = select(Subscription).where(
        Subscription.tenant_id == ctx.tenant, Subscription.kind == "message", Subscription.name == name
    )
    same = of_name.where(Subscription.correlation_hash == correlation_hash(correlation))
    exact = ctx.session.scalars(same.order_by(Subscription.id)).all() if correlation else []
    candidates = exact or ctx.session.scalars(of_name.order_by(Subscription.id)).all()
    return [row for row in candidates if correlates(simplejson.loads(row.correlation), correlation)]


def _hand_over(ctx: Context, row: Subscription, variables: Mapping[str, Any], message_id: str | None) -> None:
    instance = commands.locked(ctx, row.instance_id)
    ctx.record(
        events.MessageReceived(
            instance_id=instance.id,
            element=row.element,
            token=row.token,
            kind=row.kind,
            name=row.name,
            message_id=message_id,
        )
    )
    commands.advance(ctx, instance, say.Deliver(row.token, variables))


def signal(
    ctx: Context, name: str, variables: Mapping[str, Any] | None = None, *, sender: str | None = None
) -> Delivery:
    """Bring a signal to every case that listens and to every start event of this name; the sender has had it."""
    variables = values.of(dict(variables or {}))
    listening = ctx.session.scalars(
        select(Subscription)
        .where(Subscription.tenant_id == ctx.tenant, Subscription.kind == "signal", Subscription.name == name)
        .order_by(Subscription.instance_id, Subscription.id)
    ).all()
    reached: list[str] = []
    for row in listening:
        instance = ctx.session.get(Instance, row.instance_id)
        if row.instance_id == sender or instance is None or instance.status in ("suspended", "completed", "cancelled"):
            continue
        try:
            _hand_over(ctx, row, variables, None)
        except Conflict:
            continue  # an earlier wait of the same case took the signal and ended this one
        reached.append(row.instance_id)
    for version in catalogue(ctx).heads("process", ctx.now):
        for start in version.starts if version.key not in switches.off(ctx) else ():
            if version.executable and start["kind"] == "signal" and start["name"] == name:
                reached.append(commands.start(ctx, version.key, variables, at=start["element"]).id)
    return Delivery(sorted(set(reached), key=reached.index))
