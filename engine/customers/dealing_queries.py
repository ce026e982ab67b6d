"""Reading dealings: what a process needs to know of a customer, and lists of interactions and needs."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from engine.access.models import Person
from engine.customers.models import Customer
from engine.kernel import Context


def owned(ctx: Context, names: Iterable[str]) -> dict[str, int]:
    """How many customers each of these people owns; those with none are left out."""
    rows: Any = ctx.session.execute(
        select(Person.name, func.count())
        .join(Customer, Customer.owner_id == Person.id)
        .where(Customer.tenant_id == ctx.tenant, Person.name.in_(list(names)))
        .group_by(Person.name)
    )
    return dict(rows.all())
