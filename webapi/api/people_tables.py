"""People and departments from a spreadsheet: a template to fill in, a preview of every row, all of them or none."""

from typing import Any

from flask import Response
from marshmallow import fields

from engine.access import importing
from engine.customers.tables import open_table
from engine.kernel import Context, Invalid
from webapi.api.tables import FILE, RowNote, sent
from webapi.schemas import Schema
from webapi.sheets import given, sheet
from webapi.texts import language, say
from webapi.unit import Blueprint

blueprint = Blueprint("people_tables", __name__, description="People from a spreadsheet")
MANAGE = ("manage", "person")
EXAMPLE = (
    "li.ming",
    "李明",
    "总公司/销售部",
    "",
    "员工",
    "客户经理",
    "",
    "A-017",
    "li.ming@example.com",
    "中文",
    "",
    "",
)


class TakeQuery(Schema):
    dry_run = fields.Boolean(load_default=False)
    some = fields.Boolean(
        load_default=False, data_key="partial", metadata={"description": "take the good rows all the same"}
    )


class TakenRow(Schema):
    row = fields.Integer()
    who = fields.String()
    name = fields.String()
    new = fields.Boolean(metadata={"description": "false: there already, moved and given what the row says"})


class Taken(Schema):
    people = fields.Integer()
    departments = fields.Integer()
    existing = fields.Integer()
    rows = fields.List(fields.Nested(TakenRow))
    refused = fields.List(fields.Nested(RowNote))


@blueprint.writes("/people/import", None, Taken, query=TakeQuery, may=MANAGE, kept=False, **FILE)
def take(ctx: Context, query: dict[str, Any]) -> dict[str, Any]:
    """People, or departments, from a table (multipart `file`; CSV or XLSX): all rows or none, unless `partial`

    Told apart by their header. A dry run tells the same and changes nothing; otherwise 422 with `refused` when a row
    cannot be taken.
    """
    with sent() as (path, _):
        table = open_table(path)
        try:
            done = importing.load(ctx, table.header, table.rows, dry_run=query["dry_run"], partial=query["some"])
        except Invalid as why:
            raise Invalid(why.code, why.errors, **why.params, refused=_notes(why.errors)) from None
    return {
        "people": done.people,
        "departments": done.departments,
        "existing": done.existing,
        "rows": done.rows,
        "refused": _notes(done.refused),
    }


@blueprint.reads("/people/template", may=MANAGE)
def give(ctx: Context) -> Response:
    """An empty table of people with one row as an example"""
    chinese = language() == "zh"
    header = [words[0] if chinese else _english(words) for words in importing.COLUMNS.values()]
    return given("xlsx", "people", sheet("xlsx", header, [EXAMPLE]))


def _english(words: tuple[str, ...]) -> str:
    return next(word for word in words if word.isascii())


def _notes(errors: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lang = language()
    return [
        {
            "row": error["path"][0],
            "column": error["path"][1],
            "code": error["code"],
            "params": error["params"],
            "message": say(error["code"], error["params"], lang),
        }
        for error in errors
    ]
