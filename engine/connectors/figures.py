"""Figures of the reports as a form shows them: rows of words, in both languages, with their units."""

from collections.abc import Mapping
from typing import Any

from engine.reports.report import Words

UNITS = {"percent": "(%)", "score": "(0-100)", "minutes": "(min)", "days": "(d)", "ratio": ""}


def compared(of: Mapping[str, Any]) -> dict[str, Any]:
    """A row of `headlines.beside`: what it is in both languages, before, after, difference in points and in percent."""
    return {
        "figure": f"{of['number']} {of['name'].zh} {UNITS[of['unit']]}".rstrip(),
        "figure_en": f"{of['number']} {of['name'].en} {UNITS[of['unit']]}".rstrip(),
        "before": number(of["before"]),
        "after": number(of["after"]),
        "points": number(of["points"], signed=True),
        "relative": number(of["relative"], signed=True) + ("" if of["relative"] is None else " %"),
    }


def both(words: Words) -> str:
    return f"{words.zh} / {words.en}"


def number(value: float | None, *, signed: bool = False) -> str:
    return "–" if value is None else f"{value:+g}" if signed else f"{value:g}"
