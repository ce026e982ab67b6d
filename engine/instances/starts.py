"""Timer start events: the version in force starts by itself when its time comes, again and again where it says so.

A job stands for the next time; it is set when a version is deployed and replaced by that of the next version. Times
that passed while nobody worked are one start, not many; those that come while the process is off start nothing.
"""

from datetime import datetime

from engine import clock, jobs, runtime
from engine.definitions import queries as definitions
from engine.definitions import switches
from engine.definitions.calendars import DEFAULT, calendar
from engine.definitions.catalogue import changed
from engine.definitions.events import DefinitionDeployed
from engine.instances import commands
from engine.jobs import Inside, Job
from engine.kernel import Context, Invalid

KIND = "timer_start"


def deployed(ctx: Context, fact: DefinitionDeployed) -> None:
    """Set the timers of a new version's start events and take those of the earlier one back."""
    if fact.kind != "process":
        return
    ctx.session.flush()
    changed(ctx)
    for earlier in definitions.catalogue(ctx).versions("process", fact.key)[1:2]:
        for known in earlier.starts:
            jobs.cancel(ctx, key=_key(fact.key, known["element"]))
    version = definitions.version(ctx, "process", fact.key, fact.version)
    if not version.executable:
        return
    for start in definitions.model(ctx, version).starts:
        if start.kind == "timer":
            try:
                _set(ctx, version, start.element, runtime.first_due(start, _world(ctx, version)))
            except runtime.Stuck as stuck:
                raise Invalid(stuck.code, element=start.element, **stuck.params) from stuck


def _world(ctx: Context, version: definitions.Version) -> runtime.Env:
    def business(text: str, element: str) -> datetime:
        name = definitions.model(ctx, version).calendar_of(element) or DEFAULT
        return clock.due(text, ctx.now, calendar(ctx, name)).at

    def decide(key: str, variables: object, binding: str) -> None:
        raise runtime.Stuck("decision_unknown", key=key)

    return runtime.Env(ctx.now, decide, ctx.zone.key, business=business)


def _set(ctx: Context, version: definitions.Version, element: str, schedule: runtime.Schedule) -> None:
    payload = {
        "definition": version.id,
        "element": element,
        "due": schedule.due.isoformat(),
        "left": schedule.left,
        "every": schedule.every,
    }
    jobs.later(ctx, KIND, payload, due=schedule.due, key=_key(version.key, element))


def _start(ctx: Context, job: Job) -> None:
    told = job.payload
    version = definitions.by_id(ctx, told["definition"])
    if version.key not in switches.off(ctx):
        commands.start(ctx, version.key, version=version.version, at=told["element"])
    schedule = runtime.Schedule(datetime.fromisoformat(told["due"]), told["left"], told["every"])
    again = runtime.following(schedule, ctx.zone.key)
    while again is not None and again.due <= ctx.now:
        again = runtime.following(again, ctx.zone.key)
    if again is not None:
        _set(ctx, version, told["element"], again)


def _key(process: str, element: str) -> str:
    return f"{KIND}:{process}:{element}"


START = Inside(_start)
