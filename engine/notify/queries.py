"""Reading notices, channels and what people want."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select, update

from engine.kernel import Context, NotFound
from engine.notify import rules
from engine.notify.models import Channel, Delivery, Notice, NotifySettings, Preference
from engine.tasks.models import Task


def mine(ctx: Context, *, after: str | None = None, limit: int = 50) -> list[Notice]:
    """The actor's notices, newest first."""
    found = select(Notice).where(Notice.tenant_id == ctx.tenant, Notice.person == ctx.actor.name)
    if after is not None:
        found = found.where(Notice.id < after)
    return list(ctx.session.scalars(found.order_by(Notice.id.desc()).limit(limit)))


def unread(ctx: Context) -> int:
    """How many of them the actor has not read; what was said of a task that is done since needs no reading."""
    found = (
        select(func.count())
        .select_from(Notice)
        .outerjoin(Task, Task.id == Notice.task_id)
        .where(Notice.tenant_id == ctx.tenant, Notice.person == ctx.actor.name, Notice.read_at.is_(None))
        .where(or_(Task.id.is_(None), Task.status == "open"))
    )
    return ctx.session.scalar(found) or 0


def lately(ctx: Context, person: str, kind: str, since: datetime) -> int:
    """How many notices of this kind somebody has had since then and not read."""
    found = select(func.count()).where(
        Notice.tenant_id == ctx.tenant, Notice.person == person, Notice.read_at.is_(None), Notice.kind == kind
    )
    return ctx.session.scalar(found.where(Notice.at > since)) or 0


def read(ctx: Context) -> None:
    """All of the actor's notices are read now."""
    ctx.session.execute(
        update(Notice)
        .where(Notice.tenant_id == ctx.tenant, Notice.person == ctx.actor.name, Notice.read_at.is_(None))
        .values(read_at=ctx.now)
    )


def settings(ctx: Context) -> dict[str, Any]:
    """What the company has set, over the defaults."""
    row = ctx.session.get(NotifySettings, ctx.tenant)
    return {**rules.DEFAULTS, **(row.values if row else {})}


def channels(ctx: Context, *, audience: str | None = None) -> list[Channel]:
    """All channels by name, without their secrets being opened."""
    found = select(Channel).where(Channel.tenant_id == ctx.tenant).order_by(Channel.name)
    if audience is not None:
        found = found.where(Channel.audience == audience)
    return list(ctx.session.scalars(found))


def channel(ctx: Context, channel_id: str) -> Channel:
    """One channel; NotFound when there is none."""
    row = ctx.session.get(Channel, channel_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("channel_unknown", id=channel_id)
    return row


def preference(ctx: Context) -> Preference:
    """What the actor wants; the usual where they never said."""
    row = ctx.session.get(Preference, (ctx.tenant, ctx.actor.name))
    return row or Preference(tenant_id=ctx.tenant, person=ctx.actor.name, mail=True, muted=[])


def deliveries(ctx: Context, *, channel_id: str | None = None, status: str | None = None) -> Select[Delivery]:
    """What left the house or did not, newest first, to be paged by id."""
    found = select(Delivery).where(Delivery.tenant_id == ctx.tenant).order_by(Delivery.id.desc())
    for column, wanted in ((Delivery.channel_id, channel_id), (Delivery.status, status)):
        if wanted is not None:
            found = found.where(column == wanted)
    return found
