"""Sealed texts of a subject: opened, looked through, and sealed anew under another key without what must go.

Where the key of a case or company seals words of several people, erasing one of them must not erase the others: what
still may be kept is sealed under a new key, and the old one, under which the ledger quotes the person, is destroyed.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import simplejson
from sqlalchemy import Table, delete, select, update

from engine.attachments.commands import NAME
from engine.attachments.models import Attachment
from engine.customers.dealing_commands import PARTICIPANTS
from engine.customers.dealings import Interaction
from engine.customers.merges import KEPT
from engine.customers.models import CustomerMerge
from engine.history import prose
from engine.history.models import Entry
from engine.kernel import Base, Context
from engine.kernel.base import dumps
from engine.outreach.models import CustomerMessage
from engine.outreach.sending import TEXT_COLUMN
from engine.privacy.traces import GONE
from engine.tasks.models import Task
from engine.tasks.personal import DRAFT, REFERENCE, VALUE, PersonalValue


@dataclass(frozen=True, slots=True)
class Place:
    """Where sealed texts of a kind of subject stand: `of` names the column that says whose they are."""

    model: type[Base]
    column: str
    vault: str
    of: str


PLACES = {
    "case": (
        Place(PersonalValue, "sealed", VALUE, "instance_id"),
        Place(Task, "draft", DRAFT, "instance_id"),
        Place(Attachment, "name", NAME, "instance_id"),
        Place(CustomerMessage, "sealed", TEXT_COLUMN, "instance_id"),
    ),
    "customer": (
        Place(Interaction, "participants", PARTICIPANTS, "customer_id"),
        Place(CustomerMessage, "sealed", TEXT_COLUMN, "customer_id"),
        Place(CustomerMerge, "kept", KEPT, "winner_id"),
    ),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One sealed text: where it stands, and what it says."""

    place: Place
    row_id: str
    text: str


def cells(ctx: Context, subject: str) -> list[Cell]:
    """Every sealed text of a subject that still opens, without those of the ledger."""
    kind, _, which = subject.partition(":")
    held: list[tuple[Place, str, str]] = []
    for place in PLACES.get(kind, ()):
        model: Any = place.model
        column, whose = getattr(model, place.column), getattr(model, place.of)
        rows = select(model.id, column).where(model.tenant_id == ctx.tenant, whose == which, column.is_not(None))
        if place.model is CustomerMessage and kind == "case":
            rows = rows.where(CustomerMessage.customer_id.is_(None))  # theirs is the company's key
        for row_id, value in ctx.session.execute(rows):
            sealed = value.get(REFERENCE) if isinstance(value, dict) else value
            if sealed:
                held.append((place, row_id, sealed))
    opened = ctx.vault.open_all(ctx.session, [(subject, place.vault, sealed) for place, _, sealed in held])
    return [
        Cell(place, row_id, text) for (place, row_id, _), text in zip(held, opened, strict=True) if text is not None
    ]


def quoted(ctx: Context, subject: str, pattern: re.Pattern[str]) -> bool:
    """Whether the ledger quotes, under this subject's key, something that the pattern finds."""
    stream = {"case": "instance", "customer": "customer"}[subject.partition(":")[0]] + ":" + subject.partition(":")[2]
    rows = select(Entry.data).where(
        Entry.tenant_id == ctx.tenant, Entry.stream == stream, Entry.data.contains(prose.SEALED, autoescape=True)
    )
    found: list[tuple[str, str, str | None]] = []
    for data in ctx.session.scalars(rows):
        for sealed in re.findall(prose.SEALED + r"([A-Za-z0-9+/=]+)", data):
            found.append((subject, prose.COLUMN, sealed))
    return any(text and pattern.search(text) for text in ctx.vault.open_all(ctx.session, found)) if found else False


def rekey(ctx: Context, subject: str, change: Callable[[str], str]) -> None:
    """Destroy the subject's key; what it sealed outside of the ledger is sealed anew, put through `change`."""
    kept = cells(ctx, subject)
    ctx.vault.erase(ctx.session, subject)
    again = ctx.vault.seal_all(ctx.session, [(subject, cell.place.vault, change(cell.text)) for cell in kept])
    for cell, sealed in zip(kept, again, strict=True):
        _put(ctx, cell.place, cell.row_id, sealed)


def drop(ctx: Context, subject: str) -> None:
    """Destroy the subject's key, and take away what it sealed: noise is of no use to anybody."""
    kind, _, which = subject.partition(":")
    for place in PLACES.get(kind, ()):
        model: Any = place.model
        mine = [model.tenant_id == ctx.tenant, getattr(model, place.of) == which]
        if place.model is PersonalValue:
            ctx.session.execute(delete(PersonalValue).where(*mine))
        elif place.model is Attachment:
            ctx.session.execute(update(Attachment).where(*mine).values(name=GONE))
        elif not (place.model is CustomerMessage and kind == "case"):
            table: Table = model.__table__
            ctx.session.execute(update(table).where(*mine).values({place.column: None}))
    ctx.vault.erase(ctx.session, subject)


def _put(ctx: Context, place: Place, row_id: str, sealed: str | None) -> None:
    model: Any = place.model
    value: Any = {REFERENCE: sealed} if place.model is Task else sealed
    ctx.session.execute(update(model).where(model.id == row_id).values({place.column: value}))


def clean_personal(text: str, pattern: re.Pattern[str]) -> str:
    """A personal value (JSON) without what the pattern finds in it."""
    return dumps(_over(simplejson.loads(text, use_decimal=True), pattern)) if text[:1] in '"[{' else text


def _over(value: Any, pattern: re.Pattern[str]) -> Any:
    return prose.over(value, lambda text: pattern.sub(GONE, text))
