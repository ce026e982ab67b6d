"""The clock that the company's work goes by; under KEFLOW_CLOCK=manual people move it, for training and demo."""

from datetime import datetime
from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from sqlalchemy import func, select

from engine import jobs
from engine.jobs.clock import Target, is_manual
from engine.kernel import Conflict, Context, Invalid
from webapi.db import db
from webapi.schemas import Instant, Schema
from webapi.unit import Blueprint, parts, permit, unit

blueprint = Blueprint("clock", __name__, description="The clock")
NEXT = "next_due"


class Clock(Schema):
    now = Instant()
    manual = fields.Boolean()
    next_due = Instant(allow_none=True)
    jobs = fields.Integer(metadata={"description": "how many jobs ran on the way"})


class Advance(Schema):
    seconds = fields.Float()
    to = fields.String(metadata={"description": "an instant, or next_due"})

    @validates_schema
    def one_of_both(self, data: dict[str, Any], **_: Any) -> None:
        if ("seconds" in data) == ("to" in data):
            raise ValidationError("Give either seconds or to.", "to")


@blueprint.reads("/clock", Clock)
def clock(ctx: Context) -> dict[str, Any]:
    """What time it is, and when the next job is due"""
    return _told(ctx)


def _told(ctx: Context) -> dict[str, Any]:
    due = ctx.session.scalar(select(func.min(jobs.Job.due_at)).where(jobs.Job.tenant_id == ctx.tenant))
    return {"now": ctx.now, "manual": is_manual(parts().config.clock), "next_due": due}


@blueprint.signed("/clock/advance", Advance, Clock, method="POST")
def advance(body: dict[str, Any]) -> dict[str, Any]:
    """Move the manual clock; answers after all that falls due on the way has run, in due order"""
    permit("advance", "clock")
    if not is_manual(parts().config.clock):
        raise Conflict("clock_not_manual")
    _, done = jobs.advance(db.engine, parts().context, _target(body))
    with unit(write=False) as ctx:
        return {**_told(ctx), "jobs": done}


def _target(body: dict[str, Any]) -> Target:
    if "seconds" in body:
        if body["seconds"] < 0:
            raise Invalid("clock_never_back")
        return Target(seconds=body["seconds"])
    if body["to"] == NEXT:
        return Target(next_due=True)
    try:
        at = datetime.fromisoformat(body["to"])
    except ValueError:
        raise Invalid("input_invalid", [{"path": "to", "code": "instant_invalid", "params": {}}]) from None
    return Target(to=at if at.tzinfo else at.replace(tzinfo=parts().config.zone))
