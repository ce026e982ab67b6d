"""Clocks and people speak to the escalation ladder (D09) of a case.

A drawing has a ladder by calling the process `escalation`, which waits for the message `ladder_event`; whatever is open
of it under the case's root hears what is told about the case. A case without a ladder is told nothing.
"""

from collections.abc import Sequence
from typing import Any

import simplejson
from sqlalchemy import select

from engine import jobs
from engine.access import queries as access
from engine.feel import values
from engine.instances import commands as instances
from engine.instances import waits
from engine.instances.models import Instance, Subscription
from engine.kernel import Conflict, Context, Forbidden
from engine.sla.events import LadderTold, SlaMissed, SlaWarned

EVENT = "ladder_event"
WARNED = {("first_response", 80): "first_response_80", ("resolution", 50): "resolution_50"}
MISSED = {"first_response": "first_response_missed", "resolution": "resolution_missed"}
BY_HAND = ("customer_asks", "asked", "external", "handed_back")
"""What a person may say about a case; the rest is said by clocks and drawings."""


def warned(ctx: Context, fact: SlaWarned) -> None:
    """So much of a promise is gone that D09 asks for somebody else."""
    event = WARNED.get((fact.target, fact.percent))
    if event and fact.row.token is None:
        _tell(ctx, _ladders(ctx, fact.row.root_id), event, fact.instance_id)


def missed(ctx: Context, fact: SlaMissed) -> None:
    """A promise of the whole case is missed."""
    event = MISSED.get(fact.target)
    if event and fact.row.token is None:
        _tell(ctx, _ladders(ctx, fact.row.root_id), event, fact.instance_id)


def escalate(ctx: Context, instance_id: str, event: str, reason: str) -> Instance:
    """A person asks for the next level (for the customer, or of their own accord), reports a regulator or the media,
    or, being in charge of the level, hands the matter back. Conflict where no ladder is open."""
    case = instances.locked(ctx, instance_id)
    ladders = _ladders(ctx, case.root_id)
    if case.ended_at is not None or not ladders:
        raise Conflict("ladder_none")
    if event == "handed_back" and ctx.actor.name not in _in_charge(ctx, ladders):
        raise Forbidden("ladder_not_yours")
    ctx.record(LadderTold(instance_id=case.id, event=event, reason=reason))
    _tell(ctx, ladders, event, case.id)
    return case


def _in_charge(ctx: Context, ladders: Sequence[Subscription]) -> set[str]:
    """Who answers for the level of these ladders, and whoever heads a group that does where nobody is named."""
    named: set[str] = set()
    for row in ladders:
        scope: dict[str, Any] = values.loads(ctx.session.get_one(Instance, row.instance_id).variables)
        if scope.get("accountable"):
            named.add(str(scope["accountable"]))
        else:
            for group in scope.get("accountable_groups") or ():
                named |= set(access.people_in(ctx.session, str(group), tenant=ctx.tenant))
    return named


def _ladders(ctx: Context, root_id: str) -> Sequence[Subscription]:
    open_ones = (
        select(Subscription)
        .join(Instance, Instance.id == Subscription.instance_id)
        .where(
            Subscription.tenant_id == ctx.tenant,
            Subscription.kind == waits.MESSAGE,
            Subscription.name == EVENT,
            Instance.root_id == root_id,
        )
        .order_by(Subscription.id)
    )
    return ctx.session.scalars(open_ones).all()


def _tell(ctx: Context, ladders: Sequence[Subscription], event: str, sender: str) -> None:
    """Each ladder hears it after the commit, by its own correlation."""
    for row in ladders:
        payload = {
            "name": EVENT,
            "correlation": simplejson.loads(row.correlation),
            "variables": values.dump({"event": event}),
            "from": sender,
        }
        jobs.later(ctx, waits.MESSAGE, payload, instance_id=row.instance_id)
