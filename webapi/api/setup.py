"""The first day: which steps of the set-up are done, told by what is there, and the few that are a decision."""

from typing import Any

from marshmallow import fields, validate
from sqlalchemy import func, select

from engine.access import company
from engine.access.models import Department, Person
from engine.access.rules import require
from engine.customers import evaluation, schemes
from engine.customers.models import Customer, Purchase
from engine.customers.tiers import ScoreRun
from engine.definitions import switches
from engine.definitions.catalogue import catalogue
from engine.feel import values
from engine.instances import commands as instances
from engine.kernel import Conflict, Context, NotFound
from webapi import packs
from webapi.api.deployments import refused
from webapi.api.shapes import Nothing
from webapi.schemas import Schema
from webapi.unit import Blueprint, unit

blueprint = Blueprint("setup", __name__, description="The first day")
MAY = ("manage", "person")
STEPS = ("company", "people", "pack", "customers", "purchases", "trial", "live")
EVALUATION = "tier_batch_evaluation"


class Step(Schema):
    key = fields.String(metadata={"enum": list(STEPS)})
    done = fields.Boolean()
    skipped = fields.Boolean()


class Switched(Schema):
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    description = fields.String()
    description_en = fields.String()


class Pack(Schema):
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    about = fields.String()
    about_en = fields.String()
    processes = fields.List(fields.String())
    groups = fields.List(fields.Dict())


class Setup(Schema):
    name = fields.String()
    name_en = fields.String()
    pack = fields.String(allow_none=True)
    tried_on = fields.Date(allow_none=True)
    live_on = fields.Date(allow_none=True)
    steps = fields.List(fields.Nested(Step))
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    scheme = fields.Dict(allow_none=True, metadata={"description": "the leading tier scheme: {key, name, name_en}"})
    packs = fields.List(fields.Nested(Pack))
    processes = fields.List(fields.Nested(Switched))


class CompanyChange(Schema):
    name = fields.String(validate=validate.Length(1, 120))
    name_en = fields.String(validate=validate.Length(0, 120))


class Skip(Schema):
    step = fields.String(required=True, validate=validate.OneOf(STEPS))
    skip = fields.Boolean(load_default=True)


class Chosen(Schema):
    pack = fields.String(required=True)


class Trial(Schema):
    summary = fields.Dict()


@blueprint.reads("/setup", Setup, may=MAY)
def setup(ctx: Context) -> dict[str, Any]:
    """How far the set-up has come: a step is done when what it brings is there"""
    return _told(ctx)


@blueprint.writes("/setup", CompanyChange, Setup, may=MAY, method="PATCH")
def change(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """What the company is called"""
    company.change(ctx, **body)
    return _told(ctx)


@blueprint.writes("/setup/skip", Skip, Setup, may=MAY)
def skip(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Leave a step out, or take it up again"""
    company.skip(ctx, body["step"], left_out=body["skip"])
    return _told(ctx)


@blueprint.writes("/setup/pack", Chosen, Setup, may=MAY)
def choose(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Switch a pack on: its processes, all rule tables and forms, its tier scheme; other processes of keflow's off"""
    with refused():
        packs.switch_on(ctx, body["pack"])
    return _told(ctx)


@blueprint.signed("/setup/trial", Nothing, Trial, method="POST")
def trial(body: dict[str, Any]) -> dict[str, Any]:
    """The first evaluation as a dry run: who would stand where. Only the day of it is kept"""
    with unit(write=False) as ctx:
        require(ctx.actor, *MAY)
        order = evaluation.prepare(ctx, _scheme(ctx), _today(ctx), "preview")
    summary = evaluation.score(order).summary
    with unit(write=True) as ctx:
        company.change(ctx, tried_on=_today(ctx))
    return {"summary": summary}


@blueprint.writes("/setup/live", Nothing, Setup, may=MAY)
def live(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """From today on in earnest: the first evaluation starts, where there is something to evaluate"""
    held = company.company(ctx)
    if held["live_on"]:
        raise Conflict("live_already", on=held["live_on"].isoformat())
    if schemes.leading_key(ctx) and ctx.session.scalar(select(Purchase.id).limit(1)):
        about = {"scheme": _scheme(ctx), "as_of": _today(ctx).isoformat(), "mode": "live"}
        instances.start(ctx, EVALUATION, values.of({**about, "requested_by": ctx.actor.name}))
    company.change(ctx, live_on=_today(ctx))
    return _told(ctx)


def _today(ctx: Context) -> Any:
    return ctx.now.astimezone(ctx.zone).date()


def _scheme(ctx: Context) -> str:
    key = schemes.leading_key(ctx)
    if key is None:
        raise NotFound("no_scheme_yet")
    return key


def _told(ctx: Context) -> dict[str, Any]:
    ctx.session.flush()
    held, counts = company.company(ctx), _counts(ctx)
    heads = catalogue(ctx).heads("process", ctx.now)
    leader = schemes.leading(ctx)
    done = {
        "company": bool(held["name"]),
        "people": counts["people"] > 1 and counts["departments"] > 0,
        "pack": bool(heads) and leader is not None,
        "customers": counts["customers"] > 0,
        "purchases": counts["purchases"] > 0,
        "trial": held["tried_on"] is not None or counts["runs"] > 0,
        "live": held["live_on"] is not None,
    }
    return {
        **held,
        "steps": [{"key": key, "done": done[key], "skipped": key in held["skipped"]} for key in STEPS],
        "counts": counts,
        "scheme": leader and {"key": leader.key, "name": leader.names["zh"], "name_en": leader.names["en"]},
        "packs": [_pack(one) for one in packs.PACKS],
        "processes": [
            {word: getattr(head, word) for word in ("key", "name", "name_en", "description", "description_en")}
            for head in heads
            if head.key not in switches.off(ctx)
        ],
    }


def _pack(one: packs.Pack) -> dict[str, Any]:
    shown = {name: getattr(one, name) for name in ("key", "name", "name_en", "about", "about_en")}
    groups = [{"name": name, "name_en": name_en, "means": list(meant)} for name, name_en, meant in one.groups]
    return {**shown, "processes": sorted(one.processes - {"rules"}), "groups": groups}


def _counts(ctx: Context) -> dict[str, int]:
    kinds: dict[str, Any] = {
        "people": Person,
        "departments": Department,
        "customers": Customer,
        "purchases": Purchase,
        "runs": ScoreRun,
    }
    asked = [select(func.count()).where(kind.tenant_id == ctx.tenant).scalar_subquery() for kind in kinds.values()]
    return dict(zip(kinds, ctx.session.execute(select(*asked)).one(), strict=True))
