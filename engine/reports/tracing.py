"""Finding what an auditor asks for: any customer's, person's or process's cases, in any span."""

from sqlalchemy import Select, exists, or_, select

from engine.instances.models import Instance
from engine.kernel import Context
from engine.reports.report import Span
from engine.sla.models import SlaClock
from engine.tasks.models import Task


def cases(
    ctx: Context,
    *,
    customer_id: str | None = None,
    person: str | None = None,
    process: str | None = None,
    key: str | None = None,
    span: Span | None = None,
) -> Select[Instance]:
    """Cases newest first; a person's are those begun by them or with a task that they completed."""
    found = select(Instance).where(Instance.tenant_id == ctx.tenant)
    if customer_id is not None:
        found = found.where(Instance.customer_id == customer_id)
    if process is not None:
        found = found.where(Instance.process == process)
    if key is not None:
        found = found.where(Instance.business_key == key)
    if person is not None:
        worked = exists().where(
            Task.tenant_id == ctx.tenant, Task.completed_by == person, Task.instance_id == Instance.id
        )
        found = found.where(or_(Instance.started_by == person, worked))
    if span is not None:
        found = found.where(Instance.started_at >= span.since, Instance.started_at < span.until)
    return found.order_by(Instance.id.desc())


def breaches(ctx: Context, span: Span, cause: str | None = None) -> Select[SlaClock]:
    """Promises missed in the span, newest first; `cause` an empty text: those that nobody has explained."""
    found = select(SlaClock).where(
        SlaClock.tenant_id == ctx.tenant,
        SlaClock.missed_at >= span.since,
        SlaClock.missed_at < span.until,
        SlaClock.kind != "",
    )
    if cause is not None:
        found = found.where(SlaClock.cause == cause if cause else SlaClock.cause.is_(None))
    return found.order_by(SlaClock.id.desc())
