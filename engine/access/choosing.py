"""Choosing among people: those of a department, a region, a skill, and whose turn it is."""

from collections import Counter
from collections.abc import Iterable, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from engine.access import queries
from engine.access.models import Grant, Group, Person, Skill, Turn
from engine.kernel import Context

WORKING = ("staff", "process_owner", "admin")
"""Roles with which one may be given work."""


def narrowed(
    ctx: Context,
    names: Iterable[str],
    *,
    department: str | None = None,
    region: str | None = None,
    skill: str | None = None,
) -> list[str]:
    """Those of these people who are in the department (or below it), in the region, have the skill; sorted."""
    rows = select(Person.name).where(Person.tenant_id == ctx.tenant, Person.name.in_(list(names)))
    if department is not None:
        rows = rows.where(Person.department_id.in_(_below(ctx, department)))
    if region is not None:
        rows = rows.where(Person.region == region)
    if skill is not None:
        rows = rows.join(Skill, Skill.person_id == Person.id).where(Skill.skill == skill)
    return sorted(ctx.session.scalars(rows))


def able(ctx: Context, *, groups: Iterable[str], names: Iterable[str]) -> set[str]:
    """Who of these groups and people may be given work: not disabled, and staff; all staff, when neither is named."""
    groups, names = list(groups), list(names)
    held = aliased(Grant)
    rows = (
        select(Person.name)
        .join(held, held.person_id == Person.id)
        .where(Person.tenant_id == ctx.tenant, Person.disabled.is_(False), held.role.in_(WORKING))
    )
    if groups or names:
        inside = select(Grant.person_id).join(Group, Group.id == Grant.group_id).where(Group.name.in_(groups))
        rows = rows.where(or_(Person.name.in_(names), Person.id.in_(inside)))
    return set(ctx.session.scalars(rows))


def called(ctx: Context, word: str) -> str | None:
    """The id of the person who signs in with this name, else of the only one who is called so; None for nobody."""
    rows = ctx.session.execute(
        select(Person.id, Person.name).where(
            Person.tenant_id == ctx.tenant, or_(Person.name == word, Person.display_name == word)
        )
    ).all()
    found = [row.id for row in rows if row.name == word] or [row.id for row in rows]
    return found[0] if len(found) == 1 else None


def spoken(ctx: Context, ids: Iterable[str]) -> dict[str, str]:
    """What a table calls these people: the name by which people know them where nobody else answers to it, else the
    sign-in name; `called` understands both."""
    rows = ctx.session.scalars(select(Person).where(Person.tenant_id == ctx.tenant, Person.id.in_(set(ids)))).all()
    words = {row.display_name for row in rows}
    shared = ctx.session.execute(
        select(Person.display_name, Person.name).where(
            Person.tenant_id == ctx.tenant, or_(Person.display_name.in_(words), Person.name.in_(words))
        )
    ).all()
    counts = Counter(word for row in shared for word in {row.display_name, row.name})
    return {row.id: row.display_name if counts[row.display_name] == 1 else row.name for row in rows}


def _below(ctx: Context, which: str) -> list[str]:
    here = queries.department(ctx.session, which, tenant=ctx.tenant).id
    children: dict[str | None, list[str]] = {}
    for row in queries.departments(ctx.session, tenant=ctx.tenant):
        children.setdefault(row.parent_id, []).append(row.id)
    found = [here]
    for one in found:
        found += children.get(one, [])
    return found


def by_turn(ctx: Context, kind: str, members: Sequence[str]) -> list[str]:
    """These people, the one whose last turn was longest ago first; who never had one comes before all."""
    rows = ctx.session.execute(
        select(Person.name, Turn.given_at, Turn.given)
        .join(Turn, Turn.person_id == Person.id)
        .where(Turn.tenant_id == ctx.tenant, Turn.kind == kind, Person.name.in_(list(members)))
    )
    last = {row.name: (row.given_at, row.given) for row in rows}
    never = [name for name in members if name not in last]
    return [*sorted(never), *sorted(last, key=lambda name: (*last[name], name))]
