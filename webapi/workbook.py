"""Spreadsheets as rows of texts, out and in. What is written is never run as a formula."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

from engine.kernel import Invalid

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS, COLUMNS = 5_000, 200
LARGEST, UNPACKED = 5 << 20, 64 << 20
"""Bytes of a file that is read, and of what it unpacks to."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula is shown as text (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in FORMULA and not NUMBER.fullmatch(cell) else cell


def written(sheets: Iterable[Mapping[str, Any]]) -> io.BytesIO:
    """Sheets {name, rows of texts, hidden} as XLSX. `hidden` first rows and, with them, the first column are kept out
    of sight; the first row after them is the header."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook()
    book.remove(book.active)
    for told in sheets:
        sheet, hidden = book.create_sheet(told["name"]), told["hidden"]
        for row in told["rows"]:
            sheet.append([None] * len(row))
            for cell, text in zip(sheet[sheet.max_row], row, strict=True):
                cell.value, cell.data_type = text, "s"  # as text, whatever it begins with
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        for cell in sheet[hidden + 1] if told["rows"] else ():
            cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="EEF3FB")
        for n in range(1, hidden + 1):
            sheet.row_dimensions[n].hidden = True
        if hidden:
            sheet.column_dimensions["A"].hidden = True
        for column in sheet.iter_cols(min_col=2 if hidden else 1, min_row=hidden + 1):
            widest = max((len(str(cell.value or "").encode("gbk", "replace")) for cell in column), default=0)
            sheet.column_dimensions[column[0].column_letter].width = min(48, max(8, widest + 2))
        sheet.freeze_panes = sheet.cell(hidden + 2, 3 if hidden else 1)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    return file


def read(stream: IO[bytes]) -> list[dict[str, Any]]:
    """Every sheet as {name, rows of texts}. Invalid file_unreadable, xlsx_too_large."""
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Invalid("xlsx_too_large", file="xlsx")
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED:
                raise Invalid("xlsx_too_large", file="xlsx")
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        return [{"name": sheet.title, "rows": list(_rows(sheet))} for sheet in book.worksheets[:4]]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise Invalid("file_unreadable", file="xlsx") from error


def _rows(sheet: Any) -> Iterator[list[str]]:
    for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS, values_only=True):
        cells = [_text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
