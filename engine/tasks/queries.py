"""Reading the inbox: pages of open, own and finished tasks, at a cost that does not grow with the number of tasks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_, union_all

from engine.feel import values
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.tasks import forms, personal, rules
from engine.tasks.commands import form_of
from engine.tasks.eyes import excluded_from
from engine.tasks.models import Candidate, Comment, Task

Key = tuple[datetime, str]
"""Where a page ended: the sort time and id of its last task."""


def inbox(
    ctx: Context,
    status: str = "open",
    *,
    after: Key | None = None,
    limit: int = 50,
    where: Sequence[ColumnElement[bool]] = (),
) -> list[Task]:
    """One page by due time (done: latest first). `open`: offered to the actor or claimed by anybody; auditors and
    admins see all. `where` are further conditions on Task."""
    pages = {"open": _open, "mine": _mine, "done": _done}
    found = pages[status](ctx, after, limit, where)
    return list(ctx.session.scalars(found))


def _open(ctx: Context, after: Key | None, limit: int, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    if ctx.actor.has("auditor"):
        everything = select(Task).where(Task.tenant_id == ctx.tenant, Task.status == "open", *where)
        return _page(everything, Task.sort_at, Task.id, after, limit)
    # one short index range for each way a task may be offered, so that the cost does not grow with the table
    offered = [f"u:{ctx.actor.name}", *(f"g:{group}" for group in sorted(ctx.actor.groups))]
    if ctx.actor.has("staff"):
        offered.append("*")
    ranges = []
    for name in offered:
        one = select(Candidate.task_id).where(Candidate.tenant_id == ctx.tenant, Candidate.candidate == name)
        if where:
            one = one.join(Task, Task.id == Candidate.task_id).where(*where)
        ranges.append(select(_page(one, Candidate.sort_at, Candidate.task_id, after, limit).subquery().c.task_id))
    own = select(Task.id).where(
        Task.tenant_id == ctx.tenant, Task.assignee == ctx.actor.name, Task.status == "open", *where
    )
    ranges.append(select(_page(own, Task.sort_at, Task.id, after, limit).subquery().c.id))
    ids = union_all(*ranges).subquery().c.task_id
    found = select(Task).where(Task.id.in_(select(ids)), Task.status == "open")
    return found.order_by(Task.sort_at, Task.id).limit(limit)


def _mine(ctx: Context, after: Key | None, limit: int, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    found = select(Task).where(
        Task.tenant_id == ctx.tenant, Task.assignee == ctx.actor.name, Task.status == "open", *where
    )
    return _page(found, Task.sort_at, Task.id, after, limit)


def _done(ctx: Context, after: Key | None, limit: int, where: Sequence[ColumnElement[bool]]) -> Select[Any]:
    found = select(Task).where(Task.tenant_id == ctx.tenant, Task.status == "completed", *where)
    if not ctx.actor.has("auditor"):
        found = found.where(Task.completed_by == ctx.actor.name)
    if after is not None:
        found = found.where(tuple_(Task.completed_at, Task.id) < after)
    return found.order_by(Task.completed_at.desc(), Task.id.desc()).limit(limit)


def _page(found: Select[Any], at: Any, key: Any, after: Key | None, limit: int) -> Select[Any]:
    if after is not None:
        found = found.where(or_(at > after[0], and_(at == after[0], key > after[1])))
    return found.order_by(at, key).limit(limit)


def count(ctx: Context, status: str, *, most: int = 1000) -> int:
    """How many tasks a page list holds, counted up to `most`."""
    return len(inbox(ctx, status, limit=most))


def task(ctx: Context, task_id: str) -> Task:
    """One task that the actor may see; NotFound otherwise."""
    found = ctx.session.get(Task, task_id)
    if found is None or found.tenant_id != ctx.tenant or not may_see(ctx, found):
        raise NotFound("task_unknown", id=task_id)
    return found


def may_see(ctx: Context, found: Task) -> bool:
    """Those whom it is offered to, who did it, and who read or steer all cases."""
    actor = ctx.actor
    doers = {found.completed_by, found.owner, found.assignee}
    return rules.is_candidate(actor, found) or actor.has("auditor", "process_owner") or actor.name in doers


def of_instance(ctx: Context, instance_id: str) -> list[Task]:
    """All tasks of a case and of those it called, oldest first."""
    mine = or_(Task.instance_id == instance_id, Task.root_id == instance_id)
    return list(ctx.session.scalars(select(Task).where(Task.tenant_id == ctx.tenant, mine).order_by(Task.id)))


def comments(ctx: Context, task_id: str) -> list[Comment]:
    rows = select(Comment).where(Comment.tenant_id == ctx.tenant, Comment.task_id == task_id).order_by(Comment.id)
    return list(ctx.session.scalars(rows))


def shown(ctx: Context, found: Task) -> dict[str, Any]:
    """What the task's page needs beyond its row: form, data, allowed verbs."""
    form = form_of(ctx, found)
    instance = ctx.session.get_one(Instance, found.instance_id)
    scope = {**values.loads(instance.variables), **values.load(found.data)}
    return {
        "form": {"schema": form.schema, "ui": form.ui, "texts": form.texts} if form else None,
        "data": personal.look_up(ctx, instance.id, forms.filled(form, scope)) if form else {},
        "draft": personal.open_draft(ctx, found),
        "may": rules.verbs(ctx.actor, found, excluded_from(ctx, found)),
    }
