"""Verbs on a case. Each expects to own the transaction: the case's root row is the lock (HOUSE.md, concurrency)."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from engine import runtime
from engine.definitions import queries as definitions
from engine.definitions import switches
from engine.feel import values
from engine.instances import events, givenup, rules, waits
from engine.instances.models import Incident, Instance, UniqueKey
from engine.instances.opening import open_instance
from engine.instances.stepping import Stepper
from engine.kernel import Conflict, Context, Invalid, NotFound, new_id
from engine.runtime import commands as say

Seal = Callable[[str, Mapping[str, Any]], Mapping[str, Any]]


def start(
    ctx: Context,
    process: str,
    variables: Mapping[str, Any] | None = None,
    *,
    version: int | None = None,
    business_key: str | None = None,
    customer_id: str | None = None,
    once: str | None = None,
    at: str | None = None,
    seal: Seal | None = None,
) -> Instance:
    """Start a process and run it until it waits. `variables` are FEEL values; `at` names a start event.

    `once` is what the house itself calls this occasion: a process that has started for it before is Conflict.
    `business_key` is for people; a case without one may be given a number. A drawing kept as documentation, and a
    process that is switched off, is Conflict; a process without a plain start begins at its only event start. `seal`
    answers the variables of the case of this id without what must not stand in them.
    """
    found = definitions.latest(ctx, "process", process) if version is None else definitions.version(
        ctx, "process", process, version
    )  # fmt: skip
    if not found.executable:
        raise Conflict("process_documentation_only", key=process)
    if process in switches.off(ctx):
        raise Conflict("process_off", key=process)
    at = at or _entrance(found)
    if once is not None:
        _claim(ctx, process, once)
    variables, instance_id = variables or {}, new_id()
    if seal is not None:
        with ctx.session.no_autoflush:  # what is sealed is written with its case
            variables = seal(instance_id, variables)
    instance = open_instance(
        ctx,
        found,
        instance_id=instance_id,
        variables=variables,
        business_key=business_key,
        customer_id=customer_id,
    )
    if once is not None:
        ctx.session.add(UniqueKey(instance_id=instance.id, tenant_id=ctx.tenant, process=process, key=once))
    Stepper(ctx).begin(instance, variables, at)
    return instance


def _entrance(version: definitions.Version) -> str | None:
    kinds = [start["kind"] for start in version.starts]
    if "none" in kinds or not version.starts:
        return None
    if len(version.starts) > 1:
        raise Invalid("start_ambiguous", elements=[start["element"] for start in version.starts])
    entrance: str = version.starts[0]["element"]
    return entrance


def _claim(ctx: Context, process: str, key: str) -> None:
    taken = ctx.session.scalar(
        select(UniqueKey.instance_id).where(
            UniqueKey.tenant_id == ctx.tenant, UniqueKey.process == process, UniqueKey.key == key
        )
    )
    if taken:
        raise Conflict("business_key_taken", key=key, instance=taken)


def locked(ctx: Context, instance_id: str) -> Instance:
    """The case, with its root's row locked until the end of the transaction; NotFound when there is none."""
    of_case = select(Instance.root_id).where(Instance.tenant_id == ctx.tenant, Instance.id == instance_id)
    root = ctx.session.scalar(
        select(Instance).where(Instance.id == of_case.scalar_subquery()).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if root is None:
        raise NotFound("instance_unknown", id=instance_id)
    if root.id == instance_id:
        return root
    # a called case is written under its root's lock only: read after it, never locked before it
    instance = ctx.session.get_one(Instance, instance_id, populate_existing=True)
    return instance


def advance(ctx: Context, instance: Instance, command: say.Command) -> None:
    """Let a locked case go on with this command; Conflict when it is over, suspended or no longer waits for it."""
    rules.may_advance(instance)
    try:
        Stepper(ctx).advance(instance, command)
        ctx.session.flush()
    except runtime.NoSuchToken as error:
        raise Conflict("token_gone", instance=instance.id) from error
    except StaleDataError as error:
        raise Conflict("instance_changed", instance=instance.id) from error


def complete(ctx: Context, instance: Instance, token: str, data: Mapping[str, Any]) -> None:
    """A person finished the task of this token with these FEEL values."""
    advance(ctx, instance, say.Complete(token, data))


def suspend(ctx: Context, instance_id: str, reason: str) -> Instance:
    """Stop a case where it stands; nothing goes on until it is resumed, its timers do not fire."""
    instance = locked(ctx, instance_id)
    rules.may_advance(instance)
    waits.stop_timers(ctx, instance)
    ctx.record(events.InstanceSuspended(instance_id=instance.id, reason=reason))
    return instance


def resume(ctx: Context, instance_id: str, reason: str) -> Instance:
    """Let a suspended case go on; timers that fell due meanwhile fire now."""
    instance = locked(ctx, instance_id)
    if instance.status != "suspended":
        raise Conflict("instance_not_suspended", status=instance.status)
    waits.start_timers(ctx, instance)
    ctx.record(events.InstanceResumed(instance_id=instance.id, reason=reason))
    return instance


def cancel(ctx: Context, instance_id: str, reason: str) -> Instance:
    """End a case for good, with everything that it called and waits for."""
    instance = locked(ctx, instance_id)
    if instance.status in rules.ENDED:
        raise Conflict("instance_over", status=instance.status)
    if instance.parent_id:
        raise Conflict("instance_called", caller=instance.parent_id)
    Stepper(ctx).cancel(instance, reason)
    return instance


def retry(ctx: Context, incident_id: str) -> Instance | None:
    """Run the failed element or job of an incident again; it may fail again, which is a new incident. Answers its case,
    None for a job of the house."""
    incident, instance = _stuck(ctx, incident_id)
    if instance is None or incident.token is None or incident.job_id is not None:
        givenup.retry(ctx, incident)
    else:
        advance(ctx, instance, say.Retry(incident.token))
    return instance


def resolve(ctx: Context, incident_id: str, result: Mapping[str, Any], reason: str) -> Instance | None:
    """An operator did by hand what the stuck element could not: the case goes on with this result, on record. A job
    is dropped; Conflict where a token waits for it."""
    incident, instance = _stuck(ctx, incident_id)
    if instance is None or incident.token is None or incident.job_id is not None:
        givenup.drop(ctx, incident)
        return instance
    ctx.record(
        events.ElementResolved(
            instance_id=instance.id,
            element=incident.element,
            token=incident.token,
            result=values.wire(dict(result)),
            reason=reason,
        )
    )
    advance(ctx, instance, say.Resolve(incident.token, values.of(dict(result))))
    return instance


def set_variables(ctx: Context, instance_id: str, new: Mapping[str, Any], reason: str) -> Instance:
    """An operator changes variables of a case, on record with old and new; conditional events are looked at again."""
    instance = locked(ctx, instance_id)
    held = values.wire(values.loads(instance.variables))
    ctx.record(
        events.VariablesChanged(
            instance_id=instance.id,
            old={name: held[name] for name in new if name in held},
            new=values.wire(dict(new)),
            reason=reason,
        )
    )
    advance(ctx, instance, say.SetVariables(values.of(dict(new))))
    return instance


def _stuck(ctx: Context, incident_id: str) -> tuple[Incident, Instance | None]:
    incident = ctx.session.get(Incident, incident_id)
    if incident is None or incident.tenant_id != ctx.tenant:
        raise NotFound("incident_unknown", id=incident_id)
    if incident.resolved_at is not None:
        raise Conflict("incident_resolved", id=incident_id)
    return incident, locked(ctx, incident.instance_id) if incident.instance_id else None
