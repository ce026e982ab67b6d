"""Functions on texts, and the conversion of values to text. Lengths and positions count characters (code points);
patterns follow XPath.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.feel.builtins.registry import feel
from engine.feel.errors import Wrong
from engine.feel.lexer import normal
from engine.feel.values import Function, Range, number_text


@feel("string", "from:any")
def string(value: Any) -> str | None:
    """The text of a value as FEEL writes it; null for null."""
    if value is None or isinstance(value, str):
        return value
    return literal(value)


def literal(value: Any) -> str:
    """The FEEL literal of a value, texts in quotes."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if isinstance(value, Decimal | int):
        return number_text(value)
    if isinstance(value, list):
        return "[" + ", ".join(literal(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_key(key)}: {literal(item)}" for key, item in value.items()) + "}"
    if isinstance(value, Range):
        low, high = "[" if value.low_closed else "(", "]" if value.high_closed else ")"
        return f"{low}{literal(value.low)}..{literal(value.high)}{high}"
    if isinstance(value, Function):
        return f"function {value.name}({', '.join(value.params or ())})".replace(" (", "(")
    return str(value)


def _key(key: str) -> str:
    plain = key == normal(key) and not re.search(r"[:,{}\[\]\"]", key) and key
    return key if plain else literal(key)


@feel("string length", "string:string")
def string_length(text: str) -> Decimal:
    """Number of characters."""
    return Decimal(len(text))


@feel("substring", "string:string, start position:number, length:number?")
def substring(text: str, start: Any, length: Any = None) -> str:
    """Part of a text from a 1-based position, counted from the end when negative; Wrong when that lies outside."""
    first = int(start)
    if first == 0 or abs(first) > len(text):
        raise Wrong("out_of_range", argument="start position")
    if length is not None and int(length) < 1:
        raise Wrong("out_of_range", argument="length")
    begin = first - 1 if first > 0 else len(text) + first
    return text[begin:] if length is None else text[begin : begin + int(length)]


@feel("upper case", "string:string")
def upper_case(text: str) -> str:
    """In upper case."""
    return text.upper()


@feel("lower case", "string:string")
def lower_case(text: str) -> str:
    """In lower case."""
    return text.lower()


@feel("trim", "string:string")
def trim(text: str) -> str:
    """Without white space at both ends (an addition that other engines have too)."""
    return text.strip()


@feel("substring before", "string:string, match:string")
def substring_before(text: str, match: str) -> str:
    """What stands before the first match; empty without one."""
    head, found, _ = text.partition(match) if match else ("", "", "")
    return head if found else ""


@feel("substring after", "string:string, match:string")
def substring_after(text: str, match: str) -> str:
    """What stands after the first match; empty without one."""
    return text.partition(match)[2] if match else text


@feel("contains", "string:string, match:string")
def contains(text: str, match: str) -> bool:
    """True when `match` occurs in the text."""
    return match in text


@feel("starts with", "string:string, match:string")
def starts_with(text: str, match: str) -> bool:
    """True when the text begins with `match`."""
    return text.startswith(match)


@feel("ends with", "string:string, match:string")
def ends_with(text: str, match: str) -> bool:
    """True when the text ends with `match`."""
    return text.endswith(match)


@lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """An XPath regular expression in Python's dialect; Wrong when it is none. Classes subtracted from classes are
    refused.
    """
    if set(flags) - set("smixq"):
        raise Wrong("invalid_flags", flags=flags)
    value = 0
    for flag, bit in (("s", re.DOTALL), ("m", re.MULTILINE), ("i", re.IGNORECASE), ("x", re.VERBOSE)):
        value |= bit if flag in flags else 0
    if re.search(r"-\[|\(\?<?[=!]|\(\?P|\(\?<", pattern):
        raise Wrong("invalid_pattern", pattern=pattern)
    source = (
        re.escape(pattern)
        if "q" in flags
        else re.sub(r"(?<!\\)((?:\\\\)*)\$(?=$|\))", r"\1\\Z", pattern)
        if "m" not in flags
        else pattern
    )
    source = re.sub(r"\\[pP]\{(\w+)\}", _category, source)
    try:
        return re.compile(source, value)
    except (re.error, OverflowError) as error:
        raise Wrong("invalid_pattern", pattern=pattern) from error


def _category(match: re.Match[str]) -> str:
    known = {"L": r"[^\W\d_]", "Lu": "[A-Z\u00c0-\u00de]", "Ll": "[a-z\u00df-\u00ff]", "N": r"\d", "Nd": r"\d"}
    if match[1] not in known:
        raise Wrong("invalid_pattern", pattern=match[0])
    chosen = known[match[1]]
    return chosen if match[0][1] == "p" else f"(?!{chosen})."


@feel("matches", "input:string, pattern:string, flags:string?~")
def matches(text: str, pattern: str, flags: str | None = None) -> bool:
    """True when the pattern is found somewhere in the text."""
    return _pattern(pattern, flags or "").search(text) is not None


@feel("replace", "input:string, pattern:string, replacement:string, flags:string?~")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    """The text with every match replaced; `$1` stands for a group, `$0` for the match."""
    compiled = _pattern(pattern, flags or "")
    parts = [replacement] if "q" in (flags or "") else re.split(r"(\\.|\$\d+)", replacement)

    def fill(match: re.Match[str]) -> str:
        return "".join(_group(part, match) if part[:1] in ("$", "\\") and len(part) > 1 else part for part in parts)

    return compiled.sub(fill, text)


def _group(part: str, match: re.Match[str]) -> str:
    if part[0] == "\\":
        return part[1:]
    digits = part[1:]
    taken = len(digits)
    while taken > 1 and int(digits[:taken]) > (
        match.re.groups or 0
    ):  # `$15` is group 1 and the digit 5 when there are fewer groups
        taken -= 1
    number = int(digits[:taken])
    return ((match[number] or "") if number <= match.re.groups else "") + digits[taken:]


@feel("split", "string:string, delimiter:string")
def split(text: str, delimiter: str) -> list[str]:
    """The parts between the matches of a pattern."""
    parts, at = [], 0
    for match in _pattern(delimiter, "").finditer(text):
        if match.end() > match.start():
            parts.append(text[at : match.start()])
            at = match.end()
    return [*parts, text[at:]]


@feel("string join", "list:list, delimiter:string?~, prefix:string?~, suffix:string?~")
def string_join(
    items: list[Any], delimiter: str | None = None, prefix: str | None = None, suffix: str | None = None
) -> str:
    """The texts of a list with a delimiter between them; nulls are left out, other values are Wrong."""
    texts = [item for item in items if item is not None]
    if not all(isinstance(item, str) for item in texts):
        raise Wrong("wrong_argument_type", argument="list")
    return (prefix or "") + (delimiter or "").join(texts) + (suffix or "")
