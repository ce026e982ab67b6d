"""Jobs of cases: a timer falls due, a message or signal arrives, a connector is called between two transactions.

Each locks its case first: whoever completes a task locks the case and then ends its timers, in that order.
"""

from datetime import timedelta
from typing import Any

from engine import jobs
from engine.feel import values
from engine.instances import commands, events, messages
from engine.instances.models import Instance
from engine.instances.opening import case_of
from engine.instances.services import BusinessError, Case
from engine.instances.stepping import Stepper
from engine.jobs import Inside, Job, Outside
from engine.kernel import Conflict, Context, NotFound, Rejected
from engine.runtime import commands as say

SUSPENDED_FOR = timedelta(minutes=1)


def _lock(ctx: Context, job: Job) -> None:
    if job.instance_id is not None:
        try:
            commands.locked(ctx, job.instance_id)
        except NotFound:
            return


def _going_on(ctx: Context, job: Job) -> Instance | None:
    """The job's case, when it still waits for this job."""
    instance = ctx.session.get(Instance, job.instance_id)
    if instance is None or instance.ended_at is not None or job.payload["token"] not in instance.tokens:
        return None
    return instance


def _fire_timer(ctx: Context, job: Job) -> None:
    instance = _going_on(ctx, job)
    if instance is None:
        return
    token = job.payload["token"]
    ctx.record(events.TimerFired(instance_id=instance.id, element=instance.tokens[token]["element"], token=token))
    commands.advance(ctx, instance, say.Fire(token))


def _bring_message(ctx: Context, job: Job) -> None:
    told = job.payload
    try:
        given = values.load(told["variables"])
        messages.publish(ctx, told["name"], told["correlation"], given, customer_id=told.get("customer"))
    except Conflict as refused:
        ctx.record(events.MessageRefused(instance_id=told["from"], name=told["name"], code=refused.code))


def _bring_signal(ctx: Context, job: Job) -> None:
    messages.signal(ctx, job.payload["name"], values.load(job.payload["variables"]), sender=job.payload["from"])


def _prepare_call(ctx: Context, job: Job) -> Any:
    instance = _going_on(ctx, job)
    if instance is None:
        return None
    connector = ctx.wiring.connectors[job.payload["service"]]
    try:
        return connector, connector.prepare(ctx, job.payload["params"], _case(instance, job))
    except (BusinessError, Rejected) as refusal:
        return connector, refusal


def _call(request: Any, idempotency_key: str) -> Any:
    connector, asked = request
    if isinstance(asked, BusinessError | Rejected):
        return asked
    try:
        return connector.call(asked, idempotency_key)
    except BusinessError as refusal:
        return refusal


def _finish_call(ctx: Context, job: Job, answer: Any) -> None:
    instance = _going_on(ctx, job)
    if instance is None:
        return
    if instance.status == "suspended":
        raise jobs.Retry(SUSPENDED_FOR)
    commands.advance(ctx, instance, _conclusion(ctx, job, instance, answer))


def _conclusion(ctx: Context, job: Job, instance: Instance, answer: Any) -> say.Command:
    token, service = job.payload["token"], job.payload["service"]
    element = instance.tokens[token]["element"]  # it may have another name than when the job was queued: migration
    try:
        if isinstance(answer, BusinessError | Rejected):
            raise answer
        result = ctx.wiring.connectors[service].finish(ctx, answer, _case(instance, job))
    except (BusinessError, Rejected) as refusal:
        return Stepper(ctx).refused(instance, element, token, service, refusal)
    ctx.record(events.ServiceAnswered(instance_id=instance.id, element=element, token=token, service=service))
    return say.Resume(token, values.of(dict(result)))


def _case(instance: Instance, job: Job) -> Case:
    token = job.payload["token"]
    return case_of(instance, instance.tokens[token]["element"], token)


def _call_failed(ctx: Context, job: Job, error: Exception) -> None:
    """The last try failed: an incident in front of the element, which an operator retries."""
    instance = _going_on(ctx, job)
    if instance is None:
        return
    token, service = job.payload["token"], job.payload["service"]
    element = instance.tokens[token]["element"]
    code = type(error).__name__
    ctx.record(
        events.ServiceFailed(
            instance_id=instance.id, element=element, token=token, service=service, code=code, business=False
        )
    )
    commands.advance(ctx, instance, say.GiveUp(token, "service_failed", {"service": service, "error": code}))


TIMER = Inside(_fire_timer, lock=_lock)
MESSAGE = Inside(_bring_message, lock=_lock)
SIGNAL = Inside(_bring_signal, lock=_lock)
SERVICE = Outside(_prepare_call, _call, _finish_call, lock=_lock, failed=_call_failed)
