"""A copy of everything about a person (PIPL 45, GDPR 15 and 20): one JSON file and a table for each part, in a ZIP.

It is sealed with the person's own key until it is fetched or too old, so that an erasure takes it along.
"""

import base64
import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

import simplejson
from sqlalchemy import select

from engine.customers import care, contacts
from engine.customers import dealing_commands as dealings
from engine.customers.dealings import Consent, Interaction, Need
from engine.customers.models import Contact, Customer, Purchase
from engine.history import queries as history
from engine.instances.models import Instance
from engine.kernel import Context, NotFound, new_id
from engine.outreach.models import CustomerMessage
from engine.outreach.sending import TEXT_COLUMN
from engine.privacy import notices, requests, sealed
from engine.privacy.erasing import is_the_customer
from engine.privacy.events import CopyFetched, CopyMade
from engine.privacy.models import Copy
from engine.privacy.traces import traces

DAYS = 15
CELL = "privacy_copy.sealed"
TIERS = ("TierAssigned", "TierPromoted", "TierDemoted", "TierKept", "TierWarned", "TierHeld", "TierLocked")
COMPLAINT = "complaint"


def about(ctx: Context, contact: Contact) -> dict[str, list[dict[str, Any]]]:
    """Everything on record of a person, part by part. Of somebody who speaks for a company: what is theirs, and what
    names them; of somebody who is the customer: all that is the customer's."""
    customer = ctx.session.get_one(Customer, contact.customer_id)
    whole = is_the_customer(ctx, customer, contact)
    cells = [(contacts.subject(contact.id), f"contact.{field}", getattr(contact, field)) for field in contacts.SEALED]
    known = dict(zip(contacts.SEALED, ctx.vault.open_all(ctx.session, cells), strict=True))
    mine = traces([known["name"]], [known["phone"], known["mail"]]).pattern(own=True)

    def names_them(*told: str | None) -> bool:
        return whole or (mine is not None and any(mine.search(text) for text in told if text))

    person = {**known, "title": contact.title, "basis": contact.basis, "preferred_channel": contact.preferred,
              "cap_a_month": contact.cap, "opted_out_at": contact.opted_out_at, "customer": customer.number,
              "customer_name": customer.name,
              "birthday": care.birthday(ctx, contact)}  # fmt: skip
    if whole:
        person |= {name: getattr(customer, name) for name in ("segment", "industry", "region", "needs", "created_at")}
    return {
        "person": [person],
        "consents": _rows(ctx, Consent, Consent.contact_id == contact.id, "purpose given at source notice"),
        "interactions": _interactions(ctx, customer, names_them),
        "needs": [
            row
            for row in _rows(ctx, Need, Need.customer_id == customer.id, "kind description priority product state note")
            if names_them(row["description"], row["note"])
        ],
        "purchases": _rows(
            ctx, Purchase, Purchase.customer_id == customer.id, "bought_on product amount_cents order_no"
        )
        if whole
        else [],
        "cases": _cases(ctx, customer, names_them),
        "messages": _messages(ctx, contact, customer),
        "tier_history": _facts(ctx, customer, TIERS) if whole else [],
        "who_read_it": _facts(ctx, customer, ("ContactRevealed",), contact.id),
        "tier_explained": [requests.explain(ctx, customer)] if whole else [],
    }


def _rows(ctx: Context, model: Any, where: Any, names: str) -> list[dict[str, Any]]:
    rows = ctx.session.scalars(select(model).where(model.tenant_id == ctx.tenant, where).order_by(model.id))
    return [{name: getattr(row, name) for name in names.split()} for row in rows]


def _interactions(ctx: Context, customer: Customer, names_them: Any) -> list[dict[str, Any]]:
    rows = list(
        ctx.session.scalars(
            select(Interaction)
            .where(Interaction.tenant_id == ctx.tenant, Interaction.customer_id == customer.id)
            .order_by(Interaction.on, Interaction.id)
        )
    )
    took_part = dealings.participants(ctx, rows)
    return [
        {
            "on": row.on,
            "channel": row.channel,
            "purpose": row.purpose,
            "subject": row.subject,
            "participants": took_part.get(row.id),
            "feedback": row.feedback,
            "next_action": row.next_action,
        }
        for row in rows
        if names_them(row.subject, row.feedback, took_part.get(row.id))
    ]


def _cases(ctx: Context, customer: Customer, names_them: Any) -> list[dict[str, Any]]:
    """Complaints and other cases, with what the person told in them."""
    rows = select(Instance).where(Instance.tenant_id == ctx.tenant, Instance.customer_id == customer.id)
    found = ctx.session.scalars(rows.order_by(Instance.id)).all()
    notice, told = notices.of_cases(ctx, [case.id for case in found]), []
    for case in found:
        said = [cell.text for cell in sealed.cells(ctx, f"case:{case.id}") if cell.place.column == "sealed"]
        if names_them(*said):
            told.append(
                {
                    "number": case.business_key,
                    "process": case.process,
                    "complaint": case.process == COMPLAINT,
                    "from": case.started_at,
                    "until": case.ended_at,
                    "outcome": case.outcome,
                    "told": said,
                    "notice_version": notice.get(case.id),
                }
            )
    return told


def _messages(ctx: Context, contact: Contact, customer: Customer) -> list[dict[str, Any]]:
    rows = list(
        ctx.session.scalars(
            select(CustomerMessage)
            .where(CustomerMessage.tenant_id == ctx.tenant, CustomerMessage.contact_id == contact.id)
            .order_by(CustomerMessage.id)
        )
    )
    opened = ctx.vault.open_all(ctx.session, [(dealings.subject(customer.id), TEXT_COLUMN, row.sealed) for row in rows])
    return [
        {"at": row.at, "purpose": row.purpose, "channel": row.channel, "decision": row.decision, "text": text}
        for row, text in zip(rows, opened, strict=True)
    ]


def _facts(ctx: Context, customer: Customer, kinds: Iterable[str], contact: str | None = None) -> list[dict[str, Any]]:
    found = history.latest(ctx.session, ctx.tenant, history.customer(customer.id), list(kinds), limit=1000)
    return [
        {"at": entry.at, "what": entry.fact, "by": entry.actor}
        | {name: value for name, value in entry.data.items() if name != "note"}
        for entry in reversed(found)
        if contact is None or entry.data.get("contact") == contact
    ]


def archive(parts: Mapping[str, list[dict[str, Any]]]) -> bytes:
    """The ZIP of a copy: `data.json`, and one CSV (UTF-8 with a mark, for spreadsheets) for each part that has rows."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        whole = simplejson.dumps(parts, ensure_ascii=False, indent=1, use_decimal=True, default=str)
        _put(files, "data.json", whole.encode())
        for name, rows in parts.items():
            if rows:
                _put(files, f"{name}.csv", _table(rows))
    return out.getvalue()


def _put(files: zipfile.ZipFile, name: str, content: bytes) -> None:
    files.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)


def _table(rows: list[dict[str, Any]]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, default=str)
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text  # a cell is never a formula


def make(ctx: Context, contact: Contact, *, case: str) -> Copy:
    """Make the copy of a request and keep it sealed until it is fetched."""
    content = archive(about(ctx, contact))
    subject = contacts.subject(contact.id)
    text = ctx.vault.seal(ctx.session, subject, CELL, base64.b64encode(content).decode())
    row = Copy(
        id=new_id(), tenant_id=ctx.tenant, instance_id=case, contact_id=contact.id, sealed=text, at=ctx.now,
        sha256=sha256(content).hexdigest(), until=ctx.now + timedelta(days=DAYS),
    )  # fmt: skip
    ctx.record(
        CopyMade(
            customer_id=contact.customer_id, contact=contact.id, copy=row.id, case=case, sha256=row.sha256, row=row
        )
    )  # fmt: skip
    return row


def fetch(ctx: Context, copy_id: str, *, by_link: bool) -> bytes:
    """The archive; an hour later it is gone. NotFound once it is gone."""
    row = ctx.session.get(Copy, copy_id)
    if row is None or row.tenant_id != ctx.tenant or row.until <= ctx.now:
        raise NotFound("copy_gone")
    text = ctx.vault.open(ctx.session, contacts.subject(row.contact_id), CELL, row.sealed)
    if text is None:
        raise NotFound("copy_gone")
    contact = ctx.session.get_one(Contact, row.contact_id)
    ctx.record(CopyFetched(customer_id=contact.customer_id, copy=row.id, by_link=by_link))
    return base64.b64decode(text)
