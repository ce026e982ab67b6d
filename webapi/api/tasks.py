"""The inbox: what there is to do, and doing it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import ColumnElement, or_, select

from engine.access import queries as access
from engine.customers import search
from engine.customers.models import Customer
from engine.customers.queries import seen
from engine.definitions.catalogue import catalogue
from engine.instances.queries import open_incidents
from engine.kernel import Context, Rejected
from engine.tasks import commands, queries, undoing
from engine.tasks.models import Candidate, Task
from webapi import present, sight, watching
from webapi.api.shapes import InstanceAfter, Nothing, TaskItem
from webapi.errors import status_of
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.texts import language, say
from webapi.unit import Blueprint, each

blueprint = Blueprint("tasks", __name__, description="The inbox")
WORK = ("work", "task")


class TasksQuery(Query):
    status = fields.String(load_default="open", validate=validate.OneOf(queries.STATUSES))
    instance = fields.String()
    process = fields.String()
    customer = fields.String(metadata={"description": "客户编号 or id"})
    group = fields.String()
    assignee = fields.String(metadata={"description": "a person's name"})
    due_before = Instant()
    q = fields.String(metadata={"description": "a part of the task, or number, name or pinyin of its customer"})
    plain = fields.Boolean(metadata={"description": "only (or none of) what may be decided as a list"})
    sort = fields.String(load_default="due", validate=validate.OneOf(queries.SORTS))


class Comment(Schema):
    at = Instant()
    by = fields.String(attribute="author")
    text = fields.String()


class TaskPage(TaskItem):
    help = fields.String()
    form = fields.Raw(allow_none=True, metadata={"description": "{key, schema, ui, texts}"})
    data = fields.Dict(keys=fields.String())
    matter = fields.Raw(allow_none=True, metadata={"description": "{form, data}: what the case's beginning was told"})
    draft = fields.Raw(allow_none=True)
    left = fields.Raw(allow_none=True, metadata={"description": "{by, data}: a draft of whom it was taken from"})
    may = fields.List(fields.String())
    barred = fields.Raw(
        allow_none=True, metadata={"description": "{course, name, name_en}: what the asker has to pass before"}
    )
    comments = fields.List(fields.Nested(Comment))


class Answer(Schema):
    data = fields.Dict(keys=fields.String(), load_default=dict)


class Completed(Schema):
    task = fields.Nested(TaskItem)
    instance = fields.Nested(InstanceAfter)
    next_task = fields.Nested(TaskItem, allow_none=True)


class HandOver(Schema):
    to = fields.String(required=True, metadata={"description": "a person's name"})
    reason = fields.String()


class Remark(Schema):
    text = fields.String(required=True)


class Draft(Schema):
    data = fields.Dict(keys=fields.String(), metadata={"description": "absent forgets the draft"})


class Counts(Schema):
    todo = fields.Integer()
    open = fields.Integer()
    mine = fields.Integer()
    group = fields.Integer()
    delegated = fields.Integer()
    waiting = fields.Integer()
    overdue = fields.Integer()
    plain = fields.Integer(metadata={"description": "what may be decided as a list"})


VERBS = ("claim", "release", "complete", "delegate", "reassign", "comment", "undo")


class Bulk(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(VERBS))
    ids = fields.List(fields.String(), required=True, validate=validate.Length(1, 1000))
    data = fields.Dict(keys=fields.String(), load_default=dict)


class BulkResult(Schema):
    id = fields.String()
    ok = fields.Boolean()
    status = fields.Integer(metadata={"description": "as the single call would have answered"})
    code = fields.String()
    detail = fields.String()


class BulkResults(Schema):
    results = fields.List(fields.Nested(BulkResult))


PLACES: dict[str, tuple[tuple[type, ...], Callable[[Task], list[Any]]]] = {
    "due": ((datetime, str), lambda task: [task.sort_at, task.id]),
    "newest": ((datetime, str), lambda task: [task.opened_at, task.id]),
    "priority": ((int, datetime, str), lambda task: [task.priority, task.sort_at, task.id]),
    "done": ((datetime, str), lambda task: [task.completed_at, task.id]),
}
"""What a cursor holds, for each order of the list."""


@blueprint.reads("/tasks", page_of(TaskItem), query=TasksQuery, may=("read", "case"))
def tasks(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The inbox: `open` to the asker and not finished, claimed or not; `mine`; `done` by the asker

    `todo`: `mine`, and what is open to the asker and in nobody's hands; `group`: for one of the asker's groups and in
    nobody's hands; `delegated`: others do it for the asker; `waiting`: with others, in cases that the asker started or
    worked in; `team`: in the hands of those whom the asker heads.
    """
    limit, status = query["limit"], query["status"]
    sort = "done" if status == "done" else query["sort"]
    kinds, key = PLACES[sort]
    place = after(query, *kinds)
    rows = queries.inbox(ctx, status, sort=sort, after=place, limit=limit + 1, where=_where(ctx, query))
    shown = page(rows, limit, key)
    return {**shown, "items": present.listed(ctx, shown["items"])}


def _where(ctx: Context, query: dict[str, Any]) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if instance := query.get("instance"):
        where.append(or_(Task.instance_id == instance, Task.root_id == instance))
    if process := query.get("process"):
        where.append(Task.process == process)
    if customer := query.get("customer"):
        where.append(Task.customer_id == seen(ctx, customer).id)
    if group := query.get("group"):
        name = access.groups_named(ctx.session, [group], tenant=ctx.tenant).get(group, group)
        offered = select(Candidate.task_id).where(Candidate.tenant_id == ctx.tenant, Candidate.candidate == f"g:{name}")
        where.append(Task.id.in_(offered))
    if assignee := query.get("assignee"):
        where.append(Task.assignee == assignee)
    if before := query.get("due_before"):
        where.append(Task.due_at < before)
    if q := query.get("q", "").strip():
        of = select(Customer.id).where(Customer.id == Task.customer_id, search.called(q))
        where.append(or_(Task.search.contains(q.lower(), autoescape=True), of.exists()))
    if "plain" in query:
        where.append(Task.plain.is_(query["plain"]))
    return where


@blueprint.reads("/tasks/counts", Counts, may=("read", "case"))
def counts(ctx: Context) -> dict[str, int]:
    """How many tasks stand in each list of the inbox, counted up to 100; of those to do also `overdue`, `plain`"""
    told = {
        status: queries.count(ctx, status, most=100) for status in queries.STATUSES if status not in ("done", "team")
    }
    marks = {"overdue": Task.due_at < ctx.now, "plain": Task.plain.is_(True)}
    return told | {mark: queries.count(ctx, "todo", most=100, where=[condition]) for mark, condition in marks.items()}


@blueprint.reads("/instances/<instance_id>/tasks", page_of(TaskItem), may=("read", "case"))
def of_case(ctx: Context, instance_id: str) -> dict[str, Any]:
    """All tasks of a case and of those it called, open or not, oldest first, for whoever may see the case"""
    rows = queries.of_instance(ctx, sight.case(ctx, instance_id).id)
    return {"items": present.listed(ctx, rows), "next": None}


@blueprint.reads("/tasks/<task_id>", TaskPage, may=("read", "case"))
def task(ctx: Context, task_id: str) -> dict[str, Any]:
    """One task with its form, what is filled in, and what the asker may do with it"""
    row = queries.task(ctx, task_id)
    watching.task(ctx, row)
    shown = queries.shown(ctx, row)
    if shown["form"] is not None:
        shown["form"]["key"] = catalogue(ctx).by_id[row.form_id or ""].key
    item = present.tasks(ctx, [row])[0]
    if item["due"]:
        item["due"] |= present.derivation(row)
    return {**item, "help": row.help, **shown, "comments": queries.comments(ctx, task_id)}


@blueprint.writes("/tasks/<task_id>/complete", Answer, Completed, may=WORK, beside=present.customer_of)
def complete(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Answer a task; the case goes on until it waits again, and the answer names the next task of the asker in it"""
    done = commands.complete(ctx, task_id, body["data"])
    items = present.tasks(ctx, [done.task, done.next_task] if done.next_task else [done.task])
    stuck = (
        ctx.session.scalars(open_incidents(ctx, [done.instance.id])).all() if done.instance.status == "incident" else []
    )
    instance = {**present.instances(ctx, [done.instance])[0], "incidents": [present.incident(one) for one in stuck]}
    return {"task": items[0], "instance": instance, "next_task": items[1] if done.next_task else None}


def _item(ctx: Context, task: Task) -> dict[str, Any]:
    return present.tasks(ctx, [task])[0]


@blueprint.writes("/tasks/<task_id>/claim", Nothing, TaskItem, may=WORK)
def claim(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Take a task"""
    return _item(ctx, commands.claim(ctx, task_id))


@blueprint.writes("/tasks/<task_id>/release", Nothing, TaskItem, may=WORK)
def release(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Give a task that was taken back to those who may take it"""
    return _item(ctx, commands.release(ctx, task_id))


@blueprint.writes("/tasks/<task_id>/delegate", HandOver, TaskItem, may=WORK)
def delegate(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Have somebody else do it; the one who had it stays its owner"""
    return _item(ctx, commands.delegate(ctx, task_id, body["to"], body.get("reason")))


@blueprint.writes("/tasks/<task_id>/reassign", HandOver, TaskItem, may=WORK)
def reassign(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Make it somebody else's"""
    return _item(ctx, commands.reassign(ctx, task_id, body["to"], body.get("reason")))


@blueprint.writes("/tasks/<task_id>/undo", Nothing, TaskItem, may=WORK)
def undo(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Take back the asker's own last claim, release, delegation or reassignment, while nothing happened since"""
    return _item(ctx, undoing.undo(ctx, task_id))


@blueprint.writes("/tasks/<task_id>/comment", Remark, TaskItem, may=WORK)
def comment(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Say something about a task"""
    return _item(ctx, commands.comment(ctx, task_id, body["text"]))


@blueprint.writes("/tasks/<task_id>/draft", Draft, TaskItem, may=WORK)
def draft(ctx: Context, body: dict[str, Any], task_id: str) -> dict[str, Any]:
    """Keep what was typed so far, unchecked"""
    return _item(ctx, commands.draft(ctx, task_id, body.get("data")))


def _one(verb: str, data: dict[str, Any]) -> Callable[[Context, str], Any]:
    hand_over = {"to": data.get("to", ""), "reason": data.get("reason")}
    verbs: dict[str, Callable[[Context, str], Any]] = {
        "claim": commands.claim,
        "release": commands.release,
        "complete": lambda ctx, task_id: commands.complete(ctx, task_id, data),
        "delegate": lambda ctx, task_id: commands.delegate(ctx, task_id, **hand_over),
        "reassign": lambda ctx, task_id: commands.reassign(ctx, task_id, **hand_over),
        "comment": lambda ctx, task_id: commands.comment(ctx, task_id, data.get("text", "")),
        "undo": undoing.undo,
    }
    return verbs[verb]


@blueprint.signed("/tasks/bulk", Bulk, BulkResults, method="POST")
def bulk(body: dict[str, Any]) -> dict[str, Any]:
    """One verb on many tasks, each in a transaction of its own: a result an id, in the order asked

    `data` is the answer (complete), {to, reason} (delegate, reassign) or {text} (comment). With an Idempotency-Key a
    task that was done under it answers as it did.
    """
    lang = language()

    def told(task_id: str, refusal: Rejected | None) -> dict[str, Any]:
        if refusal is None:
            return {"id": task_id, "ok": True, "status": 200}
        detail = say(refusal.code, refusal.params, lang)
        return {"id": task_id, "ok": False, "status": status_of(refusal), "code": refusal.code, "detail": detail}

    return {"results": each(body["ids"], WORK, _one(body["verb"], body["data"]), told)}
