"""Taking tables in: one door for every template, with a row-by-row report, all or nothing unless partial.

A dry run and a real one do the same work; the dry run is rolled back. So what the dry run says is what happens.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import select

from engine.customers import data_reviews
from engine.customers.bulk import chunks
from engine.customers.cells import Unreadable, header
from engine.customers.events import ImportMappingSaved, TableImported
from engine.customers.models import Customer, ImportBatch, ImportMapping
from engine.customers.tables import Formula, Progress, Table, open_table
from engine.kernel import Conflict, Context, Invalid, new_id

ROWS_AT_ONCE = 5_000
SEALED_EVERY = 20  # lists of rows
TOLD = 1_000  # refused rows that a report names; the rest is counted
EMPTY = (None, "")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a template: our key, the exact name on export, other names it is known by."""

    key: str
    title: str
    aliases: tuple[str, ...] = ()
    required: bool = False


@dataclass(slots=True)
class Line:
    """A row of the file: its number there and its cells by our keys (empty cells are left out)."""

    number: int
    cells: dict[str, Any]


@dataclass(slots=True)
class Report:
    """What became of the rows. Lists hold the first thousand of their kind, `counts` all of them."""

    template: str
    file: str
    batch: str
    dry_run: bool
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(
            ("rows", "written", "changed", "unchanged", "skipped", "repeated", "created", "refused", "warnings"), 0
        )
    )
    refused: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)
    differences: list[dict[str, Any]] = field(default_factory=list)
    bad_rows: set[int] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    differing: list[Customer] = field(default_factory=list)

    def refuse(self, row: int, column: str | None, code: str, value: Any = None, **params: Any) -> None:
        """A cell, or with no column the whole row, cannot be taken."""
        if row not in self.bad_rows:
            self.bad_rows.add(row)
            self.counts["refused"] += 1
        self._tell(self.refused, row, column, code, value, params)

    def warn(self, row: int, column: str | None, code: str, value: Any = None, **params: Any) -> None:
        """Something to look at; the row is taken all the same."""
        self.counts["warnings"] += 1
        self._tell(self.warnings, row, column, code, value, params)

    def differs(self, row: int, column: str, sheet: Any, computed: Any, customer: Customer | None = None) -> None:
        """A derived column says something else than what keflow computes; the computed value holds. A customer who was
        known before is gone through (P14)."""
        if customer is not None and customer not in self.differing[-1:]:
            self.differing.append(customer)
        if len(self.differences) < TOLD:
            self.differences.append({"row": row, "column": column, "sheet": sheet, "computed": computed})

    def _tell(self, to: list[dict[str, Any]], row: int, column: str | None, code: str, value: Any, params: Any) -> None:
        if len(to) < TOLD:
            shown = {} if value in EMPTY else {"value": str(value)[:80]}
            to.append({"row": row, "column": column, "code": code, "params": {**params, **shown}})

    def told(self) -> dict[str, Any]:
        """The report as plain data."""
        names = ("template", "file", "batch", "dry_run", "counts", "refused", "warnings", "differences")
        return {name: getattr(self, name) for name in names}

    def kept(self) -> dict[str, Any]:
        """The report without what stood in the cells, which may be a person's name or number: places and reasons."""
        told = self.told()
        for kind in ("refused", "warnings"):
            told[kind] = [
                {**line, "params": {name: value for name, value in line["params"].items() if name != "value"}}
                for line in told[kind]
            ]
        return told


class Template(ABC):
    """A table that can be taken in and, with `export`, given back: each template is one file that fills this in.

    `columns` are exported, in this order; `extra` ones are only understood. `once`: a file equal to one taken in before
    is refused.
    """

    key: str
    names: Mapping[str, str]
    columns: tuple[Column, ...]
    extra: tuple[Column, ...] = ()
    once = False
    options: frozenset[str] = frozenset()

    @abstractmethod
    def take(self, ctx: Context, lines: list[Line], report: Report, options: Mapping[str, Any]) -> None:
        """Check these rows and write the good ones; refusals go to the report."""

    def finish(self, ctx: Context, report: Report, options: Mapping[str, Any]) -> None:  # noqa: B027 - most need nothing
        """After the last row: what needs all of them (flags, facts a customer)."""

    @abstractmethod
    def export(self, ctx: Context, scope: Any = None) -> Iterator[list[Any]]:
        """The rows of an export, in the order of the columns; `scope` is a condition on Customer."""


def read(line: Line, column: str, parse: Callable[[Any], Any], report: Report, empty: Any = None) -> Any:
    """A cell through its parser; what cannot be read is refused in the report and counts as `empty`."""
    value = line.cells.get(column)
    if value is None:
        return empty
    try:
        return parse(value)
    except Unreadable as error:
        report.refuse(line.number, column, error.code, value)
        return empty


def load(
    ctx: Context,
    template: Template,
    path: Path,
    *,
    name: str | None = None,
    dry_run: bool = False,
    partial: bool = False,
    mapping: str | Mapping[str, str] | None = None,
    keep_mapping_as: str | None = None,
    progress: Progress | None = None,
    **options: Any,
) -> Report:
    """Take a table in and say what became of each row.

    `mapping` is {their header: our column} or the name of one that was kept; `keep_mapping_as` keeps it. Raises Invalid
    (import_refused with the report, columns_missing, columns_unknown, file_…) or Conflict file_imported_before.
    """
    unknown = set(options) - template.options
    if unknown:
        raise Invalid("option_unknown", option=", ".join(sorted(unknown)), template=template.key)
    columns = _mapping(ctx, template, mapping, keep_mapping_as, dry_run)
    table = open_table(path, progress)
    if template.once:
        _not_twice(ctx, template, table.sha256)
    report = Report(template.key, name or path.name, new_id(), dry_run)
    keys = _keys(template, table, columns)
    trial = Context(ctx.session, ctx.actor, ctx.now, ctx.wiring, zone=ctx.zone, vault=ctx.vault) if dry_run else ctx
    held = ctx.session.begin_nested()
    try:
        for n, some in enumerate(chunks(_lines(table, keys, report), ROWS_AT_ONCE), start=1):
            template.take(trial, some, report, options)
            if n % SEALED_EVERY == 0:
                trial.seal()  # a file of millions must not hold all its facts in memory
        if partial or dry_run or not report.counts["refused"]:
            template.finish(trial, report, options)
    except BaseException:
        held.rollback()
        raise
    for warning in table.warnings:
        place = warning["column"]
        report.warn(warning["row"], keys[place] if place < len(keys) else None, warning["code"])
    if dry_run:
        held.rollback()
        return report
    if report.counts["refused"] and not partial:
        held.rollback()
        raise Invalid("import_refused", errors=_errors(report), report=report.told())
    held.commit()
    ctx.record(
        TableImported(
            batch=report.batch,
            template=template.key,
            file=report.file,
            sha256=table.sha256,
            counts=report.counts,
            partial=partial,
            report=report.kept(),
        )
    )
    data_reviews.ask(ctx, report.differing, "import")
    return report


LOOKED = 5
"""Rows that are shown of a table before anything is decided about it."""


def look(template: Template, path: Path) -> dict[str, Any]:
    """What a table holds before its columns are mapped: its header, what each known one means, the first rows, and the
    columns that must not be missing."""
    table = open_table(path)
    every = (*template.columns, *template.extra)
    titles = {header(name): column.title for column in every for name in (column.title, column.key, *column.aliases)}
    first = [[_shown(cell) for cell in cells] for _, cells in islice(table.rows, LOOKED)]
    guessed: dict[str, str] = {}
    for name in table.header:
        title = titles.get(header(name))
        if title and title not in guessed.values():  # of two columns that could mean the same the first is taken
            guessed[name] = title
    return {
        "header": table.header,
        "guessed": guessed,
        "rows": first,
        "required": [column.title for column in every if column.required],
    }


def _shown(cell: Any) -> str:
    return "" if cell is None or cell is Formula else str(cell)[:80]


def _errors(report: Report) -> list[dict[str, Any]]:
    return [
        {"path": f"{line['row']}/{line['column'] or ''}", "code": line["code"], "params": line["params"]}
        for line in report.refused
    ]


def _not_twice(ctx: Context, template: Template, sha256: str) -> None:
    before = ctx.session.scalars(
        select(ImportBatch).where(
            ImportBatch.tenant_id == ctx.tenant, ImportBatch.template == template.key, ImportBatch.sha256 == sha256
        )
    ).first()
    if before:
        raise Conflict("file_imported_before", batch=before.id, file=before.file, at=before.imported_at.isoformat())


def _mapping(
    ctx: Context, template: Template, mapping: str | Mapping[str, str] | None, keep_as: str | None, dry_run: bool
) -> Mapping[str, str]:
    if isinstance(mapping, str):
        kept = ctx.session.scalars(
            select(ImportMapping).where(
                ImportMapping.tenant_id == ctx.tenant,
                ImportMapping.template == template.key,
                ImportMapping.name == mapping,
            )
        ).first()
        if kept is None:
            raise Invalid("mapping_unknown", mapping=mapping, template=template.key)
        return kept.columns
    columns = dict(mapping or {})
    known = {name for column in (*template.columns, *template.extra) for name in (column.key, column.title)}
    wrong = sorted(set(columns.values()) - known)
    if wrong:
        raise Invalid("mapping_to_unknown_columns", columns=wrong, template=template.key)
    if keep_as and columns and not dry_run:
        ctx.record(ImportMappingSaved(template=template.key, name=keep_as, columns=columns))
    return columns


def _keys(template: Template, table: Table, mapping: Mapping[str, str]) -> list[str | None]:
    """Our key of each column of the file; None for a column that a mapping leaves out."""
    every = (*template.columns, *template.extra)
    known = {header(name): column.key for column in every for name in (column.title, column.key, *column.aliases)}
    mapped = {header(theirs): known[header(ours)] for theirs, ours in mapping.items()}
    keys = [mapped.get(header(name)) or known.get(header(name)) for name in table.header]
    strange = [name for name, key in zip(table.header, keys, strict=True) if key is None and name.strip()]
    if strange and not mapping:
        raise Invalid("columns_unknown", columns=strange, known=[column.title for column in template.columns])
    missing = [column.title for column in template.columns if column.required and column.key not in keys]
    if missing:
        raise Invalid("columns_missing", columns=missing, found=table.header)
    twice = sorted({key for key in keys if key and keys.count(key) > 1})
    if twice:
        raise Invalid("columns_twice", columns=twice, found=table.header)
    return keys


def _lines(table: Table, keys: list[str | None], report: Report) -> Iterator[Line]:
    width = len(keys)
    for number, cells in table.rows:
        report.counts["rows"] += 1
        if len(cells) > width and any(cell not in EMPTY for cell in cells[width:]):
            report.refuse(number, None, "too_many_cells", expected=width, found=len(cells))
            continue
        line = Line(number, {})
        for key, cell in zip(keys, cells, strict=False):
            if key is None or cell is None:
                continue
            if isinstance(cell, str):
                cell = cell.strip()
            if cell is Formula:
                report.refuse(number, key, "formula_without_value")
            elif cell != "":
                line.cells[key] = cell
        yield line
