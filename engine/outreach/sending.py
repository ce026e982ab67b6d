"""A message to a customer: may it go, by which way, in which words; then out, and on record.

`prepare` reads and decides in a transaction, `send` leaves the house in none, `note` writes what came of it. D17
decides (table contact_preference); where it is not deployed only what the service needs goes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engine.customers import consents
from engine.customers import dealing_commands as dealings
from engine.customers.contacts import SEALED, subject
from engine.customers.models import Contact, Customer
from engine.definitions import queries as definitions
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context, NotFound, new_id
from engine.notify import queries as notify
from engine.notify.channels import SENDERS, Letter
from engine.notify.channels.letter import Undeliverable
from engine.notify.commands import opened
from engine.notify.models import Channel
from engine.notify.rules import MAIL, quiet_until
from engine.outreach import links, queries, rules, shipped
from engine.outreach.events import CustomerNotWritten, CustomerWritten
from engine.outreach.models import CustomerMessage
from engine.tasks import personal

TABLE = "contact_preference"
WRITTEN = ("mail", "sms", "wechat")
"""Preferred ways that a message can go by; the others (电话, 面谈) are a person's work."""
TEXT_COLUMN = "customer_message.sealed"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a process wants said. `to` is an address, or the case's sealed reference to one, of somebody who is no
    contact on record (who complained on a public page, say)."""

    customer: Customer | None
    template: str
    params: Mapping[str, Any]
    language: str = "zh"
    purpose: str = "service"
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A decided message. Without a letter it is not sent."""

    row: dict[str, Any]
    decision: str
    reason: str | None = None
    until: str | None = None
    way: str | None = None
    kind: str = ""
    settings: Mapping[str, Any] | None = None
    secret: Mapping[str, str] | None = None
    letter: Letter | None = None
    allowed: tuple[str, ...] = ()


def prepare(ctx: Context, wish: Wish, case: Case) -> Ready:
    """Decide, and write the letter. Invalid when a field is internal, unknown or has no value."""
    text = queries.template(ctx, wish.template)
    rules.check(text["texts"], text["purpose"], queries.internal_fields(ctx))
    purpose = rules.stricter(text["purpose"], wish.purpose)
    contact = _contact(ctx, wish.customer) if wish.customer else None
    row = {
        "customer_id": wish.customer.id if wish.customer else None,
        "contact_id": contact.id if contact else None,
        "instance_id": case.instance_id,
        "template": wish.template,
        "version": text["version"],
        "purpose": purpose,
        "language": wish.language,
    }
    decided, reason, until = _decide(ctx, purpose, wish.customer)
    if decided != "send":
        return Ready(row, decided, reason, until)
    given = personal.look_up(ctx, _root(ctx, case), personal.look_up(ctx, case.instance_id, dict(wish.params)))
    to = personal.look_up(ctx, _root(ctx, case), personal.look_up(ctx, case.instance_id, {"to": wish.to})).get("to")
    found = _way(ctx, contact, to, purpose)
    if isinstance(found, str):
        return Ready(row, found, reason)
    way, channel, address = found
    headers = {}
    words = text["texts"][wish.language]
    body = words["body"]
    if purpose != "service" and contact is not None:
        out = links.address(ctx, links.OPT_OUT, {"c": contact.id})
        given, body = {**given, "opt_out_link": out}, body + shipped.FOOTER[wish.language]
        headers = {"List-Unsubscribe": f"<{out}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter = Letter(
        id="",
        to=address,
        language=wish.language,
        subject=rules.fill(words["subject"], given),
        text=rules.fill(body, given),
        data={"kind": "customer_message", "template": wish.template, "way": way, "headers": headers},
    )
    allowed = tuple(notify.settings(ctx)["allowed_hosts"])
    secret = opened(ctx, channel)
    return Ready(row, "send", reason, None, way, channel.kind, dict(channel.settings), secret, letter, allowed)


def _root(ctx: Context, case: Case) -> str:
    return row_of(ctx, case.instance_id).root_id


def _contact(ctx: Context, customer: Customer) -> Contact | None:
    rows = select(Contact).where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id)
    return ctx.session.scalars(rows.order_by(Contact.decides.desc(), Contact.id).limit(1)).one_or_none()


def _decide(ctx: Context, purpose: str, customer: Customer | None) -> tuple[str, str | None, str | None]:
    """What D17 says of this purpose and customer now: decision, reason, and until when a postponed one waits."""
    told = consents.of_customer(ctx, customer) if customer else {}
    asked = {
        "purpose": purpose,
        "permitted": purpose == "service" or bool(told.get(f"permitted_{purpose}")),
        "cap_left": told.get("cap_left", 0),
        "quiet_now": told.get("quiet_now", False),
    }
    try:
        table = definitions.latest(ctx, "decision", TABLE)
    except NotFound:
        return ("send", None, None) if purpose == "service" else ("block", "no_rule", None)
    result = definitions.decide(ctx, table, asked)
    answer = result.value if not result.failed and isinstance(result.value, dict) else {}
    decision = str(answer.get("decision") or "block")
    return decision, answer.get("reason") or ("no_rule" if not answer else None), _until(ctx, decision)


def _until(ctx: Context, decision: str) -> str | None:
    hours = consents.policy(ctx).quiet
    local = ctx.now.astimezone(ctx.zone)
    at: datetime | None = None
    if decision == "next_hour":
        at = quiet_until(ctx.now, ctx.zone, hours["from"], hours["to"])
    elif decision == "next_period":
        first = (local.date().replace(day=1) + timedelta(days=32)).replace(day=1)
        at = datetime.combine(first, time.fromisoformat(hours["to"]), ctx.zone)
    return at.astimezone(ctx.zone).isoformat() if at else None


def _way(ctx: Context, contact: Contact | None, to: str | None, purpose: str) -> str | tuple[str, Channel, str]:
    """The way to go: the preferred one where it can be gone, for the service any other; else why there is none."""
    channels = {_carries(row): row for row in notify.channels(ctx, audience="customers") if row.enabled}
    if to:
        way = "mail" if "@" in to else "sms"
        return (way, channels[way], to) if way in channels else "no_channel"
    preferred = contact.preferred if contact else None
    if preferred and preferred not in WRITTEN and purpose != "service":
        return "by_person"
    reach = _addresses(ctx, contact)
    wanted = [*([preferred] if preferred in WRITTEN else []), *WRITTEN]
    return next(((way, channels[way], reach[way]) for way in wanted if way in channels and way in reach), "no_channel")


def _carries(channel: Channel) -> str:
    return "mail" if channel.kind == MAIL else str(channel.settings.get("carries", "sms"))


def _addresses(ctx: Context, contact: Contact | None) -> dict[str, str]:
    if contact is None:
        return {}
    sealed = [(subject(contact.id), f"contact.{field}", getattr(contact, field)) for field in SEALED]
    known = dict(zip(SEALED, ctx.vault.open_all(ctx.session, sealed), strict=True))
    reach = {"mail": known["mail"], "sms": known["phone"], "wechat": known["phone"]}
    return {way: value for way, value in reach.items() if value}


def send(ready: Ready, idempotency_key: str) -> Ready:
    """Out of the house; what is refused for good is an answer, what may be tried again an error."""
    if ready.letter is None:
        return ready
    letter = replace(ready.letter, id=idempotency_key)
    try:
        SENDERS[ready.kind](ready.settings or {}, ready.secret or {}, letter, ready.allowed)
    except Undeliverable as error:
        return replace(ready, decision="undeliverable", reason=error.code, letter=None)
    return ready


def note(ctx: Context, ready: Ready, case: Case) -> dict[str, Any]:
    """On record, with its hash; care and marketing count as a contact of this month. The result for the process."""
    message_id, letter = new_id(), ready.letter
    told = {name: ready.row[name] for name in ("template", "version", "purpose", "customer_id")}
    row = CustomerMessage(
        id=message_id, tenant_id=ctx.tenant, decision=ready.decision, reason=ready.reason, at=ctx.now, **ready.row
    )
    if letter is None:
        fact = {"decision": ready.decision, "reason": ready.reason, "message_id": message_id, "row": row, **told}
        ctx.record(CustomerNotWritten(instance_id=case.instance_id, element=case.element, **fact))
    else:
        text = f"{letter.subject}\n\n{letter.text}"
        row.channel, row.sha256 = ready.way, sha256(text.encode()).hexdigest()
        owner = ready.row["customer_id"]
        about = dealings.subject(owner) if owner else f"case:{case.instance_id}"
        row.sealed = ctx.vault.seal(ctx.session, about, TEXT_COLUMN, text)
        ctx.record(
            CustomerWritten(
                instance_id=case.instance_id,
                element=case.element,
                message_id=message_id,
                channel=str(ready.way),
                reason=ready.reason,
                sha256=row.sha256,
                row=row,
                **told,
            )
        )
        _count(ctx, ready, case)
    return {
        "sent": letter is not None,
        "decision": ready.decision,
        "reason": ready.reason,
        "until": ready.until,
        "message": message_id,
        "channel": ready.way,
    }


def _count(ctx: Context, ready: Ready, case: Case) -> None:
    """The message is an interaction (T3) under its subject line; the rest of what it said stays sealed."""
    customer = ctx.session.get(Customer, ready.row["customer_id"]) if ready.row["customer_id"] else None
    if customer is None or ready.letter is None:
        return
    told = {"channel": ready.way, "purpose": ready.row["purpose"], "subject": ready.letter.subject, "status": "done"}
    dealings.record_interaction(ctx, customer, told, case=case.instance_id)
