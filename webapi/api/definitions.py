"""Reading the processes, decisions and forms that are in force, and their earlier versions."""

from typing import Any

from flask import Response
from marshmallow import fields

from engine.definitions import queries
from engine.definitions.catalogue import Version, catalogue
from engine.kernel import Context, NotFound
from engine.runtime import Element
from webapi import present
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("definitions", __name__, description="Processes, decisions, forms")
READ = ("read", "definition")


class Definition(Schema):
    key = fields.String()
    version = fields.Integer()
    name = fields.String()
    name_en = fields.String()
    description = fields.String()
    description_en = fields.String()
    start_form = fields.Raw(allow_none=True, metadata={"description": "{key, schema, ui, texts} of a plain start"})
    file = fields.String()
    model = fields.String(allow_none=True)
    executable = fields.Boolean()
    startable = fields.Boolean()
    off = fields.Boolean(metadata={"description": "switched off: nobody and nothing starts it; what runs goes on"})
    deployed_at = Instant()


class Versions(Definition):
    versions = fields.List(fields.Nested(Definition))


class Use(Schema):
    process = fields.String()
    process_name = fields.String()
    process_name_en = fields.String()
    element = fields.String()
    name = fields.String()
    name_en = fields.String()


class FormItem(Definition):
    used = fields.List(fields.Nested(Use), metadata={"description": "the steps in force that ask with it"})


class FormPage(Versions):
    used = fields.List(fields.Nested(Use))
    schema = fields.Dict()
    ui = fields.Dict()
    texts = fields.Dict()


def _heads(ctx: Context, kind: str) -> dict[str, Any]:
    return {"items": [present.version(ctx, head) for head in catalogue(ctx).heads(kind, ctx.now)], "next": None}


def _one(ctx: Context, kind: str, key: str) -> dict[str, Any]:
    versions = [present.version(ctx, one) for one in catalogue(ctx).versions(kind, key)]
    return {**present.version(ctx, queries.latest(ctx, kind, key)), "versions": versions}


def _file(ctx: Context, version: Version) -> Response:
    response = Response(queries.content(ctx, version), mimetype="application/xml")
    response.add_etag()
    return response


@blueprint.reads("/processes", page_of(Definition), may=READ)
def processes(ctx: Context) -> dict[str, Any]:
    """The version in force of every process"""
    return _heads(ctx, "process")


@blueprint.reads("/processes/<key>", Versions, may=READ)
def process(ctx: Context, key: str) -> dict[str, Any]:
    """A process with all its versions, newest first"""
    return _one(ctx, "process", key)


@blueprint.reads("/processes/<key>/versions/<int:number>/bpmn", may=READ)
def bpmn(ctx: Context, key: str, number: int) -> Response:
    """The drawing of a version as it was deployed"""
    return _file(ctx, queries.version(ctx, "process", key, number))


@blueprint.reads("/decisions", page_of(Definition), may=READ)
def decisions(ctx: Context) -> dict[str, Any]:
    """The version in force of every decision"""
    return _heads(ctx, "decision")


@blueprint.reads("/decisions/<key>", Versions, may=READ)
def decision(ctx: Context, key: str) -> dict[str, Any]:
    """A decision with all its versions, newest first"""
    return _one(ctx, "decision", key)


@blueprint.reads("/decisions/<key>/versions/<int:number>/dmn", may=READ)
def dmn(ctx: Context, key: str, number: int) -> Response:
    """The DMN file of a version as it was deployed"""
    return _file(ctx, queries.version(ctx, "decision", key, number))


@blueprint.reads("/forms", page_of(FormItem), may=READ)
def forms(ctx: Context) -> dict[str, Any]:
    """The version in force of every form, with the steps that ask with it"""
    used = queries.uses_of_forms(ctx)
    heads = catalogue(ctx).heads("form", ctx.now)
    return {"items": [{**present.version(ctx, head), "used": _used(used, head.key)} for head in heads], "next": None}


def _used(uses: dict[str, list[tuple[Version, Element]]], key: str) -> list[dict[str, str]]:
    return [
        {
            "process": head.key,
            "process_name": head.name,
            "process_name_en": head.name_en,
            "element": element.id,
            "name": element.name,
            "name_en": element.name_en,
        }
        for head, element in uses.get(key, [])
    ]


@blueprint.reads("/forms/<key>", FormPage, may=READ)
def form(ctx: Context, key: str) -> dict[str, Any]:
    """A form in force: schema, order, words"""
    found = present.form(ctx, key)
    if found is None:
        raise NotFound("form_unknown", key=key)
    return {**_one(ctx, "form", key), **found, "used": _used(queries.uses_of_forms(ctx), key)}


@blueprint.reads("/scenarios/<key>", may=READ)
def scenarios(ctx: Context, key: str) -> Response:
    """What a process promises: its scenarios in force, as the file they were deployed with (YAML)"""
    response = Response(queries.content(ctx, queries.latest(ctx, "scenario", key)), mimetype="application/yaml")
    response.add_etag()
    return response
