"""Who changed a setting, and when: shown beside every setting."""

from typing import Any

from marshmallow import fields, validate

from engine.access import events as people
from engine.access.rules import require
from engine.customers.events import TierSchemeChanged
from engine.definitions import events as definitions
from engine.definitions.switches import ProcessSwitched, switch
from engine.history import queries
from engine.kernel import Context
from engine.sla import events as sla
from webapi.api.shapes import Entry
from webapi.schemas import Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("settings", __name__, description="Who changed which setting")
SEEN, PERSONS = ("deploy", "definition"), ("manage", "person")

ABOUT: dict[str, tuple[type, ...]] = {
    "people": (
        *(people.PersonAdded, people.PersonMoved, people.PersonDisabled, people.PersonEnabled, people.PasswordSet),
        *(people.RoleGranted, people.RoleRevoked, people.GroupJoined, people.GroupLeft, people.SkillsSet),
    ),
    "departments": (people.DepartmentAdded, people.DepartmentChanged, people.HeadSet),
    "groups": (people.GroupAdded, people.GroupDissolved, people.GroupJoined, people.GroupLeft),
    "absences": (people.AbsenceRecorded, people.AbsenceEnded),
    "duty": (people.DutyPlanned, people.DutySwapped),
    "calendars": (definitions.CalendarChanged,),
    "sla": (sla.SlaSettingsChanged,),
    "schemes": (TierSchemeChanged,),
    "tables": (definitions.DefinitionDeployed,),
    "company": (people.CompanyChanged,),
    "processes": (ProcessSwitched,),
}
ABOUT_PEOPLE = {"people", "departments", "groups", "company"}


class ChangesQuery(Query):
    about = fields.String(required=True, validate=validate.OneOf(list(ABOUT)))
    subject = fields.String(metadata={"description": "a person, group, department, roster, calendar or table by name"})


@blueprint.reads("/settings/changes", page_of(Entry), query=ChangesQuery, may=SEEN)
def changes(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Who changed what of one kind of settings, newest first; of people only for administrators"""
    if query["about"] in ABOUT_PEOPLE:
        require(ctx.actor, *PERSONS)
    found = queries.changes(
        ctx.session,
        ctx.tenant,
        [kind.__name__ for kind in ABOUT[query["about"]]],
        about=query.get("subject"),
        before=after(query, int),
        limit=query["limit"] + 1,
    )
    return page(found, query["limit"], lambda entry: entry.seq)


class Switch(Schema):
    on = fields.Boolean(required=True)


@blueprint.writes("/processes/<key>/switch", Switch, Switch, may=SEEN)
def switch_process(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Switch a process on or off: off, nothing starts it; cases that run go on"""
    switch(ctx, key, on=body["on"])
    return body
