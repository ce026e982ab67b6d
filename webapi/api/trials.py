"""Trying a rule table before it goes live: one case on a bench, spreadsheets out and in."""

import io
from typing import Any

from flask import Response, request, send_file
from marshmallow import fields, validate

from engine.customers import known, queries
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


def sent(file: io.BytesIO, name: str) -> Response:
    mimetype = workbook.XLSX if name.endswith("xlsx") else "text/csv; charset=utf-8"
    return send_file(file, mimetype, as_attachment=True, download_name=name)


@blueprint.asks("/decisions/<key>/workbook", Sheets, None, may=READ)
def give(ctx: Context, body: dict[str, Any], key: str) -> Response:
    """Rows of texts as a spreadsheet; no text becomes a formula"""
    return sent(workbook.written(body["sheets"]), f"{key}.xlsx")


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
