"""Fact -> rows for people, departments, groups and what they hold."""

from datetime import datetime, timedelta

from sqlalchemy import delete, update

from engine.access import events, groups, queries
from engine.access.models import Absence, Company, Department, Grant, Group, Person, Shift, Skill, Turn
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


def change_department(ctx: Context, fact: events.DepartmentChanged) -> None:
    values = {"name": fact.name, "name_en": fact.name_en, "parent_id": fact.parent_id}
    ctx.session.execute(update(Department).where(Department.id == fact.department_id).values(**values))


def change_company(ctx: Context, fact: events.CompanyChanged) -> None:
    row = ctx.session.get(Company, ctx.tenant)
    if row is None:
        row = Company(tenant_id=ctx.tenant, name="", name_en="", skipped=[])
        ctx.session.add(row)
    for name, value in fact.new.items():
        setattr(row, name, value)
    ctx.session.flush()


def dissolve_group(ctx: Context, fact: events.GroupDissolved) -> None:
    ctx.session.execute(delete(Group).where(Group.id == fact.group_id))
    groups.added(ctx)


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


def record_absence(ctx: Context, fact: events.AbsenceRecorded) -> None:
    ctx.session.add(
        Absence(
            id=fact.absence, tenant_id=ctx.tenant, person_id=fact.person_id, from_on=fact.from_on, to_on=fact.to_on,
            substitute_id=fact.substitute_id,
        )
    )  # fmt: skip
    ctx.session.flush()


def end_absence(ctx: Context, fact: events.AbsenceEnded) -> None:
    held = ctx.session.get_one(Absence, fact.absence)
    today = ctx.now.astimezone(ctx.zone).date()
    if held.from_on >= today:
        ctx.session.delete(held)
    else:
        held.to_on = today - timedelta(days=1)


def set_skills(ctx: Context, fact: events.SkillsSet) -> None:
    ctx.session.execute(delete(Skill).where(Skill.person_id == fact.person_id))
    ctx.session.add_all(Skill(person_id=fact.person_id, skill=skill, tenant_id=ctx.tenant) for skill in fact.skills)


def plan_duty(ctx: Context, fact: events.DutyPlanned) -> None:
    earlier = delete(Shift).where(
        Shift.tenant_id == ctx.tenant,
        Shift.roster == fact.roster,
        Shift.holiday.is_(fact.holiday),
        Shift.starts_at >= datetime.fromisoformat(fact.starts_at),
        Shift.starts_at < datetime.fromisoformat(fact.ends_at),
    )
    ctx.session.execute(earlier)
    ctx.session.add_all(
        Shift(
            tenant_id=ctx.tenant, roster=fact.roster, starts_at=starts, ends_at=ends, person_id=person,
            holiday=fact.holiday,
        )
        for starts, ends, person in fact.shifts
    )  # fmt: skip


def swap_duty(ctx: Context, fact: events.DutySwapped) -> None:
    ctx.session.get_one(Shift, fact.shift).person_id = fact.person_id


APPLIERS = {
    events.DepartmentAdded: (add_department,),
    events.HeadSet: (set_head,),
    events.DepartmentChanged: (change_department,),
    events.CompanyChanged: (change_company,),
    events.GroupAdded: (add_group,),
    events.GroupDissolved: (dissolve_group,),
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
    events.AbsenceRecorded: (record_absence,),
    events.AbsenceEnded: (end_absence,),
    events.SkillsSet: (set_skills,),
    events.DutyPlanned: (plan_duty,),
    events.DutySwapped: (swap_duty,),
}
