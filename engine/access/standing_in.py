"""Who does it when the one it is meant for is away or kept away: substitute, deputy, manager, executive, nobody.

The chain never comes back to somebody it has asked, asks at most `STEPS` people, and never names a person from
`exclude` (four eyes, the one complained about): so it holds through every substitution, delegation and escalation.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, null, or_, select
from sqlalchemy.orm import aliased

from engine.access import queries
from engine.access.models import Absence, Department, Person
from engine.kernel import Context

STEPS = 12
ABSENT = "access.absent"


@dataclass(frozen=True, slots=True)
class Found:
    """The person who does it and why it is that one; nobody, when everybody in the chain is away or kept away."""

    person: str | None
    how: str


def anybody_away(tenant: str, today: date) -> Any:
    """Whether anybody is away or has left, as a column beside something else that is read anyway (`seen`)."""
    away = exists().where(Absence.tenant_id == tenant, Absence.from_on <= today, Absence.to_on >= today)
    left = exists().where(Person.tenant_id == tenant, Person.disabled.is_(True))
    return or_(away.correlate(None), left.correlate(None))


def seen(ctx: Context, anybody: bool) -> None:
    """Remember what the caller has just read: where nobody is away, nobody need be asked for."""
    if not anybody:
        ctx.memo.setdefault(ABSENT, {})


def absent(ctx: Context) -> dict[str, str | None]:
    """Who is away today, each with the substitute named for it, and who has left; asked once a unit of work."""
    known: dict[str, str | None] | None = ctx.memo.get(ABSENT)
    if known is None:
        today, stand_in = _today(ctx), aliased(Person)
        away = (
            select(Person.name, stand_in.name.label("substitute"))
            .select_from(Absence)
            .join(Person, Person.id == Absence.person_id)
            .outerjoin(stand_in, stand_in.id == Absence.substitute_id)
            .where(Absence.tenant_id == ctx.tenant, Absence.from_on <= today, Absence.to_on >= today)
        )
        left = select(Person.name, null()).where(Person.tenant_id == ctx.tenant, Person.disabled.is_(True))
        known = ctx.memo[ABSENT] = {}
        for name, substitute in ctx.session.execute(away.union_all(left)):
            known[name] = known.get(name) or substitute
    return known


def instead_of(ctx: Context, name: str, exclude: Collection[str] = ()) -> Found:
    """The person, if there and not kept away; else the dated substitute, the deputy, the manager, each in turn."""
    away, asked = absent(ctx), set[str]()
    waiting = [(name, "named")]
    while waiting and len(asked) < STEPS:
        here, how = waiting.pop(0)
        if here in asked:
            continue
        asked.add(here)
        if here not in away and here not in exclude and _works(ctx, here):
            return Found(here, how)
        waiting = [*((one, kind) for one, kind in _next(ctx, here, away.get(here)) if one not in asked), *waiting]
    return Found(None, "nobody")


def first_of(ctx: Context, names: Iterable[str], exclude: Collection[str] = ()) -> str | None:
    """The first of these who is there, not kept away, and may be given work."""
    away = absent(ctx)
    return next((one for one in names if one not in away and one not in exclude and _works(ctx, one)), None)


def _next(ctx: Context, name: str, substitute: str | None) -> list[tuple[str, str]]:
    """Substitute, deputies of what the person heads, managers up to the top: in the order in which they are asked."""
    found = [(substitute, "substitute")] if substitute else []
    found += [(deputy, "deputy") for deputy in _deputies(ctx, name)]
    return [*found, *((manager, "manager") for manager in _managers(ctx, name))]


def _deputies(ctx: Context, name: str) -> list[str]:
    head, deputy = aliased(Person), aliased(Person)
    rows = (
        select(deputy.name)
        .join(Department, Department.deputy_id == deputy.id)
        .join(head, head.id == Department.head_id)
        .where(Department.tenant_id == ctx.tenant, head.name == name)
        .order_by(Department.key)
    )
    return list(ctx.session.scalars(rows))


def _managers(ctx: Context, name: str) -> list[str]:
    """The person's own manager, then every head and deputy above, nearest first."""
    manager = aliased(Person)
    row = ctx.session.execute(
        select(Person.department_id, manager.name)
        .outerjoin(manager, manager.id == Person.manager_id)
        .where(Person.tenant_id == ctx.tenant, Person.name == name)
    ).one_or_none()
    if row is None:
        return []
    above = queries.heads_above(ctx.session, row[0], ctx.tenant) if row[0] else []
    return [one for one in dict.fromkeys([row[1], *above]) if one and one != name]


def _works(ctx: Context, name: str) -> bool:
    """Whether the person is there to be given work: not disabled, and staff."""
    known: dict[str, bool] = ctx.memo.setdefault("access.works", {})
    if name not in known:
        here = queries.existing(ctx.session, [name], tenant=ctx.tenant)
        known[name] = bool(here) and queries.actor_of(ctx.session, name, tenant=ctx.tenant).has("staff")
    return known[name]


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()
