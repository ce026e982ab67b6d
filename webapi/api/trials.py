"""Trying a rule table before it goes live: one case on a bench, all customers in a dry run, spreadsheets out and in."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from flask import Response, request, send_file
from marshmallow import fields, validate

from engine.customers import answers, dryrun, forecast, known, queries
from engine.definitions import queries as definitions
from engine.feel import dmn
from engine.feel.dmn.explain import verdicts
from engine.kernel import Context, Invalid
from webapi import workbook
from webapi.api.decisions import Evaluated, answered
from webapi.api.tables import FILE
from webapi.schemas import Schema
from webapi.unit import Blueprint

blueprint = Blueprint("trials", __name__, description="Trying rule tables out")
READ, WRITE = ("read", "definition"), ("deploy", "definition")
LARGEST = 2_000_000
"""Letters of a file on trial; the largest shipped table has 90,000."""


class Draft(Schema):
    draft = fields.String(required=True, validate=validate.Length(1, LARGEST), metadata={"description": "a DMN file"})


class Try(Draft):
    variables = fields.Dict(keys=fields.String(), load_default=dict)


class RuleVerdict(Schema):
    id = fields.String()
    matched = fields.Boolean()
    cells = fields.List(fields.Boolean(allow_none=True), metadata={"description": "null: a formula"})


class Tried(Evaluated):
    rules = fields.List(fields.Nested(RuleVerdict))


class Asked(Schema):
    name = fields.String()
    type = fields.String()


class KnownQuery(Schema):
    customer = fields.String(required=True)


class Known(Schema):
    variables = fields.Dict()


class DryRun(Draft):
    as_of = fields.Date(metadata={"description": "day of the review; by default the last end of a period"})


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
    as_of = fields.Date()
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


class Ran(Schema):
    kind = fields.String(metadata={"enum": ["tiers", "work", "answers"]})
    schemes = fields.List(fields.Nested(OfScheme))
    work = fields.Dict(metadata={"description": "{today, draft}: as /forecast answers"})
    answers = fields.Nested(OfAnswers)


class ExportQuery(Schema):
    format = fields.String(load_default="xlsx", validate=validate.OneOf(["xlsx", "csv"]))


class Sheet(Schema):
    name = fields.String(required=True, validate=validate.Length(1, 31))
    rows = fields.List(fields.List(fields.String()), required=True, validate=validate.Length(0, workbook.ROWS))
    hidden = fields.Integer(load_default=0, metadata={"description": "this many first rows and the first column"})


class Sheets(Schema):
    sheets = fields.List(fields.Nested(Sheet), required=True, validate=validate.Length(1, 4))


@blueprint.asks("/decisions/<key>/try", Try, Tried, may=WRITE)
def attempt(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Ask a draft: what comes out, which rule matched, and which cell kept each other one from it"""
    model = _model(body["draft"], key)
    told = answered(ctx, model, key, body["variables"])
    table, step = model.table(key), next((one for one in reversed(told["steps"]) if one.decision == key), None)
    said = verdicts(table, step.inputs) if table is not None and step is not None and step.inputs else {}
    rules = [{"id": rule, "matched": rule in told["matched"], "cells": list(cells)} for rule, cells in said.items()]
    return {**told, "rules": rules}


@blueprint.reads("/decisions/<key>/known", Known, query=KnownQuery, may=("read", "customer"))
def of_customer(ctx: Context, query: dict[str, Any], key: str) -> dict[str, Any]:
    """What this table may ask about a customer, as it is known today"""
    customer = queries.seen(ctx, query["customer"])
    asked = definitions.decisions(ctx, definitions.latest(ctx, "decision", key)).inputs
    return {"variables": {name: told for name, told in known.one(ctx, customer, key).items() if name in asked}}


@blueprint.asks("/decisions/<key>/dry-run", DryRun, Ran, may=WRITE)
def dry_run(ctx: Context, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Ask a draft about all customers, against the table in force: who would move, the revenue at stake, the work

    `kind` says by what: `tiers` (a table that sets tiers, their guard, route or benefits), `work` (follow-up and
    incentives: touches and tasks a month), `answers` (any table that asks what is known of all customers).
    """
    content = body["draft"].encode()
    if dryrun.concerned(ctx, key):
        found = dryrun.compare(ctx, key, content, body.get("as_of"))
        return {"kind": "tiers", "schemes": [dryrun.told(ctx, one) for one in found]}
    if key in (forecast.FOLLOWUP, forecast.INCENTIVE):
        sides = {"today": forecast.forecast(ctx, key), "draft": forecast.forecast(ctx, key, content)}
        return {"kind": "work", "work": sides}
    return {"kind": "answers", "answers": answers.told(ctx, answers.compare(ctx, key, content))}


@blueprint.asks("/decisions/<key>/dry-run/export", DryRun, None, may=WRITE)
def export(ctx: Context, body: dict[str, Any], key: str) -> Response:
    """Everybody who would stand elsewhere, those that the asker may see: XLSX, or CSV with `?format=csv`"""
    content = body["draft"].encode()
    if dryrun.concerned(ctx, key):
        found = dryrun.compare(ctx, key, content, body.get("as_of"))
        some: Iterable[Mapping[str, Any]] = (
            {"scheme": one.today.scheme.key, **row} for one in found for row in dryrun.rows(ctx, one.moves)
        )
    elif key in (forecast.FOLLOWUP, forecast.INCENTIVE):
        sides = {"today": forecast.forecast(ctx, key), "draft": forecast.forecast(ctx, key, content)}
        some = ({"table": side, **row} for side, told in sides.items() for row in told["rows"])
    else:
        some = ({**row, **row["inputs"]} for row in answers.rows(ctx, answers.compare(ctx, key, content).others))
    return _file([{name: value for name, value in row.items() if name != "inputs"} for row in some], f"{key}_dry_run")


def _file(rows: list[dict[str, Any]], name: str) -> Response:
    header = list(rows[0]) if rows else ["customer"]
    lines = [header, *([_text(row.get(column)) for column in header] for row in rows)]
    if ExportQuery().load(request.args)["format"] == "xlsx":
        return _sent(workbook.written([{"name": "dry run", "rows": lines, "hidden": 0}]), f"{name}.xlsx")
    text = io.StringIO()
    csv.writer(text).writerows([workbook.harmless(cell) for cell in line] for line in lines)
    return _sent(io.BytesIO(("\ufeff" + text.getvalue()).encode()), f"{name}.csv")


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _sent(file: io.BytesIO, name: str) -> Response:
    mimetype = workbook.XLSX if name.endswith("xlsx") else "text/csv; charset=utf-8"
    return send_file(file, mimetype, as_attachment=True, download_name=name)


@blueprint.asks("/decisions/<key>/workbook", Sheets, None, may=READ)
def give(ctx: Context, body: dict[str, Any], key: str) -> Response:
    """Rows of texts as a spreadsheet; no text becomes a formula"""
    return _sent(workbook.written(body["sheets"]), f"{key}.xlsx")


@blueprint.writes("/decisions/<key>/workbook/read", None, Sheets, may=READ, kept=False, **FILE)
def take(ctx: Context, key: str) -> dict[str, Any]:
    """A spreadsheet's rows as texts (multipart `file`); nothing is stored"""
    sent = next(iter(request.files.values()), None)
    if sent is None:
        raise Invalid("input_invalid", [{"path": "file", "code": "file_missing", "params": {}}])
    return {"sheets": workbook.read(sent.stream)}


def _model(draft: str, key: str) -> dmn.Model:
    model = dmn.read(draft.encode())
    if model.refused or key not in model.decisions:
        raise Invalid("decision_unreadable", key=key)
    return model
