"""Reading dealings: lists of interactions and needs, tags, and who owns how many customers. Everything is narrowed by
the scope of who asks.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, select

from engine.access import queries as access
from engine.access.models import Person
from engine.customers import commands, contact_queries
from engine.customers.dealings import CustomerTag, Interaction, Need, Tag
from engine.customers.models import Customer
from engine.kernel import Context, NotFound


def owned(ctx: Context, names: Iterable[str]) -> dict[str, int]:
    """How many customers each of these people owns; those with none are left out."""
    rows: Any = ctx.session.execute(
        select(Person.name, func.count())
        .join(Customer, Customer.owner_id == Person.id)
        .where(Customer.tenant_id == ctx.tenant, Person.name.in_(list(names)))
        .group_by(Person.name)
    )
    return dict(rows.all())


def interactions(
    ctx: Context, which: str, *, after: tuple[date, str] | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """A customer's interactions, newest first; `after` is day and id of the last one shown."""
    customer = commands.seen(ctx, which)
    rows = select(Interaction).where(Interaction.tenant_id == ctx.tenant, Interaction.customer_id == customer.id)
    if after is not None:
        on, last = after
        rows = rows.where((Interaction.on < on) | ((Interaction.on == on) & (Interaction.id < last)))
    found = ctx.session.scalars(rows.order_by(Interaction.on.desc(), Interaction.id.desc()).limit(limit)).all()
    return _interactions(ctx, [(row, customer) for row in found])


def interaction(ctx: Context, interaction_id: str) -> tuple[Interaction, Customer]:
    """An interaction of a customer that the actor handles, with that customer; NotFound otherwise."""
    row = ctx.session.get(Interaction, interaction_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("interaction_unknown", id=interaction_id)
    return row, commands.handled(ctx, row.customer_id)


def interaction_told(ctx: Context, interaction_id: str) -> dict[str, Any]:
    return _interactions(ctx, [interaction(ctx, interaction_id)])[0]


def _interactions(ctx: Context, rows: Sequence[tuple[Interaction, Customer]]) -> list[dict[str, Any]]:
    called, who = _called(ctx, [row for row, _ in rows]), contact_queries.participants(ctx, rows)
    columns = ("id", "on", "channel", "purpose", "subject", "feedback", "next_action", "due_on", "status", "work_id")
    return [
        {name: getattr(row, name) for name in (*columns, "recorded_at", "recorded_by")}
        | {"participants": who.get(row.id), "owner": called.get(row.owner_id or "") or row.owner_text}
        for row, _ in rows
    ]


def needs(ctx: Context, which: str, *, after: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """A customer's needs, newest first; `after` is the id of the last one shown."""
    customer = commands.seen(ctx, which)
    rows = select(Need).where(Need.tenant_id == ctx.tenant, Need.customer_id == customer.id)
    if after is not None:
        rows = rows.where(Need.id < after)
    return _needs(ctx, ctx.session.scalars(rows.order_by(Need.id.desc()).limit(limit)).all())


def need(ctx: Context, need_id: str) -> tuple[Need, Customer]:
    """A need of a customer that the actor handles, with that customer; NotFound otherwise."""
    row = ctx.session.get(Need, need_id)
    if row is None or row.tenant_id != ctx.tenant:
        raise NotFound("need_unknown", id=need_id)
    return row, commands.handled(ctx, row.customer_id)


def need_told(ctx: Context, need_id: str) -> dict[str, Any]:
    row, _ = need(ctx, need_id)
    return _needs(ctx, [row])[0]


def _needs(ctx: Context, rows: Sequence[Need]) -> list[dict[str, Any]]:
    called = _called(ctx, rows)
    columns = ("id", "kind", "description", "priority", "product", "proposal", "due_on", "state", "note", "work_id")
    return [
        {name: getattr(row, name) for name in (*columns, "recorded_at", "recorded_by")}
        | {"owner": called.get(row.owner_id or "") or row.owner_text}
        for row in rows
    ]


def tags(ctx: Context) -> list[dict[str, Any]]:
    """All tags by name: who answers for each, when it is looked at again, how many customers carry it."""
    counts: Any = ctx.session.execute(
        select(CustomerTag.tag_id, func.count()).where(CustomerTag.tenant_id == ctx.tenant).group_by(CustomerTag.tag_id)
    )
    carried = dict(counts.all())
    rows = ctx.session.scalars(select(Tag).where(Tag.tenant_id == ctx.tenant).order_by(Tag.name)).all()
    names = access.names_of(ctx.session, {row.owner_id for row in rows if row.owner_id}, tenant=ctx.tenant)
    return [
        {
            "name": row.name,
            "category": row.category,
            "owner": names.get(row.owner_id or ""),
            "review_on": row.review_on,
            "customers": carried.get(row.id, 0),
        }
        for row in rows
    ]


def tags_of(ctx: Context, customer: Customer) -> list[dict[str, Any]]:
    """The tags of a customer by name: {name, since, by}."""
    rows = (
        select(Tag.name, CustomerTag.since, CustomerTag.by)
        .join(CustomerTag, CustomerTag.tag_id == Tag.id)
        .where(CustomerTag.tenant_id == ctx.tenant, CustomerTag.customer_id == customer.id)
        .order_by(Tag.name)
    )
    return [{"name": row.name, "since": row.since.isoformat(), "by": row.by} for row in ctx.session.execute(rows)]


def _called(ctx: Context, rows: Sequence[Interaction | Need]) -> dict[str, str]:
    ids = {row.owner_id for row in rows if row.owner_id}
    return access.names_of(ctx.session, ids, tenant=ctx.tenant) if ids else {}
