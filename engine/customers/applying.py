"""A tier that takes effect on a later day: decided now, given by a job on the morning of that day."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from engine import jobs
from engine.customers import commands, explanation, schemes
from engine.instances import queries
from engine.instances.models import Instance
from engine.jobs import Job
from engine.kernel import Conflict, Context

JOB = "tiers.apply"


def apply(
    ctx: Context,
    which: str,
    scheme: str,
    member: str,
    *,
    run: str | None = None,
    effective_on: date | None = None,
    approvers: Sequence[str] = (),
) -> dict[str, Any]:
    """Give a customer another tier, today or on its day; answers what changed, or from when it will."""
    if effective_on is None or effective_on <= ctx.now.astimezone(ctx.zone).date():
        return commands.apply_tier(ctx, which, scheme, member, run=run, effective_on=effective_on, approvers=approvers)
    customer = commands.find(ctx, which)
    new = explanation.scheme_of(ctx, scheme, run).member(member)
    payload = {
        "customer": customer.id,
        "scheme": scheme,
        "member": member,
        "run": run,
        "on": effective_on.isoformat(),
        "approvers": list(approvers),
    }
    due = datetime.combine(effective_on, time.min, ctx.zone)
    jobs.later(ctx, JOB, payload, due=due, key=f"{JOB}:{scheme}:{customer.id}:{effective_on}")
    named = {"new": member, "name": new.name, "name_en": new.name_en}
    return {"changed": False, **named, "effective_on": effective_on.isoformat(), "gained": [], "lost": []}


def may_be_given(ctx: Context, member: str, case: Instance | None) -> None:
    """Invalid member_unknown unless the scheme that this review is about has such a tier."""
    if case is not None:
        schemes.current(ctx, str(queries.variables(case)["scheme"])).member(member)


def on_its_day(ctx: Context, job: Job) -> None:
    """The job. A tier that another decision has moved meanwhile stays as that one left it."""
    told = job.payload
    try:
        commands.apply_tier(
            ctx,
            told["customer"],
            told["scheme"],
            told["member"],
            run=told["run"],
            effective_on=date.fromisoformat(told["on"]),
            approvers=told["approvers"],
        )
    except Conflict:
        commands.keep_tier(ctx, told["customer"], told["scheme"], run=told["run"], approvers=told["approvers"])
