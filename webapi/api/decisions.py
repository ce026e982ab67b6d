"""Asking a decision: what comes out, by which rules, from which version."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, validate

from engine.definitions import queries
from engine.definitions.catalogue import Version, catalogue
from engine.feel import dmn, values
from engine.feel.stdlib import from_python
from engine.kernel import Context, Invalid, NotFound
from webapi.schemas import Schema
from webapi.texts import language, say
from webapi.unit import Blueprint

blueprint = Blueprint("evaluation", __name__, description="Asking decisions")
MAY = ("evaluate", "decision")


class Ask(Schema):
    variables = fields.Dict(keys=fields.String(), load_default=dict)
    version = fields.Integer(validate=validate.Range(1))


class AskModel(Schema):
    model = fields.String(required=True, metadata={"description": "the name of the definitions, or the file's stem"})
    decision = fields.String(metadata={"description": "a decision by its name or id"})
    invocable = fields.String(metadata={"description": "a BKM or decision service by its name or id"})
    variables = fields.Dict(keys=fields.String(), load_default=dict)


class Step(Schema):
    decision = fields.String()
    name = fields.String()
    value = fields.Raw(allow_none=True)
    inputs = fields.Dict()
    rules = fields.List(fields.String())


class Evaluated(Schema):
    result = fields.Raw(allow_none=True, metadata={"description": "JSON, with ISO 8601 texts for dates and times"})
    matched = fields.List(fields.String(), metadata={"description": "ids of the rules that matched"})
    version = fields.Integer()
    inputs = fields.Dict()
    trace = fields.List(fields.Nested(Step))
    error = fields.String(metadata={"description": "what went wrong, when the result is null for that reason"})
    errors = fields.List(fields.Dict())


@blueprint.asks("/decisions/<key>/evaluate", Ask, Evaluated, may=MAY)
def evaluate(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Ask a decision in force, or a given version of it"""
    if "version" in body:
        found = queries.version(ctx, "decision", key, body["version"])
    else:
        found = queries.latest(ctx, "decision", key)
    return {**answered(ctx, queries.decisions(ctx, found), key, body["variables"]), "version": found.version}


@blueprint.asks("/decisions/evaluate", AskModel, Evaluated, may=MAY)
def evaluate_model(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Ask any decision, BKM or decision service of a deployed model by its names"""
    found = _model(ctx, body["model"])
    model = queries.decisions(ctx, found)
    asked = body.get("decision") or body.get("invocable") or _only(model)
    if model.find(asked) is None:
        raise NotFound("decision_unknown", key=asked)
    return {**answered(ctx, model, asked, body["variables"]), "version": found.version}


def _model(ctx: Context, name: str) -> Version:
    heads = catalogue(ctx).heads("decision", ctx.now)
    for head in heads:
        if head.model == name or head.file.rsplit("/", 1)[-1].removesuffix(".dmn") == name:
            return head
    raise NotFound("model_unknown", model=name)


def _only(model: dmn.Model) -> str:
    if len(model.decisions) != 1:
        raise Invalid("decision_needed", names=list(model.decisions.values()))
    return next(iter(model.decisions))


def answered(ctx: Context, model: dmn.Model, asked: str, variables: Mapping[str, Any]) -> dict[str, Any]:
    """What a model answers, as `Evaluated` tells it; `steps` are the trace as it is."""
    now = from_python(ctx.now.astimezone(ctx.zone))
    result = model.evaluate(asked, model.adapt(values.of(dict(variables))), now=now)  # type: ignore[arg-type]
    lang = language()
    answer: dict[str, Any] = {
        "result": None if result.failed else values.wire(result.value),
        "matched": list(result.matched),
        "inputs": values.wire(result.inputs),
        "trace": [
            {
                "decision": step.decision,
                "name": step.name,
                "value": values.wire(step.value),
                "inputs": values.wire(step.inputs),
                "rules": list(step.rules),
            }
            for step in result.trace
        ],
        "steps": result.trace,
    }
    if result.errors:
        told = [{"code": e.code, "message": say(f"feel_{e.code}", e.params, lang)} for e in result.errors]
        answer["errors"] = told
        if result.failed:
            answer["error"] = told[0]["message"]
    return answer
