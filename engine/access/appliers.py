"""Fact -> rows for people, departments, groups and what they hold."""

from sqlalchemy import delete, update

from engine.access import events, groups, queries
from engine.access.models import Department, Grant, Group, Person, Turn
from engine.kernel import Context


def add_department(ctx: Context, fact: events.DepartmentAdded) -> None:
    ctx.session.add(
        Department(
            id=fact.department_id, tenant_id=ctx.tenant, key=fact.key, name=fact.name, name_en=fact.name_en,
            parent_id=fact.parent_id,
        )
    )  # fmt: skip
    ctx.session.flush()


def set_head(ctx: Context, fact: events.HeadSet) -> None:
    at = update(Department).where(Department.id == fact.department_id)
    ctx.session.execute(at.values(head_id=fact.head_id, deputy_id=fact.deputy_id))


def add_group(ctx: Context, fact: events.GroupAdded) -> None:
    ctx.session.add(
        Group(id=fact.group_id, tenant_id=ctx.tenant, name=fact.name, name_en=fact.name_en, aliases=list(fact.aliases))
    )
    ctx.session.flush()
    groups.added(ctx)


def add_person(ctx: Context, fact: events.PersonAdded) -> None:
    ctx.session.add(
        Person(
            id=fact.person_id, tenant_id=ctx.tenant, name=fact.person, display_name=fact.display_name,
            language=fact.language, email=fact.email, department_id=fact.department_id, manager_id=fact.manager_id,
            region=fact.region, number=fact.number,
        )
    )  # fmt: skip
    ctx.session.flush()


def move_person(ctx: Context, fact: events.PersonMoved) -> None:
    place = {"department_id": fact.department_id, "manager_id": fact.manager_id, "region": fact.region}
    ctx.session.execute(update(Person).where(Person.id == fact.person_id).values(**place))


def set_password(ctx: Context, fact: events.PasswordSet) -> None:
    values = {"password_hash": fact.password_hash, "credential": Person.credential + 1}
    ctx.session.execute(update(Person).where(Person.id == fact.person_id).values(**values))


def disable(ctx: Context, fact: events.PersonDisabled) -> None:
    values = {"disabled": True, "credential": Person.credential + 1}
    ctx.session.execute(update(Person).where(Person.id == fact.person_id).values(**values))


def enable(ctx: Context, fact: events.PersonEnabled) -> None:
    ctx.session.execute(update(Person).where(Person.id == fact.person_id).values(disabled=False))


def grant_role(ctx: Context, fact: events.RoleGranted) -> None:
    ctx.session.add(Grant(tenant_id=ctx.tenant, person_id=fact.person_id, role=fact.role))


def revoke_role(ctx: Context, fact: events.RoleRevoked) -> None:
    ctx.session.execute(delete(Grant).where(Grant.person_id == fact.person_id, Grant.role == fact.role))


def join_group(ctx: Context, fact: events.GroupJoined) -> None:
    ctx.session.add(Grant(tenant_id=ctx.tenant, person_id=fact.person_id, group_id=fact.group_id))


def leave_group(ctx: Context, fact: events.GroupLeft) -> None:
    ctx.session.execute(delete(Grant).where(Grant.person_id == fact.person_id, Grant.group_id == fact.group_id))


def take_turn(ctx: Context, fact: events.PersonAssigned) -> None:
    if fact.person is None or fact.mode == "ladder":
        return
    person_id = queries.person(ctx.session, fact.person, tenant=ctx.tenant).id
    turn = ctx.session.get(Turn, (person_id, fact.kind))
    if turn is None:
        ctx.session.add(Turn(person_id=person_id, kind=fact.kind, tenant_id=ctx.tenant, given_at=ctx.now, given=1))
    else:
        turn.given_at, turn.given = ctx.now, turn.given + 1


APPLIERS = {
    events.DepartmentAdded: (add_department,),
    events.HeadSet: (set_head,),
    events.GroupAdded: (add_group,),
    events.PersonAdded: (add_person,),
    events.PersonMoved: (move_person,),
    events.PasswordSet: (set_password,),
    events.PersonDisabled: (disable,),
    events.PersonEnabled: (enable,),
    events.RoleGranted: (grant_role,),
    events.RoleRevoked: (revoke_role,),
    events.GroupJoined: (join_group,),
    events.GroupLeft: (leave_group,),
    events.PersonAssigned: (take_turn,),
}
