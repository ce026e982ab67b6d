"""Files into definitions: deployed at once, or kept as a draft where the installation wants a review."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import request
from marshmallow import fields

from engine.definitions import commands, reviewing
from engine.kernel import Context, Invalid
from webapi import findings
from webapi.api.shapes import Finding
from webapi.schemas import Schema
from webapi.texts import language
from webapi.unit import Blueprint, parts

blueprint = Blueprint("deployments", __name__, description="Processes, decisions, forms from files")
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


class DeployQuery(Schema):
    check = fields.Boolean(load_default=False, metadata={"description": "only say what would be found"})
    strict = fields.Boolean(load_default=False, metadata={"description": "check as strictly as a review does"})
    why = fields.String(load_default="", metadata={"description": "the reason, for those who review it"})


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


@blueprint.writes(
    "/deployments", None, Deployment, query=DeployQuery, may=("deploy", "definition"), status=201, **FILES
)
def deploy(ctx: Context, query: dict[str, Any]) -> Any:
    """Deploy .bpmn, .dmn, form and scenario files (multipart `files`): all of them or none

    422 with `findings` when one is refused; `warnings` do not hinder. Unchanged content keeps its version. With
    `check` nothing is stored and the answer is 200 with the findings. Where the installation requires a review the
    files become a draft: `id` is null, `draft` names it, and another process owner approves it.
    """
    files, lang = sent(), language()
    if query["check"]:
        found = commands.check(ctx, files)
        found = reviewing.judged(found) if query["strict"] else found
        return {"findings": [findings.shown(one, lang) for one in found]}, 200
    with refused():
        if parts().config.require_review:
            draft, warnings = reviewing.propose(ctx, files, query["why"])
            shown = [findings.shown(one, lang) for one in warnings]
            return {**told(None, lang), "draft": draft.id, "warnings": shown}
        return told(commands.deploy(ctx, files), lang)


@contextmanager
def refused() -> Iterator[None]:
    """Files that cannot be deployed, as a problem with its findings in words."""
    try:
        yield
    except commands.Undeployable as why:
        shown = [findings.shown(one, language()) for one in why.findings]
        raise Invalid(why.code, findings=shown) from None


def told(outcome: commands.Outcome | None, lang: str) -> dict[str, Any]:
    """A deployment as the API tells it; one that has not happened yet has no id."""
    versions = outcome.versions if outcome else []
    return {
        "id": outcome.id if outcome else None,
        "processes": [one for one in versions if one.kind == "process"],
        "decisions": [one for one in versions if one.kind == "decision"],
        "forms": [one for one in versions if one.kind == "form"],
        "warnings": [findings.shown(one, lang) for one in outcome.warnings] if outcome else [],
    }


def sent() -> dict[str, bytes]:
    """The files of a multipart body by name."""
    files = [file for field in request.files for file in request.files.getlist(field)]
    return {file.filename or "": file.read() for file in files}
