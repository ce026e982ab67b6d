"""Who left the house and still owns customers: a list for the heads, and one transfer (P16) for each customer."""

from typing import Any

from sqlalchemy import exists, func, select

from engine.access import queries as access
from engine.access.models import Person
from engine.customers import queries
from engine.customers.commands import TRANSFER
from engine.customers.models import Customer
from engine.feel import values
from engine.instances import commands as instances
from engine.instances.models import Instance
from engine.kernel import Context

REASON = "leave"
AT_ONCE = 200


def left(ctx: Context) -> list[dict[str, Any]]:
    """Disabled people with the number of customers they still own and nobody hands over yet, as far as the actor may
    see them: {person, customers}, most first."""
    count = func.count().label("customers")
    rows = ctx.session.execute(
        select(Person.name, count)
        .join(Customer, Customer.owner_id == Person.id)
        .where(Person.tenant_id == ctx.tenant, Person.disabled.is_(True), *_free(ctx))
        .group_by(Person.name)
        .order_by(count.desc(), Person.name)
    )
    return [{"person": name, "customers": number} for name, number in rows]


def hand_over(ctx: Context, person: str, to: str | None = None) -> int:
    """Begin a transfer for each customer the person still owns, at most 200 at once; how many. Without `to` table D11
    proposes who receives. NotFound when either is nobody."""
    old = access.person(ctx.session, person, tenant=ctx.tenant)
    new = access.person(ctx.session, to, tenant=ctx.tenant).name if to else None
    rows = select(Customer).where(Customer.owner_id == old.id, *_free(ctx)).order_by(Customer.number).limit(AT_ONCE)
    found = ctx.session.scalars(rows).all()
    for customer in found:
        told = {"customer": customer.number, "reason": REASON, **({"to": new} if new else {})}
        instances.start(ctx, TRANSFER, values.of(told), customer_id=customer.id)
    return len(found)


def _free(ctx: Context) -> tuple[Any, ...]:
    """Customers in the actor's sight whom nobody hands over yet."""
    going = exists().where(
        Instance.tenant_id == ctx.tenant,
        Instance.customer_id == Customer.id,
        Instance.process == TRANSFER,
        Instance.ended_at.is_(None),
    )
    return Customer.tenant_id == ctx.tenant, queries.condition(ctx), ~going
