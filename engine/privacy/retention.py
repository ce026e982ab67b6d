"""What is kept no longer than needed: a job every day takes away what is older than the house has set, and reports
what remains. What a legal hold keeps stays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, exists, func, or_, select, update

from engine import jobs
from engine.customers.contracts import Contract
from engine.customers.dealings import Interaction, Need
from engine.customers.models import Contact, Customer, Purchase
from engine.instances.models import Instance
from engine.jobs.models import Job
from engine.kernel import Conflict, Context, new_id
from engine.notify.models import Delivery, Notice
from engine.outreach.models import CustomerMessage
from engine.privacy import erasing, queries, sealed
from engine.privacy.events import RetentionRan
from engine.privacy.models import Copy, LegalHold, RetentionRun
from engine.privacy.traces import GONE
from engine.tasks.models import Comment, Task

KIND = "privacy.retention"
MONTH = timedelta(days=30)
EXPIRE, CONTACT = "privacy.expire", "contact"
AT_ONCE = 500
"""Cases a run forgets, contacts it has erased; what is left waits for the next day."""


def run(ctx: Context) -> RetentionRun:
    """Take away what is too old today; the report counts by class what went and what remains."""
    steps = _steps(ctx)
    gone = {name: steps[name].go(ctx, steps[name].old(ctx, before)) for name, before in _limits(ctx, ctx.now).items()}
    ctx.session.flush()
    remains = {name: _rows(ctx, model) for name, model in KEPT.items()}
    row = RetentionRun(id=new_id(), tenant_id=ctx.tenant, at=ctx.now, report={"gone": gone, "remains": remains})
    ctx.record(RetentionRan(gone=gone, remains=remains, row=row))
    return row


def ahead(ctx: Context) -> list[dict[str, Any]]:
    """By class: how many months it is kept, how much the next run will take away (`next`; null where none does: people
    see to it), what the last one took away (`gone`) and how much there is."""
    months: dict[str, int] = queries.settings(ctx)["retention_months"]
    limits, last, steps = _limits(ctx, next_at(ctx)), queries.last_retention(ctx), _steps(ctx)
    taken = last.report["gone"] if last else {}
    return [
        {
            "kind": name,
            "months": count,
            "automatic": name in steps,
            "next": _rows(ctx, steps[name].model, *steps[name].old(ctx, limits[name])) if name in limits else None,
            "gone": taken.get(name),
            "remains": _rows(ctx, KEPT[name]) if name in KEPT else None,
        }
        for name, count in months.items()
    ]


def next_at(ctx: Context) -> datetime:
    """When the next run is due."""
    due = ctx.session.scalar(select(func.min(Job.due_at)).where(Job.tenant_id == ctx.tenant, Job.kind == KIND))
    return due or _night(ctx, ctx.now + timedelta(days=1))


def _limits(ctx: Context, at: datetime) -> dict[str, datetime]:
    months: dict[str, int] = queries.settings(ctx)["retention_months"]
    steps = _steps(ctx)
    return {name: at - MONTH * count for name, count in months.items() if count and name in steps}


def _steps(ctx: Context) -> dict[str, "Step"]:
    """What goes by itself: contacts only where the house has set it so."""
    return STEPS if queries.settings(ctx)["expire_contacts"] else {n: one for n, one in STEPS.items() if n != CONTACT}


def _rows(ctx: Context, model: Any, *where: ColumnElement[bool]) -> int:
    mine = select(func.count()).select_from(model).where(model.tenant_id == ctx.tenant, *where)
    return ctx.session.scalar(mine) or 0


def daily(ctx: Context, job: Job) -> None:
    """Today's run, and the next one tomorrow."""
    run(ctx)
    plan(ctx, ctx.now + timedelta(days=1))


def expire(ctx: Context, job: Job) -> None:
    """The job: erase one contact of a relation that is over, unless it goes on or something holds it."""
    before = _limits(ctx, ctx.now).get(CONTACT)
    contact = ctx.session.get_one(Contact, job.payload["contact"])
    if before is not None and _rows(ctx, Contact, Contact.id == contact.id, *_contacts(ctx, before)):
        try:
            erasing.erase(ctx, contact.id)
        except Conflict:
            return  # a hold until a day, a contract: the next night asks again


def set_next(ctx: Context) -> None:
    """A run stands ready for tomorrow."""
    plan(ctx, ctx.now + timedelta(days=1))


def plan(ctx: Context, due: datetime) -> None:
    """The run of a day, in its small hours; there is one at most."""
    night = _night(ctx, due)
    jobs.later(ctx, KIND, due=night, key=f"{KIND}:{night:%Y%m%d}")


def _night(ctx: Context, day: datetime) -> datetime:
    return day.astimezone(ctx.zone).replace(hour=3, minute=0, second=0, microsecond=0)


Where = tuple[ColumnElement[bool], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Which rows are too old when those before a moment are, and how they go (answers how many)."""

    model: Any
    old: Callable[[Context, datetime], Where]
    go: Callable[[Context, Where], int]


def _held(column: Any) -> ColumnElement[bool]:
    held = select(LegalHold.customer_id).where(LegalHold.lifted_at.is_(None))
    return or_(column.is_(None), column.not_in(held))


def _interactions(ctx: Context, before: datetime) -> Where:
    return Interaction.on < before.date(), Interaction.subject != GONE, _held(Interaction.customer_id)


def _needs(ctx: Context, before: datetime) -> Where:
    return Need.recorded_at < before, Need.description != GONE, _held(Need.customer_id)


def _messages(ctx: Context, before: datetime) -> Where:
    return CustomerMessage.at < before, CustomerMessage.sealed.is_not(None), _held(CustomerMessage.customer_id)


def _cases(ctx: Context, before: datetime) -> Where:
    """What a case was told that is over, and so is the one that called it."""
    roots = select(Instance.id).where(
        Instance.tenant_id == ctx.tenant, Instance.ended_at < before, Instance.root_id == Instance.id
    )
    return Instance.root_id.in_(roots), Instance.variables != "{}", _held(Instance.customer_id)


def _comments(ctx: Context, before: datetime) -> Where:
    held = select(Task.id).join(Instance, Instance.id == Task.instance_id).where(~_held(Instance.customer_id))
    return Comment.at < before, Comment.text != GONE, Comment.task_id.not_in(held)


def _copies(ctx: Context, before: datetime) -> Where:
    return (or_(Copy.until < ctx.now, Copy.at < before),)


def _notices(ctx: Context, before: datetime) -> Where:
    return (Notice.at < before,)


def _contacts(ctx: Context, before: datetime) -> Where:
    """Whose customer nobody has dealt with since: no purchase, contract, meeting, need, message or case."""
    day = before.date()
    since: tuple[tuple[Any, ColumnElement[bool]], ...] = (
        (Customer.id, Customer.created_at >= before),
        (Purchase.customer_id, Purchase.bought_on >= day),
        (Contract.customer_id, Contract.to_on >= day),
        (Interaction.customer_id, Interaction.on >= day),
        (Need.customer_id, Need.recorded_at >= before),
        (CustomerMessage.customer_id, CustomerMessage.at >= before),
        (Instance.customer_id, or_(Instance.ended_at.is_(None), Instance.ended_at >= before)),
    )
    dealt = [exists().where(whose == Contact.customer_id, lately) for whose, lately in since]
    return Contact.erased_at.is_(None), ~or_(*dealt), _held(Contact.customer_id)


def _blank(model: Any, **values: Any) -> Callable[[Context, Where], int]:
    def go(ctx: Context, where: Where) -> int:
        return _count(ctx, update(model).where(model.tenant_id == ctx.tenant, *where).values(values))

    return go


def _delete(model: Any) -> Callable[[Context, Where], int]:
    def go(ctx: Context, where: Where) -> int:
        return _count(ctx, delete(model).where(model.tenant_id == ctx.tenant, *where))

    return go


def _forget(ctx: Context, where: Where) -> int:
    """The key of the case goes, and with it what the ledger quotes."""
    known = select(Instance.id).where(Instance.tenant_id == ctx.tenant, *where)
    ids = list(ctx.session.scalars(known.order_by(Instance.id).limit(AT_ONCE)))
    for one in ids:
        sealed.drop(ctx, f"case:{one}")
    ctx.session.execute(update(Instance).where(Instance.id.in_(ids)).values(variables="{}"))
    return len(ids)


def _expire(ctx: Context, where: Where) -> int:
    """Each is erased by a job of its own: an erasure goes through every table."""
    old = select(Contact.id).where(Contact.tenant_id == ctx.tenant, *where).order_by(Contact.id).limit(AT_ONCE)
    ids = ctx.session.scalars(old).all()
    for one in ids:
        jobs.later(ctx, EXPIRE, {"contact": one}, key=f"{EXPIRE}:{one}")
    return len(ids)


def _drop_notices(ctx: Context, where: Where) -> int:
    old = select(Notice.id).where(Notice.tenant_id == ctx.tenant, *where)
    ctx.session.execute(delete(Delivery).where(Delivery.notice_id.in_(old)))
    return _delete(Notice)(ctx, where)


def _count(ctx: Context, statement: Any) -> int:
    return cast(CursorResult[Any], ctx.session.execute(statement)).rowcount


WORDS: dict[str, Any] = {"subject": GONE, "participants": None, "feedback": None, "next_action": None}
STEPS = {
    "interaction": Step(Interaction, _interactions, _blank(Interaction, **WORDS)),
    "need": Step(Need, _needs, _blank(Need, description=GONE, proposal=None, note=None)),
    "message": Step(CustomerMessage, _messages, _blank(CustomerMessage, sealed=None)),
    "case": Step(Instance, _cases, _forget),
    "comment": Step(Comment, _comments, _blank(Comment, text=GONE)),
    "copy": Step(Copy, _copies, _delete(Copy)),
    "notice": Step(Notice, _notices, _drop_notices),
    CONTACT: Step(Contact, _contacts, _expire),
}
KEPT: dict[str, Any] = {name: step.model for name, step in STEPS.items()} | {"customer": Customer}
