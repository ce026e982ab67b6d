"""What happened -> who is told. Each is a job, so that telling stands in nobody's way; what it finds out then counts: a
task that was done meanwhile is no news."""

from datetime import timedelta

from sqlalchemy import select

from engine import jobs
from engine.access import queries as access
from engine.definitions.events import CalendarUnpublished
from engine.feel import values
from engine.instances.events import IncidentRaised, InstanceMigrated, NoticeSent, TaskOpened
from engine.instances.models import Incident, Instance
from engine.jobs import Inside, Job
from engine.kernel import Context
from engine.notify import queries, rules, telling, words
from engine.notify.telling import Said
from engine.sla.events import SlaMissed, SlaPauseReminded, SlaWarned
from engine.sla.models import SlaClock
from engine.tasks.appliers import OPENED
from engine.tasks.events import TaskCommented, TaskDelegated, TaskReassigned
from engine.tasks.models import Task

KIND = "notice"
SINGLY, LATELY = 5, timedelta(hours=1)
"""So many new tasks an hour are told one by one."""
MOST = 20
"""How many people of a group are told that a promise of theirs runs out."""


def task_opened(ctx: Context, fact: TaskOpened) -> None:
    """Whose task it is gets to know, unless it follows from what they did themselves."""
    task = next((row for row in ctx.memo.get(OPENED, ()) if row.id == fact.task_id), None)
    if task is not None and task.assignee and task.assignee != ctx.actor.name:
        _later(ctx, "assigned", task=task.id, to=[task.assignee])


def task_given(ctx: Context, fact: TaskReassigned | TaskDelegated) -> None:
    """A task in other hands than before."""
    if fact.to != ctx.actor.name:
        _later(ctx, "assigned", task=fact.task_id, to=[fact.to])


def commented(ctx: Context, fact: TaskCommented) -> None:
    """Whoever is named behind an @."""
    names = [name for name in rules.mentioned(fact.text) if name != ctx.actor.name]
    if names:
        _later(ctx, "mentioned", task=fact.task_id, to=names, key=f"mentioned:{fact.comment_id}")


def clock_ran(ctx: Context, fact: SlaWarned | SlaMissed) -> None:
    """50, 80 and 100 % of a promise of time, each once."""
    percent = fact.percent if isinstance(fact, SlaWarned) else 100
    kind = "sla_warned" if isinstance(fact, SlaWarned) else "sla_missed"
    _later(ctx, kind, clock=fact.clock_id, percent=percent, key=f"sla:{fact.clock_id}:{percent}")


def pause_lasts(ctx: Context, fact: SlaPauseReminded) -> None:
    """A reminder that a clock still stands."""
    _later(
        ctx, "sla_pause", clock=fact.clock_id, percent=50, key=f"sla_pause:{fact.clock_id}:{fact.number}:{fact.until}"
    )


def migrated(ctx: Context, fact: InstanceMigrated) -> None:
    """Their open tasks go on under another version's rules: whoever has one gets to know."""
    held = select(Task.id, Task.assignee).where(
        Task.tenant_id == ctx.tenant, Task.instance_id == fact.instance_id, Task.status == "open"
    )
    for task, assignee in ctx.session.execute(held.where(Task.assignee.is_not(None))):
        _later(ctx, "migrated", task=task, to=[assignee])


def got_stuck(ctx: Context, fact: IncidentRaised) -> None:
    """Nothing goes on by itself any more (a call outside was given up, a rule has no answer): who steers cases."""
    _later(ctx, "stuck", incident=fact.incident_id, key=f"stuck:{fact.incident_id}")


def unpublished(ctx: Context, fact: CalendarUnpublished) -> None:
    """Due dates are guesses until somebody publishes the calendar."""
    told = {"calendar": fact.calendar, "year": fact.year}
    _later(ctx, "calendar_unpublished", params=told, key=f"calendar:{fact.calendar}:{fact.year}:{ctx.now:%Y-%m-%d}")


def _later(ctx: Context, kind: str, **what: object) -> None:
    jobs.later(ctx, KIND, {"kind": kind, **what})


def _run(ctx: Context, job: Job) -> None:
    """Find out whom it concerns now, and tell them."""
    told = job.payload
    if "task" in told:
        _about_task(ctx, told["kind"], told["task"], told["to"], told.get("key"))
    elif "clock" in told:
        _about_clock(ctx, told["kind"], told["clock"], told["percent"], told["key"])
    elif "incident" in told:
        _about_incident(ctx, told["kind"], told["incident"], told["key"])
    else:
        telling.tell(ctx, _keepers(ctx), Said(told["kind"], told["key"], params=told["params"]))


def _about_task(ctx: Context, kind: str, task_id: str, to: list[str], key: str | None) -> None:
    task = ctx.session.get(Task, task_id)
    if task is None or (kind in ("assigned", "migrated") and (task.status != "open" or task.assignee not in to)):
        return
    if kind == "assigned":
        for name in to:
            _assigned(ctx, task, name)
    else:
        telling.tell(ctx, to, telling.of_task(ctx, task, kind, key))


def _assigned(ctx: Context, task: Task, name: str) -> None:
    """A few new tasks are told one by one; a batch of a hundred reviews is one word about all the others."""
    if queries.lately(ctx, name, "assigned", ctx.now - LATELY) < SINGLY:
        telling.tell(ctx, [name], telling.of_task(ctx, task, "assigned"))
    else:
        telling.tell(ctx, [name], Said("assigned", f"assigned:{ctx.now:%Y-%m-%dT%H}", params=words.BATCH))


def _about_clock(ctx: Context, kind: str, clock_id: str, percent: int, key: str) -> None:
    clock = ctx.session.get(SlaClock, clock_id)
    if clock is None or clock.stopped_at is not None:
        return
    open_tasks = select(Task).where(Task.tenant_id == ctx.tenant, Task.root_id == clock.root_id, Task.status == "open")
    tasks = list(ctx.session.scalars(open_tasks.order_by(Task.sort_at, Task.id)))
    who = _concerned(ctx, clock, tasks, queries.settings(ctx).get(f"sla_{percent}", ["doers"]))
    to = access.existing(ctx.session, who, tenant=ctx.tenant)
    first = tasks[0] if tasks else None
    about = {"task": first.name, "task_en": first.name_en} if first else {}
    ctx.record(
        NoticeSent(
            instance_id=clock.instance_id,
            element=clock.element,
            to=tuple(sorted(to)),
            kind=kind,
            customer_id=clock.customer_id,
            percent=percent,
            key=key,
            task_id=first.id if first else None,
            params={**about, "due": clock.due_at.isoformat()},
        )
    )


def _concerned(ctx: Context, clock: SlaClock, tasks: list[Task], who: list[str]) -> set[str]:
    doers: set[str] = set()
    for task in tasks:
        offered = [name for group in task.groups for name in access.people_in(ctx.session, group, tenant=ctx.tenant)]
        doers |= {task.assignee} if task.assignee else {*task.people, *offered[:MOST]}
    told = set(doers) if "doers" in who else set()
    if "owner" in who:
        root = ctx.session.get_one(Instance, clock.root_id)
        owner = values.loads(root.variables).get("first_owner")
        told |= {owner} if isinstance(owner, str) else set()
    if "managers" in who:
        known = access.existing(ctx.session, doers, tenant=ctx.tenant)
        managers = {access.manager_of(ctx.session, name, tenant=ctx.tenant) for name in sorted(known)}
        told |= {name for name in managers if name}
    return told


def _about_incident(ctx: Context, kind: str, incident_id: str, key: str) -> None:
    row = ctx.session.get(Incident, incident_id)
    if row is None or row.resolved_at is not None or row.instance_id is None:
        return
    to = tuple(_keepers(ctx))
    ctx.record(NoticeSent(instance_id=row.instance_id, element=row.element, to=to, kind=kind, key=key))


def _keepers(ctx: Context) -> list[str]:
    """Who keeps the processes going; the admins, where no process owner is named."""
    held = access.people_holding(ctx.session, "process_owner", tenant=ctx.tenant)
    return held or access.people_holding(ctx.session, "admin", tenant=ctx.tenant)


JOB = Inside(_run)
