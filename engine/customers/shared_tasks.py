"""A task across departments (P10) and its row of T5 are one thing: the case writes how it stands into the row, and so
does the key action of a plan (T6) that it carries out.

Whoever answers for it is one person; the row keeps the names of those who help. Its weeks are told by the snapshot at
the end of each: how many steps were done in all, and for how many weeks in a row none was added.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.customers import dealing_commands as commands
from engine.customers.dealing_events import SharedTaskChanged, WorkOpened, WorkSettled
from engine.customers.dealings import SharedTask
from engine.customers.work import OVER, REASKS, due, written
from engine.definitions.calendars import calendar
from engine.improvement import projects
from engine.instances.models import Instance
from engine.kernel import Context, NotFound

OF = "shared_task"


def open_task(ctx: Context, case: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The row of a case, which is a new one unless `row` names it: {row, number, description, criteria, remark, owner,
    helpers, due, due_on, requester}. Invalid without a person who answers for it."""
    held = _row(ctx, told["row"]) if told.get("row") else _written(ctx, case, told)
    if held.work_id is None:
        ctx.record(WorkOpened(instance_id=case, of=OF, row_id=held.id))
    known = access.existing(ctx.session, held.helpers, tenant=ctx.tenant)
    return {
        "row": held.id,
        "number": held.number,
        "description": held.description,
        "criteria": held.criteria,
        "remark": held.remark,
        "helpers": [name for name in held.helpers if name in known],
        "requester": told.get("requester") or held.recorded_by,
        **_standing(ctx, held),
    }


def follow(ctx: Context, case: str, row_id: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """Write into the row what its case has come to: status, another owner or day; {status, owner, due, due_on}."""
    held = _row(ctx, row_id)
    new: dict[str, Any] = {name: told[name] for name in ("status", "remark") if told.get(name)}
    if told.get("owner"):
        new |= {"owner_id": access.person(ctx.session, told["owner"], tenant=ctx.tenant).id, "owner_text": None}
    if told.get("due"):
        new["due_on"] = date.fromisoformat(told["due"][:10])
    commands.change_shared_task(ctx, held, new, case=case)
    if held.status in OVER and held.work_id is not None:
        ctx.record(WorkSettled(instance_id=case, of=OF, row_id=held.id, reason="completed"))
    return {"status": held.status, **_standing(ctx, held)}


FOLLOWS = {"owner_id": "owner_id", "ends_on": "due_on"}
"""What a key action has of its task, by the task's own columns."""


def changed(ctx: Context, fact: SharedTaskChanged) -> None:
    """A row was changed: so is the key action that it carries out. Its case, which a project called, is moved to
    another person or day and ended with the row; other words, or nobody known, leave it as it is."""
    row: SharedTask = fact.row
    moved = row.owner_id is not None and not REASKS & set(fact.fields)
    if row.action_id is None or row.status in OVER or moved:
        written(ctx, fact)
    if row.action_id is not None:
        told = {name: fact.new[mine] for name, mine in FOLLOWS.items() if mine in fact.new}
        projects.follow(ctx, row.action_id, {**told, "dropped": fact.new.get("status") == "dropped"})


def week(ctx: Context, steps: Callable[[str], int]) -> list[dict[str, Any]]:
    """How the open tasks stand at the end of the week, each compared with the week before; nothing on a day that is not
    the last working day of its week. `steps` counts what was done in a case.

    [{row, number, description, owner, requester, unchanged, overdue}], by number.
    """
    today = ctx.now.astimezone(ctx.zone).date()
    if not ends_week(ctx, today):
        return []
    rows = select(SharedTask, Instance).join(Instance, Instance.id == SharedTask.work_id)
    mine = rows.where(SharedTask.tenant_id == ctx.tenant, SharedTask.status.not_in(OVER), Instance.ended_at.is_(None))
    found = []
    for held, case in ctx.session.execute(mine.order_by(SharedTask.number)).all():
        last, done = held.snapshot, steps(case.id)
        if last is not None and last["on"] == today.isoformat():
            continue  # taken already
        unchanged = int(last["unchanged"]) + 1 if last is not None and last["steps"] == done else 0
        snapshot = {"on": today.isoformat(), "steps": done, "unchanged": unchanged}
        commands.change_shared_task(ctx, held, {"snapshot": snapshot}, case=case.id)
        found.append(
            {
                "row": held.id,
                "number": held.number,
                "description": held.description,
                "owner": _standing(ctx, held)["owner"],
                "requester": held.recorded_by,
                "unchanged": unchanged,
                "overdue": held.due_on is not None and held.due_on < today,
            }
        )
    return found


def ends_week(ctx: Context, day: date) -> bool:
    """Whether no working day of the week (Monday to Sunday) comes after this working day."""
    of = calendar(ctx)
    rest = (day + timedelta(days=n) for n in range(1, 7 - day.weekday()))
    return of.is_working_day(day) and not any(of.is_working_day(one) for one in rest)


def _written(ctx: Context, case: str, told: Mapping[str, Any]) -> SharedTask:
    owner = access.person(ctx.session, told["owner"], tenant=ctx.tenant)
    row = {
        "number": told["number"],
        "description": told["description"],
        "departments": list(told.get("departments") or []),
        "owner_id": owner.id,
        "helpers": list(told.get("helpers") or []),
        "due_on": date.fromisoformat(told["due"][:10]) if told.get("due") else None,
        "criteria": told.get("criteria"),
        "remark": told.get("remark"),
        "work_id": case,
        "action_id": told.get("action"),
    }
    return _row(
        ctx, commands.record_shared_task(ctx, {name: value for name, value in row.items() if value is not None})
    )


def _standing(ctx: Context, held: SharedTask) -> dict[str, Any]:
    owner = (
        access.names_of(ctx.session, [held.owner_id], tenant=ctx.tenant).get(held.owner_id) if held.owner_id else None
    )
    return {"owner": owner, "due_on": held.due_on, "due": due(ctx, held.due_on)}


def _row(ctx: Context, row_id: str) -> SharedTask:
    row = ctx.session.get(SharedTask, row_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("work_unknown", of=OF, row=row_id)
    return row
