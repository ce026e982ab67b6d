"""The ledger for auditors: who changed the rules of the house, proof that nothing was altered, files to take along."""

from datetime import datetime
from typing import Any

from marshmallow import fields, validate

from engine.history import queries
from engine.history.verify import verify
from engine.kernel import Context
from webapi.api.shapes import Entry, Nothing
from webapi.schemas import Query, Schema, after, page, page_of
from webapi.texts import language, say
from webapi.unit import Blueprint, parts

blueprint = Blueprint("ledger", __name__, description="The ledger")
READ = ("read", "ledger")


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
        return page(found, limit, lambda entry: entry.seq)
    before = after(query, datetime, str, int)
    found = queries.timeline(ctx.session, ctx.tenant, [query["stream"]], before=before, limit=limit + 1)
    return page(found, limit, lambda entry: [entry.at, entry.stream, entry.seq])


@blueprint.asks("/ledger/verify", Nothing, Verified, may=READ)
def check(ctx: Context, body: dict[str, Any]) -> dict[str, Any]:
    """Recompute every chain; names the first entry that is not what was written"""
    report = verify(ctx.session, parts().config.secret, tenant=ctx.tenant)
    broken = report.broken
    names = ("sound", "entries", "streams", "checkpoints", "broken")
    told = {name: getattr(report, name) for name in names}
    params: dict[str, Any] = {"entries": report.entries, "streams": report.streams}
    if broken is not None:
        params |= {"what": broken.what, "stream": broken.stream, "seq": broken.seq, "fact": broken.fact}
    return {**told, "message": say("ledger_broken" if broken else "ledger_sound", params, language())}
