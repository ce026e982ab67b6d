"""Steering many cases at once: each in a transaction of its own, with a result a case."""

from collections.abc import Callable
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from engine.instances import commands, migration, queries
from engine.kernel import Context, Rejected
from webapi.schemas import Schema
from webapi.texts import language, say
from webapi.unit import Blueprint, each

blueprint = Blueprint("steering", __name__, description="Many cases at once")
MAY = ("steer", "case")
MANY = 200


class Steer(Schema):
    verb = fields.String(required=True, validate=validate.OneOf(["retry", "move", "cancel", "suspend", "resume"]))
    ids = fields.List(fields.String(), required=True, validate=validate.Length(1, MANY))
    reason = fields.String(required=True, validate=[validate.Length(1, 500), validate.Regexp(r"(?s).*\S")])
    element = fields.String(metadata={"description": "of `move`: where the cases are open now"})
    to = fields.String(metadata={"description": "of `move`"})

    @validates_schema
    def moved(self, data: dict[str, Any], **_: Any) -> None:
        if data.get("verb") == "move" and not (data.get("element") and data.get("to")):
            raise ValidationError("Missing data for required field.", "to")


class Steered(Schema):
    id = fields.String()
    done = fields.Boolean()
    code = fields.String(allow_none=True)
    message = fields.String(allow_none=True)


class SteeredAll(Schema):
    results = fields.List(fields.Nested(Steered))


@blueprint.signed("/instances/bulk", Steer, SteeredAll, method="POST")
def steer(body: dict[str, Any]) -> dict[str, Any]:
    """Retry what is stuck in these cases, move, cancel, suspend or resume them; what cannot be done says why"""
    verb = _verb(body)
    return {"results": each(body["ids"], MAY, verb, _told)}


def _verb(body: dict[str, Any]) -> Callable[[Context, str], Any]:
    reason = body["reason"]
    verbs: dict[str, Callable[[Context, str], Any]] = {
        "retry": _retry,
        "move": lambda ctx, id: migration.move(ctx, id, body["element"], body["to"], reason),
        "cancel": lambda ctx, id: commands.cancel(ctx, id, reason),
        "suspend": lambda ctx, id: commands.suspend(ctx, id, reason),
        "resume": lambda ctx, id: commands.resume(ctx, id, reason),
    }
    return verbs[body["verb"]]


def _retry(ctx: Context, instance_id: str) -> None:
    case = queries.instance(ctx, instance_id)
    for incident in ctx.session.scalars(queries.open_incidents(ctx, [case.id])).all():
        commands.retry(ctx, incident.id)


def _told(id: str, refusal: Rejected | None) -> dict[str, Any]:
    if refusal is None:
        return {"id": id, "done": True, "code": None, "message": None}
    return {"id": id, "done": False, "code": refusal.code, "message": say(refusal.code, refusal.params, language())}
