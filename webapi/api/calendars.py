"""Business calendars: looking, editing with a reason, publishing, and asking when something would be due."""

from datetime import date
from typing import Any

from marshmallow import fields, validate

from engine import clock
from engine.clock import ClockError
from engine.definitions import calendars
from engine.definitions.models import CalendarRow
from engine.kernel import Context, Invalid
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("calendars", __name__, description="Business calendars")
READ, CHANGE = ("read", "definition"), ("deploy", "definition")
HOURS = {"description": 'as "09:00-12:00"'}


class Day(Schema):
    date = fields.Date()
    kind = fields.String(metadata={"enum": list(calendars.KINDS)})
    source = fields.String(metadata={"description": "a package, or hand"})
    name = fields.String()
    name_en = fields.String()
    follows = fields.Integer(allow_none=True, metadata={"description": "keeps the hours of this weekday, 0 = Monday"})
    hours = fields.List(fields.String(), allow_none=True, metadata=HOURS)


def _week() -> Any:
    return fields.Dict(keys=fields.String(), values=fields.List(fields.String(metadata=HOURS)))


def _later() -> Any:
    """Weekly patterns by the day from which they hold."""
    return fields.Dict(keys=fields.Date(), values=_week(), metadata={"description": "weekly patterns from a day on"})


class Calendar(Schema):
    name = fields.String()
    version = fields.Integer()
    zone = fields.String()
    pattern = _week()
    later = _later()
    published_from = fields.Date()
    published_until = fields.Date(metadata={"description": "later due dates are provisional"})
    days = fields.List(fields.Nested(Day), metadata={"description": "days that differ from the pattern"})


class NewDay(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(calendars.KINDS))
    name = fields.String()
    name_en = fields.String()
    follows = fields.Integer(validate=validate.Range(0, 6))
    hours = fields.List(fields.String(metadata=HOURS))


class Change(Schema):
    reason = fields.String(required=True, validate=validate.Length(1))
    zone = fields.String()
    pattern = _week()
    later = _later()
    published_from = fields.Date()
    published_until = fields.Date()
    days = fields.Dict(
        keys=fields.Date(),
        values=fields.Nested(NewDay, allow_none=True),
        metadata={"description": "by date; null takes the day's row away"},
    )


class New(Change):
    name = fields.String(required=True, validate=validate.Length(1, 64))


class Publish(Schema):
    first_year = fields.Integer(required=True, validate=validate.Range(1950, 2200))
    last_year = fields.Integer(required=True, validate=validate.Range(1950, 2200))
    reason = fields.String(load_default="packages")


class YearQuery(Schema):
    year = fields.Integer(validate=validate.Range(1, 9998))


class DueQuery(Schema):
    text = fields.String(required=True, metadata={"description": "8bh, 5wd, 24h, 7d, 2mo"})
    start = Instant(metadata={"description": "now, when left out"})


class DueAnswer(Schema):
    at = Instant()
    provisional = fields.Boolean()
    derivation = fields.Dict()
    derivation_zh = fields.String()
    derivation_en = fields.String()


@blueprint.reads("/calendars", page_of(Calendar), may=READ)
def all_calendars(ctx: Context) -> dict[str, Any]:
    """All calendars by name, without their days"""
    return {"items": [_told(row) for row in calendars.calendars(ctx)], "next": None}


@blueprint.reads("/calendars/<name>", Calendar, query=YearQuery, may=READ)
def calendar(ctx: Context, query: dict[str, Any], name: str) -> dict[str, Any]:
    """A calendar with its days, of one year or all"""
    return _whole(ctx, calendars.row(ctx, name), query.get("year"))


@blueprint.writes("/calendars", New, Calendar, may=CHANGE, status=201)
def create(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Set a calendar up"""
    days = body.pop("days", None)
    name, reason = body.pop("name"), body.pop("reason")
    calendars.create(ctx, name, reason=reason, **_plain(body))
    return _whole(ctx, calendars.change(ctx, name, reason=reason, days=days), None)


@blueprint.writes("/calendars/<name>", Change, Calendar, may=CHANGE, method="PATCH")
def change(ctx: Context, body: dict[str, Any], name: str) -> dict[str, Any]:
    """Edit a calendar; all open due dates are then counted anew, each change on record"""
    days, reason = body.pop("days", None), body.pop("reason")
    return _whole(ctx, calendars.change(ctx, name, reason=reason, days=days, **_plain(body)), None)


@blueprint.writes("/calendars/<name>/publish", Publish, Calendar, may=CHANGE)
def publish(ctx: Context, body: dict[str, Any], name: str) -> dict[str, Any]:
    """Take the Chinese days of these years in; days edited by hand stay"""
    row = calendars.publish_chinese(ctx, body["first_year"], body["last_year"], name, reason=body["reason"])
    return _whole(ctx, row, None)


@blueprint.reads("/calendars/<name>/due", DueAnswer, query=DueQuery, may=READ)
def due(ctx: Context, query: dict[str, Any], name: str) -> dict[str, Any]:
    """When something would be due in this calendar, and why"""
    calendars.row(ctx, name)
    try:
        found = clock.due(query["text"], query.get("start") or ctx.now, calendars.calendar(ctx, name))
    except ClockError as error:
        place = {"path": "text", "code": error.code, "params": error.params}
        raise Invalid("input_invalid", [place]) from error
    words = {f"derivation_{lang}": clock.words(found.derivation, lang) for lang in ("zh", "en")}
    return {"at": found.at, "provisional": found.provisional, "derivation": found.derivation, **words}


def _plain(body: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in body.items()
    }
    if "later" in plain:
        plain["later"] = {day.isoformat(): week for day, week in sorted(plain["later"].items())}
    return plain


def _told(row: CalendarRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "version": row.version,
        "zone": row.zone,
        "pattern": row.pattern,
        "later": {date.fromisoformat(day): week for day, week in row.later.items()},
        "published_from": date.fromisoformat(row.published_from),
        "published_until": date.fromisoformat(row.published_until),
    }


def _whole(ctx: Context, row: CalendarRow, year: int | None) -> dict[str, Any]:
    span = (date(year, 1, 1), date(year, 12, 31)) if year else (date.min, date.max)
    days = [
        {
            "date": date.fromisoformat(day.day),
            "kind": day.kind,
            "source": day.source,
            "name": day.name,
            "name_en": day.name_en,
            "follows": day.follows,
            "hours": day.hours,
        }
        for day in calendars.days(ctx, row.name, *span)
    ]
    return {**_told(row), "days": days}
