"""Reports: which there are for the asker, and one with its rows, as JSON or as a file."""

from typing import Any

from flask import Response
from marshmallow import fields, validate

from engine.kernel import Context
from engine.reports import running
from engine.reports.report import THEMES, Report, span
from webapi.reporting import exported, title
from webapi.schemas import Schema, page_of
from webapi.sheets import given
from webapi.texts import language
from webapi.unit import Blueprint

blueprint = Blueprint("reports", __name__, description="Figures with what they mean")
READ = ("read", "report")


class ReportColumn(Schema):
    key = fields.String()
    title = fields.String()
    unit = fields.String(metadata={"description": "text, count, percent (0-100), points, score, minutes, yuan, …"})


class ReportChart(Schema):
    kind = fields.String(metadata={"description": "bar, stacked, line, funnel, sankey, pareto, interval, gantt"})
    x = fields.String(metadata={"description": "the column of categories"})
    series = fields.List(fields.String(), metadata={"description": "the columns of values"})
    group = fields.String(allow_none=True, metadata={"description": "each value of this column is a line of its own"})


class ReportItem(Schema):
    key = fields.String()
    number = fields.String(metadata={"description": "in the catalogue: K1, R10; may be empty"})
    theme = fields.String()
    theme_title = fields.String()
    title = fields.String()
    definition = fields.String()
    formula = fields.String()
    columns = fields.List(fields.Nested(ReportColumn))
    chart = fields.Nested(ReportChart, allow_none=True)
    filters = fields.List(fields.String())


class ReportRows(ReportItem):
    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    rows = fields.List(fields.Dict())


class ReportQuery(Schema):
    first = fields.Date(data_key="from", metadata={"description": "twelve months before `to` by default"})
    last = fields.Date(data_key="to", metadata={"description": "today by default; the day counts"})
    format = fields.String(load_default="json", validate=validate.OneOf(["json", "csv", "xlsx"]))
    band = fields.Integer(validate=validate.Range(1, 3))
    department = fields.String(metadata={"description": "with all below it"})
    process = fields.String()


@blueprint.reads("/reports", page_of(ReportItem), may=READ)
def reports(ctx: Context) -> dict[str, Any]:
    """The reports that the asker may read, in the order of the catalogue"""
    return {"items": [_told(report) for report in running.every(ctx)], "next": None}


@blueprint.reads("/reports/<key>", ReportRows, query=ReportQuery, may=READ)
def report(ctx: Context, query: dict[str, Any], key: str) -> dict[str, Any] | Response:
    """A report by key or number, over what the asker may see; with `format` as CSV (with a byte order mark) or XLSX"""
    found = running.one(ctx, key)
    when = span(ctx, query.get("first"), query.get("last"))
    filters = {name: query.get(name) for name in running.FILTERS}
    rows = running.told(running.run(ctx, found, when, **filters), language())
    if query["format"] != "json":
        return given(query["format"], found.key, exported(query["format"], found, when, rows, language()))
    return {**_told(found), "first": when.first, "last": when.last, "rows": rows}


def _told(report: Report) -> dict[str, Any]:
    lang = language()
    chart = report.chart
    return {
        "key": report.key,
        "number": report.number,
        "theme": report.theme,
        "theme_title": title(THEMES[report.theme], lang),
        "title": title(report.name, lang),
        "definition": title(report.definition, lang),
        "formula": title(report.formula, lang),
        "columns": [
            {"key": column.key, "title": title(column.name, lang), "unit": column.unit} for column in report.columns
        ],
        "chart": chart and {"kind": chart.kind, "x": chart.x, "series": list(chart.series), "group": chart.group},
        "filters": list(report.filters),
    }
