"""Rows as a file to take along: CSV that spreadsheets open as UTF-8 (with its mark), or XLSX. Nothing in it is ever run
as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Response, send_file

from webapi.workbook import XLSX, harmless

FORMATS = ("csv", "xlsx")
MIMETYPES = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}


def sheet(
    kind: str, header: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[Sequence[str]] = ()
) -> bytes:
    """The rows under their header as `csv` or `xlsx`; `notes` (what it is, how it is counted) stand on a sheet of their
    own in XLSX and are left out of CSV, which programs read."""
    return _csv(header, rows) if kind == "csv" else _xlsx(header, rows, notes)


def _csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[Sequence[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    first = book.create_sheet("keflow")
    first.freeze_panes = "A2"
    first.append(list(header))
    for row in rows:
        first.append([harmless(cell) for cell in row])
    if notes:
        second = book.create_sheet("about")
        for note in notes:
            second.append([harmless(cell) for cell in note])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def given(kind: str, name: str, content: bytes) -> Response:
    """The file as an answer."""
    file = io.BytesIO(content)
    return send_file(file, MIMETYPES[kind], as_attachment=True, download_name=f"{name}.{kind}")
