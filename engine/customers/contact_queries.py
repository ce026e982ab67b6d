"""Reading contacts: what the right of who asks lets them see (D20)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from engine.access import masking as masks
from engine.access import queries as access
from engine.customers import contacts, dealing_commands
from engine.customers.dealings import Interaction
from engine.customers.models import Contact, Customer
from engine.definitions import masking
from engine.kernel import Context


def contacts_of(ctx: Context, customer: Customer) -> list[dict[str, Any]]:
    """Contacts by the right of the actor, as table D20 says what it may see of each."""
    rows = ctx.session.scalars(
        select(Contact)
        .where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
        .order_by(Contact.decides.desc(), Contact.id)
    ).all()
    right, revealable = right_of(ctx, customer), may_reveal(ctx, customer)
    clear = [field for field in contacts.SEALED if masking.sight(ctx, field, right).show in ("full", "last4")]
    sealed = [(contacts.subject(row.id), f"contact.{field}", getattr(row, field)) for row in rows for field in clear]
    opened = iter(ctx.vault.open_all(ctx.session, sealed) if sealed else [])
    readable = readable_fields(ctx, customer) if revealable else ()
    told = []
    for row in rows:
        known = {field: next(opened) for field in clear}
        seen = {field: _seen(ctx, field, known.get(field), row, right) for field in contacts.SEALED}
        hidden = [field for field in readable if known.get(field) is None and _real(row, field)]
        told.append(
            {
                "id": row.id,
                "name": seen["name"],
                "role": row.title,
                "phone": seen["phone"],
                "email": seen["mail"],
                "decides": row.decides,
                "masked": known.get("name") is None,
                "basis": row.basis,
                "preferred": row.preferred,
                "cap": row.cap,
                "opted_out": row.opted_out_at is not None,
                "revealable": bool(hidden) and row.erased_at is None,
            }
        )
    return told


def _real(row: Contact, field: str) -> bool:
    """Whether there is a value to read: a phone number or address that came masked has no index."""
    return bool(getattr(row, f"{field}_index" if field in contacts.INDEXED else field))


def _seen(ctx: Context, field: str, value: str | None, row: Contact, right: str) -> str | None:
    if value is not None:
        return masking.show(ctx, field, value, right)
    return veiled(ctx, field, row.masked.get(field), right)


def veiled(ctx: Context, field: str, mask: str | None, right: str = "none") -> str | None:
    """The masked value that stands in lists and files for everybody, unless table D20 hides even that."""
    return mask if mask is None or masking.sight(ctx, field, right).show != "hidden" else masks.HIDDEN


def readable_fields(ctx: Context, customer: Customer) -> tuple[str, ...]:
    """The fields that may be read in clear for a purpose: by table D20 those of who works with the customer, and what
    an executive who says what for is authorised to see."""
    right = "full" if ctx.actor.executive else right_of(ctx, customer)
    seen = {field: masking.sight(ctx, field, right) for field in contacts.SEALED}
    return tuple(field for field, how in seen.items() if how.show == "full" or how.reveal != "no")


def right_of(ctx: Context, customer: Customer) -> str:
    """`need` for who works with the customer (it is theirs, or a task about it is in their hands) or heads its
    department; `none` for who only sees everything."""
    scope = access.scope(ctx.actor)
    own = not scope.everything and scope.holds(customer.owner_id, customer.department_id)
    return "need" if own or ctx.wiring.asked_about(ctx, customer.id) == "taken" else "none"


def may_reveal(ctx: Context, customer: Customer) -> bool:
    """Whoever works with the customer, heads its department or the company; to read everything is not enough."""
    return ctx.actor.has("staff") and (ctx.actor.executive or right_of(ctx, customer) == "need")


def participants(ctx: Context, rows: Sequence[tuple[Interaction, Customer]]) -> dict[str, str]:
    """Who took part in these interactions, by id: names for who works with the customer, else that there are some."""
    near = {customer.id for customer in {one.id: one for _, one in rows}.values() if right_of(ctx, customer) == "need"}
    own = [row for row, customer in rows if customer.id in near]
    hidden = {row.id: masks.HIDDEN for row, _ in rows if row.participants}
    return {**hidden, **dealing_commands.participants(ctx, own)}
