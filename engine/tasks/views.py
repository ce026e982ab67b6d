"""Saved views of the inbox: one's own, and those that a group of one's shares. Habits, not facts: no ledger."""

from collections.abc import Mapping

from sqlalchemy import or_, select

from engine.access import queries as access
from engine.kernel import Conflict, Context, Forbidden, Invalid, NotFound
from engine.tasks.models import View

MOST = 100
"""Views that one person may keep."""


def seen(ctx: Context) -> list[View]:
    """The actor's own views and those lent to a group of theirs, by name."""
    mine = View.owner == ctx.actor.name
    lent = View.shared_with.in_(sorted(ctx.actor.groups))
    found = select(View).where(View.tenant_id == ctx.tenant, or_(mine, lent))
    return list(ctx.session.scalars(found.order_by(View.name, View.id)))


def save(ctx: Context, name: str, wish: Mapping[str, str], *, shared_with: str | None = None) -> View:
    """Keep a view under a name, in place of the actor's view of that name; a group must be one of the actor's."""
    name = name.strip()
    if not name:
        raise Invalid("view_unnamed", [{"path": "name", "code": "required", "params": {}}])
    if shared_with is not None:
        known = access.groups_named(ctx.session, [shared_with], tenant=ctx.tenant)
        shared_with = known.get(shared_with, shared_with)
        if shared_with not in ctx.actor.groups:
            raise Forbidden("group_not_yours", group=shared_with)
    own = {view.name: view for view in seen(ctx) if view.owner == ctx.actor.name}
    if name not in own and len(own) >= MOST:
        raise Conflict("views_too_many", most=MOST)
    view = own.get(name) or View(tenant_id=ctx.tenant, owner=ctx.actor.name, name=name)
    view.wish, view.shared_with = dict(wish), shared_with
    ctx.session.add(view)
    ctx.session.flush()
    return view


def remove(ctx: Context, view_id: str) -> None:
    """Forget a view of the actor's own."""
    view = ctx.session.get(View, view_id)
    if view is None or view.tenant_id != ctx.tenant or view.owner != ctx.actor.name:
        raise NotFound("view_unknown", id=view_id)
    ctx.session.delete(view)
