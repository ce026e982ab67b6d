"""The ledger for auditors: who changed the rules of the house, proof that nothing was altered, files to take along."""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Response, send_file
from marshmallow import fields, validate

from engine.customers import queries as customers
from engine.history import prose, queries
from engine.history.export import WRITERS, export
from engine.history.verify import Report, verify
from engine.kernel import Context
from webapi.api.shapes import Entry, Nothing
from webapi.schemas import Query, Schema, after, page, page_of
from webapi.texts import language, say
from webapi.unit import Blueprint, parts

blueprint = Blueprint("ledger", __name__, description="The ledger")
READ = ("read", "ledger")
ENDINGS = {"csv": "csv", "xes": "xes", "ocel": "json"}


class LedgerQuery(Query):
    stream = fields.String(
        load_default=queries.SETTINGS,
        validate=validate.Regexp(r"settings|(instance|customer):[0-9a-f-]{36}"),
        metadata={"description": "settings, instance:<id> or customer:<id>"},
    )
    order = fields.String(load_default="newest", validate=validate.OneOf(["newest", "oldest"]))


class Broken(Schema):
    what = fields.String()
    stream = fields.String()
    seq = fields.Integer(allow_none=True)
    fact = fields.String(allow_none=True)


class Verified(Schema):
    sound = fields.Boolean()
    entries = fields.Integer()
    streams = fields.Integer()
    checkpoints = fields.Integer()
    broken = fields.Nested(Broken, allow_none=True)
    message = fields.String()


@blueprint.reads("/ledger", page_of(Entry), query=LedgerQuery, may=READ)
def ledger(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """The entries of one stream; `settings` tells who changed people, roles, definitions and calendars, and when"""
    limit = query["limit"]
    if query["order"] == "oldest":
        found = queries.entries(ctx.session, ctx.tenant, query["stream"], after=after(query, int) or 0, limit=limit + 1)
        return page(prose.opened(ctx, found), limit, lambda entry: entry.seq)
    before = after(query, datetime, str, int)
    found = queries.timeline(ctx.session, ctx.tenant, [query["stream"]], before=before, limit=limit + 1)
    return page(prose.opened(ctx, found), limit, lambda entry: [entry.at, entry.stream, entry.seq])


class ExportQuery(Schema):
    format = fields.String(load_default="csv", validate=validate.OneOf(sorted(WRITERS)))
    customer = fields.String(metadata={"description": "only this customer (客户编号 or id) and their cases"})


@blueprint.reads("/ledger/export", query=ExportQuery, may=READ)
def take_along(ctx: Context, query: dict[str, Any]) -> Response:
    """The ledger as a sealed file: xes or ocel for process mining, csv; `keflow history verify` checks it"""
    secret, kind = parts().config.secret, query["format"]
    streams = customers.streams(ctx, query["customer"]) if "customer" in query else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        export(ctx.session, kind, path, secret, ctx.now, tenant=ctx.tenant, streams=streams)
        file = path.open("rb")  # stays readable after the folder is gone
    return send_file(file, "application/octet-stream", as_attachment=True, download_name=f"ledger.{ENDINGS[kind]}")


@blueprint.asks("/ledger/verify", Nothing, Verified, may=READ)
def check(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Recompute every chain; names the first entry that is not what was written"""
    return told_of(verify(ctx.session, parts().config.secret, tenant=ctx.tenant))


def told_of(report: Report) -> dict[str, Any]:
    """What a verification found, with a sentence."""
    broken = report.broken
    names = ("sound", "entries", "streams", "checkpoints", "broken")
    told = {name: getattr(report, name) for name in names}
    params: dict[str, Any] = {"entries": report.entries, "streams": report.streams}
    if broken is not None:
        params |= {"what": broken.what, "stream": broken.stream, "seq": broken.seq, "fact": broken.fact}
    code = "ledger_broken" if broken else "ledger_unsigned" if report.signed is None else "ledger_sound"
    return {**told, "message": say(code, params, language())}
