"""People, groups and departments: lists to choose from, and the admin's changes."""

from typing import Any

from marshmallow import fields

from engine.access import absences, commands, queries
from engine.kernel import Context
from engine.tasks import load
from webapi.api.shapes import Nothing
from webapi.schemas import Query, Schema, after, page, page_of
from webapi.unit import Blueprint

MANAGE = ("manage", "person")
blueprint = Blueprint("people", __name__, description="People, groups, departments")


class Person(Schema):
    username = fields.String(attribute="name")
    display_name = fields.String()
    department = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    roles = fields.List(fields.String())
    groups = fields.List(fields.String())
    disabled = fields.Boolean()


class PersonTold(Person):
    manager = fields.String(allow_none=True)
    skills = fields.List(fields.String())
    open_tasks = fields.Integer(metadata={"description": "tasks in hand"})


class PersonFields(Schema):
    department = fields.String()
    manager = fields.String()
    region = fields.String()
    roles = fields.List(fields.String())
    groups = fields.List(fields.String())


class NewPerson(PersonFields):
    username = fields.String(required=True, attribute="name", data_key="username")
    display_name = fields.String()
    number = fields.String()
    language = fields.String()
    email = fields.String(metadata={"description": "sealed at rest"})
    password = fields.String(metadata={"description": "works at once"})


class PersonChange(PersonFields):
    disabled = fields.Boolean()


class Password(Schema):
    password = fields.String(required=True)


class Heads(Schema):
    head = fields.String()
    deputy = fields.String()


class NewDepartment(Schema):
    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String()
    parent = fields.String()


class DepartmentChange(Schema):
    name = fields.String()
    name_en = fields.String()
    parent = fields.String(metadata={"description": "an empty text: it stands at the top"})


class NewGroup(Schema):
    name = fields.String(required=True)
    name_en = fields.String()
    aliases = fields.List(fields.String())


class PeopleQuery(Query):
    q = fields.String(metadata={"description": "a part of either name"})
    group = fields.String()
    department = fields.String()
    everybody = fields.Boolean(load_default=False, metadata={"description": "those who are disabled too"})


class Group(Schema):
    name = fields.String()
    name_en = fields.String()
    aliases = fields.List(fields.String())


class Department(Schema):
    id = fields.String()
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    parent = fields.String(allow_none=True, attribute="parent_id")
    head = fields.String(allow_none=True)
    deputy = fields.String(allow_none=True)


@blueprint.reads("/people", page_of(Person), query=PeopleQuery)
def people(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """People by name; those who are disabled only when `everybody` is asked for"""
    found = queries.people(
        ctx.session,
        tenant=ctx.tenant,
        disabled=query["everybody"],
        q=query.get("q"),
        group=query.get("group"),
        department=query.get("department"),
        after=after(query, str),
        limit=query["limit"] + 1,
    )
    return page(found, query["limit"], lambda person: person.name)


@blueprint.reads("/groups", page_of(Group))
def groups(ctx: Context) -> dict[str, Any]:
    """All groups by name"""
    return {"items": queries.groups(ctx.session, tenant=ctx.tenant), "next": None}


@blueprint.reads("/departments", page_of(Department))
def departments(ctx: Context) -> dict[str, Any]:
    """The whole tree of departments, by key"""
    return _departments(ctx)


def _departments(ctx: Context) -> dict[str, Any]:
    rows = queries.departments(ctx.session, tenant=ctx.tenant)
    people = {who for row in rows for who in (row.head_id, row.deputy_id) if who}
    names = queries.names_of(ctx.session, people, tenant=ctx.tenant)
    shown = ("id", "key", "name", "name_en", "parent_id")
    items = [
        {name: getattr(row, name) for name in shown}
        | {"head": names.get(row.head_id or ""), "deputy": names.get(row.deputy_id or "")}
        for row in rows
    ]
    return {"items": items, "next": None}


@blueprint.reads("/people/<name>", PersonTold, may=("read", "person"))
def person(ctx: Context, name: str) -> dict[str, Any]:
    """A person with skills and the number of tasks in hand"""
    return _told(ctx, name)


@blueprint.writes("/people", NewPerson, PersonTold, may=MANAGE, status=201)
def add(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Somebody new; with a password they may sign in at once"""
    name = body.pop("name")
    commands.add_person(ctx, name, **body)
    return _told(ctx, name)


@blueprint.writes("/people/<name>", PersonChange, PersonTold, may=MANAGE, method="PATCH")
def change(ctx: Context, body: dict[str, Any], name: str) -> dict[str, Any]:
    """Move a person; roles and groups are as the lists say from now on; disabled people may not sign in"""
    commands.move_person(
        ctx, name, **{word: body[word] for word in ("department", "manager", "region") if word in body}
    )
    held = _listed(ctx, name)
    for word, kind, now in (("roles", "role", held.roles), ("groups", "group", held.groups)):
        for one in sorted(set(now) - set(body.get(word, now))):
            commands.revoke(ctx, name, **{kind: one})
        for one in sorted(set(body.get(word, ())) - set(now)):
            commands.grant(ctx, name, **{kind: one})
    if "disabled" in body:
        (commands.disable if body["disabled"] else commands.enable)(ctx, name)
    return _told(ctx, name)


@blueprint.writes("/groups", NewGroup, page_of(Group), may=MANAGE, status=201)
def add_group(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A new group of people"""
    commands.add_group(ctx, body.pop("name"), **body)
    return {"items": queries.groups(ctx.session, tenant=ctx.tenant), "next": None}


@blueprint.writes("/people/<name>/password", Password, Nothing, may=MANAGE, method="PUT", kept=False)
def set_password(ctx: Context, body: dict[str, Any], name: str) -> dict[str, Any]:
    """Another password for somebody; earlier sessions and tokens end"""
    commands.set_password(ctx, name, body["password"])
    return {}


@blueprint.writes("/departments", NewDepartment, page_of(Department), may=MANAGE, status=201)
def add_department(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """A new department, below `parent` or at the top"""
    commands.add_department(ctx, body.pop("key"), **body)
    return _departments(ctx)


@blueprint.writes("/departments/<key>", DepartmentChange, page_of(Department), may=MANAGE, method="PATCH")
def change_department(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Call a department otherwise, or move it below another one"""
    commands.change_department(ctx, key, **body)
    return _departments(ctx)


@blueprint.writes("/departments/<key>/head", Heads, Heads, may=MANAGE, method="PUT")
def set_head(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Who heads a department and who is deputy from now on; a name left out is nobody"""
    commands.set_head(ctx, key, body.get("head"), deputy=body.get("deputy"))
    return body


def _listed(ctx: Context, name: str) -> queries.Listed:
    row = queries.person(ctx.session, name, tenant=ctx.tenant)
    return queries.people(ctx.session, tenant=ctx.tenant, name=row.name, disabled=True, limit=1)[0]


def _told(ctx: Context, name: str) -> dict[str, Any]:
    ctx.session.flush()
    held = _listed(ctx, name)
    row = queries.person(ctx.session, held.id, tenant=ctx.tenant)
    shown = {word: getattr(held, word) for word in ("name", "display_name", "department", "region", "roles", "groups")}
    managers = queries.names_of(ctx.session, [row.manager_id] if row.manager_id else [], tenant=ctx.tenant)
    return shown | {
        "disabled": held.disabled,
        "manager": managers.get(row.manager_id or ""),
        "skills": absences.skills_of(ctx, [held.id]).get(held.id, []),
        "open_tasks": load.load(ctx, [held.name]).get(held.name, 0),
    }
