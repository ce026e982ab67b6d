"""Verbs of the inbox. Each locks the case, checks, records; the case goes on in the same transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engine.access import groups, standing_in
from engine.access import queries as access
from engine.definitions import calendars, catalogue
from engine.definitions import queries as definitions
from engine.instances import commands as instances
from engine.instances import rules as case_rules
from engine.instances.models import Instance
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound, new_id
from engine.tasks import events, forms, handing_on, named, personal, rules, team
from engine.tasks.appliers import OPENED
from engine.tasks.eyes import excluded_from, is_personal
from engine.tasks.models import Task
from engine.training import gates


@dataclass(frozen=True, slots=True)
class Completed:
    """A finished task, its case as it stands now, and the next task of that case for the same person."""

    task: Task
    instance: Instance
    next_task: Task | None


def locked(ctx: Context, task_id: str) -> tuple[Task, Instance]:
    """The task and its case, both in hand until the end of the transaction; one statement for a case of its own.

    The root's row is locked before the task's, as everywhere: nobody waits in a circle, and whoever waited for it sees
    the task as the one before left it (PostgreSQL reads anew only the rows that a statement locks).
    """
    row = ctx.session.execute(
        select(
            Task,
            Instance,
            catalogue.generation_of(ctx.tenant),
            calendars.version_of(ctx.tenant),
            groups.generation_of(ctx.tenant),
            standing_in.anybody_away(ctx.tenant, ctx.now.astimezone(ctx.zone).date()),
            gates.shut(ctx.tenant, ctx.actor.person_id),
        )
        .join(Instance, Instance.id == Task.root_id)
        .where(Task.tenant_id == ctx.tenant, Task.id == task_id)
        .with_for_update(of=(Instance, Task))
    ).one_or_none()
    if row is None:
        raise NotFound("task_unknown", id=task_id)
    task, instance, definitions_now, calendar_now, groups_now, anybody_away, any_gate_shut = row
    catalogue.seen(ctx, definitions_now)
    calendars.seen(ctx, calendar_now)
    groups.seen(ctx, groups_now)
    standing_in.seen(ctx, anybody_away)
    gates.seen(ctx, any_gate_shut)
    if task.instance_id != instance.id:
        instance = ctx.session.get_one(Instance, task.instance_id, populate_existing=True)
    return task, instance


def claim(ctx: Context, task_id: str) -> Task:
    """Take a task; Conflict names the one who was faster, Forbidden exam_needed the course to be passed before."""
    task, instance = locked(ctx, task_id)
    rules.may_work(ctx.actor, task, excluded_from(ctx, task))
    gates.check(ctx, instance.definition_id, task.element)
    if task.assignee is None:
        ctx.record(events.TaskClaimed(instance_id=task.instance_id, element=task.element, task_id=task.id, row=task))
    return task


def release(ctx: Context, task_id: str) -> Task:
    """Give a task that was taken back to those who may take it."""
    task, _ = locked(ctx, task_id)
    rules.must_be_open(task)
    if task.assignee != ctx.actor.name and not ctx.actor.has("process_owner"):
        raise Forbidden("task_not_yours")
    if task.claimed_at is None:
        raise Conflict("task_not_claimed")
    ctx.record(events.TaskReleased(instance_id=task.instance_id, element=task.element, task_id=task.id, row=task))
    return task


def complete(ctx: Context, task_id: str, data: Mapping[str, Any]) -> Completed:
    """Answer a task: claims it where nobody had, checks the form, and lets the case go on."""
    task, instance = locked(ctx, task_id)
    rules.may_work(ctx.actor, task, excluded_from(ctx, task))
    gates.check(ctx, instance.definition_id, task.element)
    case_rules.may_advance(instance)
    form = form_of(ctx, task)
    answer = forms.accept(form, data)
    named.check(ctx, form, answer.values, instance)
    taken = personal.put_away(ctx, instance.id, answer.values, personal.names(form))
    version = definitions.by_id(ctx, task.form_id) if task.form_id else None
    ctx.record(
        events.TaskCompleted(
            instance_id=task.instance_id,
            element=task.element,
            task_id=task.id,
            form=version.key if version else None,
            form_version=version.version if version else None,
            answer=answer.recorded,
            row=task,
        )
    )
    handing_on.completed(ctx, task, instance)
    instances.complete(ctx, instance, task.token, taken)
    return Completed(task, instance, _next(ctx, instance))


def _next(ctx: Context, instance: Instance) -> Task | None:
    opened: list[Task] = ctx.memo.get(OPENED, [])
    for task in opened:
        mine = task.root_id == instance.root_id and task.status == "open"
        if mine and "complete" in rules.verbs(ctx.actor, task, excluded_from(ctx, task)):
            return task
    return None


def delegate(ctx: Context, task_id: str, to: str, reason: str | None = None) -> Task:
    """Have somebody else do it; the one who had it stays its owner."""
    task = _for_handing_over(ctx, task_id, to)
    ctx.record(
        events.TaskDelegated(
            instance_id=task.instance_id,
            element=task.element,
            task_id=task.id,
            to=to,
            reason=reason,
            old=task.assignee,
            owner=task.owner,
            row=task,
        )
    )
    return task


def reassign(ctx: Context, task_id: str, to: str, reason: str | None = None) -> Task:
    """Make it somebody else's."""
    task = _for_handing_over(ctx, task_id, to)
    ctx.record(
        events.TaskReassigned(
            instance_id=task.instance_id,
            element=task.element,
            task_id=task.id,
            to=to,
            reason=reason,
            old=task.assignee,
            owner=task.owner,
            row=task,
        )
    )
    return task


def _for_handing_over(ctx: Context, task_id: str, to: str) -> Task:
    task, _ = locked(ctx, task_id)
    if to not in access.existing(ctx.session, [to], tenant=ctx.tenant):
        raise Invalid("person_unknown", [{"path": "to", "code": "person_unknown", "params": {"person": to}}], person=to)
    rules.may_hand_over(ctx.actor, task, to, excluded_from(ctx, task), oversees=team.oversees(ctx, task.assignee))
    if is_personal(ctx, task):
        raise Forbidden("task_personal")
    if not access.actor_of(ctx.session, to, tenant=ctx.tenant).has("staff"):
        raise Forbidden("role_needed", role="staff", person=to)
    return task


def comment(ctx: Context, task_id: str, text: str) -> Task:
    """Say something about a task, open or done."""
    task, _ = locked(ctx, task_id)
    if not (
        rules.is_candidate(ctx.actor, task)
        or ctx.actor.has("process_owner")
        or task.completed_by == ctx.actor.name
        or team.oversees(ctx, task.assignee)
    ):
        raise Forbidden("task_not_yours")
    text = text.strip()
    if not text:
        raise Invalid("comment_empty", [{"path": "text", "code": "required", "params": {}}])
    ctx.record(
        events.TaskCommented(
            instance_id=task.instance_id,
            element=task.element,
            task_id=task.id,
            comment_id=new_id(),
            sha256=sha256(text.encode()).hexdigest(),
            text=text,
            row=task,
        )
    )
    return task


def draft(ctx: Context, task_id: str, data: Mapping[str, Any] | None) -> Task:
    """Keep what was typed so far, unchecked, for the same task on any device; None forgets it."""
    task, _ = locked(ctx, task_id)
    rules.may_work(ctx.actor, task, excluded_from(ctx, task))
    task.draft = personal.seal_draft(ctx, task, form_of(ctx, task), data)
    return task


def form_of(ctx: Context, task: Task) -> definitions.Form | None:
    """The form in the version that the task opened with."""
    return definitions.form(ctx, definitions.by_id(ctx, task.form_id)) if task.form_id else None
