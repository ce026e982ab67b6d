"""Tables in and out: the templates that people keep in spreadsheets, with a report of every row."""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Response, request, send_file
from marshmallow import fields, validate

from engine.customers import imports, queries
from engine.customers.templates import template
from engine.kernel import Context, Invalid
from webapi.schemas import Schema, exact
from webapi.texts import language, say
from webapi.unit import Blueprint
from webapi.workbook import XLSX, harmless

blueprint = Blueprint("tables", __name__, description="Tables in and out")


class Column(Schema):
    key = fields.String()
    title = fields.String(metadata={"description": "the exact name on export"})
    aliases = fields.List(fields.String())


class Template(Schema):
    key = fields.String()
    columns = fields.List(fields.Nested(Column))


class Looked(Schema):
    header = fields.List(fields.String())
    guessed = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "their header -> our column's title"}
    )
    rows = fields.List(fields.List(fields.String()), metadata={"description": "the first few"})
    required = fields.List(fields.String())


class ImportQuery(Schema):
    dry_run = fields.Boolean(load_default=False)
    some = fields.Boolean(
        load_default=False, data_key="partial", metadata={"description": "take the good rows all the same"}
    )
    mapping = fields.String(metadata={"description": "the name of a kept mapping of columns"})


class RowNote(Schema):
    row = fields.Integer()
    column = fields.String(allow_none=True)
    code = fields.String()
    params = fields.Dict()
    message = fields.String()


class ImportReport(Schema):
    template = fields.String()
    file = fields.String()
    batch = fields.String()
    dry_run = fields.Boolean()
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    refused = fields.List(fields.Nested(RowNote))
    warnings = fields.List(fields.Nested(RowNote))
    differences = fields.List(fields.Dict())


class ExportQuery(Schema):
    format = fields.String(load_default="xlsx", validate=validate.OneOf(["xlsx", "csv"]))


FILE: dict[str, Any] = {
    "requestBody": {
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "columns": {"type": "string", "description": "JSON: their header -> our column"},
                    },
                }
            }
        }
    }
}


@blueprint.reads("/tables/<key>", Template, may=("read", "customer"))
def columns(ctx: Context, key: str) -> imports.Template:
    """The columns of a template"""
    return template(key)


@blueprint.writes("/tables/<key>/look", None, Looked, may=("import", "table"), kept=False, **FILE)
def look(ctx: Context, key: str) -> dict[str, Any]:
    """What a table (multipart `file`) holds, and which of its columns are known by their names; nothing is taken in"""
    with sent() as (path, _):
        return imports.look(template(key), path)


@blueprint.writes("/tables/<key>/import", None, ImportReport, query=ImportQuery, may=("import", "table"), **FILE)
def take(ctx: Context, query: dict[str, Any], key: str) -> dict[str, Any]:
    """Take a table in (multipart `file`; CSV or XLSX): all rows or none, unless `partial`

    422 with the report when a row was refused; `dry_run` changes nothing. The part `columns`, a JSON object {their
    header: our column}, maps columns for this table only.
    """
    with sent() as (path, name):
        mapping = _columns() or query.get("mapping")
        options = {"dry_run": query["dry_run"], "partial": query["some"], "mapping": mapping}
        report = imports.load(ctx, template(key), path, name=name, **options).told()
    lang = language()
    for note in (*report["refused"], *report["warnings"]):
        note["message"] = say(note["code"], note["params"], lang)
    return report


@contextmanager
def sent() -> Iterator[tuple[Path, str | None]]:
    """The file that came along, on disk as long as it is read, and its name."""
    sent = next(iter(request.files.values()), None)
    if sent is None:
        raise Invalid("input_invalid", [{"path": "file", "code": "file_missing", "params": {}}])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table.xlsx"  # what reads workbooks goes by the ending; what is inside decides the rest
        sent.save(path)
        yield path, sent.filename


def _columns() -> dict[str, str]:
    try:
        said = exact(request.form.get("columns") or "{}")
    except ValueError:
        said = None
    if not isinstance(said, dict) or not all(isinstance(word, str) for pair in said.items() for word in pair):
        raise Invalid("input_invalid", [{"path": "columns", "code": "columns_invalid", "params": {}}])
    return said


@blueprint.reads("/tables/<key>/export", query=ExportQuery, may=("read", "customer"))
def give(ctx: Context, query: dict[str, Any], key: str) -> Response:
    """The rows that the asker may see, in the template's columns"""
    found = template(key)
    header = [column.title for column in found.columns]
    rows = found.export(ctx, queries.condition(ctx))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - sent when this function is over
    if query["format"] == "csv":
        _csv(file, header, rows)
    else:
        _xlsx(file, header, rows)
    file.seek(0)
    mimetype = "text/csv; charset=utf-8" if query["format"] == "csv" else XLSX
    return send_file(file, mimetype, as_attachment=True, download_name=f"{key}.{query['format']}")


def _csv(file: Any, header: list[str], rows: Iterator[list[Any]]) -> None:
    file.write("\ufeff".encode())  # spreadsheets take UTF-8 only with a mark
    with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([harmless(cell) for cell in row] for row in rows)
        text.flush()
        text.seek(0)
        while chunk := text.read(1 << 20):
            file.write(chunk.encode())


def _xlsx(file: Any, header: list[str], rows: Iterator[list[Any]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(header)
    for row in rows:
        sheet.append([harmless(cell) for cell in row])
    book.save(file)
