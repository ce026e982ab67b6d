"""Reading one's notices."""

from sqlalchemy import func, select, update

from engine.kernel import Context
from engine.notify.models import Notice


def mine(ctx: Context, *, after: str | None = None, limit: int = 50) -> list[Notice]:
    """The actor's notices, newest first."""
    found = select(Notice).where(Notice.tenant_id == ctx.tenant, Notice.person == ctx.actor.name)
    if after is not None:
        found = found.where(Notice.id < after)
    return list(ctx.session.scalars(found.order_by(Notice.id.desc()).limit(limit)))


def unread(ctx: Context) -> int:
    """How many of them the actor has not read."""
    found = select(func.count()).where(
        Notice.tenant_id == ctx.tenant, Notice.person == ctx.actor.name, Notice.read_at.is_(None)
    )
    return ctx.session.scalar(found) or 0


def read(ctx: Context) -> None:
    """All of the actor's notices are read now."""
    ctx.session.execute(
        update(Notice)
        .where(Notice.tenant_id == ctx.tenant, Notice.person == ctx.actor.name, Notice.read_at.is_(None))
        .values(read_at=ctx.now)
    )
