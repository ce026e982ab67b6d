"""Contacts: personal data of people at a customer, sealed; only the masked form can be read without the vault.

Each contact is a subject of the vault of its own, so that erasing its key erases that person and nobody else. A new
real name at the place of another real name is another person: the old contact stays and no longer decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from engine.access import masking
from engine.customers.cells import masked
from engine.customers.events import ContactSaved
from engine.customers.models import Contact
from engine.customers.search import MAIL, PHONE, index
from engine.kernel import Context, new_id

SEALED = ("name", "phone", "mail")
INDEXED = {"phone": PHONE, "mail": MAIL}
MASKS = {"name": masking.mask_name, "phone": masking.mask_phone, "mail": masking.mask_mail}


@dataclass(frozen=True, slots=True)
class Known:
    """A contact as a table needs it: its id, title, opened values, and what may be shown."""

    id: str
    title: str | None
    values: dict[str, str]
    masked: dict[str, str]


class Wish:
    """What a row wants a customer's deciding contact to be, compared with what is known."""

    def __init__(
        self, customer_id: str, known: Known | None, name: str | None, title: str | None, reach: str | None
    ) -> None:
        self.customer_id = customer_id
        wanted = {"name": name, ("mail" if reach and "@" in reach else "phone"): reach}
        before = known.values if known else {}
        other = bool(name and before.get("name") and name != before["name"] and not masked(name + before["name"]))
        self.contact_id = known.id if known and not other else new_id()
        self.replaces = known.id if known and other else None
        self.kept = {} if other else before
        self.values = {
            field: value
            for field, value in wanted.items()
            if value and value != self.kept.get(field) and not self._hides(field, value, known if not other else None)
        }
        old_title = known.title if known and not other else None
        self.title = old_title if title is None or (masked(title) and old_title) else title
        self.changes = [*self.values, *(["title"] if self.title != old_title else [])]

    def _hides(self, field: str, value: str, known: Known | None) -> bool:
        """A masked value says nothing new where a real one, or the same mask, is known."""
        return masked(value) and known is not None and field in known.masked

    @property
    def new(self) -> bool:
        return not self.kept


def shown(field: str, value: str) -> str:
    """The masked form of a value; what came masked stays as it came."""
    return value if masked(value) else MASKS[field](value)


def deciders(ctx: Context, customer_ids: Sequence[str]) -> dict[str, Known]:
    """The deciding contact of each of these customers, opened where the vault still has its key."""
    rows = ctx.session.scalars(
        select(Contact).where(
            Contact.tenant_id == ctx.tenant, Contact.customer_id.in_(list(customer_ids)), Contact.decides.is_(True)
        )
    ).all()
    sealed = [(subject(row.id), f"contact.{field}", getattr(row, field)) for row in rows for field in SEALED]
    opened = iter(ctx.vault.open_all(ctx.session, sealed) if sealed else [])
    known = {}
    for row in rows:
        values = {field: value for field, value in zip(SEALED, opened, strict=False) if value is not None}
        known[row.customer_id] = Known(row.id, row.title, values, row.masked)
    return known


def subject(contact_id: str) -> str:
    """How the vault calls a contact."""
    return f"contact:{contact_id}"


def save(ctx: Context, wishes: Sequence[Wish], batch: str | None = None, *, decides: bool = True) -> None:
    """Seal and write what these wishes change: two statements of the vault whatever their number."""
    to_seal = [(wish, field, value) for wish in wishes for field, value in wish.values.items()]
    sealed = ctx.vault.seal_all(
        ctx.session, [(subject(wish.contact_id), f"contact.{field}", value) for wish, field, value in to_seal]
    )
    rows: dict[str, dict[str, Any]] = {wish.contact_id: {"title": wish.title} for wish in wishes}
    for (wish, field, value), text in zip(to_seal, sealed, strict=True):
        rows[wish.contact_id][field] = text
        rows[wish.contact_id].setdefault("masked", {})[field] = shown(field, value)
        if field in INDEXED:
            rows[wish.contact_id][f"{field}_index"] = None if masked(value) else index(ctx, INDEXED[field], value)
    for wish in wishes:
        row = {**rows[wish.contact_id], "replaces": wish.replaces, "decides": decides}
        ctx.record(
            ContactSaved(
                customer_id=wish.customer_id, contact=wish.contact_id, fields=wish.changes, batch=batch, row=row
            )
        )


def retire(ctx: Context, contact_id: str) -> None:
    """This contact no longer decides."""
    ctx.session.execute(update(Contact).where(Contact.id == contact_id).values(decides=False))
