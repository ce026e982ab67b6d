"""Verbs on people, departments, groups and what they hold. Each records what it did; only an admin may."""

from collections.abc import Iterable, Sequence

from engine.access import events, passwords, queries
from engine.access.models import Department, Person
from engine.access.rules import check_name, check_password, check_role, require
from engine.kernel import Conflict, Context, Invalid, NotFound, new_id

EMAIL = "person.email"
LANGUAGES = ("zh", "en")


def add_department(ctx: Context, key: str, *, name: str = "", name_en: str = "", parent: str | None = None) -> str:
    """A department below `parent` (key or name), a root without one. Conflict when the key is taken. The new id."""
    require(ctx.actor, "manage", "person")
    key = check_name(key)
    if _department(ctx, key) is not None:
        raise Conflict("department_exists", department=key)
    above = None if parent is None else queries.department(ctx.session, parent, tenant=ctx.tenant)
    fact = events.DepartmentAdded(
        department_id=new_id(),
        key=key,
        name=name or key,
        name_en=name_en,
        parent=above.key if above else None,
        parent_id=above.id if above else None,
    )
    ctx.record(fact)
    return fact.department_id


def change_department(
    ctx: Context, department: str, *, name: str | None = None, name_en: str | None = None, parent: str | None = None
) -> None:
    """Call a department otherwise, or move it below another one (`parent` "" makes it a root); what is None stays.
    Invalid when it would stand below itself."""
    require(ctx.actor, "manage", "person")
    at = queries.department(ctx.session, department, tenant=ctx.tenant)
    rows = {row.id: row for row in queries.departments(ctx.session, tenant=ctx.tenant)}
    above = rows.get(at.parent_id or "")
    if parent is not None:
        above = queries.department(ctx.session, parent, tenant=ctx.tenant) if parent else None
    up = above
    while up is not None:
        if up.id == at.id:
            raise Invalid("department_circle", department=at.key)
        up = rows.get(up.parent_id or "")
    wanted = (at.name if name is None else name, at.name_en if name_en is None else name_en, above and above.id)
    if not wanted[0].strip():
        raise Invalid("name_invalid", name=wanted[0])
    if wanted == (at.name, at.name_en, at.parent_id):
        return
    ctx.record(
        events.DepartmentChanged(
            department=at.key,
            department_id=at.id,
            name=wanted[0],
            name_en=wanted[1],
            parent=above.key if above else None,
            parent_id=above.id if above else None,
        )
    )
    ctx.session.refresh(at)


def set_head(ctx: Context, department: str, head: str | None, *, deputy: str | None = None) -> None:
    """From now on `head` heads the department, `deputy` stands in; None clears either."""
    require(ctx.actor, "manage", "person")
    at = queries.department(ctx.session, department, tenant=ctx.tenant)
    first, second = (None if who is None else _person(ctx, who) for who in (head, deputy))
    ctx.record(
        events.HeadSet(
            department=at.key,
            department_id=at.id,
            head=first.name if first else None,
            head_id=first.id if first else None,
            deputy=second.name if second else None,
            deputy_id=second.id if second else None,
        )
    )


def add_group(ctx: Context, name: str, *, name_en: str = "", aliases: Sequence[str] = ()) -> str:
    """A group of people. Conflict when one of its names already means a group. The new id."""
    require(ctx.actor, "manage", "person")
    name, words = check_name(name), tuple(check_name(alias) for alias in aliases)
    english = check_name(name_en) if name_en else ""
    taken = queries.groups_named(ctx.session, {name, *words} | ({english} if english else set()), tenant=ctx.tenant)
    if taken:
        raise Conflict("group_exists", group=min(taken))
    return _new_group(ctx, name, english, words)


def ensure_groups(ctx: Context, names: Iterable[str]) -> list[str]:
    """Make an empty group for every name that means none yet (a deployed lane, say); the names that were new.

    Whoever calls has the right to do what needs the groups; no right over people is asked here.
    """
    wanted = sorted({check_name(name) for name in names})
    known = queries.groups_named(ctx.session, wanted, tenant=ctx.tenant)
    new = [name for name in wanted if name not in known]
    for name in new:
        _new_group(ctx, name)
    return new


def add_person(
    ctx: Context,
    name: str,
    *,
    display_name: str = "",
    roles: Iterable[str] = (),
    groups: Iterable[str] = (),
    department: str | None = None,
    manager: str | None = None,
    region: str | None = None,
    number: str | None = None,
    language: str | None = None,
    email: str | None = None,
    password: str | None = None,
) -> str:
    """A person who may sign in at once when a password is given. The new id.

    Conflict when the name is taken, Invalid for a role that does not exist, NotFound for an unknown department, group
    or manager. The mail address is sealed before it goes anywhere.
    """
    require(ctx.actor, "manage", "person")
    name = check_name(name)
    if queries.people(ctx.session, tenant=ctx.tenant, name=name, disabled=True, limit=1):
        raise Conflict("person_exists", person=name)
    if language is not None and language not in LANGUAGES:
        raise Invalid("language_unknown", language=language)
    roles = [check_role(role) for role in dict.fromkeys(roles)]
    at = None if department is None else queries.department(ctx.session, department, tenant=ctx.tenant)
    above = None if manager is None else _person(ctx, manager)
    person_id = new_id()
    sealed = ctx.vault.seal(ctx.session, subject(person_id), EMAIL, email) if email else None
    ctx.record(
        events.PersonAdded(
            person_id=person_id,
            person=name,
            display_name=display_name or name,
            department=at.key if at else None,
            department_id=at.id if at else None,
            manager=above.name if above else None,
            manager_id=above.id if above else None,
            region=region,
            number=number,
            language=language,
            email=sealed,
        )
    )
    for role in roles:
        ctx.record(events.RoleGranted(person=name, person_id=person_id, role=role))
    for group in dict.fromkeys(groups):
        _join(ctx, name, person_id, group)
    if password is not None:
        _set_password(ctx, name, person_id, password)
    return person_id


def subject(person_id: str) -> str:
    """The vault's subject of a person's sealed values."""
    return f"person:{person_id}"


def move_person(
    ctx: Context, name: str, *, department: str | None = None, manager: str | None = None, region: str | None = None
) -> None:
    """Change a person's place; what is None stays as it is. A chain of managers that closes on itself is Invalid."""
    require(ctx.actor, "manage", "person")
    row = _person(ctx, name)
    at_id, above_id = row.department_id, row.manager_id
    if department is not None:
        at_id = queries.department(ctx.session, department, tenant=ctx.tenant).id
    if manager is not None:
        above_id = _person(ctx, manager).id
        _refuse_circle(ctx, row, above_id)
    at = None if at_id is None else ctx.session.get(Department, at_id)
    above = None if above_id is None else ctx.session.get(Person, above_id)
    ctx.record(
        events.PersonMoved(
            person=row.name,
            person_id=row.id,
            department=at.key if at else None,
            department_id=at_id,
            manager=above.name if above else None,
            manager_id=above_id,
            region=region if region is not None else row.region,
        )
    )
    ctx.session.refresh(row)


def set_password(ctx: Context, name: str, password: str) -> None:
    """Another password for a person: by an admin, or by the person. Earlier sessions and tokens end."""
    row = _person(ctx, name)
    if row.id != ctx.actor.person_id:
        require(ctx.actor, "manage", "person")
    _set_password(ctx, row.name, row.id, password)


def disable(ctx: Context, name: str) -> None:
    """The person may no longer sign in; what they did stays. Disabling twice changes nothing."""
    require(ctx.actor, "manage", "person")
    row = _person(ctx, name)
    if not row.disabled:
        ctx.record(events.PersonDisabled(person=row.name, person_id=row.id))
        ctx.session.refresh(row)


def enable(ctx: Context, name: str) -> None:
    """A disabled person may sign in again, with the password of before."""
    require(ctx.actor, "manage", "person")
    row = _person(ctx, name)
    if row.disabled:
        ctx.record(events.PersonEnabled(person=row.name, person_id=row.id))
        ctx.session.refresh(row)


def grant(ctx: Context, name: str, *, role: str | None = None, group: str | None = None) -> None:
    """Give a person a role or put them in a group; giving what is held changes nothing."""
    require(ctx.actor, "manage", "person")
    row = _person(ctx, name)
    held = _listed(ctx, row.name)
    if role is not None and check_role(role) not in held.roles:
        ctx.record(events.RoleGranted(person=row.name, person_id=row.id, role=role))
    if group is not None and _known_group(ctx, group) not in held.groups:
        _join(ctx, row.name, row.id, group)


def revoke(ctx: Context, name: str, *, role: str | None = None, group: str | None = None) -> None:
    """Take a role from a person or take them out of a group; taking what is not held changes nothing.

    The last admin keeps the role: Conflict.
    """
    require(ctx.actor, "manage", "person")
    row = _person(ctx, name)
    held = _listed(ctx, row.name)
    if role is not None and check_role(role) in held.roles:
        if role == "admin" and _admins(ctx) == {row.name}:
            raise Conflict("last_admin", person=row.name)
        ctx.record(events.RoleRevoked(person=row.name, person_id=row.id, role=role))
    if group is not None and (known := _known_group(ctx, group)) in held.groups:
        group_id = _group_id(ctx, known)
        ctx.record(events.GroupLeft(person=row.name, person_id=row.id, group=known, group_id=group_id))


def _person(ctx: Context, name: str) -> Person:
    return queries.person(ctx.session, name, tenant=ctx.tenant)


def _listed(ctx: Context, name: str) -> queries.Listed:
    ctx.session.flush()
    return queries.people(ctx.session, tenant=ctx.tenant, name=name, disabled=True, limit=1)[0]


def _department(ctx: Context, key: str) -> Department | None:
    return next((row for row in queries.departments(ctx.session, tenant=ctx.tenant) if row.key == key), None)


def _new_group(ctx: Context, name: str, name_en: str = "", aliases: tuple[str, ...] = ()) -> str:
    fact = events.GroupAdded(group_id=new_id(), name=name, name_en=name_en, aliases=aliases)
    ctx.record(fact)
    return fact.group_id


def _known_group(ctx: Context, word: str) -> str:
    known = queries.groups_named(ctx.session, [word], tenant=ctx.tenant).get(word)
    if known is None:
        raise NotFound("group_unknown", group=word)
    return known


def _group_id(ctx: Context, name: str) -> str:
    return next(row.id for row in queries.groups(ctx.session, tenant=ctx.tenant) if row.name == name)


def _join(ctx: Context, name: str, person_id: str, group: str) -> None:
    known = _known_group(ctx, group)
    ctx.record(events.GroupJoined(person=name, person_id=person_id, group=known, group_id=_group_id(ctx, known)))


def _set_password(ctx: Context, name: str, person_id: str, password: str) -> None:
    secret = passwords.hashed(check_password(password, name))
    ctx.record(events.PasswordSet(person=name, person_id=person_id, password_hash=secret))


def _admins(ctx: Context) -> set[str]:
    return set(queries.people_holding(ctx.session, "admin", tenant=ctx.tenant))


def _refuse_circle(ctx: Context, row: Person, manager_id: str | None) -> None:
    while manager_id is not None:
        if manager_id == row.id:
            raise Invalid("manager_circle", person=row.name)
        above = ctx.session.get(Person, manager_id)
        manager_id = above.manager_id if above else None
