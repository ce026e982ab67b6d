"""What people write becomes work: 后续行动 of an interaction, 待跟进 of a need, a task across departments.

A row that is not done opens a case of process `work_item`, one task in the inbox of its 负责人, due when the row says.
Completing the task sets the row done; setting the row done ends the task; another person or day moves the case with
all that was done in it; another action ends it and opens the next. A task across departments opens a case of
`cross_dept_task` (P10) where that is switched on. Cases start, move and end by jobs, after the commit of what was
written.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from engine import jobs
from engine.access import queries as access
from engine.access import standing_in
from engine.customers import dealing_commands as commands
from engine.customers import dealing_events as events
from engine.customers.dealing_appliers import ROWS
from engine.customers.dealings import Interaction, Need, SharedTask
from engine.customers.models import Customer
from engine.definitions import switches
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.instances import commands as instances
from engine.instances import messages
from engine.instances.models import Instance
from engine.jobs import Job
from engine.kernel import Context, NotFound

PROCESS = "work_item"
CROSS, NEEDED = "cross_dept_task", "needed"
OPEN, SETTLE, MOVE = "work.open", "work.settle", "work.move"
SETTLED = "work_settled"
REASKS = {"next_action", "description"}
"""Columns whose change makes it another piece of work."""
MOVES = {"owner_id", "due_on"}
"""Columns whose change gives the same work to another person, or another day."""
USUAL = "5wd"
OVER = ("done", "dropped")
CLOSES = 18 * 60
"""When a day without office hours ends, in minutes after midnight."""
Written = Interaction | Need | SharedTask
KINDS: Mapping[type, str] = {kind: of for of, kind in ROWS.items()}


@dataclass(frozen=True, slots=True)
class Work:
    """What a row asks for: the action in its own words, of whom, due on which day, for which customer."""

    action: str
    owner_id: str | None
    due_on: date | None
    customer_id: str | None


def asked(row: Written) -> Work | None:
    """What is still to be done; None for a row that is done or asks for nothing."""
    if isinstance(row, Interaction):
        wanted = row.next_action if row.status != "done" else None
        return Work(wanted, row.owner_id, row.due_on, row.customer_id) if wanted else None
    if isinstance(row, Need):
        pending = row.state == "pending"
        return Work(row.description, row.owner_id, row.due_on, row.customer_id) if pending else None
    return Work(row.description, row.owner_id, row.due_on, None) if row.status not in OVER else None


def written(ctx: Context, fact: Any) -> None:
    """A row was written or changed: open its work, or move or settle the work that is open."""
    row: Written = fact.row
    if row.work_id is not None and getattr(fact, "case", None) == row.work_id:
        return  # its own case writes how it stands
    changed = set(getattr(fact, "fields", ()))
    of, row_id = KINDS[type(row)], row.id
    wanted = asked(row)
    again = wanted is None or bool(changed & REASKS)
    if row.work_id is not None and wanted is not None and not again and changed & MOVES:
        told = _moved(ctx, row, wanted)
        again = told is None
        if told is not None:
            jobs.later(ctx, MOVE, told, instance_id=row.work_id)
    if row.work_id is not None and again:
        reason = "done" if wanted is None else "changed"
        jobs.later(ctx, SETTLE, {"work": row.work_id, "row": row_id, "reason": reason})
        ctx.record(events.WorkSettled(instance_id=row.work_id, of=of, row_id=row_id, reason=reason))
    if wanted is not None and row.work_id is None:
        jobs.later(ctx, OPEN, {"of": of, "row": row_id})


def open_work(ctx: Context, job: Job) -> None:
    """The job: start the case, unless the row was done meanwhile or has its work already."""
    of, row_id = job.payload["of"], job.payload["row"]
    row: Written | None = ctx.session.get(ROWS[of], row_id)
    wanted = asked(row) if row else None
    if row is None or wanted is None or row.work_id is not None or not switches.on(ctx, process := _process(ctx, row)):
        return
    customer = ctx.session.get(Customer, wanted.customer_id) if wanted.customer_id else None
    variables = {"source": of, "row": row_id, "customer": customer.number if customer else None}
    at = NEEDED if process == CROSS else None
    case = instances.start(ctx, process, values.of(variables), customer_id=wanted.customer_id, at=at)
    ctx.record(events.WorkOpened(instance_id=case.id, of=of, row_id=row_id))


def _moved(ctx: Context, row: Written, wanted: Work) -> dict[str, Any] | None:
    """What the case of a row is told of its new person and day: the variable that says so, and what it says now. None
    when it is work of another process from now on."""
    process = ctx.session.get_one(Instance, row.work_id).process
    if row.owner_id is None if process == CROSS else _process(ctx, row) == CROSS:
        return None
    if process == CROSS:
        owner = access.names_of(ctx.session, [str(row.owner_id)], tenant=ctx.tenant).get(str(row.owner_id))
    else:
        owner = read(ctx, KINDS[type(row)], row.id)["owner"]
    at = due(ctx, wanted.due_on)
    return {
        "variable": "task" if process == CROSS else "work",
        "owner": owner,
        "due": at if isinstance(at, str) else at.isoformat(),
        "due_on": wanted.due_on.isoformat() if wanted.due_on else None,
    }


def settle_work(ctx: Context, job: Job) -> None:
    """The job: end the case of work that is no longer wanted, by the message that its task, or whoever called it, waits
    for."""
    case = ctx.session.get(Instance, job.payload["work"])
    if case is None or case.ended_at is not None:
        return
    told = {"settled": job.payload["reason"]}
    if case.process != CROSS:
        messages.publish(ctx, SETTLED, {"row": job.payload["row"]}, told)
    elif case.parent_id is None:
        instances.cancel(ctx, case.id, job.payload["reason"])
    else:
        row = ctx.session.get_one(SharedTask, job.payload["row"])
        messages.publish(ctx, SETTLED, {"action": row.action_id}, told)


def read(ctx: Context, of: str, row_id: str) -> dict[str, Any]:
    """What the task asks for: the action, who is to do it (null leaves it to the groups), and when it is due.

    Without a 负责人 it is the customer's owner, else whoever wrote it down.
    """
    row: Written | None = ctx.session.get(ROWS[of], row_id)
    wanted = asked(row) if row is not None and row.tenant_id == ctx.tenant else None
    if row is None or wanted is None:
        raise NotFound("work_unknown", of=of, row=row_id)
    customer = ctx.session.get(Customer, wanted.customer_id) if wanted.customer_id else None
    ids = [one for one in (wanted.owner_id, customer.owner_id if customer else None) if one]
    told = access.names_of(ctx.session, ids, tenant=ctx.tenant)
    candidates = [*(told[one] for one in ids if one in told), row.recorded_by]
    found = (standing_in.instead_of(ctx, name).person for name in dict.fromkeys(candidates))
    owner = next((name for name in found if name is not None), None)
    return {"action": wanted.action, "owner": owner, "due": due(ctx, wanted.due_on)}


def due(ctx: Context, on: date | None) -> datetime | str:
    """The end of the office on this day; five working days where no day is said."""
    if on is None:
        return USUAL
    hours = calendar(ctx).hours_of(on)
    closes = hours[-1].closes if hours else CLOSES
    return datetime.combine(on, time(), ctx.zone) + timedelta(minutes=closes)


def close(ctx: Context, of: str, row_id: str) -> bool:
    """The work was done: so is the row; whether that changed it."""
    row: Written | None = ctx.session.get(ROWS[of], row_id)
    if row is None or row.tenant_id != ctx.tenant or asked(row) is None:
        return False
    if row.work_id is not None:
        ctx.record(events.WorkSettled(instance_id=row.work_id, of=of, row_id=row_id, reason="completed"))
    if isinstance(row, SharedTask):
        return commands.change_shared_task(ctx, row, {"status": "done"})
    customer = ctx.session.get_one(Customer, row.customer_id)
    if isinstance(row, Need):
        return commands.change_need(ctx, customer, row, {"state": "confirmed"})
    return commands.change_interaction(ctx, customer, row, {"status": "done"})


def _process(ctx: Context, row: Written) -> str:
    return CROSS if isinstance(row, SharedTask) and row.owner_id and switches.on(ctx, CROSS) else PROCESS


FOLLOWERS: Mapping[type, Any] = dict.fromkeys(
    (
        events.InteractionRecorded,
        events.InteractionChanged,
        events.NeedRecorded,
        events.NeedChanged,
        events.SharedTaskRecorded,
        events.SharedTaskChanged,
    ),
    (written,),
)
