"""What the modeler asks while somebody draws: is this formula right, which services are there, what do they take."""

from typing import Any

from marshmallow import fields, validate

from engine.definitions import scope
from engine.kernel import Context
from engine.runtime.checking import check
from webapi.schemas import Schema, page_of
from webapi.texts import language
from webapi.texts_findings import finding
from webapi.unit import Blueprint

blueprint = Blueprint("modeling", __name__, description="Help while a process is drawn")
READ = ("read", "definition")


class Scope(Schema):
    """What the drawing gives: literal keys of its forms and decisions, names of results; `mentioned` more than once."""

    forms = fields.List(fields.String(), load_default=list, validate=validate.Length(0, 200))
    decisions = fields.List(fields.String(), load_default=list, validate=validate.Length(0, 200))
    names = fields.List(fields.String(), load_default=list, validate=validate.Length(0, 2_000))
    mentioned = fields.List(fields.String(), load_default=list, validate=validate.Length(0, 5_000))


class Typed(Schema):
    text = fields.String(required=True, validate=validate.Length(0, 20_000))
    how = fields.String(load_default="always", validate=validate.OneOf(["always", "marked", "timer"]))
    scope = fields.Nested(Scope)


class Checked(Schema):
    message = fields.String(allow_none=True, metadata={"description": "what is wrong; null: nothing"})
    remedy = fields.String(allow_none=True)
    position = fields.Integer(allow_none=True, metadata={"description": "offset of the first character concerned"})
    names = fields.List(fields.String(), metadata={"description": "the variables that it reads"})
    doubts = fields.Dict(
        keys=fields.String(),
        values=fields.String(),
        metadata={"description": "a name that nothing in the `scope` gives: the one that is probably meant"},
    )


class Parameter(Schema):
    name = fields.String()
    types = fields.List(fields.String())
    required = fields.Boolean()
    choices = fields.List(fields.String())


class Service(Schema):
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    parameters = fields.List(fields.Nested(Parameter))


@blueprint.asks("/formulas/check", Typed, Checked, may=READ)
def check_formula(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Whether a text of a model can be read, and if not, where it goes wrong"""
    found = check(body["text"], body["how"])
    message, remedy = finding(found.code, found.params or {}, language()) if found.code else (None, None)
    doubts = _doubts(ctx, found.names, body["scope"]) if found.names and body.get("scope") else {}
    told = {"message": message, "remedy": remedy, "position": found.position}
    return {**told, "names": list(found.names), "doubts": doubts}


def _doubts(ctx: Context, names: tuple[str, ...], told: dict[str, Any]) -> dict[str, str]:
    given = scope.given(ctx, forms=told["forms"], decisions=told["decisions"]) | set(told["names"])
    return scope.doubted(names, given, told["mentioned"])


@blueprint.reads("/services", page_of(Service), may=READ)
def services(ctx: Context) -> dict[str, Any]:
    """What a service task may call, with the parameters that each takes"""
    found = sorted(ctx.wiring.connectors.values(), key=lambda connector: connector.key)
    return {"items": [_service(connector) for connector in found], "next": None}


def _service(connector: Any) -> dict[str, Any]:
    needed = connector.parameters.get("required", ())
    return {
        "key": connector.key,
        "name": connector.names["zh"],
        "name_en": connector.names["en"],
        "parameters": [
            {"name": name, "types": _types(told), "required": name in needed, "choices": _choices(told)}
            for name, told in connector.parameters.get("properties", {}).items()
        ],
    }


def _types(told: dict[str, Any]) -> list[str]:
    types = told.get("type", [])
    return [one for one in ([types] if isinstance(types, str) else types) if one != "null"]


def _choices(told: dict[str, Any]) -> list[str]:
    return [str(one) for one in told.get("enum", ()) if one is not None]
