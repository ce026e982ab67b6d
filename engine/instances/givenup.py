"""Jobs that will not succeed by themselves: each is an incident of its case, or of the house where it has none.

The job is kept as it is until somebody retries it. What it belongs to is on record without what it carries.
"""

from engine import jobs
from engine.instances import events
from engine.instances.models import Incident, Instance
from engine.instances.rules import status_of
from engine.instances.stepping import tell_callers
from engine.jobs import Job
from engine.kernel import Conflict, Context, new_id

CODE = "job_failed"


def raised(ctx: Context, job: Job, error: Exception) -> None:
    """The last try of a job has failed. Where a token waits for it, the case is stuck there."""
    told = {"job": job.kind, "error": type(error).__name__}
    instance = ctx.session.get(Instance, job.instance_id) if job.instance_id else None
    if instance is None:
        ctx.record(events.JobGivenUp(incident_id=new_id(), job_id=job.id, kind=job.kind, error=told["error"]))
        return
    token = job.payload.get("token") if isinstance(job.payload, dict) else None
    held = instance.tokens.get(token) if token else None
    ctx.record(
        events.IncidentRaised(
            instance_id=instance.id,
            element=held["element"] if held else None,
            incident_id=new_id(),
            token=token if held else None,
            code=CODE,
            params=told,
            job_id=job.id,
        )
    )
    if token and held:
        _mark(ctx, instance, token, stuck=True)


def retry(ctx: Context, incident: Incident) -> None:
    """Have the job done again, with all its tries; it may be given up again, which is a new incident."""
    _resolved(ctx, incident)
    jobs.retry(ctx, [str(incident.job_id)])


def drop(ctx: Context, incident: Incident) -> None:
    """The job is not needed any more. Conflict where a token waits for it: it would wait for ever."""
    if incident.token is not None:
        raise Conflict("incident_waits", id=incident.id)
    _resolved(ctx, incident)
    jobs.cancel(ctx, ids=[str(incident.job_id)])


def _resolved(ctx: Context, incident: Incident) -> None:
    if incident.instance_id is None:
        ctx.record(events.JobTakenUp(incident_id=incident.id, job_id=str(incident.job_id)))
        return
    ctx.record(
        events.IncidentResolved(
            instance_id=incident.instance_id, element=incident.element, token=incident.token, incident_id=incident.id
        )
    )
    instance = ctx.session.get_one(Instance, incident.instance_id)
    if incident.token in instance.tokens:
        _mark(ctx, instance, str(incident.token), stuck=False)


def _mark(ctx: Context, instance: Instance, token: str, *, stuck: bool) -> None:
    instance.tokens = {**instance.tokens, token: {**instance.tokens[token], "incident": stuck}}
    if instance.status != "suspended":
        instance.status = status_of(instance.tokens)
    tell_callers(ctx, instance)
