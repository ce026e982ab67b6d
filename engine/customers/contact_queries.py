"""Reading contacts: what the right of who asks lets them see (D20)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from engine.access import masking
from engine.access import queries as access
from engine.customers import contacts, dealing_commands
from engine.customers.dealings import Interaction
from engine.customers.models import Contact, Customer
from engine.kernel import Context


def contacts_of(ctx: Context, customer: Customer) -> list[dict[str, Any]]:
    """Contacts by the right of the actor (D20): who works with the customer reads names, phone and mail stay masked."""
    rows = ctx.session.scalars(
        select(Contact)
        .where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
        .order_by(Contact.decides.desc(), Contact.id)
    ).all()
    right, revealable = right_of(ctx, customer), may_reveal(ctx, customer)
    sealed = [(contacts.subject(row.id), "contact.name", row.name) for row in rows]
    names = ctx.vault.open_all(ctx.session, sealed) if right == "need" and sealed else [None] * len(rows)
    return [
        {
            "id": row.id,
            "name": masking.show("name", name, right) or row.masked.get("name"),
            "role": row.title,
            "phone": row.masked.get("phone"),
            "email": row.masked.get("mail"),
            "decides": row.decides,
            "masked": name is None,
            "basis": row.basis,
            "preferred": row.preferred,
            "cap": row.cap,
            "opted_out": row.opted_out_at is not None,
            "revealable": revealable and bool(row.phone_index or row.mail_index or (row.name and name is None)),
        }
        for row, name in zip(rows, names, strict=True)
    ]


def right_of(ctx: Context, customer: Customer) -> str:
    """`need` for who works with the customer or heads its department; `none` for who only sees everything."""
    scope = access.scope(ctx.actor)
    return "need" if not scope.everything and scope.holds(customer.owner_id, customer.department_id) else "none"


def may_reveal(ctx: Context, customer: Customer) -> bool:
    """Whoever works with the customer, heads its department or the company; to read everything is not enough."""
    return ctx.actor.has("staff") and (ctx.actor.executive or right_of(ctx, customer) == "need")


def participants(ctx: Context, rows: Sequence[tuple[Interaction, Customer]]) -> dict[str, str]:
    """Who took part in these interactions, by id: names for who works with the customer, else that there are some."""
    own = [row for row, customer in rows if right_of(ctx, customer) == "need"]
    hidden = {row.id: masking.HIDDEN for row, _ in rows if row.participants}
    return {**hidden, **dealing_commands.participants(ctx, own)}
