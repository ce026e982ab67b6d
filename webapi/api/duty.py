"""Who is away and who stands in, who is on duty when, and what people are good at."""

from datetime import datetime, timedelta
from typing import Any

from marshmallow import fields, validate

from engine.access import absences, duty
from engine.access.models import Absence as AbsenceRow
from engine.kernel import Context
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("duty", __name__, description="Absence, duty roster, skills")
READ, STAFF = ("read", "person"), ("work", "task")
WEEK = timedelta(days=7)


class Absence(Schema):
    id = fields.String()
    person = fields.String()
    from_on = fields.Date(data_key="from")
    to_on = fields.Date(data_key="to")
    substitute = fields.String(allow_none=True)


class NewAbsence(Schema):
    from_on = fields.Date(required=True, data_key="from")
    to_on = fields.Date(required=True, data_key="to", metadata={"description": "the last day, included"})
    substitute = fields.String()


class Skills(Schema):
    skills = fields.List(fields.String(), required=True)


class Shift(Schema):
    id = fields.String()
    roster = fields.String()
    person = fields.String()
    starts_at = Instant()
    ends_at = Instant()
    holiday = fields.Boolean()


class ShiftsQuery(Schema):
    roster = fields.String()
    first = Instant(data_key="from", metadata={"description": "now by default"})
    last = Instant(data_key="to", metadata={"description": "a week later by default"})


class Plan(Schema):
    roster = fields.String(required=True, validate=validate.Length(1, 64))
    people = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    first = fields.Date(required=True, data_key="from")
    last = fields.Date(required=True, data_key="to", metadata={"description": "the last day, included"})
    hours = fields.List(fields.String(), metadata={"description": "shifts of a day: 08:00-20:00, 20:00-08:00"})
    holiday = fields.Boolean(metadata={"description": "the holidays' own row, which comes before the rotation"})


class Planned(Schema):
    shifts = fields.Integer()


class Swap(Schema):
    to = fields.String(required=True)
    against = fields.String(metadata={"description": "the shift that is given for it"})


class OnDuty(Schema):
    people = fields.List(fields.String())


class OnDutyQuery(Schema):
    roster = fields.String(required=True)
    at = Instant(metadata={"description": "now by default"})


@blueprint.reads("/absences", page_of(Absence), may=READ)
def away(ctx: Context) -> dict[str, Any]:
    """Who is away today or later"""
    return {"items": [_told(*row) for row in absences.listed(ctx)], "next": None}


@blueprint.reads("/people/<name>/absence", page_of(Absence), may=READ)
def away_of(ctx: Context, name: str) -> dict[str, Any]:
    """When a person is away, today or later"""
    return {"items": [_told(*row) for row in absences.listed(ctx, name)], "next": None}


@blueprint.writes("/people/<name>/absence", NewAbsence, page_of(Absence), may=STAFF, status=201)
def record_absence(ctx: Context, body: dict[str, Any], name: str) -> dict[str, Any]:
    """A person is away; said by the person, a head above, or an admin. On the first day the open tasks go on"""
    absences.record(ctx, name, **body)
    return {"items": [_told(*row) for row in absences.listed(ctx, name)], "next": None}


@blueprint.writes("/absences/<absence_id>", None, page_of(Absence), may=STAFF, method="DELETE")
def end_absence(ctx: Context, absence_id: str) -> dict[str, Any]:
    """The person is back, or not away after all"""
    absences.end(ctx, absence_id)
    return {"items": [_told(*row) for row in absences.listed(ctx)], "next": None}


@blueprint.writes("/people/<name>/skills", Skills, Skills, may=("manage", "person"), method="PUT")
def set_skills(ctx: Context, body: dict[str, Any], name: str) -> dict[str, Any]:
    """What a person is good at, as it is from now on"""
    absences.set_skills(ctx, name, body["skills"])
    return {"skills": sorted(set(body["skills"]))}


@blueprint.reads("/duty", page_of(Shift), query=ShiftsQuery, may=READ)
def shifts(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The shifts of a span of time, in order"""
    first: datetime = query.get("first", ctx.now)
    found = duty.shifts(ctx, first, query.get("last", first + WEEK), query.get("roster"))
    return {"items": [_shift(row, name) for row, name in found], "next": None}


@blueprint.reads("/duty/now", OnDuty, query=OnDutyQuery, may=READ)
def on_duty(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Who is on duty, the holiday's row first"""
    return {"people": duty.on_duty(ctx, query["roster"], query.get("at", ctx.now))}


@blueprint.writes("/duty", Plan, Planned, may=STAFF, status=201)
def plan(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Plan a roster: each shift of each day goes to the next person in turn; what was planned before is replaced"""
    roster, people, first, last = (body.pop(name) for name in ("roster", "people", "first", "last"))
    return {"shifts": duty.plan(ctx, roster, people, first, last, **body)}


@blueprint.writes("/duty/<shift_id>/swap", Swap, page_of(Shift), may=STAFF)
def swap(ctx: Context, body: dict[str, Any], shift_id: str) -> dict[str, Any]:
    """Another person takes a shift, or two shifts change hands"""
    duty.swap(ctx, shift_id, body["to"], against=body.get("against"))
    ctx.session.flush()
    return {"items": [_shift(row, name) for row, name in duty.shifts(ctx, ctx.now, ctx.now + WEEK)], "next": None}


def _told(row: AbsenceRow, person: str, substitute: str | None) -> dict[str, Any]:
    about = {"id": row.id, "from_on": row.from_on, "to_on": row.to_on}
    return {**about, "person": person, "substitute": substitute}


def _shift(row: Any, name: str) -> dict[str, Any]:
    told = {word: getattr(row, word) for word in ("id", "roster", "starts_at", "ends_at", "holiday")}
    return {**told, "person": name}
