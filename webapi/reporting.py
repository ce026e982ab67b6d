"""A report as a file: the same for the API and the command line."""

from collections.abc import Sequence
from typing import Any

from engine.reports.report import Report, Span, Unit, Words
from webapi.sheets import sheet

UNITS: dict[Unit, Words] = {
    "percent": Words("%", "%"),
    "points": Words("分", "points"),
    "score": Words("分", "points"),
    "minutes": Words("分钟", "min"),
    "hours": Words("小时", "h"),
    "days": Words("天", "d"),
    "yuan": Words("元", "CNY"),
}


def title(words: Words, lang: str) -> str:
    """A text in one language."""
    return words.en if lang == "en" else words.zh


def exported(kind: str, report: Report, span: Span, rows: Sequence[dict[str, Any]], lang: str) -> bytes:
    """The rows with titles and units as `csv` or `xlsx`; what they mean stands on a second sheet."""
    header = []
    for column in report.columns:
        unit = UNITS.get(column.unit)
        name = title(column.name, lang)
        header.append(f"{name} ({title(unit, lang)})" if unit else name)
    notes = [
        [title(report.name, lang), report.number],
        [f"{span.first:%Y-%m-%d} – {span.last:%Y-%m-%d}"],
        [title(report.definition, lang)],
        [title(report.formula, lang)],
    ]
    return sheet(kind, header, ([row.get(column.key) for column in report.columns] for row in rows), notes)
