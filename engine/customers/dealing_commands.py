"""Verbs on dealings: an interaction or a need is written down or settled anew, a customer tagged.

People call these through the API and the templates, processes through connectors. Whether the caller may see the
customer is asked by whoever calls; the row is handed in.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.customers import dealing_events as events
from engine.customers.dealings import CustomerTag, Interaction, Need, SharedTask, Tag
from engine.customers.models import Customer
from engine.kernel import Conflict, Context, Invalid, new_id
from engine.kernel.base import dumps

PARTICIPANTS = "interaction.participants"
TEXTS = ("subject", "participants", "feedback", "next_action", "description", "product", "proposal", "note",
         "criteria", "remark")  # fmt: skip


def subject(customer_id: str) -> str:
    """How the vault calls what is written about people at a customer."""
    return f"customer:{customer_id}"


def hashed(row: Mapping[str, Any]) -> str:
    """The hash that the ledger keeps of the texts of a row."""
    return sha256(dumps({name: row.get(name) for name in TEXTS if row.get(name)}).encode()).hexdigest()


def record_interaction(
    ctx: Context,
    customer: Customer,
    row: Mapping[str, Any],
    *,
    case: str | None = None,
    batch: str | None = None,
    sealed: str | None = None,
) -> str:
    """Write an interaction down; the new id. `row` holds columns of Interaction as codes and plain texts; `sealed` the
    participants, where the caller has sealed those of many rows at once."""
    kept = {"purpose": "service", "status": "done", "on": _today(ctx), **row}
    told = {**kept, "participants": sealed} if sealed else _sealed(ctx, customer, kept)
    written = Interaction(**_written(ctx), customer_id=customer.id, case_id=case, **told)
    fact = events.InteractionRecorded(
        customer_id=customer.id,
        interaction=written.id,
        on=kept["on"],
        channel=kept["channel"],
        purpose=kept["purpose"],
        status=kept["status"],
        owner=_name(ctx, kept.get("owner_id")),
        due_on=kept.get("due_on"),
        sha256=hashed(kept),
        batch=batch,
        row=written,
    )
    ctx.record(fact)
    return written.id


def participants(ctx: Context, rows: Sequence[Interaction]) -> dict[str, str]:
    """Who took part, opened, by the id of the interaction; those without, or erased, are left out."""
    sealed = [(subject(row.customer_id), PARTICIPANTS, row.participants) for row in rows]
    opened = ctx.vault.open_all(ctx.session, sealed) if any(text for *_, text in sealed) else []
    return {row.id: text for row, text in zip(rows, opened, strict=False) if text is not None}


def change_interaction(
    ctx: Context, customer: Customer, held: Interaction, new: Mapping[str, Any], *, batch: str | None = None
) -> bool:
    """Settle anew what follows from an interaction; whether anything changed. What was said stays as it was said:
    a correction is another interaction.
    """
    before = {name: getattr(held, name) for name in new}
    if "participants" in new:
        before["participants"] = ctx.vault.open(ctx.session, subject(customer.id), PARTICIPANTS, held.participants)
    changes = {name: value for name, value in new.items() if before[name] != value}
    if not changes:
        return False
    ctx.record(
        events.InteractionChanged(
            customer_id=customer.id,
            interaction=held.id,
            fields=sorted(changes),
            status=changes.get("status", held.status),
            sha256=hashed(changes),
            batch=batch,
            new=_sealed(ctx, customer, changes),
            row=held,
        )
    )
    return True


def record_need(
    ctx: Context, customer: Customer, row: Mapping[str, Any], *, case: str | None = None, batch: str | None = None
) -> str:
    """Write a need down; the new id. `row` holds columns of Need as codes and plain texts."""
    kept = {"priority": "mid", "state": "pending", **row}
    written = Need(**_written(ctx), customer_id=customer.id, case_id=case, **kept)
    ctx.record(
        events.NeedRecorded(
            customer_id=customer.id,
            need=written.id,
            kind=kept["kind"],
            priority=kept["priority"],
            state=kept["state"],
            owner=_name(ctx, kept.get("owner_id")),
            due_on=kept.get("due_on"),
            sha256=hashed(kept),
            batch=batch,
            row=written,
        )
    )
    return written.id


def change_need(
    ctx: Context, customer: Customer, held: Need, new: Mapping[str, Any], *, batch: str | None = None
) -> bool:
    """See a need otherwise; whether anything changed."""
    changes = {name: value for name, value in new.items() if getattr(held, name) != value}
    if not changes:
        return False
    ctx.record(
        events.NeedChanged(
            customer_id=customer.id,
            need=held.id,
            fields=sorted(changes),
            state=changes.get("state", held.state),
            sha256=hashed(changes),
            batch=batch,
            new=changes,
            row=held,
        )
    )
    return True


def record_shared_task(ctx: Context, row: Mapping[str, Any], *, batch: str | None = None) -> str:
    """Enter a task across departments (T5); the new id. Conflict when its number is taken."""
    taken = select(SharedTask.id).where(SharedTask.tenant_id == ctx.tenant, SharedTask.number == row["number"])
    if ctx.session.scalar(taken):
        raise Conflict("task_number_taken", number=row["number"])
    kept = {"status": "todo", **row}
    written = SharedTask(**_written(ctx), **kept)
    ctx.record(
        events.SharedTaskRecorded(
            task=written.id,
            number=written.number,
            status=kept["status"],
            owner=_name(ctx, kept.get("owner_id")),
            due_on=kept.get("due_on"),
            sha256=hashed(kept),
            batch=batch,
            row=written,
        )
    )
    return written.id


def change_shared_task(
    ctx: Context, held: SharedTask, new: Mapping[str, Any], *, batch: str | None = None, case: str | None = None
) -> bool:
    """Change a task across departments; whether anything changed. `case` is the case that does it, if one does."""
    changes = {name: value for name, value in new.items() if getattr(held, name) != value}
    if not changes:
        return False
    ctx.record(
        events.SharedTaskChanged(
            task=held.id,
            number=held.number,
            fields=sorted(changes),
            status=changes.get("status", held.status),
            sha256=hashed(changes),
            batch=batch,
            case=case,
            new=changes,
            row=held,
        )
    )
    return True


def save_tag(
    ctx: Context, name: str, *, category: str | None = None, owner: str | None = None, review_on: date | None = None
) -> Tag:
    """A tag with who answers for it and when it is looked at again; a known one is changed."""
    name = name.strip()
    if not 0 < len(name) <= 64:
        raise Invalid("tag_invalid", tag=name)
    held = _tag(ctx, name)
    who = access.person(ctx.session, owner, tenant=ctx.tenant) if owner else None
    tag_id = held.id if held else new_id()
    ctx.record(
        events.TagSaved(
            tag_id=tag_id,
            tag=name,
            category=category,
            owner=who.name if who else None,
            owner_id=who.id if who else None,
            review_on=review_on,
        )
    )
    return ctx.session.get_one(Tag, tag_id)


def tag(ctx: Context, customer: Customer, name: str, *, rule: str | None = None) -> bool:
    """The customer carries the tag from now on, by a person or a `rule`; False when it did already. An unknown tag
    comes into being."""
    held = _tag(ctx, name.strip()) or save_tag(ctx, name)
    if ctx.session.get(CustomerTag, (customer.id, held.id)) is not None:
        return False
    ctx.record(events.CustomerTagged(customer_id=customer.id, tag=held.name, tag_id=held.id, rule=rule))
    return True


def untag(ctx: Context, customer: Customer, name: str, *, rule: str | None = None) -> bool:
    """The customer no longer carries the tag; False when it did not."""
    held = _tag(ctx, name.strip())
    if held is None or ctx.session.get(CustomerTag, (customer.id, held.id)) is None:
        return False
    ctx.record(events.CustomerUntagged(customer_id=customer.id, tag=held.name, tag_id=held.id, rule=rule))
    return True


def set_first_owner(ctx: Context, customer: Customer, who: str) -> bool:
    """This person answers to the customer from now on; False when it is so already."""
    owner = access.person(ctx.session, who, tenant=ctx.tenant)
    if owner.id == customer.first_owner_id:
        return False
    old = _name(ctx, customer.first_owner_id)
    ctx.record(events.FirstOwnerSet(customer_id=customer.id, owner=owner.name, owner_id=owner.id, old=old))
    return True


def reach_stage(ctx: Context, customer: Customer, stage: str) -> bool:
    """The customer stands at this stage of the flow; False when it did already."""
    if customer.stage == stage:
        return False
    ctx.record(events.StageReached(customer_id=customer.id, stage=stage, old=customer.stage))
    return True


def _tag(ctx: Context, name: str) -> Tag | None:
    return ctx.session.scalars(select(Tag).where(Tag.tenant_id == ctx.tenant, Tag.name == name)).one_or_none()


def _written(ctx: Context) -> dict[str, Any]:
    return {"id": new_id(), "tenant_id": ctx.tenant, "recorded_at": ctx.now, "recorded_by": ctx.actor.name}


def _sealed(ctx: Context, customer: Customer, row: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(row)
    if kept.get("participants"):
        kept["participants"] = ctx.vault.seal(ctx.session, subject(customer.id), PARTICIPANTS, kept["participants"])
    return kept


def _name(ctx: Context, person_id: str | None) -> str | None:
    return access.names_of(ctx.session, [person_id], tenant=ctx.tenant).get(person_id) if person_id else None


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()
