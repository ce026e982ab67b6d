"""Rows as the API shows them, with the names that people know things by; statements do not grow with the rows."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased

from engine import clock
from engine.customers import revealing
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.definitions.calendars import calendar
from engine.definitions.catalogue import Version, catalogue
from engine.history import prose
from engine.history.queries import Recorded
from engine.instances.migration import Planned
from engine.instances.models import Incident, Instance
from engine.instances.queries import tokens, variables
from engine.kernel import Actor, Context, Rejected
from engine.sla.words import words
from engine.tasks.migrating import touched
from engine.tasks.models import Task
from webapi.texts import language
from webapi.texts_findings import incident as why_stuck
from webapi.texts_findings import migration as why_not
from webapi.unit import Asked


def customers(ctx: Context, ids: Iterable[str | None]) -> dict[str | None, dict[str, str]]:
    """Customers by id as a reference: id, 客户编号, name; each is looked up once a unit of work."""
    known: dict[str | None, dict[str, str]] = ctx.memo.setdefault("present.customers", {})
    missing = {one for one in ids if one} - known.keys()
    if missing:
        rows = select(Customer.id, Customer.number, Customer.name).where(
            Customer.tenant_id == ctx.tenant, Customer.id.in_(missing)
        )
        for row in ctx.session.execute(rows):
            known[row.id] = {"id": row.id, "number": row.number, "name": row.name}
    return known


def customer_of(task_id: str) -> Asked:
    """The customer of a task, asked along with the sign-in."""
    of_task = select(Task.customer_id).where(Task.id == task_id).scalar_subquery()
    named = (Customer.id, Customer.number, Customer.name)
    columns = [select(column).where(Customer.id == of_task).scalar_subquery() for column in named]

    def take(ctx: Context, told: Sequence[Any]) -> None:
        known = ctx.memo.setdefault("present.customers", {})
        known[told[0]] = dict(zip(("id", "number", "name"), told, strict=True)) if told[0] else None

    return Asked(columns, take)


def tasks(ctx: Context, rows: Sequence[Task]) -> list[dict[str, Any]]:
    """Inbox items."""
    of = customers(ctx, (row.customer_id for row in rows))
    return [
        {
            "id": row.id,
            "element": row.element,
            "name": row.name,
            "name_en": row.name_en,
            "instance": row.instance_id,
            **_process(ctx, row.process),
            "customer": of.get(row.customer_id),
            "business_key": row.business_key,
            "assignee": row.assignee,
            "groups": row.groups,
            "people": row.people,
            "priority": row.priority,
            "due": due(ctx, row),
            "status": row.status,
            "opened_at": row.opened_at,
            "closed_at": row.completed_at,
            "completed_by": row.completed_by,
            "summary": {entry["code"]: entry["value"] for entry in row.summary} or None,
            "plain": row.plain,
            "why": why(ctx.actor, row),
        }
        for row in rows
    ]


def listed(ctx: Context, rows: Sequence[Task]) -> list[dict[str, Any]]:
    """Inbox items with the process that each is part of: an approval says whether of a quote or of a rescue."""
    heads = {row.instance_id: catalogue(ctx).latest("process", row.process, ctx.now) for row in rows}
    called = [case for case, head in heads.items() if head and head.only_called]
    root = aliased(Instance)
    of = select(Instance.id, root.process).join(root, root.id == Instance.root_id)
    of = of.where(Instance.id.in_(called), Instance.root_id != Instance.id)
    parts = {row.id: _process(ctx, row.process) for row in ctx.session.execute(of)} if called else {}
    return [{**item, "part_of": parts.get(item["instance"])} for item in tasks(ctx, rows)]


def why(actor: Actor, task: Task) -> dict[str, str]:
    """Why a task stands in this person's list."""
    if task.assignee == actor.name:
        return {"code": "delegated" if task.owner else "claimed" if task.claimed_at else "assigned"}
    if actor.name in task.people:
        return {"code": "offered"}
    if mine := sorted(actor.groups.intersection(task.groups)):
        return {"code": "group", "group": mine[0]}
    open_to_all = not task.people and not task.groups and task.assignee is None
    return {"code": "everyone" if open_to_all else "overseen"}


def entries(ctx: Context, found: Sequence[Recorded]) -> list[dict[str, Any]]:
    """Entries of the ledger, those of cases with the names that the drawing gives their elements."""
    ids = {entry.stream.removeprefix("instance:") for entry in found if entry.stream.startswith("instance:")}
    rows = ctx.session.execute(
        select(Instance.id, Instance.definition_id).where(Instance.tenant_id == ctx.tenant, Instance.id.in_(ids))
    )
    drawn = {f"instance:{row.id}": definitions.model(ctx, definitions.by_id(ctx, row.definition_id)) for row in rows}
    found = prose.opened(ctx, found)
    notes = revealing.with_notes(ctx, found)
    told = []
    for entry in found:
        model = drawn.get(entry.stream)
        element = model.elements.get(entry.element or "") if model else None
        names = {"element_name": element.name, "element_name_en": element.name_en} if element else {}
        note = notes.get((entry.stream, entry.seq))
        data = entry.data if note is None else {**entry.data, "note": note}
        told.append({**asdict(entry), **names, "data": data})
    return told


def due(ctx: Context, task: Task) -> dict[str, Any] | None:
    """When a task is due and, while it is open, how long that is from now in words of both languages."""
    if task.due_at is None:
        return None
    provisional = bool(task.due and task.due.get("provisional"))  # an estimate is never late
    overdue = task.status == "open" and task.due_at <= ctx.now and not provisional
    told: dict[str, Any] = {"at": task.due_at, "overdue": overdue}
    if task.due:
        told["provisional"] = provisional
    if task.status == "open":
        told["words_zh"], told["words_en"] = (_left(ctx, task.due_at, lang) for lang in ("zh", "en"))
    return told


def _left(ctx: Context, at: datetime, lang: Any) -> str:
    return clock.due_in_words(at, ctx.now, calendar(ctx), lang)


def derivation(task: Task) -> dict[str, Any]:
    """How a due time came about, for the task's own page."""
    if not task.due or "zone" not in task.due:
        return {}
    return {
        "derivation": task.due,
        "derivation_zh": words(task.due, "zh"),
        "derivation_en": words(task.due, "en"),
    }


def instances(ctx: Context, rows: Sequence[Instance]) -> list[dict[str, Any]]:
    """Cases as lists show them."""
    of = customers(ctx, (row.customer_id for row in rows))
    return [
        {
            "id": row.id,
            **_process(ctx, row.process),
            "version": row.version,
            "status": row.status,
            "outcome": row.outcome,
            **_ending(ctx, row),
            "business_key": row.business_key,
            "customer": of.get(row.customer_id),
            "parent": row.parent_id,
            "started_at": row.started_at,
            "started_by": row.started_by,
            "ended_at": row.ended_at,
        }
        for row in rows
    ]


def instance(ctx: Context, row: Instance, incidents: Sequence[Incident]) -> dict[str, Any]:
    """A case with its variables, where it stands and why it is stuck."""
    return {
        **instances(ctx, [row])[0],
        "variables": variables(row),
        "tokens": tokens(row),
        "incidents": [incident(one) for one in incidents],
    }


def incident(row: Incident) -> dict[str, Any]:
    """An incident with its reason in words."""
    message, remedy = why_stuck(row.code, row.params, language())
    return {
        "id": row.id,
        "instance": row.instance_id,
        "element": row.element,
        "code": row.code,
        "message": message,
        "remedy": remedy,
        "params": row.params,
        "raised_at": row.raised_at,
        "resolved_at": row.resolved_at,
    }


def version(ctx: Context, of: Version) -> dict[str, Any]:
    """A deployed version as lists show it."""
    return {
        "key": of.key,
        "version": of.version,
        "name": of.name,
        "name_en": of.name_en,
        "description": of.description,
        "description_en": of.description_en,
        "start_form": form(ctx, of.start_form),
        "file": of.file,
        "model": of.model,
        "executable": of.executable,
        "off": of.kind == "process" and of.key in catalogue(ctx).off,
        "startable": of.executable
        and of.key not in catalogue(ctx).off
        and any(start["kind"] == "none" and start.get("offered", True) for start in of.starts),
        "deployed_at": of.effective_from,
    }


def form(ctx: Context, key: str | None) -> dict[str, Any] | None:
    """A form in force, for pages that show it before there is a task."""
    if key is None:
        return None
    try:
        found = definitions.form(ctx, definitions.latest(ctx, "form", key))
    except Rejected:
        return None
    return {"key": key, "schema": found.schema, "ui": found.ui, "texts": found.texts}


def _ending(ctx: Context, row: Instance) -> dict[str, str]:
    """What the drawing calls the end that a case has come to."""
    if row.outcome is None:
        return {}
    end = definitions.model(ctx, definitions.by_id(ctx, row.definition_id)).elements.get(row.outcome)
    return {"outcome_name": end.name or row.outcome, "outcome_name_en": end.name_en or row.outcome} if end else {}


def _process(ctx: Context, key: str) -> dict[str, str]:
    head = catalogue(ctx).latest("process", key, ctx.now)
    names = {"process_name": head.name, "process_name_en": head.name_en} if head else {}
    return {"process": key, **names}


def migration(ctx: Context, planned: Planned, *, migrated: bool) -> dict[str, Any]:
    """The plan of a migration: what moves where, what is refused and why, which people notice."""
    plan = planned.plan
    return {
        "instance": planned.instance.id,
        "from_version": planned.from_version,
        "to_version": planned.to_version,
        "migrated": migrated,
        "moves": [
            {"token": one.token, "element": one.element, "to": one.to, "changed": list(one.changed)}
            for one in plan.changes
        ],
        "armed": [edge.element for edge in plan.armed],
        "dropped": [edge.element for edge in plan.dropped],
        "passed_by": list(plan.passed_by),
        "refused": refusals(planned.refusals()),
        "tasks": [
            {
                "task": one.task.id,
                "element": one.element,
                "to": one.to,
                "name": one.task.name,
                "people": one.people,
                "due": one.task.due_at.isoformat() if one.task.due_at else None,
                "draft": one.task.draft is not None,
                "kept": list(one.kept),
            }
            for one in touched(ctx, planned)
        ],
    }


def refusals(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Why a case cannot go elsewhere, in words."""
    told = [(one, why_not(one["element"], one["code"], one["params"], language())) for one in found]
    return [{**one, "message": message, "remedy": remedy} for one, (message, remedy) in told]
