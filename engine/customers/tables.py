"""Opening a table that somebody hands us: CSV of any usual encoding, or XLSX; rows stream, memory stays flat.

A row is (its number in the file, its cells). Nothing is interpreted here except what a spreadsheet itself knows (a
date, a number); a formula counts only by the value the spreadsheet last computed, and that is said.
"""

import codecs
import csv
import hashlib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from engine.kernel import Invalid

CHUNK = 1 << 20
LARGEST_UNPACKED = 2 << 30
LARGEST_STRINGS = 256 << 20
"""The table of texts of a workbook is read as a whole; sheets are not."""
Progress = Callable[[int, int], None]
DAMAGED = (
    BadZipFile,
    zlib.error,
    SyntaxError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
    OSError,
    RuntimeError,
)
"""What the readers of ZIP and XML raise at a damaged or hostile spreadsheet; their syntax errors are SyntaxErrors."""


@dataclass(slots=True)
class Table:
    """An opened table: its header, its rows, and what was noticed on the way (`warnings`: row, column, code)."""

    path: Path
    sha256: str
    header: list[str]
    rows: Iterator[tuple[int, list[Any]]]
    warnings: list[dict[str, Any]] = field(default_factory=list)


def open_table(path: Path, progress: Progress | None = None) -> Table:
    """The table in a file. `progress(done, whole)` counts bytes of a CSV or rows of an XLSX.

    Raises Invalid: file_empty, file_unreadable (not a table), encoding_unknown, header_missing.
    """
    size = path.stat().st_size
    if size == 0:
        raise Invalid("file_empty", file=path.name)
    with path.open("rb") as stream:
        start = stream.read(4)
    told = progress or (lambda done, whole: None)
    if start.startswith(b"PK\x03\x04"):
        return _xlsx(path, told)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Invalid("xls_is_too_old", file=path.name)
    return _csv(path, size, told)


def _csv(path: Path, size: int, progress: Progress) -> Table:
    digest, encoding = _look_through(path)
    rows = _csv_rows(path, encoding, size, progress)
    header = next(rows, None)
    if header is None or not any(header[1]):
        raise Invalid("header_missing", file=path.name)
    return Table(path, digest, header[1], rows)


def _look_through(path: Path) -> tuple[str, str]:
    """The file's SHA-256 and the first encoding that all of it can be read in."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        start = stream.read(CHUNK)
        names = _candidates(start)
        trials = {name: codecs.getincrementaldecoder(name)() for name in names}
        chunk = start
        while chunk:
            digest.update(chunk)
            _try(trials, chunk, final=False)
            chunk = stream.read(CHUNK)
        _try(trials, b"", final=True)
    if not trials:
        raise Invalid("encoding_unknown", file=path.name)
    return digest.hexdigest(), next(iter(trials))


def _candidates(start: bytes) -> list[str]:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ["utf-16"]
    if start.startswith(codecs.BOM_UTF8):
        return ["utf-8-sig"]
    if b"\0" in start:
        even, odd = start[::2].count(0), start[1::2].count(0)
        return ["utf-16-le" if odd > even else "utf-16-be"]
    return ["utf-8", "gb18030"]


def _try(trials: dict[str, codecs.IncrementalDecoder], chunk: bytes, *, final: bool) -> None:
    for name in list(trials):
        try:
            trials[name].decode(chunk, final)
        except UnicodeDecodeError:
            del trials[name]


def _csv_rows(path: Path, encoding: str, size: int, progress: Progress) -> Iterator[tuple[int, list[Any]]]:
    with path.open("rb") as raw, TextIOWrapper(raw, encoding, newline="") as text:
        first = text.readline()
        text.seek(0)
        delimiter = max(",;\t，", key=first.count)
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        try:
            for cells in reader:
                if any(cells):
                    yield reader.line_num, cells
                if reader.line_num % 4096 == 0:
                    progress(min(raw.tell(), size), size)
        except csv.Error as error:
            raise Invalid("csv_broken", row=reader.line_num, reason=str(error)) from error
    progress(size, size)


def _xlsx(path: Path, progress: Progress) -> Table:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    try:
        with ZipFile(path) as archive:
            unpacked = {part.filename.lower(): part.file_size for part in archive.infolist()}
            strings = sum(size for name, size in unpacked.items() if name.endswith("sharedstrings.xml"))
            if sum(unpacked.values()) > LARGEST_UNPACKED or strings > LARGEST_STRINGS:
                raise Invalid("xlsx_too_large", file=path.name)
        from openpyxl import load_workbook  # half a second that CSV does not need

        written = load_workbook(path, read_only=True, data_only=False, keep_links=False)
        computed = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except DAMAGED as error:
        raise Invalid("file_unreadable", file=path.name) from error
    table = Table(path, digest.hexdigest(), [], iter(()))
    rows = _xlsx_rows(written, computed, table, progress)
    first = next(rows, None)
    if first is None:
        raise Invalid("header_missing", file=path.name)
    table.header = ["" if cell is None else str(cell) for cell in first[1]]
    table.rows = rows
    return table


class Formula:
    """A formula that the spreadsheet never computed: there is no value to take."""


def _xlsx_rows(written: Any, computed: Any, table: Table, progress: Progress) -> Iterator[tuple[int, list[Any]]]:
    try:
        sheet, values = written.worksheets[0], computed.worksheets[0]
        whole = sheet.max_row or 0
        pairs = zip(sheet.iter_rows(values_only=True), values.iter_rows(values_only=True), strict=True)
        for number, (formulas, row) in enumerate(pairs, start=1):
            cells = list(row)
            for place, formula in enumerate(formulas):
                if (
                    isinstance(formula, str)
                    and formula.startswith("=")
                    and len(formula) > 1
                    and formula != cells[place]
                ):
                    table.warnings.append({"row": number, "column": place, "code": "formula_value_taken"})
                    cells[place] = Formula if cells[place] is None else cells[place]
            while cells and cells[-1] in (None, ""):
                cells.pop()
            if cells:
                yield number, cells
            if number % 512 == 0:
                progress(min(number, whole), whole)
    except DAMAGED as error:
        raise Invalid("file_unreadable", file=table.path.name) from error
    finally:
        written.close()
        computed.close()
    progress(whole, whole)
