"""What a customer's page says of tomorrow: the cell of the value–potential matrix with its reasons, and what is
planned: waits of open cases, next steps of interactions, needs with a day, touches that come round again.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.customers import forecast, planning, profile
from engine.customers.audience import Group
from engine.customers.dealings import Interaction, Need
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.instances import queries as cases
from engine.instances.models import Instance, UniqueKey
from engine.kernel import Context, NotFound

LOOKED_BACK = 30
"""Cases of a customer in which the rhythm of a touch is looked for."""


def coming(ctx: Context, customer: Customer) -> list[dict[str, Any]]:
    """[{kind, at or on, …}] without order: `wait` (a timer of an open case), `action` and `need` (as they were written
    down, unless they have become a case), `touch` (a planned contact whose rhythm an earlier one has told)."""
    return [*_waits(ctx, customer), *_written(ctx, customer), *_touches(ctx, customer)]


def _waits(ctx: Context, customer: Customer) -> Iterator[dict[str, Any]]:
    rows = select(Instance).where(
        Instance.tenant_id == ctx.tenant, Instance.customer_id == customer.id, Instance.ended_at.is_(None)
    )
    for case in ctx.session.scalars(rows):
        elements = definitions.model(ctx, definitions.by_id(ctx, case.definition_id)).elements
        for token in cases.tokens(case):
            if token["kind"] == "timer" and token["due"]:
                element = elements[token["element"]]
                named = {"name": element.name or token["element"], "name_en": element.name_en}
                yield {
                    "kind": "wait",
                    "at": datetime.fromisoformat(token["due"]),
                    "instance": case.id,
                    "process": case.process,
                    **named,
                }


def _written(ctx: Context, customer: Customer) -> Iterator[dict[str, Any]]:
    actions = select(Interaction).where(
        Interaction.tenant_id == ctx.tenant,
        Interaction.customer_id == customer.id,
        Interaction.due_on.is_not(None),
        Interaction.status != "done",
        Interaction.work_id.is_(None),
    )
    needs = select(Need).where(
        Need.tenant_id == ctx.tenant,
        Need.customer_id == customer.id,
        Need.due_on.is_not(None),
        Need.state == "pending",
        Need.work_id.is_(None),
    )
    found: list[tuple[str, Interaction | Need, str | None]] = [
        *(("action", row, row.next_action) for row in ctx.session.scalars(actions)),
        *(("need", row, row.description) for row in ctx.session.scalars(needs)),
    ]
    people = access.names_of(ctx.session, {row.owner_id for _, row, _ in found if row.owner_id}, tenant=ctx.tenant)
    for kind, row, text in found:
        owner = people.get(row.owner_id or "") or row.owner_text
        yield {"kind": kind, "on": str(row.due_on), "text": text, "owner": owner}


def _touches(ctx: Context, customer: Customer) -> Iterator[dict[str, Any]]:
    rhythms = _rhythms(ctx, customer) if customer.erased_at is None else {}
    if not rhythms:
        return
    known = profile.profile(ctx, customer)
    try:
        ask = forecast.asker(ctx, forecast.FOLLOWUP)
    except NotFound:
        return
    # how large the group is decides the share alone, and that is told by the earlier case
    for touch in forecast.touches(ask, Group(known["prospect"], known["band"], known["cell"]), 1):
        if (touch.name, touch.process) in rhythms:
            every, share = rhythms[touch.name, touch.process]
            on = planning.next_on(ctx, customer.id, every, share)
            told = {"touch": touch.name, "channel": touch.channel, "process": touch.process}
            yield {"kind": "touch", "on": on.isoformat(), **told}


def _rhythms(ctx: Context, customer: Customer) -> dict[tuple[str, str], tuple[str, float]]:
    """(touch, process) -> (interval, share), as the newest case of each was planned."""
    rows = (
        select(Instance)
        .join(UniqueKey, UniqueKey.instance_id == Instance.id)
        .where(
            Instance.tenant_id == ctx.tenant,
            Instance.customer_id == customer.id,
            UniqueKey.key.contains(f":{customer.number}:", autoescape=True),
        )
        .order_by(Instance.id.desc())
        .limit(LOOKED_BACK)
    )
    found: dict[tuple[str, str], tuple[str, float]] = {}
    for case in ctx.session.scalars(rows):
        told = cases.variables(case)
        rhythm = told.get("rhythm")
        if isinstance(rhythm, dict) and "every" in rhythm:
            key = (str(told.get("variant")), case.process)
            found.setdefault(key, (str(rhythm["every"]), float(rhythm.get("share") or 100)))
    return found
