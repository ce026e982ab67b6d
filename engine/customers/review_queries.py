"""Reading what is due: whose record nobody went through for a quarter, which records look like one customer, which were
merged and may be two again.
"""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from engine import clock
from engine.access import queries as access
from engine.customers import contact_queries, data_reviews, dealing_queries, duplicates, merges, merging, queries
from engine.customers.models import Contact, Customer, CustomerMerge
from engine.definitions.calendars import calendar
from engine.instances.models import Instance
from engine.kernel import Context

LIMIT = 200


def overdue(ctx: Context) -> ColumnElement[bool]:
    """The condition on Customer that nobody has gone through the record for a quarter (P14)."""
    limit = ctx.now - data_reviews.QUARTER
    return or_(Customer.reviewed_at < limit, Customer.reviewed_at.is_(None) & (Customer.created_at < limit))


def due(ctx: Context, *, after: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
    """Customers whom the actor may see and whose record is open for review or overdue, by number; `state` is late or
    open (somebody has the task until `due`), waiting (for its turn) or nobody (it has no owner)."""
    at_it = select(Instance.customer_id).where(
        Instance.tenant_id == ctx.tenant, Instance.process == data_reviews.PROCESS, Instance.ended_at.is_(None)
    )
    rows = select(Customer).where(
        Customer.tenant_id == ctx.tenant,
        Customer.erased_at.is_(None),
        queries.condition(ctx),
        overdue(ctx) | Customer.id.in_(at_it),
    )
    if after:
        rows = rows.where(Customer.number > after)
    found = list(ctx.session.scalars(rows.order_by(Customer.number).limit(limit)))
    names = access.names_of(ctx.session, {one.owner_id for one in found if one.owner_id}, tenant=ctx.tenant)
    cases = {case.customer_id: case for case in _open_cases(ctx, [one.id for one in found])}
    return [_due(ctx, one, names.get(one.owner_id or ""), cases.get(one.id)) for one in found]


def _due(ctx: Context, customer: Customer, owner: str | None, case: Instance | None) -> dict[str, Any]:
    until = clock.due(data_reviews.TIME, case.started_at, calendar(ctx)).at if case else None
    late = until is not None and until < ctx.now
    return {
        "id": customer.id,
        "number": customer.number,
        "name": customer.name,
        "owner": owner,
        "band": customer.band,
        "reviewed_at": customer.reviewed_at,
        "state": "late" if late else "open" if case else "waiting" if owner else "nobody",
        "due": until,
        "case": case.id if case else None,
    }


def _open_cases(ctx: Context, ids: list[str]) -> list[Instance]:
    rows = select(Instance).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == data_reviews.PROCESS,
        Instance.customer_id.in_(ids),
        Instance.ended_at.is_(None),
    )
    return list(ctx.session.scalars(rows))


def twins(ctx: Context) -> list[dict[str, Any]]:
    """Pairs that look like one customer, the most alike first; for data administrators."""
    merges.require(ctx)
    return [
        {"this": _line(one), "other": _line(suspect.customer), "points": suspect.points, "reasons": suspect.reasons}
        for one, suspect in duplicates.pairs(ctx)[:LIMIT]
    ]


def _line(customer: Customer) -> dict[str, Any]:
    return {"id": customer.id, "number": customer.number, "name": customer.name, "region": customer.region}


def preview(ctx: Context, this: str, other: str) -> dict[str, Any]:
    """Two records beside each other: each field of both, what of each record there is by table, and of which the other
    one has its own; for data administrators, contacts masked."""
    merges.require(ctx)
    first, second = queries.find(ctx, this), queries.find(ctx, other)
    sides = {"this": first, "other": second}
    people = access.names_of(
        ctx.session, {i for c in sides.values() for i in (c.owner_id, c.first_owner_id) if i}, tenant=ctx.tenant
    )
    departments = {row.id: row.name for row in access.departments(ctx.session, tenant=ctx.tenant)}
    told = {side: _fields(ctx, customer, people, departments) for side, customer in sides.items()}
    return {
        **{side: {**_line(customer), "tags": _tags(ctx, customer)} for side, customer in sides.items()},
        "fields": [
            {"field": name, "this": told["this"][name], "other": told["other"][name]}
            for name in (*merges.FIELDS, "contact")
        ],
        "needs": list(dict.fromkeys([*first.needs, *second.needs])),
        "rows": {side: merging.counted(ctx, customer.id) for side, customer in sides.items()},
        "aside": {
            "this": _aside(ctx, second, first),
            "other": _aside(ctx, first, second),
        },
    }


def _fields(ctx: Context, customer: Customer, people: Any, departments: Any) -> dict[str, Any]:
    told: dict[str, Any] = {name: getattr(customer, name) or None for name in merges.FIELDS}
    told["owner_id"] = people.get(customer.owner_id or "")
    told["first_owner_id"] = people.get(customer.first_owner_id or "")
    told["department_id"] = departments.get(customer.department_id or "")
    rows = select(Contact).where(Contact.tenant_id == ctx.tenant, Contact.customer_id == customer.id, Contact.decides)
    deciding = ctx.session.scalars(rows.order_by(Contact.id)).first()
    masked = deciding.masked if deciding else {}
    shown = {field: contact_queries.veiled(ctx, field, mask) for field, mask in masked.items()}
    parts = (shown.get("name"), deciding.title if deciding else None, shown.get("phone") or shown.get("mail"))
    told["contact"] = " · ".join(part for part in parts if part) or None
    return told


def _tags(ctx: Context, customer: Customer) -> list[str]:
    return [tag["name"] for tag in dealing_queries.tags_of(ctx, customer)]


def _aside(ctx: Context, loser: Customer, winner: Customer) -> dict[str, int]:
    counted = {table.name: len(merging.without_place(ctx, table, loser.id, winner.id)) for table in merging.tables()}
    return {name: count for name, count in counted.items() if count}


def merged(ctx: Context) -> list[dict[str, Any]]:
    """Merges of the house, newest first, with what stands against undoing each; for data administrators."""
    merges.require(ctx)
    rows = select(CustomerMerge).where(CustomerMerge.tenant_id == ctx.tenant).order_by(CustomerMerge.id.desc())
    return [_merged(ctx, one) for one in ctx.session.scalars(rows.limit(LIMIT))]


def of_customer(ctx: Context, which: str) -> list[dict[str, Any]]:
    """The merges that stand in a customer whom the actor may see."""
    customer = queries.seen(ctx, which)
    return [_merged(ctx, one) for one in merges.all_into(ctx, customer.id)]


def _merged(ctx: Context, held: CustomerMerge) -> dict[str, Any]:
    winner = ctx.session.get(Customer, held.winner_id)
    return {
        "id": held.id,
        "number": held.loser_number,
        "into": _line(winner) if winner else None,
        "moved": {name: len(some) for name, some in held.moved.items()},
        "fields": held.fields,
        "merged_at": held.merged_at,
        "merged_by": held.merged_by,
        "undone_at": held.undone_at,
        "undone_by": held.undone_by,
        "against": merges.contradictions(ctx, held),
        "may_undo": merges.may_merge(ctx),
    }
