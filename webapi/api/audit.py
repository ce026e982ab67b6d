"""What auditors take along: a sample that can be drawn again, and the evidence of a case in one file."""

from io import BytesIO
from typing import Any

from flask import Response, send_file
from marshmallow import fields, validate

from engine.customers import viewing
from engine.kernel import Context
from engine.reports import evidence, sampling
from webapi import present, sight, watching
from webapi.api.shapes import InstanceItem
from webapi.schemas import Instant, Schema
from webapi.sheets import FORMATS, given, sheet
from webapi.texts import language, say
from webapi.unit import Blueprint, parts

blueprint = Blueprint("audit", __name__, description="Sampling and evidence")
READ = ("read", "ledger")


class SampleQuery(Schema):
    seed = fields.String(required=True, validate=validate.Length(1, 64))
    size = fields.Integer(load_default=10, validate=validate.Range(1, 200))
    process = fields.String()
    first = Instant(data_key="from")
    last = Instant(data_key="to")
    format = fields.String(load_default="json", validate=validate.OneOf(["json", *FORMATS]))


class Sample(Schema):
    seed = fields.String()
    population = fields.Integer()
    items = fields.List(fields.Nested(InstanceItem))


@blueprint.reads("/audit/sample", Sample, query=SampleQuery, may=READ)
def sample(ctx: Context, query: dict[str, Any]) -> dict[str, Any] | Response:
    """Cases drawn by a seed among those started in a span: the same seed draws the same cases again; with `format` as
    CSV (with a byte order mark) or XLSX that names the seed and among how many"""
    drawn = sampling.draw(
        ctx,
        query["seed"],
        query["size"],
        process=query.get("process"),
        since=query.get("first"),
        until=query.get("last"),
    )
    items = present.instances(ctx, drawn.cases)
    if query["format"] == "json":
        return {"seed": drawn.seed, "population": drawn.population, "items": items}
    header = ["seed", "population", "id", "process", "version", "number", "customer", "status", "started_at"]
    rows = (
        [
            drawn.seed, drawn.population, one["id"], one["process"], one["version"], one["business_key"],
            (one["customer"] or {}).get("number"), one["status"], one["started_at"].isoformat(),
        ]
        for one in items
    )  # fmt: skip
    return given(query["format"], "audit-sample", sheet(query["format"], header, rows))


@blueprint.reads("/instances/<instance_id>/evidence", may=READ)
def evidence_pack(ctx: Context, instance_id: str) -> Response:
    """A ZIP: sealed ledger of the case and those it called, models, tables and forms then valid, how to verify it"""
    case, file = sight.case(ctx, instance_id), BytesIO()
    guide = say("evidence_guide", {"case": case.id, "at": ctx.now.isoformat()}, language())
    watching.case(ctx, case, viewing.EVIDENCE)
    evidence.pack(ctx, case, parts().config.secret, guide, file)
    file.seek(0)
    return send_file(file, "application/zip", as_attachment=True, download_name=f"evidence-{case.id}.zip")
