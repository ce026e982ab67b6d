"""What auditors look for and take along: any customer's, person's or process's cases, promises missed and why, a file
that somebody brings back; and what a process lives on its diagram."""

import json
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Response, request
from marshmallow import fields, validate

from engine.customers.queries import find
from engine.history import prose
from engine.history import queries as history
from engine.history.exported import verify_export
from engine.instances.models import Instance
from engine.kernel import Context, Invalid
from engine.reports import heat as heating
from engine.reports import naming, tracing
from engine.reports.report import span
from engine.sla.models import SlaClock
from webapi import present, sight
from webapi.api.ledger import Verified, told_of
from webapi.api.shapes import CustomerRef, InstanceItem
from webapi.api.tables import FILE
from webapi.reporting import title
from webapi.schemas import Instant, Query, Schema, after, page, page_of
from webapi.sheets import FORMATS, given, sheet
from webapi.texts import language
from webapi.unit import Blueprint, parts

blueprint = Blueprint("tracing", __name__, description="Tracing for auditors")
READ = ("read", "ledger")
MOST = 10_000
"""Rows of a file that is taken along."""


class Period(Query):
    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")


class CasesQuery(Period):
    customer = fields.String(metadata={"description": "客户编号 or id"})
    person = fields.String(metadata={"description": "who began the case or completed a task of it"})
    process = fields.String()
    key = fields.String(metadata={"description": "the case's number"})


class BreachesQuery(Period):
    cause = fields.String(metadata={"description": "a cause code; empty: not yet explained"})


class Breach(Schema):
    id = fields.String()
    instance = fields.String()
    customer = fields.Nested(CustomerRef, allow_none=True)
    kind = fields.String()
    kind_name = fields.String()
    target = fields.String()
    target_name = fields.String()
    band = fields.Integer()
    received_at = Instant()
    due_at = Instant()
    missed_at = Instant()
    stopped_at = Instant(allow_none=True)
    cause = fields.String(allow_none=True)
    cause_name = fields.String()


class ViewQuery(CasesQuery):
    cause = fields.String()
    instance = fields.String(metadata={"description": "of the view `case`"})
    format = fields.String(load_default="csv", validate=validate.OneOf(FORMATS))


class HeatQuery(Period):
    version = fields.Integer(validate=validate.Range(1))
    format = fields.String(load_default="json", validate=validate.OneOf(["json", *FORMATS]))


class WarmElement(Schema):
    element = fields.String()
    count = fields.Integer()
    open = fields.Integer()
    median = fields.Float(allow_none=True, metadata={"description": "plain minutes from entering to completing"})
    p90 = fields.Float(allow_none=True)


class HeatOf(Schema):
    version = fields.Integer(allow_none=True)
    cases = fields.Integer(metadata={"description": f"how many were read, {heating.MOST} at most, the newest"})
    elements = fields.List(fields.Nested(WarmElement))


@blueprint.reads("/audit/cases", page_of(InstanceItem), query=CasesQuery, may=READ)
def cases(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Cases of a customer, a person, a process or a span, newest first"""
    found, limit = _cases(ctx, query), query["limit"]
    if last := after(query, str):
        found = found.where(Instance.id < last)
    shown = page(ctx.session.scalars(found.limit(limit + 1)).all(), limit, lambda one: one.id)
    return {**shown, "items": present.instances(ctx, shown["items"])}


def _cases(ctx: Context, query: dict[str, Any]) -> Any:
    customer = query.get("customer")
    given_span = "first" in query or "last" in query
    return tracing.cases(
        ctx,
        customer_id=find(ctx, customer).id if customer else None,
        person=query.get("person"),
        process=query.get("process"),
        key=query.get("key"),
        span=span(ctx, query.get("first"), query.get("last")) if given_span else None,
    )


@blueprint.reads("/audit/breaches", page_of(Breach), query=BreachesQuery, may=READ)
def breaches(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """Promises missed in a span with their causes, newest first"""
    when, limit = span(ctx, query.get("first"), query.get("last")), query["limit"]
    found = tracing.breaches(ctx, when, query.get("cause"))
    if last := after(query, str):
        found = found.where(SlaClock.id < last)
    shown = page(ctx.session.scalars(found.limit(limit + 1)).all(), limit, lambda one: one.id)
    return {**shown, "items": _breaches(ctx, shown["items"])}


def _breaches(ctx: Context, rows: list[SlaClock]) -> list[dict[str, Any]]:
    lang, of = language(), present.customers(ctx, (row.customer_id for row in rows))
    return [
        {
            "id": row.id,
            "instance": row.instance_id,
            "customer": of.get(row.customer_id),
            "kind": row.kind,
            "kind_name": title(naming.matter(row.kind), lang),
            "target": row.target,
            "target_name": title(naming.TARGETS.get(row.target, naming.plain(row.target)), lang),
            "band": row.band,
            "received_at": row.started_at,
            "due_at": row.due_at,
            "missed_at": row.missed_at,
            "stopped_at": row.stopped_at,
            "cause": row.cause,
            "cause_name": title(naming.cause(ctx, row.cause), lang),
        }
        for row in rows
    ]


@blueprint.reads("/audit/export/<view>", query=ViewQuery, may=READ)
def take_along(ctx: Context, query: dict[str, Any], view: str) -> Response:
    """A view as CSV (with a byte order mark) or XLSX: cases, breaches, settings, or case (the ledger of `instance`)"""
    if view not in VIEWS:
        raise Invalid("report_unknown", report=view)
    header, rows = VIEWS[view](ctx, query)
    return given(query["format"], f"audit-{view}", sheet(query["format"], header, rows))


Table = tuple[list[str], Iterator[list[Any]]]


def _cases_table(ctx: Context, query: dict[str, Any]) -> Table:
    found = ctx.session.scalars(_cases(ctx, query).limit(MOST)).all()
    header = [
        "id",
        "process",
        "version",
        "number",
        "customer",
        "status",
        "outcome",
        "started_at",
        "started_by",
        "ended_at",
    ]
    items = present.instances(ctx, found)
    return header, (
        [
            one["id"], one["process"], one["version"], one["business_key"], (one["customer"] or {}).get("number"),
            one["status"], one["outcome"], _at(one["started_at"]), one["started_by"], _at(one["ended_at"]),
        ]
        for one in items
    )  # fmt: skip


def _breaches_table(ctx: Context, query: dict[str, Any]) -> Table:
    when = span(ctx, query.get("first"), query.get("last"))
    rows = list(ctx.session.scalars(tracing.breaches(ctx, when, query.get("cause")).limit(MOST)))
    names = [
        "instance",
        "kind_name",
        "target_name",
        "band",
        "received_at",
        "due_at",
        "missed_at",
        "stopped_at",
        "cause_name",
    ]
    told = _breaches(ctx, rows)
    return ["customer", *names], (
        [(one["customer"] or {}).get("number"), *(_at(one[name]) for name in names)] for one in told
    )


def _settings_table(ctx: Context, query: dict[str, Any]) -> Table:
    return _ledger(ctx, history.SETTINGS)


def _case_table(ctx: Context, query: dict[str, Any]) -> Table:
    return _ledger(ctx, history.instance(sight.case(ctx, query.get("instance") or "").id))


def _ledger(ctx: Context, stream: str) -> Table:
    found = prose.opened(ctx, history.entries(ctx.session, ctx.tenant, stream, limit=MOST))
    header = ["seq", "at", "fact", "element", "actor", "data", "hash"]
    return header, (
        [
            one.seq,
            _at(one.at),
            one.fact,
            one.element,
            one.actor,
            json.dumps(one.data, ensure_ascii=False, default=str),
            one.hash,
        ]
        for one in found
    )


VIEWS = {"cases": _cases_table, "breaches": _breaches_table, "settings": _settings_table, "case": _case_table}


def _at(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


@blueprint.writes("/audit/verify", None, Verified, may=READ, **FILE)
def verify_file(ctx: Context) -> dict[str, Any]:
    """Check an exported ledger that somebody brings back (multipart `file`): whole, in order, sealed by this house"""
    sent = next(iter(request.files.values()), None)
    if sent is None:
        raise Invalid("input_invalid", [{"path": "file", "code": "file_missing", "params": {}}])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        sent.save(path)
        try:
            report = verify_export(path, parts().config.secret)
        except ValueError as unknown:
            raise Invalid("file_unreadable", file=sent.filename or "") from unknown
    return told_of(report)


@blueprint.reads("/processes/<key>/heat", HeatOf, query=HeatQuery, may=("read", "case"))
def heat(ctx: Context, query: dict[str, Any], key: str) -> heating.Heat | Response:
    """How often each element was reached and how long it took, over the cases of a span that the asker may see; with
    `format` as CSV (with a byte order mark) or XLSX, in minutes"""
    when = span(ctx, query.get("first"), query.get("last"))
    found = heating.heat(ctx, key, when, query.get("version"), sight.of_cases(ctx))
    if query["format"] == "json":
        return found
    header = ["element", "name", "count", "open", "median_minutes", "p90_minutes"]
    rows = (
        [
            one.element,
            title(naming.element(ctx, key, one.element), language()),
            one.count,
            one.open,
            one.median,
            one.p90,
        ]
        for one in found.elements
    )
    return given(query["format"], f"heat-{key}", sheet(query["format"], header, rows))
