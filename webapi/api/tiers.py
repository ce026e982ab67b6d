"""Evaluations of all customers, and who would move."""

from typing import Any

from marshmallow import fields, validate

from engine.customers import commands, explanation, queries, schemes, words
from engine.kernel import Context
from engine.scoring.metrics import METRICS, Metric
from webapi import samples
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("tiers", __name__, description="Evaluations of all customers")
READ, STEER = ("read", "customer"), ("deploy", "definition")


class RunsQuery(Query):
    scheme = fields.String()


class Run(Schema):
    run = fields.String()
    scheme = fields.String()
    as_of = fields.String()
    mode = fields.String()
    status = fields.String()
    scored_at = Instant()
    customers = fields.Integer()
    movers = fields.Integer()
    promotions = fields.Integer()
    demotions = fields.Integer()


class TierFigure(Schema):
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    unit = fields.String()
    falls = fields.Boolean(metadata={"description": "less is better"})
    formula = fields.String()
    formula_en = fields.String()
    source = fields.String()
    source_en = fields.String()


class TierFigures(Schema):
    items = fields.List(fields.Nested(TierFigure))


@blueprint.reads("/tiers/figures", TierFigures, may=READ)
def figures(ctx: Context) -> dict[str, Any]:
    """What tiers and scores may be judged by: every figure with its formula"""
    return {"items": [_figure(metric) for metric in METRICS]}


def _figure(metric: Metric) -> dict[str, Any]:
    both = {"name": metric.called(), "formula": metric.formula, "source": metric.source}
    told = {name: pair.zh for name, pair in both.items()} | {f"{name}_en": pair.en for name, pair in both.items()}
    return {"key": metric.key, "unit": metric.unit, "falls": metric.falls, **told}


class SchemeTier(Schema):
    code = fields.String()
    name = fields.String()
    name_en = fields.String()
    band = fields.Integer()
    entry = fields.String(metadata={"description": "what it takes; empty at the base"})
    entry_en = fields.String()


class TierScheme(Schema):
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    about = fields.String()
    about_en = fields.String()
    used = fields.Boolean(metadata={"description": "false: a sample that could be used"})
    leading = fields.Boolean()
    segment = fields.String()
    version = fields.Integer(allow_none=True)
    table = fields.String()
    score = fields.String(allow_none=True)
    figures = fields.List(fields.String())
    tiers = fields.List(fields.Nested(SchemeTier))


class TierSchemes(Schema):
    items = fields.List(fields.Nested(TierScheme))


class UseSample(Schema):
    sample = fields.String(required=True)
    leading = fields.Boolean(load_default=False)


@blueprint.reads("/tiers/schemes", TierSchemes, may=READ)
def schemes_(ctx: Context) -> dict[str, Any]:
    """The tier schemes in use, and the samples that could be"""
    return _schemes(ctx)


@blueprint.writes("/tiers/schemes", UseSample, TierSchemes, may=STEER)
def use_sample(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Use a sample scheme, beside the others or as the one that sets the service band"""
    samples.use(ctx, body["sample"], leading=body["leading"])
    return _schemes(ctx)


def _schemes(ctx: Context) -> dict[str, Any]:
    used = schemes.every(ctx)
    about = {one.key: one for one in samples.SAMPLES}
    open_ = [one for one in samples.SAMPLES if one.key not in {scheme.key for scheme in used}]
    return {"items": [*(_used(one, about.get(one.key)) for one in used), *(_offered(one) for one in open_)]}


def _used(one: schemes.Scheme, sample: samples.Sample | None) -> dict[str, Any]:
    ladder = one.ladder
    tiers = []
    for member in reversed(ladder.members):
        zh, en = words.limits(member.ways, ladder.window_months)
        tiers.append({**explanation.member(member), "entry": zh, "entry_en": en})
    return {
        "key": one.key,
        "name": one.names["zh"],
        "name_en": one.names["en"],
        "about": sample.about if sample else "",
        "about_en": sample.about_en if sample else "",
        "used": True,
        "leading": one.leading,
        "segment": one.segment,
        "version": one.version,
        "table": one.tables["table"],
        "score": one.tables.get("score"),
        "figures": [*dict.fromkeys((*ladder.metrics, *ladder.measured))],
        "tiers": tiers,
    }


def _offered(one: samples.Sample) -> dict[str, Any]:
    return {
        "key": one.key,
        "name": one.names["zh"],
        "name_en": one.names["en"],
        "about": one.about,
        "about_en": one.about_en,
        "used": False,
        "leading": False,
        "segment": "",
        "version": None,
        "table": one.definition["table"],
        "score": one.definition.get("score"),
        "figures": [],
        "tiers": [],
    }


class MovesQuery(Query):
    status = fields.String()


class Move(Schema):
    customer = fields.String(metadata={"description": "客户编号"})
    name = fields.String()
    direction = fields.String()
    from_ = fields.String(attribute="from", data_key="from", allow_none=True)
    to = fields.String()
    amount = fields.Raw()
    yearly_cost = fields.Raw()
    route = fields.Raw()
    plain = fields.Boolean()
    status = fields.String()


@blueprint.reads("/tiers/runs", page_of(Run), query=RunsQuery, may=READ)
def runs(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The latest evaluations, newest first"""
    return {"items": queries.runs(ctx, query.get("scheme"), query["limit"]), "next": None}


@blueprint.reads("/tiers/runs/<run>/moves", page_of(Move), query=MovesQuery, may=READ)
def moves(ctx: Context, query: dict[str, Any], run: str) -> dict[str, Any]:
    """The moves that an evaluation proposed, by customer, those that the asker may see"""
    limit = query["limit"]
    found = queries.moves(ctx, run, status=query.get("status"), after=after(query, str), limit=limit + 1)
    return page(found, limit, lambda move: move["customer"])


class Lock(Schema):
    until = fields.Date(required=True, metadata={"description": "the last day of the lock"})
    reason = fields.String(required=True, validate=validate.Length(1, 1000))
    scheme = fields.String(metadata={"description": "by default the leading one"})


class Unlock(Schema):
    scheme = fields.String(metadata={"description": "by default the leading one"})


class Locked(Schema):
    scheme = fields.String()
    member = fields.Raw(allow_none=True)
    locked_until = fields.String(allow_none=True)
    lock_reason = fields.String(allow_none=True)


@blueprint.writes("/customers/<which>/tier/lock", Lock, Locked, may=STEER)
def lock(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Hold a customer's tier against the rules until a day, for a reason"""
    scheme = body.get("scheme") or _leading(ctx, which)
    commands.lock_tier(ctx, which, scheme, until=body["until"], reason=body["reason"])
    return queries.tier(ctx, which, scheme)


@blueprint.writes("/customers/<which>/tier/unlock", Unlock, Locked, may=STEER)
def unlock(ctx: Context, body: dict[str, Any], which: str) -> dict[str, Any]:
    """Lift a lock before its day"""
    scheme = body.get("scheme") or _leading(ctx, which)
    commands.unlock_tier(ctx, which, scheme)
    return queries.tier(ctx, which, scheme)


def _leading(ctx: Context, which: str) -> str:
    return str(queries.tier(ctx, which, None)["scheme"])
