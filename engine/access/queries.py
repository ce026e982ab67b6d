"""Reading people: who is it, who heads, who manages, who is in a group, and which customers one may see.

People, groups and departments are addressed by name (or key); ids are taken too. Disabled people are nobody here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, literal, null, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from engine.access.models import Department, Grant, Group, Person
from engine.access.passwords import matches
from engine.access.rules import with_implied
from engine.kernel import TENANT, Actor, NotFound


def actor_of(session: Session, who: str, *, tenant: str = TENANT) -> Actor:
    """The person of this name or id as an actor, in one statement. NotFound when unknown or disabled."""
    rows = session.execute(_held_by(_is_id(who)), {"who": who, "tenant": tenant}).all()
    if not rows or rows[0].disabled:
        raise NotFound("person_unknown", person=who)
    return _actor(rows, tenant)


def signed_in(
    session: Session, person_id: str, credential: int, *beside: ColumnElement[Any], tenant: str = TENANT
) -> tuple[Actor, tuple[Any, ...]] | None:
    """The actor that a token speaks for; None once disabled or given another password.

    One statement, which also answers the scalars `beside` that the caller's unit of work needs anyway.
    """
    told = [column.label(f"beside_{place}") for place, column in enumerate(beside)]
    question = _held_by(True).add_columns(*told)
    rows = session.execute(question, {"who": person_id, "tenant": tenant}).all()
    if not rows or rows[0].disabled or rows[0].credential != credential:
        return None
    return _actor(rows, tenant), tuple(rows[0])[len(rows[0]) - len(told) :]


@cache
def _held_by(by_id: bool) -> Select[Any]:
    """One row a thing held (role, group, department headed), or one row with nulls for who holds nothing.

    Asked in every unit of work, so it is made once: building it took a quarter of a completed task.
    """
    who: ColumnElement[str] = bindparam("who")
    tenant: ColumnElement[str] = bindparam("tenant")
    me = (
        select(Person.id, Person.name, Person.disabled, Person.credential)
        .where(Person.tenant_id == tenant, (Person.id if by_id else Person.name) == who)
        .cte("me")
    )
    headed = (
        select(Department.id, Department.parent_id)
        .join(me, or_(Department.head_id == me.c.id, Department.deputy_id == me.c.id))
        .where(Department.tenant_id == tenant)
        .cte("headed", recursive=True)
    )
    below = select(Department.id, Department.parent_id).join(headed, Department.parent_id == headed.c.id)
    headed = headed.union(below)
    executive = select(literal("executive"), Department.id).join(me, Department.head_id == me.c.id)
    held = union_all(
        select(literal("role").label("kind"), Grant.role.label("word"))
        .join(me, Grant.person_id == me.c.id)
        .where(Grant.tenant_id == tenant, Grant.role.is_not(null())),
        select(literal("group"), Group.name)
        .join(Grant, Grant.group_id == Group.id)
        .join(me, Grant.person_id == me.c.id)
        .where(Grant.tenant_id == tenant),
        select(literal("department"), headed.c.id),
        executive.where(Department.tenant_id == tenant, Department.parent_id.is_(null())),
    ).subquery("held")
    return select(me, held.c.kind, held.c.word).select_from(me.outerjoin(held, true()))


def _actor(rows: Iterable[Any], tenant: str) -> Actor:
    rows = list(rows)
    held: dict[str, set[str]] = {"role": set(), "group": set(), "department": set(), "executive": set()}
    for row in rows:
        if row.kind is not None:
            held[row.kind].add(row.word)
    return Actor(
        name=rows[0].name,
        person_id=rows[0].id,
        roles=with_implied(frozenset(held["role"])),
        groups=frozenset(held["group"]),
        tenant_id=tenant,
        departments=frozenset(held["department"]),
        executive=bool(held["executive"]),
    )


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a sign-in is checked against; `person_id` is None where nobody has the name."""

    person_id: str | None
    credential: int
    password_hash: str | None

    def fit(self, password: str) -> bool:
        """Whether the password is right; takes as long for a name that nobody has."""
        return matches(self.password_hash, password) and self.person_id is not None


def credentials(session: Session, name: str, *, tenant: str = TENANT) -> Credentials:
    """What signing in as this name needs, read before the slow check of the password; a disabled person has nothing."""
    row = session.execute(
        select(Person.id, Person.credential, Person.password_hash).where(
            Person.tenant_id == tenant, Person.name == name, Person.disabled.is_(False)
        )
    ).one_or_none()
    return Credentials(row.id, row.credential, row.password_hash) if row else Credentials(None, 0, None)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which customers an actor may see: all, or the own ones and those of the departments headed."""

    everything: bool
    person_id: str | None = None
    departments: frozenset[str] = frozenset()

    def where(self, owner: ColumnElement[Any] | Any, department: ColumnElement[Any] | Any) -> ColumnElement[bool]:
        """The condition on a customer's owner id and department id columns."""
        if self.everything:
            return true()
        if self.person_id is None:
            return false()
        own: ColumnElement[bool] = owner == self.person_id
        return or_(own, department.in_(sorted(self.departments))) if self.departments else own

    def holds(self, owner_id: str | None, department_id: str | None) -> bool:
        """The same condition on one customer's values."""
        if self.everything:
            return True
        return (owner_id is not None and owner_id == self.person_id) or department_id in self.departments


def scope(actor: Actor) -> Scope:
    """The system, auditors, admins and executives see every customer; without the role of staff one sees none."""
    if actor.has("auditor") or actor.executive:
        return Scope(everything=True)
    if not actor.has("staff"):
        return Scope(everything=False)
    return Scope(everything=False, person_id=actor.person_id, departments=actor.departments)


def person(session: Session, who: str, *, tenant: str = TENANT) -> Person:
    """The row of a name or id, disabled or not; NotFound when there is none."""
    key = Person.id == who if _is_id(who) else Person.name == who
    row = session.scalars(select(Person).where(Person.tenant_id == tenant, key)).one_or_none()
    if row is None:
        raise NotFound("person_unknown", person=who)
    return row


def names_of(session: Session, ids: Iterable[str], *, tenant: str = TENANT) -> dict[str, str]:
    """Sign-in names by person id."""
    wanted = set(ids)
    if not wanted:
        return {}
    rows = session.execute(select(Person.id, Person.name).where(Person.tenant_id == tenant, Person.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def existing(session: Session, names: Iterable[str], *, tenant: str = TENANT) -> frozenset[str]:
    """Which of these names belong to people who are not disabled."""
    held = select(Person.name).where(
        Person.tenant_id == tenant, Person.name.in_(set(names)), Person.disabled.is_(False)
    )
    return frozenset(session.scalars(held))


def department(session: Session, which: str, *, tenant: str = TENANT) -> Department:
    """The department of this key, name, English name or id; NotFound when there is none."""
    if _is_id(which):
        found = session.get(Department, which)
    else:
        words = or_(Department.key == which, Department.name == which, Department.name_en == which)
        rows = session.scalars(select(Department).where(Department.tenant_id == tenant, words)).all()
        found = next((row for row in rows if row.key == which), rows[0] if rows else None)
    if found is None or found.tenant_id != tenant:
        raise NotFound("department_unknown", department=which)
    return found


def departments(session: Session, *, tenant: str = TENANT) -> list[Department]:
    """The whole tree, by key."""
    return list(session.scalars(select(Department).where(Department.tenant_id == tenant).order_by(Department.key)))


def head_of(session: Session, which: str | None, *, tenant: str = TENANT) -> str | None:
    """Who heads the department: its head, else its deputy, else whoever heads the next one above; None without any.

    `which` is a key, name or id; None asks for nobody's department and answers None.
    """
    if which is None:
        return None
    start = department(session, which, tenant=tenant).id
    return next(iter(heads_above(session, start, tenant)), None)


def manager_of(session: Session, who: str, *, tenant: str = TENANT) -> str | None:
    """The person's own manager, else the nearest head above who is somebody else; None at the very top."""
    row = person(session, who, tenant=tenant)
    if row.manager_id is not None:
        manager = session.get(Person, row.manager_id)
        if manager is not None and not manager.disabled:
            return manager.name
    if row.department_id is None:
        return None
    return next((name for name in heads_above(session, row.department_id, tenant) if name != row.name), None)


def executive(session: Session, *, tenant: str = TENANT) -> str | None:
    """The head of the root department (of the first root by key, where there are several)."""
    root = (
        select(Department.id)
        .where(Department.tenant_id == tenant, Department.parent_id.is_(null()))
        .order_by(Department.key)
    )
    start = session.scalars(root.limit(1)).one_or_none()
    return next(iter(heads_above(session, start, tenant)), None) if start else None


def heads_above(session: Session, department_id: str, tenant: str) -> list[str]:
    """Heads and deputies from this department up to the root, nearest first, the head before the deputy."""
    rows = session.execute(_heads(), {"department": department_id, "tenant": tenant})
    return [name for row in rows for name in row if name is not None]


@cache
def _heads() -> Select[str, str]:
    column = literal(0).label("height")
    chain = select(Department.id, Department.parent_id, Department.head_id, Department.deputy_id, column).where(
        Department.tenant_id == bindparam("tenant"), Department.id == bindparam("department")
    )
    up = chain.cte("up", recursive=True)
    parent = select(
        Department.id, Department.parent_id, Department.head_id, Department.deputy_id, up.c.height + 1
    ).join(up, Department.id == up.c.parent_id)
    up = up.union_all(parent)
    head, deputy = aliased(Person), aliased(Person)
    return (
        select(head.name, deputy.name)
        .select_from(up)
        .outerjoin(head, and_(head.id == up.c.head_id, head.disabled.is_(False)))
        .outerjoin(deputy, and_(deputy.id == up.c.deputy_id, deputy.disabled.is_(False)))
        .order_by(up.c.height)
    )


def people_in(session: Session, group: str, *, tenant: str = TENANT) -> list[str]:
    """The names of the people in a group, sorted; none for a group that nobody knows."""
    known = groups_named(session, [group], tenant=tenant).get(group)
    if known is None:
        return []
    rows = (
        select(Person.name)
        .join(Grant, Grant.person_id == Person.id)
        .join(Group, Group.id == Grant.group_id)
        .where(Person.tenant_id == tenant, Group.name == known, Person.disabled.is_(False))
    )
    return sorted(session.scalars(rows))


def people_holding(session: Session, role: str, *, tenant: str = TENANT) -> list[str]:
    """The names of the people who were granted a role, sorted."""
    rows = (
        select(Person.name)
        .join(Grant, Grant.person_id == Person.id)
        .where(Person.tenant_id == tenant, Grant.role == role, Person.disabled.is_(False))
    )
    return sorted(session.scalars(rows))


def heads(session: Session, *, tenant: str = TENANT) -> list[str]:
    """The names of those who head a department, sorted."""
    headed = select(Department.head_id).where(Department.tenant_id == tenant, Department.head_id.is_not(None))
    rows = select(Person.name).where(Person.tenant_id == tenant, Person.id.in_(headed), Person.disabled.is_(False))
    return sorted(session.scalars(rows))


def groups_named(session: Session, words: Iterable[str], *, tenant: str = TENANT) -> dict[str, str]:
    """The group's name for each word that is a group's name, English name or alias; unknown words are left out."""
    wanted = set(words)
    if not wanted:
        return {}
    found: dict[str, str] = {}
    rows = session.execute(select(Group.name, Group.name_en, Group.aliases).where(Group.tenant_id == tenant)).all()
    for row in rows:
        found |= {word: row.name for word in (row.name_en, *row.aliases) if word in wanted}
    return found | {row.name: row.name for row in rows if row.name in wanted}


def group_named(session: Session, word: str, *, tenant: str = TENANT) -> str:
    """The name of the group that this word names; NotFound when there is none."""
    found = groups_named(session, [word], tenant=tenant).get(word)
    if found is None:
        raise NotFound("group_unknown", group=word)
    return found


def groups(session: Session, *, tenant: str = TENANT) -> list[Group]:
    """All groups by name."""
    return list(session.scalars(select(Group).where(Group.tenant_id == tenant).order_by(Group.name)))


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in a list, without anything sealed."""

    id: str
    name: str
    display_name: str
    department: str | None
    region: str | None
    language: str | None
    disabled: bool
    roles: tuple[str, ...]
    groups: tuple[str, ...]


def people(
    session: Session,
    *,
    tenant: str = TENANT,
    q: str | None = None,
    name: str | None = None,
    group: str | None = None,
    department: str | None = None,
    after: str | None = None,
    limit: int = 50,
    disabled: bool = False,
) -> list[Listed]:
    """People by name after `after`; `q` finds a part of either name. Two statements whatever the number."""
    rows = (
        select(Person, Department.name.label("department"))
        .outerjoin(Department, Department.id == Person.department_id)
        .where(Person.tenant_id == tenant)
        .order_by(Person.name)
        .limit(limit)
    )
    if not disabled:
        rows = rows.where(Person.disabled.is_(False))
    if q:
        rows = rows.where(
            or_(Person.name.contains(q, autoescape=True), Person.display_name.contains(q, autoescape=True))
        )
    if name is not None:
        rows = rows.where(Person.name == name)
    if department is not None:
        rows = rows.where(or_(Department.key == department, Department.name == department))
    if group is not None:
        of_group = select(Grant.person_id).join(Group, Group.id == Grant.group_id).where(Group.name == group)
        rows = rows.where(Person.id.in_(of_group))
    if after is not None:
        rows = rows.where(Person.name > after)
    found = session.execute(rows).all()
    held = _grants(session, [row.Person.id for row in found])
    return [
        Listed(
            row.Person.id, row.Person.name, row.Person.display_name, row.department, row.Person.region,
            row.Person.language, row.Person.disabled, *held.get(row.Person.id, ((), ())),
        )
        for row in found
    ]  # fmt: skip


def _grants(session: Session, ids: list[str]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    if not ids:
        return {}
    rows = session.execute(
        select(Grant.person_id, Grant.role, Group.name)
        .outerjoin(Group, Group.id == Grant.group_id)
        .where(Grant.person_id.in_(ids))
        .order_by(Grant.role, Group.name)
    ).all()
    held: dict[str, tuple[list[str], list[str]]] = {}
    for person_id, role, group in rows:
        roles, names = held.setdefault(person_id, ([], []))
        (names if role is None else roles).append(group if role is None else role)
    return {person_id: (tuple(roles), tuple(names)) for person_id, (roles, names) in held.items()}


def _is_id(text: str) -> bool:
    return len(text) == 36 and text.count("-") == 4
