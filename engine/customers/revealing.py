"""Reading what a mask hides (D20): who works with the customer names a purpose, sees the contact, and is on record.

A remark may itself say something personal: it is sealed under the contact's key, so that erasing the person erases it
while the chain still verifies.
"""

from collections.abc import Sequence
from typing import Any

from engine.access.rules import require
from engine.customers import contact_queries, contacts, permissions
from engine.customers.dealing_events import ContactRevealed
from engine.customers.models import Contact
from engine.history.queries import Recorded
from engine.kernel import Conflict, Context, Forbidden, Invalid

PURPOSES = ("service", "complaint", "order", "agreement", "follow_up", "data_request", "other")
"""What a contact's data may be read for; `other` says in words what."""
NOTE = "contact.reveal_note"
LONGEST = 200


def reveal(ctx: Context, contact_id: str, purpose: str, note: str | None = None) -> dict[str, str]:
    """Name, phone and mail in clear, those that there are; recorded with person, fields, purpose and time.

    Invalid without a purpose of the list, or with `other` and no words; Conflict where nothing can be opened any more.
    """
    require(ctx.actor, "write", "customer")
    contact, customer = permissions.contact_of(ctx, contact_id)
    if not contact_queries.may_reveal(ctx, customer):
        raise Forbidden("reveal_not_yours")
    note = _checked(purpose, note)
    readable = contact_queries.readable_fields(ctx, customer)
    opened = {field: value for field, value in _opened(ctx, contact).items() if field in readable}
    if not opened:
        raise Conflict("contact_erased")
    subject = contacts.subject(contact.id)
    ctx.record(
        ContactRevealed(
            customer_id=customer.id,
            contact=contact.id,
            fields=list(opened),
            purpose=purpose,
            note=ctx.vault.seal(ctx.session, subject, NOTE, note) if note else None,
        )
    )
    return opened


def _checked(purpose: str, note: str | None) -> str:
    told = (note or "").strip()
    if purpose not in PURPOSES:
        raise Invalid("purpose_unknown", purpose=purpose, purposes=", ".join(PURPOSES))
    if purpose == "other" and not told:
        raise Invalid("purpose_in_words", [{"path": "note", "code": "required", "params": {}}])
    if len(told) > LONGEST:
        raise Invalid("text_too_long", [{"path": "note", "code": "text_too_long", "params": {"longest": LONGEST}}])
    return told


def _opened(ctx: Context, contact: Contact) -> dict[str, str]:
    subject = contacts.subject(contact.id)
    sealed = [(subject, f"contact.{field}", getattr(contact, field)) for field in contacts.SEALED]
    found = ctx.vault.open_all(ctx.session, sealed)
    return {field: value for field, value in zip(contacts.SEALED, found, strict=True) if value is not None}


def with_notes(ctx: Context, entries: Sequence[Recorded]) -> dict[tuple[str, int], str]:
    """The remarks of reveals among these entries, by stream and number; one statement for all of them."""
    told: list[tuple[Recorded, dict[str, Any]]] = [
        (entry, entry.data) for entry in entries if entry.fact == ContactRevealed.__name__ and "note" in entry.data
    ]
    sealed = [(contacts.subject(data["contact"]), NOTE, data["note"]) for _, data in told]
    opened = ctx.vault.open_all(ctx.session, sealed) if sealed else []
    return {(entry.stream, entry.seq): note or "" for (entry, _), note in zip(told, opened, strict=True)}
