"""Deploying processes, decisions and forms, and reading what is in force."""

from typing import Any

from flask import Response, request
from marshmallow import fields, validate
from werkzeug.datastructures import FileStorage

from engine.definitions import commands, drafts, queries
from engine.definitions.catalogue import Version, catalogue
from engine.kernel import Context, Invalid, NotFound
from webapi import findings, present
from webapi.api.shapes import Finding, Nothing
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.texts import language
from webapi.unit import Blueprint, parts

blueprint = Blueprint("definitions", __name__, description="Processes, decisions, forms")
READ = ("read", "definition")


class CheckQuery(Schema):
    check = fields.Boolean(load_default=False, metadata={"description": "only say what would be found"})


class Deployed(Schema):
    key = fields.String()
    version = fields.Integer()
    executable = fields.Boolean()


class Deployment(Schema):
    id = fields.String(allow_none=True)
    draft = fields.String(metadata={"description": "the draft that waits for a review, where one is required"})
    processes = fields.List(fields.Nested(Deployed))
    decisions = fields.List(fields.Nested(Deployed))
    forms = fields.List(fields.Nested(Deployed))
    warnings = fields.List(fields.Nested(Finding))
    findings = fields.List(fields.Nested(Finding))


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
    deployed_at = Instant()


class Versions(Definition):
    versions = fields.List(fields.Nested(Definition))


class FormPage(Versions):
    schema = fields.Dict()
    ui = fields.Dict()
    texts = fields.Dict()


FILES: dict[str, Any] = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            }
        }
    }
}


class DraftItem(Schema):
    id = fields.String()
    status = fields.String(metadata={"enum": ["open", "approved", "rejected"]})
    files = fields.List(fields.String())
    proposed_at = Instant()
    proposed_by = fields.String()
    decided_at = Instant(allow_none=True)
    decided_by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    deployment = fields.String(attribute="deployment_id", allow_none=True)


class DraftPage(DraftItem):
    contents = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "file -> text"})


class Reason(Schema):
    reason = fields.String(required=True, validate=validate.Length(1, 1000))


@blueprint.writes("/deployments", None, Deployment, query=CheckQuery, may=("deploy", "definition"), status=201, **FILES)
def deploy(ctx: Context, query: dict[str, Any]) -> Any:
    """Deploy .bpmn, .dmn and form files (multipart `files`): all of them or none

    422 with `findings` when one is refused; `warnings` do not hinder. Unchanged content keeps its version. With
    `check` nothing is stored and the answer is 200 with the findings. Where the installation requires a review the
    files become a draft: `id` is null, `draft` names it, and another process owner approves it.
    """
    files = {file.filename or "": file.read() for file in _files()}
    lang = language()
    if query["check"]:
        return {"findings": [findings.shown(one, lang) for one in commands.check(ctx, files)]}, 200
    try:
        if parts().config.require_review:
            draft, warnings = drafts.propose(ctx, files)
            nothing: dict[str, Any] = {"id": None, "processes": [], "decisions": [], "forms": []}
            return {**nothing, "draft": draft.id, "warnings": [findings.shown(one, lang) for one in warnings]}
        return _told(commands.deploy(ctx, files), lang)
    except commands.Undeployable as refused:
        raise _refused(refused, lang) from None


def _refused(refused: commands.Undeployable, lang: str) -> Invalid:
    return Invalid(refused.code, findings=[findings.shown(one, lang) for one in refused.findings])


def _told(outcome: commands.Outcome, lang: str) -> dict[str, Any]:
    told = {kind: [v for v in outcome.versions if v.kind == kind] for kind in ("process", "decision", "form")}
    return {
        "id": outcome.id,
        "processes": told["process"],
        "decisions": told["decision"],
        "forms": told["form"],
        "warnings": [findings.shown(one, lang) for one in outcome.warnings],
    }


@blueprint.reads("/drafts", page_of(DraftItem), query=Query, may=READ)
def list_drafts(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Deployments that waited or wait for a review, newest first"""
    rows = drafts.drafts(ctx, before=after(query, str), limit=query["limit"] + 1)
    return page(rows, query["limit"], lambda row: row.id)


@blueprint.reads("/drafts/<draft_id>", DraftPage, may=READ)
def draft(ctx: Context, draft_id: str) -> dict[str, Any]:
    """A draft with its files"""
    row = drafts.draft(ctx, draft_id)
    shown: dict[str, Any] = DraftItem().dump(row)
    texts = {name: content.decode("utf-8", "replace") for name, content in drafts.content(ctx, row).items()}
    return {**shown, "deployment_id": row.deployment_id, "proposed_at": row.proposed_at, "decided_at": row.decided_at,
            "contents": texts}  # fmt: skip


@blueprint.writes("/drafts/<draft_id>/approve", Nothing, Deployment, may=("deploy", "definition"))
def approve(ctx: Context, body: dict[str, Any], draft_id: str) -> dict[str, Any]:
    """Publish a draft that somebody else proposed"""
    lang = language()
    try:
        return _told(drafts.approve(ctx, draft_id), lang)
    except commands.Undeployable as refused:
        raise _refused(refused, lang) from None


@blueprint.writes("/drafts/<draft_id>/reject", Reason, DraftItem, may=("deploy", "definition"))
def reject(ctx: Context, body: dict[str, Any], draft_id: str) -> Any:
    """Turn a draft down, or withdraw one's own"""
    return drafts.reject(ctx, draft_id, body["reason"])


def _files() -> list[FileStorage]:
    return [file for field in request.files for file in request.files.getlist(field)]


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


@blueprint.reads("/forms", page_of(Definition), may=READ)
def forms(ctx: Context) -> dict[str, Any]:
    """The version in force of every form"""
    return _heads(ctx, "form")


@blueprint.reads("/forms/<key>", FormPage, may=READ)
def form(ctx: Context, key: str) -> dict[str, Any]:
    """A form in force: schema, order, words"""
    found = present.form(ctx, key)
    if found is None:
        raise NotFound("form_unknown", key=key)
    return {**_one(ctx, "form", key), **found}
