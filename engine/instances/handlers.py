"""Jobs of cases: a timer falls due, a message or signal arrives, a connector is called between two transactions.

Each locks its case first: whoever completes a task locks the case and then ends its timers, in that order.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine import jobs
from engine.feel import values
from engine.instances import commands, events, messages
from engine.instances.models import Instance
from engine.instances.services import BusinessError
from engine.instances.stepping import Stepper
from engine.jobs import Inside, Job, Outside
from engine.kernel import Conflict, Context, NotFound
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
        messages.publish(ctx, told["name"], told["correlation"], values.load(told["variables"]))
    except Conflict as refused:
        ctx.record(events.MessageRefused(instance_id=told["from"], name=told["name"], code=refused.code))


def _bring_signal(ctx: Context, job: Job) -> None:
    messages.signal(ctx, job.payload["name"], values.load(job.payload["variables"]), sender=job.payload["from"])


def _prepare_call(ctx: Context, job: Job) -> Any:
    instance = _going_on(ctx, job)
    return None if instance is None else (ctx.wiring.connectors[job.payload["service"]], job.payload["params"])


def _call(request: Any, idempotency_key: str) -> Mapping[str, Any] | BusinessError:
    connector, params = request
    try:
        answer: Mapping[str, Any] = connector.call(params, idempotency_key)
    except BusinessError as refusal:
        return refusal
    return answer


def _finish_call(ctx: Context, job: Job, answer: Mapping[str, Any] | BusinessError) -> None:
    instance = _going_on(ctx, job)
    if instance is None:
        return
    if instance.status == "suspended":
        raise jobs.Retry(SUSPENDED_FOR)
    token, element, service = (job.payload[word] for word in ("token", "element", "service"))
    if isinstance(answer, BusinessError):
        command = Stepper(ctx).refused(instance, element, token, service, answer)
    else:
        ctx.record(events.ServiceAnswered(instance_id=instance.id, element=element, token=token, service=service))
        command = say.Resume(token, values.of(dict(answer)))
    commands.advance(ctx, instance, command)


def _call_failed(ctx: Context, job: Job, error: Exception) -> None:
    """The last try failed: an incident in front of the element, which an operator retries."""
    instance = _going_on(ctx, job)
    if instance is None:
        return
    token, element, service = (job.payload[word] for word in ("token", "element", "service"))
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
