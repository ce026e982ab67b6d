"""Fact -> rows for cases. The snapshot and the open tokens are kept by `stepping`, with the step that they follow."""

from typing import Any

from sqlalchemy import select, update

from engine.instances.events import (
    IncidentRaised,
    IncidentResolved,
    InstanceCancelled,
    InstanceCompleted,
    InstanceMigrated,
    InstanceResumed,
    InstanceStarted,
    InstanceSuspended,
    JobGivenUp,
    JobTakenUp,
    MessageAwaited,
)
from engine.instances.models import Incident, Subscription
from engine.instances.opening import row_of
from engine.instances.rules import correlation_hash, status_of
from engine.kernel import Context
from engine.kernel.base import dumps


def open_instance(ctx: Context, fact: InstanceStarted) -> None:
    ctx.session.add(fact.row)


def subscribe(ctx: Context, fact: MessageAwaited) -> None:
    ctx.session.add(
        Subscription(
            tenant_id=ctx.tenant,
            kind=fact.kind,
            name=fact.name,
            correlation=dumps(fact.correlation),
            correlation_hash=correlation_hash(fact.correlation),
            instance_id=fact.instance_id,
            token=fact.token,
            element=fact.element,
        )
    )


def raise_incident(ctx: Context, fact: IncidentRaised) -> None:
    ctx.session.add(
        Incident(
            id=fact.incident_id,
            tenant_id=ctx.tenant,
            instance_id=fact.instance_id,
            token=fact.token,
            element=fact.element,
            code=fact.code,
            params=dict(fact.params),
            job_id=fact.job_id,
            raised_at=ctx.now,
        )
    )


def resolve_incident(ctx: Context, fact: IncidentResolved) -> None:
    which = Incident.id == fact.incident_id if fact.incident_id else Incident.token == fact.token
    _resolve(ctx, Incident.instance_id == fact.instance_id, which)


def keep_job(ctx: Context, fact: JobGivenUp) -> None:
    ctx.session.add(
        Incident(
            id=fact.incident_id,
            tenant_id=ctx.tenant,
            code="job_failed",
            params={"job": fact.kind, "error": fact.error},
            job_id=fact.job_id,
            raised_at=ctx.now,
        )
    )


def take_job_up(ctx: Context, fact: JobTakenUp) -> None:
    _resolve(ctx, Incident.id == fact.incident_id)


def _resolve(ctx: Context, *which: Any) -> None:
    found = update(Incident).where(Incident.tenant_id == ctx.tenant, Incident.resolved_at.is_(None), *which)
    ctx.session.execute(found.values(resolved_at=ctx.now))


def suspend(ctx: Context, fact: InstanceSuspended) -> None:
    row_of(ctx, fact.instance_id).status = "suspended"


def resume(ctx: Context, fact: InstanceResumed) -> None:
    instance = row_of(ctx, fact.instance_id)
    instance.status = status_of(instance.tokens)


def migrate(ctx: Context, fact: InstanceMigrated) -> None:
    """The version, and the elements of what is open under the names that they have there."""
    instance = row_of(ctx, fact.instance_id)
    instance.version, instance.definition_id = fact.to_version, fact.definition_id
    names = {move["token"]: move["to"] for move in fact.moves}
    instance.tokens = {
        token: {**held, "element": names.get(token.partition(".")[0], held["element"])}
        for token, held in instance.tokens.items()
    }
    stuck = select(Incident).where(
        Incident.tenant_id == ctx.tenant, Incident.instance_id == fact.instance_id, Incident.resolved_at.is_(None)
    )
    for incident in ctx.session.scalars(stuck):
        incident.element = names.get(incident.token or "", incident.element)


def cancel(ctx: Context, fact: InstanceCancelled) -> None:
    instance = row_of(ctx, fact.instance_id)
    instance.status, instance.ended_at, instance.tokens = "cancelled", ctx.now, {}


def complete(ctx: Context, fact: InstanceCompleted) -> None:
    instance = row_of(ctx, fact.instance_id)
    instance.status, instance.outcome, instance.ended_at, instance.tokens = "completed", fact.outcome, ctx.now, {}
