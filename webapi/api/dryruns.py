"""Dry runs of a draft over all customers: at once in a small company, as a job with its progress in a large one."""

import csv
import io
from typing import Any

from flask import Response
from marshmallow import fields, validate

from engine.customers import trials
from engine.kernel import Context
from webapi import workbook
from webapi.api.trials import WRITE, Draft, sent
from webapi.schemas import Instant, Schema
from webapi.texts import language, say
from webapi.unit import Blueprint, permit, unit

blueprint = Blueprint("dryruns", __name__, description="Dry runs of rule tables over all customers")


class DryRun(Draft):
    as_of = fields.Date(metadata={"description": "day of the review; by default the last end of a period"})
    later = fields.Boolean(load_default=False, metadata={"description": "as a job, however few customers there are"})


class Pair(Schema):
    from_ = fields.String(attribute="from", data_key="from")
    to = fields.String()
    customers = fields.Integer()
    revenue = fields.Raw(metadata={"description": "yuan of the scheme's window, or of the last 12 months"})


class Sampled(Schema):
    customer = fields.String()
    name = fields.String()
    member = fields.String(allow_none=True)
    from_ = fields.String(attribute="from", data_key="from")
    to = fields.String()
    amount = fields.Raw()
    action = fields.String()
    band = fields.Integer()
    reason = fields.String()
    reason_en = fields.String()
    inputs = fields.Dict()


class Tier(Schema):
    member = fields.String()
    name = fields.String()
    name_en = fields.String()
    customers = fields.Integer(metadata={"description": "now"})
    today = fields.Integer(metadata={"description": "after all moves, by the table in force"})
    draft = fields.Integer(metadata={"description": "after all moves, by the draft"})
    share_today = fields.Raw(metadata={"description": "share of revenue, 0-1"})
    share_draft = fields.Raw()


class Outcome(Schema):
    customers = fields.Integer()
    changed = fields.Integer()
    at_stake = fields.Raw()
    moves = fields.List(fields.Nested(Pair))
    sample = fields.List(fields.Nested(Sampled))


class OfScheme(Outcome):
    scheme = fields.String()
    name = fields.String()
    name_en = fields.String()
    as_of = fields.String(metadata={"format": "date"})
    window_months = fields.Integer()
    tiers = fields.List(fields.Nested(Tier))
    today = fields.Dict(metadata={"description": "movers, promotions, demotions, counts, benefit_cost, tasks"})
    draft = fields.Dict()
    members = fields.Dict()


class Answer(Schema):
    answer = fields.String(metadata={"description": "JSON"})
    today = fields.Integer()
    draft = fields.Integer()


class OfAnswers(Outcome):
    answers = fields.List(fields.Nested(Answer))


class OfWork(Schema):
    today = fields.Dict(metadata={"description": "as /forecast answers"})
    draft = fields.Dict()
    changed = fields.Integer(metadata={"description": "customers who would be looked after differently"})
    sample = fields.List(fields.Nested(Sampled))


class Ran(Schema):
    state = fields.String(metadata={"enum": ["none", "waiting", "done", "failed"]})
    share = fields.Float(metadata={"description": "how far it is, 0-1"})
    asked_at = Instant()
    draft = fields.String(metadata={"description": "the file that was tried"})
    error = fields.String(metadata={"description": "why it failed"})
    kind = fields.String(metadata={"enum": ["tiers", "work", "answers"]})
    schemes = fields.List(fields.Nested(OfScheme))
    work = fields.Nested(OfWork)
    answers = fields.Nested(OfAnswers)


class ExportQuery(Schema):
    format = fields.String(load_default="xlsx", validate=validate.OneOf(["xlsx", "csv"]))


@blueprint.signed("/decisions/<key>/dry-run", DryRun, Ran, method="POST")
def ask(body: dict[str, Any], key: str) -> tuple[dict[str, Any], int]:
    """Ask a draft about all customers, against the table in force: who would move, the revenue at stake, the work

    `kind` says by what: `tiers` (a table that sets tiers, their guard, route or benefits), `work` (follow-up and
    incentives: touches and tasks a month), `answers` (any table that asks what is known of all customers). 200 with
    the outcome; 202 where there are many customers: GET says how far it is. Each person has one a table.
    """
    permit(*WRITE)
    content, as_of = body["draft"].encode(), body.get("as_of")
    with unit(write=False) as ctx:
        found = trials.run(ctx, key, content, as_of) if not body["later"] and trials.small(ctx) else None
    with unit(write=True) as ctx:
        row = trials.ask(ctx, key, content, as_of) if found is None else trials.keep(ctx, key, content, as_of, found)
        return _told(ctx, row), 202 if found is None else 200


@blueprint.reads("/decisions/<key>/dry-run", Ran, may=WRITE)
def look(ctx: Context, key: str) -> dict[str, Any]:
    """How far one's own dry run of this table is, and what came of it; `state` none where there is none"""
    row = trials.found(ctx, key)
    return _told(ctx, row) if row is not None else {"state": "none"}


@blueprint.writes("/decisions/<key>/dry-run", None, Ran, may=WRITE, method="DELETE")
def cancel(ctx: Context, key: str) -> dict[str, Any]:
    """Take a dry run back: it ends where it stands, what came of it is forgotten"""
    trials.cancel(ctx, key)
    return {"state": "none"}


def _told(ctx: Context, row: trials.DryRun) -> dict[str, Any]:
    told = {"state": row.state, "share": trials.share(ctx, row), "asked_at": row.asked_at}
    if row.error is not None:
        told["error"] = say(row.error["code"], row.error["params"], language())
    found = trials.result(row)
    if found is None:
        return told
    parts = found.told if found.kind == "tiers" else [found.told]
    shown = [{"changed": len(who), **part, "sample": list(trials.seen(ctx, who, trials.SHOWN))}
             for part, who in zip(parts, found.who, strict=True)]  # fmt: skip
    place = {"tiers": "schemes", "work": "work", "answers": "answers"}[found.kind]
    outcome = shown if found.kind == "tiers" else shown[0]
    return {**told, "draft": trials.draft(row).decode(), "kind": found.kind, place: outcome}


@blueprint.reads("/decisions/<key>/dry-run/export", query=ExportQuery, may=WRITE)
def export(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """Everybody who would stand elsewhere, those that the asker may see: XLSX, or CSV with `?format=csv`"""
    row = trials.found(ctx, key)
    found = trials.result(row) if row is not None else None
    some: list[dict[str, Any]] = []
    if found is not None:
        names = [part["scheme"] for part in found.told] if found.kind == "tiers" else [None]
        for name, who in zip(names, found.who, strict=True):
            some += [_flat(one, name) for one in trials.seen(ctx, who)]
    return _file(some, f"{key}_dry_run", query["format"])


def _flat(row: dict[str, Any], scheme: str | None) -> dict[str, Any]:
    plain = {name: value for name, value in row.items() if name != "inputs"}
    return {**({"scheme": scheme} if scheme else {}), **plain, **row.get("inputs", {})}


def _file(rows: list[dict[str, Any]], name: str, kind: str) -> Response:
    header = list(rows[0]) if rows else ["customer"]
    lines = [header, *([_text(row.get(column)) for column in header] for row in rows)]
    if kind == "xlsx":
        return sent(workbook.written([{"name": "dry run", "rows": lines, "hidden": 0}]), f"{name}.xlsx")
    text = io.StringIO()
    csv.writer(text).writerows([workbook.harmless(cell) for cell in line] for line in lines)
    return sent(io.BytesIO(("\ufeff" + text.getvalue()).encode()), f"{name}.csv")


def _text(value: Any) -> str:
    return "" if value is None else str(value)
