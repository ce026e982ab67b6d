"""Changes of processes, decisions and forms on their way: written, tried out, looked at by somebody else, in force."""

from typing import Any

from marshmallow import fields, validate

from engine.definitions import commands, diff, drafts, queries, reading, rehearsals, reviewing
from engine.definitions.catalogue import catalogue
from engine.definitions.drafts import Draft
from engine.kernel import Context
from webapi import findings
from webapi.api.deployments import FILES, Deployment, refused, sent, told
from webapi.api.shapes import Finding, Nothing
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.texts import language, say
from webapi.unit import Blueprint

blueprint = Blueprint("drafts", __name__, description="Changes of processes, decisions and forms")
READ = ("read", "definition")
WRITE = ("deploy", "definition")
VIEWS = ("all", "mine", "review", "scheduled", "published")
STATUSES = (
    *("editing", "open", "scheduled", "approved", "urgent"),
    *("rejected", "withdrawn", "objected", "stopped"),
)


class DraftQuery(Query):
    view = fields.String(load_default="all", validate=validate.OneOf(VIEWS))


class Subject(Schema):
    kind = fields.String(metadata={"enum": ["process", "decision", "form", "scenario"]})
    key = fields.String()
    name = fields.String()
    name_en = fields.String()
    base = fields.Integer(allow_none=True, metadata={"description": "the version it was drawn from; null: it is new"})


class DraftItem(Schema):
    id = fields.String()
    status = fields.String(metadata={"enum": list(STATUSES)})
    files = fields.List(fields.String())
    subjects = fields.List(fields.Nested(Subject))
    why = fields.String()
    saved_at = Instant()
    proposed_at = Instant(allow_none=True)
    proposed_by = fields.String()
    effective_from = Instant(allow_none=True)
    major = fields.Boolean(metadata={"description": "those who work by it have to train anew"})
    decided_at = Instant(allow_none=True)
    decided_by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    urgent_why = fields.String(allow_none=True)
    published_at = Instant(allow_none=True)
    deployment = fields.String(attribute="deployment_id", allow_none=True)


class Played(Schema):
    name = fields.String()
    ok = fields.Boolean()
    why = fields.String(allow_none=True)


class Rehearsal(Schema):
    process = fields.String()
    state = fields.String(metadata={"enum": ["waiting", "green", "red"]})
    asked_at = Instant()
    ended_at = Instant(allow_none=True)
    scenarios = fields.List(fields.Nested(Played))
    unreached = fields.List(fields.String(), metadata={"description": "elements that no scenario comes to"})


class Change(Schema):
    element = fields.String()
    name = fields.String()
    what = fields.String(metadata={"enum": ["added", "removed", "changed", "moved"]})
    field = fields.String()
    old = fields.String(allow_none=True)
    new = fields.String(allow_none=True)


class Changed(Subject):
    file = fields.String()
    version = fields.Integer(allow_none=True, metadata={"description": "the version compared with"})
    before = fields.String(allow_none=True, metadata={"description": "its text"})
    after = fields.String()
    changes = fields.List(fields.Nested(Change))


class DraftPage(DraftItem):
    contents = fields.Dict(keys=fields.String(), values=fields.String(), metadata={"description": "file -> text"})
    findings = fields.List(fields.Nested(Finding))
    rehearsals = fields.List(fields.Nested(Rehearsal))
    verbs = fields.List(fields.String(), metadata={"description": "what you may do with it now"})


class SaveQuery(Schema):
    draft = fields.String(metadata={"description": "your draft that these files take the place of"})
    why = fields.String(load_default="")


class Submitted(Schema):
    why = fields.String(required=True, validate=validate.Length(1, 1000))
    effective_from = Instant(metadata={"description": "when it takes effect; at once after approval when not given"})
    major = fields.Boolean(load_default=False, metadata={"description": "those who work by it have to train anew"})


class Comment(Schema):
    comment = fields.String(load_default="", validate=validate.Length(0, 1000))


class Reason(Schema):
    reason = fields.String(required=True, validate=validate.Length(1, 1000))


class Earlier(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(["process", "decision", "form"]))
    key = fields.String(required=True)
    version = fields.Integer(required=True)
    why = fields.String(load_default="")


@blueprint.reads("/drafts", page_of(DraftItem), query=DraftQuery, may=READ)
def list_drafts(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Changes on their way, newest first: `mine`, those that wait for my `review`, `scheduled`, `published` ones"""
    rows = drafts.drafts(ctx, view=query["view"], before=after(query, str), limit=query["limit"] + 1)
    return page(rows, query["limit"], lambda row: row.id)


@blueprint.writes("/drafts", None, DraftItem, query=SaveQuery, may=WRITE, status=201, **FILES)
def save(ctx: Context, query: dict[str, Any]) -> Draft:
    """Keep files (multipart `files`) as a draft of yours; they may still be wrong"""
    return reviewing.save(ctx, sent(), draft_id=query.get("draft"), why=query["why"])


@blueprint.writes("/drafts/earlier", Earlier, DraftItem, may=WRITE, status=201)
def earlier(ctx: Context, body: dict[str, Any]) -> Draft:
    """Go back: an earlier version's text as a new draft, to be reviewed like any other"""
    return reviewing.restore(ctx, body["kind"], body["key"], body["version"], body["why"])


@blueprint.reads("/drafts/<draft_id>", DraftPage, may=READ)
def draft(ctx: Context, draft_id: str) -> dict[str, Any]:
    """A draft with its files, what the server finds in them, and how their scenarios went"""
    return _page(ctx, draft_id)


def _page(ctx: Context, draft_id: str) -> dict[str, Any]:
    row = drafts.draft(ctx, draft_id)
    files = drafts.content(ctx, row)
    lang = language()
    shown = {name: getattr(row, field.attribute or name) for name, field in DraftItem().fields.items()}
    return {
        **shown,
        "deployment_id": row.deployment_id,
        "reason": say(f"stopped_{row.reason}", {}, lang) if row.status == drafts.STOPPED else row.reason,
        "contents": {name: content.decode("utf-8", "replace") for name, content in files.items()},
        "findings": [findings.shown(one, lang) for one in reviewing.judged(commands.check(ctx, files))],
        "rehearsals": rehearsals.rehearsals(ctx, row),
        "verbs": reviewing.verbs(ctx, row),
    }


@blueprint.reads("/drafts/<draft_id>/changes", page_of(Changed), may=READ)
def changes(ctx: Context, draft_id: str) -> dict[str, Any]:
    """What a draft changes, definition by definition, against the version it was drawn from"""
    row = drafts.draft(ctx, draft_id)
    bases = {(subject["kind"], subject["key"]): subject for subject in row.subjects}
    found = reading.read(drafts.content(ctx, row), commands.forms_in_force(ctx)).candidates
    return {"items": [_changed(ctx, one, bases[one.kind, one.key]) for one in found], "next": None}


def _changed(ctx: Context, one: reading.Candidate, subject: dict[str, Any]) -> dict[str, Any]:
    base = subject["base"] and catalogue(ctx).version(one.kind, one.key, subject["base"])
    before = queries.content(ctx, base) if base else None
    return {
        **subject,
        "file": one.file,
        "version": base.version if base else None,
        "before": before.decode("utf-8", "replace") if before is not None else None,
        "after": one.content.decode("utf-8", "replace"),
        "changes": diff.compare(one.kind, before, one.content),
    }


@blueprint.writes("/drafts/<draft_id>/rehearse", Nothing, DraftPage, may=WRITE)
def rehearse(ctx: Context, body: dict[str, Any], draft_id: str) -> dict[str, Any]:
    """Have the scenarios of every process concerned played with these files"""
    rehearsals.rehearse(ctx, drafts.draft(ctx, draft_id))
    return _page(ctx, draft_id)


@blueprint.writes("/drafts/<draft_id>/submit", Submitted, DraftPage, may=WRITE)
def submit(ctx: Context, body: dict[str, Any], draft_id: str) -> dict[str, Any]:
    """Hand your draft to the others; 422 with `findings` when it could not be published"""
    with refused():
        reviewing.submit(ctx, draft_id, body["why"], body.get("effective_from"), major=body["major"])
    return _page(ctx, draft_id)


@blueprint.writes("/drafts/<draft_id>/approve", Comment, Deployment, may=READ)
def approve(ctx: Context, body: dict[str, Any], draft_id: str) -> dict[str, Any]:
    """Publish what somebody else proposed, at once or (id: null) on its day

    403 for the author, on every route. 409 while the scenarios still run or went astray, or when somebody published
    another version since the draft was drawn.
    """
    with refused():
        return told(reviewing.approve(ctx, draft_id, body["comment"]), language())


@blueprint.writes("/drafts/<draft_id>/reject", Reason, DraftItem, may=READ)
def reject(ctx: Context, body: dict[str, Any], draft_id: str) -> Draft:
    """Turn a draft down, object to one published in an emergency, or withdraw your own"""
    return reviewing.reject(ctx, draft_id, body["reason"])


@blueprint.writes("/drafts/<draft_id>/publish", Reason, Deployment, may=WRITE)
def publish(ctx: Context, body: dict[str, Any], draft_id: str) -> dict[str, Any]:
    """Emergency: publish your own draft before anybody has looked; the review stays due until somebody did it"""
    with refused():
        return told(reviewing.publish_urgently(ctx, draft_id, body["reason"]), language())
