"""Promises of time: the clocks of a case, pausing and resuming them, other severities, reports, switches."""

from datetime import datetime, timedelta
from typing import Any

from marshmallow import fields, validate
from sqlalchemy import ColumnElement, select, tuple_

from engine.instances.models import Instance
from engine.kernel import Context
from engine.sla import commands, ladder, queries
from engine.sla.models import SlaClock
from engine.sla.rules import OVERRIDES, TARGETS
from webapi import sight
from webapi.api.shapes import Due
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("sla", __name__, description="Promises of time")
READ, WORK, STEER, SWITCH = ("read", "case"), ("work", "task"), ("steer", "case"), ("deploy", "definition")
STATUSES = ("running", "paused", "met", "missed", "cancelled")


class Clock(Schema):
    id = fields.String()
    instance = fields.String()
    element = fields.String()
    kind = fields.String(metadata={"description": "a kind of D08"})
    target = fields.String(metadata={"enum": list(TARGETS)})
    band = fields.Integer(metadata={"description": "the service band at receipt, or a better one since"})
    override = fields.String(metadata={"enum": list(OVERRIDES)})
    status = fields.String(metadata={"enum": list(STATUSES)})
    received_at = Instant(metadata={"description": "what the time is counted from"})
    recorded_at = Instant()
    due = fields.Nested(Due)
    calendar = fields.String()
    gone = fields.Integer(metadata={"description": "how much of the time is gone, in percent"})
    warned = fields.List(fields.Integer())
    pausable = fields.Boolean()
    pauses = fields.List(fields.Dict())
    stopped_at = Instant(allow_none=True)
    missed_at = Instant(allow_none=True)
    cause = fields.String(allow_none=True, metadata={"description": "why it was missed, a cause code"})
    gross_minutes = fields.Integer(metadata={"description": "with pauses, in the clock's calendar"})
    net_minutes = fields.Integer()


class Clocks(Schema):
    items = fields.List(fields.Nested(Clock))


class ClocksQuery(Query):
    status = fields.String(validate=validate.OneOf(STATUSES))
    target = fields.String(validate=validate.OneOf(TARGETS))
    kind = fields.String()
    due_before = Instant()


class Escalate(Schema):
    event = fields.String(
        required=True,
        validate=validate.OneOf(ladder.BY_HAND),
        metadata={"description": "handed_back: only by whoever answers for the level"},
    )
    reason = fields.String(required=True, validate=[validate.Length(1, 2000), validate.Regexp(r"(?s).*\S")])


class Pause(Schema):
    reason = fields.String(required=True, metadata={"description": "customer, or another that the company switched on"})
    proof = fields.String(
        required=True,
        validate=validate.Length(1, 255),
        metadata={"description": "the id of the message that told the customer so, never its text"},
    )


class Cause(Schema):
    cause = fields.String(required=True, validate=validate.Length(1, 64))


class Severity(Schema):
    override = fields.String(validate=validate.OneOf(OVERRIDES))
    band = fields.Integer(validate=validate.Range(1, 3))


class Reopen(Schema):
    before = fields.String(required=True, metadata={"description": "the closed case that this one takes up again"})


class ReportQuery(Schema):
    since = Instant(metadata={"description": "30 days ago, when left out"})
    until = Instant(metadata={"description": "now, when left out"})


class Kept(Schema):
    kind = fields.String()
    target = fields.String()
    band = fields.Integer()
    running = fields.Integer()
    met = fields.Integer()
    missed = fields.Integer()
    within = fields.Float(allow_none=True, metadata={"description": "share of the decided ones that were in time"})
    net = fields.Dict(allow_none=True, metadata={"description": "minutes: mean, median, p90"})
    gross = fields.Dict(allow_none=True)


class Report(Schema):
    items = fields.List(fields.Nested(Kept))


class Settings(Schema):
    promise = fields.Boolean(metadata={"description": "no due date later than the public promise"})
    promise_first_response = fields.String(metadata={"description": "24h; 8bh and the like for business time"})
    promise_resolution = fields.String()
    acknowledge = fields.String()
    pause_reasons = fields.List(fields.String())
    pause_cap = fields.String()
    reopen = fields.String()


class Change(Settings):
    reason = fields.String(required=True)


@blueprint.reads("/instances/<instance_id>/sla", Clocks, may=READ)
def of_case(ctx: Context, instance_id: str) -> dict[str, Any]:
    """The clocks of a case and of those it called, oldest first"""
    case = sight.case(ctx, instance_id)
    return {"items": [_told(ctx, row) for row in queries.of_case(ctx, case.id)]}


@blueprint.reads("/sla", page_of(Clock), query=ClocksQuery, may=READ)
def clocks(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Clocks by due time, of the cases that the asker may see"""
    asked = {name: query.get(name) for name in ("status", "target", "kind", "due_before")}
    found = queries.clocks_by_due(ctx, where=_seen(ctx), **asked)
    if last := after(query, datetime, str):
        found = found.where(tuple_(SlaClock.due_at, SlaClock.id) > last)
    rows = ctx.session.scalars(found.limit(query["limit"] + 1)).all()
    shown = page(rows, query["limit"], lambda row: [row.due_at, row.id])
    return {**shown, "items": [_told(ctx, row) for row in shown["items"]]}


@blueprint.reads("/sla/report", Report, query=ReportQuery, may=READ)
def report(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """How promises on matters received in a span were kept, by kind, target and band"""
    since = query.get("since") or ctx.now - timedelta(days=30)
    return {"items": queries.report(ctx, since, query.get("until") or ctx.now, _seen(ctx))}


@blueprint.writes("/sla/<clock_id>/pause", Pause, Clock, may=WORK)
def pause(ctx: Context, body: dict[str, Any], clock_id: str) -> dict[str, Any]:
    """Stop a resolution clock while the customer is waited for; it resumes by itself when the cap is reached"""
    _may_see(ctx, clock_id)
    return _told(ctx, commands.pause(ctx, clock_id, body["reason"], body["proof"]))


@blueprint.writes("/sla/<clock_id>/resume", Schema, Clock, may=WORK)
def resume(ctx: Context, body: dict[str, Any], clock_id: str) -> dict[str, Any]:
    """Go on with a paused clock"""
    _may_see(ctx, clock_id)
    return _told(ctx, commands.resume(ctx, clock_id))


@blueprint.writes("/sla/<clock_id>/cause", Cause, Clock, may=WORK)
def cause(ctx: Context, body: dict[str, Any], clock_id: str) -> dict[str, Any]:
    """Say why a promise was missed"""
    _may_see(ctx, clock_id)
    return _told(ctx, commands.explain(ctx, clock_id, body["cause"]))


@blueprint.writes("/instances/<instance_id>/severity", Severity, Clocks, may=WORK)
def severity(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Judge a case anew: its open clocks count by the new severity, from their original start"""
    case = sight.case(ctx, instance_id)
    commands.reclassify_case(ctx, case.id, override=body.get("override"), band=body.get("band"))
    return {"items": [_told(ctx, row) for row in queries.of_case(ctx, case.id)]}


@blueprint.writes("/instances/<instance_id>/escalate", Escalate, Clocks, may=WORK)
def escalate(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Tell the escalation ladder of a case what has happened; it decides by its table who answers from now on"""
    case = ladder.escalate(ctx, sight.case(ctx, instance_id).id, body["event"], body["reason"])
    return {"items": [_told(ctx, row) for row in queries.of_case(ctx, case.id)]}


@blueprint.writes("/instances/<instance_id>/reopens", Reopen, Clocks, may=WORK)
def reopens(ctx: Context, body: dict[str, Any], instance_id: str) -> dict[str, Any]:
    """Say which closed case this one takes up again: its old clock goes on here, if that was within 7 days"""
    case, before = sight.case(ctx, instance_id), sight.case(ctx, body["before"])
    return {"items": [_told(ctx, row) for row in commands.reopen_case(ctx, case.id, before.id)]}


@blueprint.reads("/sla/settings", Settings, may=READ)
def settings(ctx: Context) -> dict[str, Any]:
    """What the company has switched"""
    return queries.settings(ctx)


@blueprint.writes("/sla/settings", Change, Settings, may=SWITCH, method="PATCH")
def change_settings(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Switch a promise of the company; holds for clocks that start from now on"""
    reason = body.pop("reason")
    return commands.change_settings(ctx, body, reason=reason)


def _told(ctx: Context, row: SlaClock) -> dict[str, Any]:
    told = queries.told(ctx, row)
    told["due"]["overdue"] = row.missed_at is not None and row.stopped_at is None
    return told


def _seen(ctx: Context) -> list[ColumnElement[bool]]:
    condition = sight.of_cases(ctx)
    return [] if condition is None else [SlaClock.instance_id.in_(select(Instance.id).where(condition))]


def _may_see(ctx: Context, clock_id: str) -> None:
    row = ctx.session.get(SlaClock, clock_id)
    if row is not None:
        sight.case(ctx, row.instance_id)
