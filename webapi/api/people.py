"""People, groups and departments, as lists to choose from. Changing them is the admin's, by `keflow user`."""

from typing import Any

from marshmallow import fields

from engine.access import queries
from engine.kernel import Context
from webapi.schemas import Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("people", __name__, description="People, groups, departments")


class Person(Schema):
    username = fields.String(attribute="name")
    display_name = fields.String()
    department = fields.String(allow_none=True)
    region = fields.String(allow_none=True)
    roles = fields.List(fields.String())
    groups = fields.List(fields.String())


class PeopleQuery(Query):
    q = fields.String(metadata={"description": "a part of either name"})
    group = fields.String()
    department = fields.String()


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
    """People who are not disabled, by name"""
    found = queries.people(
        ctx.session,
        tenant=ctx.tenant,
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
