"""Reading the inbox: pages of open, own and finished tasks, at a cost that does not grow with the number of tasks."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from engine.feel import values
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.tasks import forms, matter, personal, rules, team
from engine.tasks.commands import form_of
from engine.tasks.eyes import excluded_from, is_personal
from engine.tasks.models import Candidate, Comment, Task
from engine.training import gates

Key = tuple[Any, ...]
"""Where a page ended: what its last task is sorted by, and its id."""
STATUSES = ("todo", "open", "mine", "group", "delegated", "waiting", "team", "done")
SORTS = ("due", "newest", "priority")
OFFERED = ("todo", "group")
"""Lists whose offered tasks are in nobody's hands."""


def inbox(
    ctx: Context,
    status: str = "open",
    *,
    sort: str = "due",
    after: Key | None = None,
    limit: int = 50,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[Task]:
    """One page, by due time unless `sort` says otherwise (done: latest first). `where` are further conditions on Task.

    `todo`: in the actor's hands, or offered to them and in nobody's; `open`: offered to the actor, claimed by anybody
    or not (auditors and admins see all); `mine`: in the actor's hands;
    `group`: offered to the actor's groups and in nobody's hands; `delegated`: others do it for the actor; `waiting`:
    with others, in cases that the actor started or worked in; `team`: in the hands of people whom the actor oversees;
    `done` by the actor.
    """
    return list(ctx.session.scalars(_listed(ctx, status, sort, after, limit, where)))


def count(ctx: Context, status: str, *, most: int = 1000, where: Sequence[ColumnElement[bool]] = ()) -> int:
    """How many tasks a page list holds, counted up to `most`."""
    ids = _listed(ctx, status, "due", None, most, where).with_only_columns(Task.id).subquery()
    return ctx.session.scalar(select(func.count()).select_from(ids)) or 0


def _listed(
    ctx: Context, status: str, sort: str, after: Key | None, limit: int, where: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    if status == "done":
        return _done(ctx, after, limit, where)
    if status in (*OFFERED, "open") and sort == "due" and not ctx.actor.has("auditor"):
        return _offered_by_due(ctx, status, after, limit, where)
    found = select(Task).where(Task.tenant_id == ctx.tenant, Task.status == "open", *_of(ctx, status), *where)
    return _sorted(found, sort, after, limit)


def _ways(ctx: Context, status: str) -> list[str]:
    """Under which names a task finds the actor: in person (unless only groups are asked for), or as all staff."""
    groups = [f"g:{group}" for group in sorted(ctx.actor.groups)]
    return [
        *([f"u:{ctx.actor.name}"] if status != "group" else []),
        *groups,
        *(["*"] if ctx.actor.has("staff") else []),
    ]


def _of(ctx: Context, status: str) -> list[ColumnElement[bool]]:
    me = ctx.actor.name
    if status == "mine":
        return [Task.assignee == me]
    if status == "team":
        return team.in_hands(ctx)
    if status == "delegated":
        return [Task.owner == me, Task.assignee != me]
    if status == "waiting":
        started = select(Instance.id).where(Instance.tenant_id == ctx.tenant, Instance.started_by == me)
        earlier = aliased(Task)
        worked = select(earlier.instance_id).where(earlier.tenant_id == ctx.tenant, earlier.completed_by == me)
        others = or_(Task.assignee.is_(None), Task.assignee != me)
        offered = select(Candidate.task_id).where(
            Candidate.tenant_id == ctx.tenant, Candidate.candidate.in_(_ways(ctx, "open"))
        )
        return [or_(Task.instance_id.in_(started), Task.instance_id.in_(worked)), others, Task.id.not_in(offered)]
    free: list[ColumnElement[bool]] = [Task.assignee.is_(None)] if status in OFFERED else []
    if ctx.actor.has("auditor") and status != "todo":
        return free
    offered = select(Candidate.task_id).where(
        Candidate.tenant_id == ctx.tenant, Candidate.candidate.in_(_ways(ctx, status))
    )
    taken = [Task.assignee == me] if status != "group" else []  # that of its assignee is found by the task itself
    return [or_(and_(Task.id.in_(offered), *free), *taken)]


def _offered_by_due(
    ctx: Context, status: str, after: Key | None, limit: int, where: Sequence[ColumnElement[bool]]
) -> Select[Any]:
    # one short index range for each way a task may be offered, so that the cost does not grow with the table
    offered = [*where, Task.assignee.is_(None)] if status in OFFERED else where
    ranges = []
    for name in _ways(ctx, status):
        one = select(Candidate.task_id).where(Candidate.tenant_id == ctx.tenant, Candidate.candidate == name)
        if offered:
            one = one.join(Task, Task.id == Candidate.task_id).where(*offered)
        ranges.append(select(_page(one, Candidate.sort_at, Candidate.task_id, after, limit).subquery().c.task_id))
    if status != "group":  # that of its assignee is found by the task itself
        own = select(Task.id).where(
            Task.tenant_id == ctx.tenant, Task.assignee == ctx.actor.name, Task.status == "open", *where
        )
        ranges.append(select(_page(own, Task.sort_at, Task.id, after, limit).subquery().c.id))
    if not ranges:
        return select(Task).where(false())
    ids = union_all(*ranges).subquery().c.task_id
    found = select(Task).where(Task.id.in_(select(ids)), Task.status == "open")
    return found.order_by(Task.sort_at, Task.id).limit(limit)


def _done(ctx: Context, after: Key | None, limit: int, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    found = select(Task).where(Task.tenant_id == ctx.tenant, Task.status == "completed", *where)
    if not ctx.actor.has("auditor"):
        found = found.where(Task.completed_by == ctx.actor.name)
    if after is not None:
        found = found.where(tuple_(Task.completed_at, Task.id) < after)
    return found.order_by(Task.completed_at.desc(), Task.id.desc()).limit(limit)


def _sorted(found: Select[Any], sort: str, after: Key | None, limit: int) -> Select[Any]:
    if sort == "newest":
        if after is not None:
            found = found.where(Task.id < after[-1])
        return found.order_by(Task.id.desc()).limit(limit)
    if sort == "priority":
        if after is not None:
            least, at, key = after
            later = or_(Task.sort_at > at, and_(Task.sort_at == at, Task.id > key))
            found = found.where(or_(Task.priority < least, and_(Task.priority == least, later)))
        return found.order_by(Task.priority.desc(), Task.sort_at, Task.id).limit(limit)
    return _page(found, Task.sort_at, Task.id, after, limit)


def _page(found: Select[Any], at: Any, key: Any, after: Key | None, limit: int) -> Select[Any]:
    if after is not None:
        found = found.where(or_(at > after[0], and_(at == after[0], key > after[1])))
    return found.order_by(at, key).limit(limit)


def task(ctx: Context, task_id: str) -> Task:
    """One task that the actor may see; NotFound otherwise."""
    found = ctx.session.get(Task, task_id)
    if found is None or found.tenant_id != ctx.tenant or not may_see(ctx, found):
        raise NotFound("task_unknown", id=task_id)
    return found


def may_see(ctx: Context, found: Task) -> bool:
    """Those whom it is offered to, who did it, who heads whoever has it, and who read or steer all cases."""
    actor = ctx.actor
    doers = {found.completed_by, found.owner, found.assignee}
    known = rules.is_candidate(actor, found) or actor.has("auditor", "process_owner") or actor.name in doers
    return known or team.oversees(ctx, found.assignee)


def of_instance(ctx: Context, instance_id: str) -> list[Task]:
    """All tasks of a case and of those it called, oldest first."""
    mine = or_(Task.instance_id == instance_id, Task.root_id == instance_id)
    return list(ctx.session.scalars(select(Task).where(Task.tenant_id == ctx.tenant, mine).order_by(Task.id)))


def of_customer(ctx: Context, customer_id: str, limit: int = 50) -> list[Task]:
    """The open tasks about a customer, by due time; whether the caller may see the customer is asked by who calls."""
    of = (Task.tenant_id == ctx.tenant, Task.customer_id == customer_id, Task.status == "open")
    return list(ctx.session.scalars(select(Task).where(*of).order_by(Task.sort_at, Task.id).limit(limit)))


def comments(ctx: Context, task_id: str) -> list[Comment]:
    rows = select(Comment).where(Comment.tenant_id == ctx.tenant, Comment.task_id == task_id).order_by(Comment.id)
    return list(ctx.session.scalars(rows))


def right_of(ctx: Context, found: Task) -> str:
    """Which right of table D20 the actor has in a task: `full` where it is theirs to do (the task is the purpose, and
    who had it is on record), `need` for who did it or heads whoever has it, `none` for who reads or steers all."""
    actor = ctx.actor
    if actor.person_id is None or (found.status == "open" and rules.is_meant(actor, found)):
        return "full"
    near = actor.name in (found.completed_by, found.owner, found.assignee) or team.oversees(ctx, found.assignee)
    return "need" if near else "none"


def shown(ctx: Context, found: Task) -> dict[str, Any]:
    """What the task's page needs beyond its row: form, data, what the case is about, allowed verbs."""
    form = form_of(ctx, found)
    instance = ctx.session.get_one(Instance, found.instance_id)
    may = rules.verbs(ctx.actor, found, excluded_from(ctx, found), oversees=team.oversees(ctx, found.assignee))
    missing = gates.barred(ctx, instance.definition_id, found.element) if found.status == "open" else None
    if missing is not None:
        may = [verb for verb in may if verb not in rules.WORKING]
    if is_personal(ctx, found, instance):
        may = [verb for verb in may if verb not in rules.HANDING_OVER]
    scope = {**values.loads(instance.variables), **values.load(found.data)}
    right = right_of(ctx, found)

    def seen(data: dict[str, Any] | None) -> dict[str, Any] | None:
        return personal.by_right(ctx, form, data, right) if form and data else data

    return {
        "form": {"schema": form.schema, "ui": form.ui, "texts": form.texts} if form else None,
        "data": seen(personal.look_up(ctx, instance.id, forms.filled(form, scope))) if form else {},
        "matter": matter.of(ctx, found, right),
        "draft": seen(personal.open_draft(ctx, found)),
        "left": _left(ctx, found) if "draft" in may and found.draft is None else None,
        "may": may,
        "barred": {"course": missing.key, "name": missing.name, "name_en": missing.name_en or missing.name}
        if missing
        else None,
    }


def _left(ctx: Context, found: Task) -> dict[str, Any] | None:
    """{by, data}: what somebody had typed when this very step was taken from them and opened anew."""
    earlier = select(Task).where(
        Task.tenant_id == ctx.tenant,
        Task.instance_id == found.instance_id,
        Task.element == found.element,
        Task.form_id == found.form_id,
        Task.status == "cancelled",
        Task.draft.is_not(None),
        Task.id < found.id,
    )
    row = ctx.session.scalars(earlier.order_by(Task.id.desc()).limit(1)).one_or_none()
    data = personal.open_draft(ctx, row) if row else None
    return {"by": row.assignee, "data": data} if row and data else None
