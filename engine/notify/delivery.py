"""A notice leaves the house: a job that reads what is to be said, says it in no transaction, and notes the outcome."""

from dataclasses import dataclass
from typing import Any

from engine.access import queries as access
from engine.access.commands import EMAIL, subject
from engine.jobs import Job, Outside
from engine.kernel import Context
from engine.notify import queries, telling, words
from engine.notify.channels import SENDERS, Letter
from engine.notify.commands import opened
from engine.notify.models import Channel, Delivery, Notice
from engine.notify.telling import Said
from engine.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Ready:
    """All that a sender needs."""

    kind: str
    settings: dict[str, Any]
    secret: dict[str, str]
    letter: Letter
    allowed: tuple[str, ...]


def _prepare(ctx: Context, job: Job) -> Ready | None:
    row = ctx.session.get(Delivery, job.payload["delivery"])
    channel = ctx.session.get(Channel, row.channel_id) if row else None
    notice = ctx.session.get(Notice, row.notice_id) if row else None
    if row is None or channel is None or notice is None or row.status != "queued":
        return None
    if not channel.enabled or _moot(ctx, row, notice):
        _drop(ctx, row, "moot")
        return None
    to, language = None, channel.language
    if row.person is not None:
        person = access.person(ctx.session, row.person, tenant=ctx.tenant)
        language = person.language or "zh"
        to = ctx.vault.open(ctx.session, subject(person.id), EMAIL, person.email)
        if to is None or person.disabled:
            _drop(ctx, row, "no_address")
            return None
    company = queries.settings(ctx)
    link = _link(company["address"], notice)
    letter = Letter(
        id=row.id,
        to=to,
        language=language,
        subject=words.line(notice.kind, notice.params, language),
        text=words.body(notice.kind, notice.params, language, ctx.zone, link),
        data={
            "id": notice.id,
            "kind": notice.kind,
            "at": notice.at.isoformat(),
            "instance": notice.instance_id,
            "task": notice.task_id,
            "link": link,
            **notice.params,
        },
    )
    return Ready(channel.kind, dict(channel.settings), opened(ctx, channel), letter, tuple(company["allowed_hosts"]))


def _moot(ctx: Context, row: Delivery, notice: Notice) -> bool:
    """It was read by the one it is for, or its task was done, before it could leave."""
    if row.person is not None and notice.read_at is not None:
        return True
    task = ctx.session.get(Task, notice.task_id) if notice.task_id and notice.kind == "assigned" else None
    return task is not None and task.status != "open"


def _drop(ctx: Context, row: Delivery, why: str) -> None:
    row.status, row.error, row.done_at = "dropped", why, ctx.now


def _link(address: str, notice: Notice) -> str | None:
    if not address:
        return None
    if notice.kind == "weekly":
        return f"{address.rstrip('/')}/app/team"
    if "draft" in notice.params:
        return f"{address.rstrip('/')}/app/drafts/{notice.params['draft']}"
    if notice.task_id:
        return f"{address.rstrip('/')}/app/inbox?task={notice.task_id}"
    return f"{address.rstrip('/')}/app/cases/{notice.instance_id}" if notice.instance_id else None


def _call(ready: Ready, idempotency_key: str) -> str:
    SENDERS[ready.kind](ready.settings, ready.secret, ready.letter, ready.allowed)
    return ready.letter.id


def _finish(ctx: Context, job: Job, delivery_id: str) -> None:
    row = ctx.session.get(Delivery, delivery_id)
    if row is not None:
        row.status, row.error, row.done_at = "sent", None, ctx.now


def _failed(ctx: Context, job: Job, error: Exception) -> None:
    """The last try failed: it is on the list of deliveries, and the admins see a notice, one a channel and day."""
    row = ctx.session.get(Delivery, job.payload["delivery"])
    if row is None:
        return
    row.status, row.error, row.done_at = "failed", str(getattr(error, "code", type(error).__name__))[:64], ctx.now
    channel = ctx.session.get_one(Channel, row.channel_id)
    admins = access.people_holding(ctx.session, "admin", tenant=ctx.tenant)
    key = f"channel_failed:{channel.id}:{ctx.now:%Y-%m-%d}"
    telling.keep_inside(ctx, admins, Said("channel_failed", key, params={"channel": channel.name}))


JOB = Outside(_prepare, _call, _finish, failed=_failed)
