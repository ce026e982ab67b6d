"""The page of those who look after privacy: requests with their clocks, inventory, holds, retention, who read what,
what rules decided; and all of it as a file for an audit (PIPL 54)."""

import io
import json
import zipfile
from dataclasses import asdict
from typing import Any

import simplejson
from flask import Response
from marshmallow import fields, validate
from sqlalchemy import func, select

from engine.access.rules import require
from engine.customers.dealings import Consent
from engine.customers.models import Contact, Customer
from engine.instances import queries as cases
from engine.instances.models import Instance
from engine.kernel import Context, Forbidden
from engine.privacy import copying, holds, inventory, notices, queries, retention, rules, settings
from engine.sla.models import SlaClock
from webapi.schemas import Instant, Schema, page_of
from webapi.unit import Blueprint

blueprint = Blueprint("privacy", __name__, description="Rights of people whose data the house keeps")
READ = ("read", "customer")
REQUEST = "data_subject_request"
MOST = 500


class Request(Schema):
    id = fields.String()
    number = fields.String(allow_none=True)
    kind = fields.String(allow_none=True)
    status = fields.String()
    outcome = fields.String(allow_none=True)
    started_at = Instant()
    ended_at = Instant(allow_none=True)
    due_at = Instant(allow_none=True)
    missed = fields.Boolean()


class Hold(Schema):
    id = fields.String()
    customer = fields.String()
    reason = fields.String()
    until = fields.Date(allow_none=True)
    since = Instant()
    by = fields.String()
    lifted_at = Instant(allow_none=True)


class NewHold(Schema):
    customer = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.Length(1, holds.LONGEST))
    until = fields.Date()


class Lifted(Schema):
    reason = fields.String(required=True, validate=validate.Length(1, holds.LONGEST))


class Proof(Schema):
    seq = fields.Integer(metadata={"description": "place in the customer's chain"})
    hash = fields.String()
    key_gone = fields.Boolean()


class Erased(Schema):
    at = Instant()
    by = fields.String()
    customer = fields.String(allow_none=True)
    case = fields.String(allow_none=True)
    proof = fields.Nested(Proof, allow_none=True)
    whole = fields.Boolean()
    case_id = fields.String(allow_none=True)
    reached = fields.Dict()


class RetentionItem(Schema):
    kind = fields.String()
    months = fields.Integer(metadata={"description": "0: for ever"})
    automatic = fields.Boolean(metadata={"description": "whether the night run takes it away; else people do"})
    next = fields.Integer(allow_none=True, metadata={"description": "how much the next run will take away"})
    gone = fields.Integer(allow_none=True, metadata={"description": "how much the last run took away"})
    remains = fields.Integer(allow_none=True)


class Retention(Schema):
    next_at = Instant()
    last_at = Instant(allow_none=True)
    items = fields.List(fields.Nested(RetentionItem))


class Copied(Schema):
    id = fields.String()
    number = fields.String(allow_none=True)
    case = fields.String()
    at = Instant()
    until = Instant()
    sha256 = fields.String()
    fetched = fields.Boolean()


class NoticeTexts(Schema):
    zh = fields.String(required=True)
    en = fields.String(required=True)


class NoticeVersion(NoticeTexts):
    version = fields.Integer()
    at = Instant()
    by = fields.String()
    shown = fields.Integer(metadata={"description": "how often it stood above something that came in"})


class Field(Schema):
    place = fields.String()
    name = fields.String()
    name_en = fields.String()
    field_class = fields.String()
    purpose = fields.String()
    purpose_en = fields.String()
    basis = fields.String()
    sensitive = fields.Boolean()
    retention = fields.String()
    months = fields.Integer(metadata={"description": "0: for ever"})


class Recorded(Schema):
    at = fields.String()
    fact = fields.String()
    actor = fields.String()
    customer = fields.String(allow_none=True)
    data = fields.Dict()


class Consented(Schema):
    purpose = fields.String()
    given = fields.Integer(metadata={"description": "contacts who said yes at last"})
    withdrawn = fields.Integer()


class Settings(Schema):
    law = fields.String(validate=validate.OneOf(rules.REGIONS))
    hosting = fields.String()
    cross_border = fields.Dict(
        allow_none=True, metadata={"description": "{mechanism, reference}; null withdraws the mechanism"}
    )
    retention_months = fields.Dict()
    expire_contacts = fields.Boolean(
        metadata={"description": "contacts of relations that ended so long ago are erased at night"}
    )
    processors = fields.List(fields.Dict(), metadata={"description": "[{name, purpose, country}]"})


class Change(Settings):
    reason = fields.String(required=True, validate=validate.Length(1, 500))


class Overview(Schema):
    officer = fields.Boolean()
    settings = fields.Nested(Settings)
    inventory = fields.List(fields.Nested(Field))
    holds = fields.List(fields.Nested(Hold))
    erasures = fields.List(fields.Nested(Erased))
    consents = fields.List(fields.Nested(Consented))
    retention = fields.Nested(Retention)


def _may_read(ctx: Context) -> None:
    if not queries.may_read(ctx):
        raise Forbidden("privacy_officers_only")


@blueprint.reads("/privacy", Overview, may=READ)
def overview(ctx: Context) -> dict[str, Any]:
    """Settings, inventory, holds, erasures, consents, and what the last expiry run left"""
    _may_read(ctx)
    run = queries.last_retention(ctx)
    return {
        "officer": queries.officer(ctx),
        "settings": queries.settings(ctx),
        "inventory": inventory.told(ctx),
        "holds": _holds(ctx),
        "erasures": _erasures(ctx),
        "consents": _consents(ctx),
        "retention": {
            "next_at": retention.next_at(ctx),
            "last_at": run.at if run else None,
            "items": retention.ahead(ctx),
        },
    }


def _erasures(ctx: Context, limit: int = 50) -> list[dict[str, Any]]:
    rows = queries.erasures(ctx, limit)
    proofs, numbers = queries.proofs(ctx, rows), _numbers(ctx, {row.customer_id for row in rows})
    numbered = _keys(ctx, {row.case_id for row in rows if row.case_id})
    return [
        {
            "at": row.at,
            "by": row.by,
            "whole": row.whole,
            "reached": row.reached,
            "customer": numbers.get(row.customer_id),
            "case_id": row.case_id,
            "case": numbered.get(row.case_id) if row.case_id else None,
            "proof": proofs.get(row.id),
        }
        for row in rows
    ]


def _keys(ctx: Context, ids: set[str]) -> dict[str, str | None]:
    rows = select(Instance.id, Instance.business_key).where(Instance.tenant_id == ctx.tenant, Instance.id.in_(ids))
    return {row.id: row.business_key for row in ctx.session.execute(rows)}


def _holds(ctx: Context) -> list[dict[str, Any]]:
    rows = queries.holds(ctx)
    numbers = _numbers(ctx, {row.customer_id for row in rows})
    names = ("id", "reason", "until", "since", "by", "lifted_at")
    return [{"customer": numbers.get(row.customer_id), **{name: getattr(row, name) for name in names}} for row in rows]


def _numbers(ctx: Context, ids: set[str]) -> dict[str, str]:
    rows = select(Customer.id, Customer.number).where(Customer.tenant_id == ctx.tenant, Customer.id.in_(ids))
    return {row.id: row.number for row in ctx.session.execute(rows)}


def _consents(ctx: Context) -> list[dict[str, Any]]:
    """By purpose, how many contacts said yes and how many no, each by their last word."""
    last = (
        select(func.max(Consent.id))
        .join(Contact, Contact.id == Consent.contact_id)
        .where(Consent.tenant_id == ctx.tenant, Contact.erased_at.is_(None))
        .group_by(Consent.contact_id, Consent.purpose)
    )
    rows = select(Consent.purpose, Consent.given, func.count()).where(Consent.id.in_(last))
    found: dict[str, dict[str, Any]] = {}
    for purpose, given, count in ctx.session.execute(rows.group_by(Consent.purpose, Consent.given)):
        told = found.setdefault(purpose, {"purpose": purpose, "given": 0, "withdrawn": 0})
        told["given" if given else "withdrawn"] = count
    return [found[purpose] for purpose in sorted(found)]


@blueprint.reads("/privacy/requests", page_of(Request), may=READ)
def requests(ctx: Context) -> dict[str, Any]:
    """Requests with the time by which they must be answered, open ones first"""
    _may_read(ctx)
    return {"items": _requests(ctx), "next": None}


def _requests(ctx: Context) -> list[dict[str, Any]]:
    rows = ctx.session.scalars(
        select(Instance)
        .where(Instance.tenant_id == ctx.tenant, Instance.process == REQUEST)
        .order_by(Instance.ended_at.is_not(None), Instance.started_at.desc())
        .limit(MOST)
    ).all()
    clocks = {
        clock.instance_id: clock
        for clock in ctx.session.scalars(
            select(SlaClock).where(SlaClock.instance_id.in_([row.id for row in rows]), SlaClock.target == "resolution")
        )
    }
    return [
        {
            "id": row.id,
            "number": row.business_key,
            "kind": cases.variables(row).get("kind"),
            "status": row.status,
            "outcome": row.outcome,
            "started_at": row.started_at,
            "ended_at": row.ended_at,
            "due_at": clocks[row.id].due_at if row.id in clocks else None,
            "missed": row.id in clocks and clocks[row.id].missed_at is not None,
        }
        for row in rows
    ]


@blueprint.reads("/privacy/accesses", page_of(Recorded), may=READ)
def accesses(ctx: Context) -> dict[str, Any]:
    """Who read whose contact in clear for which purpose, in the last year, newest first"""
    _may_read(ctx)
    return {"items": _recorded(ctx, queries.reveals(ctx)), "next": None}


@blueprint.reads("/privacy/automated", page_of(Recorded), may=READ)
def automated(ctx: Context) -> dict[str, Any]:
    """What rules decided about customers in the last year, newest first"""
    _may_read(ctx)
    return {"items": _recorded(ctx, queries.automated(ctx)), "next": None}


def _recorded(ctx: Context, entries: list[Any]) -> list[dict[str, Any]]:
    numbers = _numbers(ctx, {entry.stream.removeprefix("customer:") for entry in entries})
    hidden = ("note", "reasons", "metrics", "rules")  # remarks are sealed; numbers stand on the customer's page
    return [
        {
            "at": entry.at,
            "fact": entry.fact,
            "actor": entry.actor,
            "customer": numbers.get(entry.stream.removeprefix("customer:")),
            "data": {name: value for name, value in simplejson.loads(entry.data).items() if name not in hidden},
        }
        for entry in entries
    ]


@blueprint.writes("/privacy/holds", NewHold, Hold, may=READ, status=201)
def hold(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Keep the data of a customer's people from being erased"""
    require(ctx.actor, *READ)
    row = holds.put(ctx, body["customer"], body["reason"], body.get("until"))
    ctx.session.flush()
    return next(told for told in _holds(ctx) if told["id"] == row.id)


@blueprint.writes("/privacy/holds/<hold_id>/lift", Lifted, Hold, may=READ)
def lift(ctx: Context, body: dict[str, Any], hold_id: str) -> dict[str, Any]:
    """The hold is over"""
    holds.lift(ctx, hold_id, body["reason"])
    ctx.session.flush()
    return next(told for told in _holds(ctx) if told["id"] == hold_id)


@blueprint.writes("/privacy/settings", Change, Settings, may=READ, method="PATCH")
def change(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Law, retention, processors, the mechanism for data that leave the country"""
    reason = body.pop("reason")
    return settings.change(ctx, body, reason=reason)


@blueprint.reads("/privacy/copies", page_of(Copied), may=READ)
def copies(ctx: Context) -> dict[str, Any]:
    """The copies that people asked for and that are still kept, sealed"""
    _may_read(ctx)
    told = [
        {
            "id": row.id,
            "number": number,
            "case": row.instance_id,
            "at": row.at,
            "until": row.until,
            "sha256": row.sha256,
            "fetched": fetched,
        }
        for row, number, fetched in queries.copies(ctx)
        if row.until > ctx.now
    ]
    return {"items": told, "next": None}


@blueprint.writes("/privacy/copies/<copy_id>/hand-out", may=READ, kept=False)
def hand_out(ctx: Context, copy_id: str) -> Response:
    """The copy as a ZIP, for somebody who comes in person; on record, and an hour later it is gone"""
    queries.must_be_officer(ctx)
    return _zip(copying.fetch(ctx, copy_id, by_link=False), "personal-data.zip")


@blueprint.reads("/privacy/notices", page_of(NoticeVersion), may=READ)
def notice_versions(ctx: Context) -> dict[str, Any]:
    """Every version of the notice that public forms show, newest first"""
    _may_read(ctx)
    return {"items": _notices(ctx), "next": None}


def _notices(ctx: Context) -> list[dict[str, Any]]:
    shown = notices.counted(ctx)
    return [
        {"version": row.version, "at": row.published_at, "by": row.by, "shown": shown.get(row.version, 0), **row.texts}
        for row in notices.versions(ctx)
    ]


@blueprint.writes("/privacy/notices", NoticeTexts, NoticeVersion, may=READ, status=201)
def publish_notice(ctx: Context, body: dict[str, str]) -> dict[str, Any]:
    """Another version of the notice holds from now on"""
    notices.publish(ctx, body)
    ctx.session.flush()
    return _notices(ctx)[0]


@blueprint.reads("/privacy/export", may=READ)
def take_along(ctx: Context) -> Response:
    """Inventory, consents, accesses, automated decisions, requests, holds and erasures in one file, for an audit"""
    _may_read(ctx)
    parts = {
        "settings": queries.settings(ctx),
        "inventory": inventory.told(ctx),
        "consents": _consents(ctx),
        "accesses": _recorded(ctx, queries.reveals(ctx, 100_000)),
        "automated_decisions": _recorded(ctx, queries.automated(ctx, 100_000)),
        "requests": _requests(ctx),
        "holds": _holds(ctx),
        "erasures": [
            {**told, "proof": asdict(told["proof"]) if told["proof"] else None} for told in _erasures(ctx, MOST)
        ],
        "notices": _notices(ctx),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, told in parts.items():
            archive.writestr(f"{name}.json", json.dumps(told, ensure_ascii=False, indent=1, default=str))
    return _zip(out.getvalue(), "privacy-audit.zip")


def _zip(content: bytes, name: str) -> Response:
    response = Response(content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    return response
