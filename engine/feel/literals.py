"""Reads FEEL's literals: quoted texts with their escapes, and `@"…"` dates, times and durations."""

from __future__ import annotations

import re
from typing import Any, Final

from engine.feel.times import Date, DateTime, Time, parse_duration

_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE: Final = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "'": "'", "\\": "\\"}


def unquote(raw: str) -> str:
    r"""The text of a string literal. Unknown escapes stay as written, so that `"\d+"` is a regular expression;
    surrogate pairs become one character.
    """
    inner = raw[1:-1]
    if "\\" not in inner:
        return inner
    text = _ESCAPE.sub(_unescape, inner)
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(match: re.Match[str]) -> str:
    body = match[1]
    if body[0] in "uU" and len(body) > 1:
        code = int(body[1:], 16)
        return chr(code) if code <= 0x10FFFF else match[0]
    return _SIMPLE.get(body, match[0])


def at_literal(text: str) -> Any:
    """The date, time, date and time or duration that the text writes; ValueError when it is none."""
    if "P" in text[:2]:
        return parse_duration(text)
    if "T" in text:
        return DateTime.parse(text)
    return Time.parse(text) if ":" in text[:3] else Date.parse(text)
