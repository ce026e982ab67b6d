"""Fact -> inbox rows."""

from datetime import UTC, datetime

from sqlalchemy import delete, select, update

from engine import clock
from engine.access import groups
from engine.clock import ClockError
from engine.definitions import queries as definitions
from engine.definitions.calendars import DEFAULT, calendar
from engine.feel import times, values
from engine.feel.stdlib import to_datetime
from engine.instances.events import TaskCancelled, TaskOpened
from engine.instances.models import Instance
from engine.kernel import Base, Context, NotFound
from engine.runtime import Element
from engine.runtime.events import HumanTask
from engine.tasks import forms
from engine.tasks.events import (
    TaskClaimed,
    TaskCommented,
    TaskCompleted,
    TaskDelegated,
    TaskDueMoved,
    TaskGivenBack,
    TaskOffered,
    TaskReassigned,
    TaskReleased,
)
from engine.tasks.eyes import excluded_from, is_personal, is_stuck, remember, somebody, unstick
from engine.tasks.models import Candidate, Comment, Task

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""Where a task without a due time stands in a list ordered by it."""
OPENED = "tasks.opened"
_candidates = Base.metadata.tables[Candidate.__tablename__]


def open_task(ctx: Context, fact: TaskOpened) -> None:
    """The inbox row of a question, offered to whoever may answer it."""
    asked: HumanTask = fact.asked
    case: Instance = fact.case
    model = definitions.model(ctx, definitions.by_id(ctx, case.definition_id))
    element = model.elements[asked.element]
    started = any(start.element in asked.not_done_by for start in model.starts)
    scope = {**values.loads(case.variables), **asked.data}
    # nothing unwritten can change these answers, and the case is written once, at the end
    with ctx.session.no_autoflush:
        due_at, due = _due(ctx, asked, model.calendar_of(asked.element) or DEFAULT)
        form_id, form = _form(ctx, asked.form)
        known = groups.named(ctx, asked.groups) if asked.groups else {}
    task = Task(
        id=fact.task_id,
        tenant_id=ctx.tenant,
        instance_id=case.id,
        root_id=case.root_id,
        token=asked.token,
        process=case.process,
        element=asked.element,
        name=element.name or asked.element,
        name_en=element.name_en,
        kind=asked.kind,
        customer_id=case.customer_id,
        business_key=case.business_key,
        groups=[known.get(word, word) for word in asked.groups],
        people=list(asked.people),
        not_done_by=[*asked.not_done_by, case.started_by] if started else list(asked.not_done_by),
        priority=_priority(asked),
        due_at=due_at,
        due=due,
        sort_at=due_at or NEVER,
        form_id=form_id,
        help=element.help,
        data=values.dump(dict(asked.data)),
        summary=forms.summary(form, scope) if form else [],
        plain=forms.plain(form, scope) if form else False,
        status="open",
        opened_at=ctx.now,
    )
    task.search = _search(task, element)
    task.assignee = _first_assignee(ctx, task, case, asked.assignee)
    if task.assignee and "groups" not in element.settings:
        task.groups = []  # a lane says whose work it is in general, a name who does this one
    if asked.assignee and not task.groups and not task.people:
        task.people = [task.assignee or asked.assignee]  # given away and released, it never becomes everybody's
    if task.assignee is None and (asked.assignee or task.not_done_by):
        excluded = excluded_from(ctx, task, case)
        if is_stuck(ctx, task, excluded):
            task.people, task.groups = unstick(ctx, task, excluded)
    ctx.session.add(task)
    _offer(ctx, task)
    ctx.memo.setdefault(OPENED, []).append(task)


def _first_assignee(ctx: Context, task: Task, case: Instance, named: str | None) -> str | None:
    if named is None:
        return None
    if is_personal(ctx, task, case):
        return named
    return somebody(ctx, named, excluded_from(ctx, task, case))


def _form(ctx: Context, key: str | None) -> tuple[str | None, definitions.Form | None]:
    if key is None:
        return None, None
    try:
        version = definitions.latest(ctx, "form", key)
    except NotFound:
        return None, None  # warned of at deployment; the task takes any answer
    return version.id, definitions.form(ctx, version)


def _due(ctx: Context, asked: HumanTask, of: str) -> tuple[datetime | None, dict[str, object] | None]:
    """The due instant and how it came about; a text that cannot be read leaves the task without one, and says so."""
    due = asked.due
    try:
        if isinstance(due, str) and not due.startswith("P"):
            found = clock.due(due, ctx.now, calendar(ctx, of))
            return found.at, found.derivation
        if isinstance(due, str):
            due = times.parse_duration(due)
        if isinstance(due, times.DayTimeDuration):
            return ctx.now + due.to_timedelta(), None
        if isinstance(due, times.DateTime | times.Date):
            return to_datetime(due, ctx.zone.key), None
    except ClockError as error:
        return None, {"error": error.code, **error.params}
    except ValueError:
        return None, {"error": "due_unreadable", "text": str(asked.due)}
    return None, None


def _priority(asked: HumanTask) -> int:
    try:
        return int(asked.priority) if asked.priority is not None else 50
    except (TypeError, ValueError):
        return 50


def _search(task: Task, element: Element) -> str:
    words = [task.name, element.name_en, task.business_key or "", *(entry["value"] for entry in task.summary)]
    return " ".join(word for word in words if word and isinstance(word, str)).lower()


def _offer(ctx: Context, task: Task) -> None:
    """Put the task into the inboxes where it belongs now; that of its assignee is found by the task itself."""
    names = {f"u:{name}" for name in task.people if name != task.assignee}
    names |= {f"g:{group}" for group in task.groups}
    if not names and task.assignee is None:
        names = {"*"}
    ctx.session.add_all(
        Candidate(task_id=task.id, candidate=name, tenant_id=task.tenant_id, sort_at=task.sort_at)
        for name in sorted(names)
    )


def move_due(ctx: Context, fact: TaskDueMoved) -> None:
    """Due time, derivation and the task's place in every list that it stands in."""
    task: Task = fact.row
    task.due_at = task.sort_at = datetime.fromisoformat(fact.new)
    task.due = dict(fact.derivation)
    moved = update(Candidate).where(Candidate.tenant_id == ctx.tenant, Candidate.task_id == task.id)
    ctx.session.execute(moved.values(sort_at=task.sort_at))


def cancel_task(ctx: Context, fact: TaskCancelled) -> None:
    """The case went on without an answer: the task leaves every inbox."""
    ctx.session.flush()  # it may have been opened in this very unit of work
    held = ctx.session.scalars(
        select(Task).where(
            Task.tenant_id == ctx.tenant,
            Task.instance_id == fact.instance_id,
            Task.element == fact.element,
            Task.token == fact.token,
            Task.status == "open",
        )
    )
    for task in held:
        task.status = "cancelled"
        task.completed_at = ctx.now
        _withdraw(ctx, task)


def _withdraw(ctx: Context, task: Task) -> None:
    # by the table, not the class: the case is written once, at the end, not before this
    ctx.session.connection().execute(delete(_candidates).where(_candidates.c.task_id == task.id))


def claim(ctx: Context, fact: TaskClaimed) -> None:
    fact.row.assignee, fact.row.claimed_at = ctx.actor.name, ctx.now


def release(ctx: Context, fact: TaskReleased) -> None:
    fact.row.assignee, fact.row.claimed_at, fact.row.owner = None, None, None
    _withdraw(ctx, fact.row)
    _offer(ctx, fact.row)


def delegate(ctx: Context, fact: TaskDelegated) -> None:
    fact.row.owner = fact.row.owner or fact.row.assignee or ctx.actor.name
    _give(ctx, fact.row, fact.to)


def reassign(ctx: Context, fact: TaskReassigned) -> None:
    fact.row.owner = None
    _give(ctx, fact.row, fact.to)


def offer_anew(ctx: Context, fact: TaskOffered) -> None:
    fact.row.people, fact.row.groups = fact.people, fact.groups
    _withdraw(ctx, fact.row)
    _offer(ctx, fact.row)


def give_back(ctx: Context, fact: TaskGivenBack) -> None:
    fact.row.owner = fact.owner
    if fact.to is not None:
        _give(ctx, fact.row, fact.to)
        return
    fact.row.assignee, fact.row.claimed_at = None, None
    _withdraw(ctx, fact.row)
    _offer(ctx, fact.row)


def _give(ctx: Context, task: Task, to: str) -> None:
    task.assignee, task.claimed_at = to, ctx.now
    _withdraw(ctx, task)
    _offer(ctx, task)


def comment(ctx: Context, fact: TaskCommented) -> None:
    ctx.session.add(
        Comment(
            id=fact.comment_id,
            tenant_id=ctx.tenant,
            task_id=fact.task_id,
            author=ctx.actor.name,
            at=ctx.now,
            text=fact.text,
        )
    )


def complete(ctx: Context, fact: TaskCompleted) -> None:
    task: Task = fact.row
    task.status, task.completed_at, task.completed_by, task.draft = "completed", ctx.now, ctx.actor.name, None
    if task.assignee is None:
        task.assignee, task.claimed_at = ctx.actor.name, ctx.now
    remember(ctx, task)
    _withdraw(ctx, task)
