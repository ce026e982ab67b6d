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


@feel("is blank", "string:string")
def is_blank(text: str) -> bool:
    """True when there is nothing but white space (an addition that other engines have too)."""
    return not text.strip()


@feel("extract", "string:string, pattern:string")
def extract(text: str, pattern: str) -> list[str]:
    """All parts that match a pattern (an addition that other engines have too)."""
    return [match[0] for match in _pattern(pattern, "").finditer(text)]


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


_ATOM = re.compile(r"\\[pP]\{(\w+)\}|\\.|\[|\]|\$|\s|.", re.DOTALL)
_ESCAPES = {"i": r"[A-Za-z_:\u00c0-\uffff]", "c": r"[\w:.\-]", "I": r"[^A-Za-z_:\u00c0-\uffff]", "C": r"[^\w:.\-]"}
_CATEGORIES = {
    "L": r"[^\W\d_]",
    "Lu": "[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f]",
    "Ll": "[a-z\u00df-\u00ff\u03b1-\u03c9\u0430-\u044f]",
    "N": r"\d",
    "Nd": r"\d",
    "P": r"[!-#%-*,-/:;?@\[-\]_{}\u3000-\u303f\uff01-\uff0f\uff1a-\uff20]",
    "Z": r"\s",
    "Zs": r"[ \u00a0\u3000]",
    "IsBasicLatin": "[\u0000-\u007f]",
}


@lru_cache(maxsize=512)
def _pattern(pattern: str, flags: str) -> re.Pattern[str]:
    """An XPath regular expression in Python's dialect; Wrong when it is none, or uses what Python cannot say."""
    if set(flags) - set("smixq"):
        raise Wrong("invalid_flags", flags=flags)
    value = 0
    for flag, bit in (("s", re.DOTALL), ("m", re.MULTILINE), ("i", re.IGNORECASE)):
        value |= bit if flag in flags else 0
    try:
        return re.compile(re.escape(pattern) if "q" in flags else _translated(pattern, flags), value)
    except (re.error, OverflowError, RecursionError) as error:
        raise Wrong("invalid_pattern", pattern=pattern) from error


def _translated(pattern: str, flags: str) -> str:
    if re.search(r"(?<!\\)\(\?(?!:)", pattern):  # Python's own groups: look-around, names, inline flags
        raise Wrong("invalid_pattern", pattern=pattern)
    pattern = re.sub(r"\[([^\[\]]+)-\[([^\[\]]+)\]\]", r"(?:(?![\2])[\1])", pattern)  # class subtraction
    parts, in_class = [], False
    for match in _ATOM.finditer(pattern):
        atom = match[0]
        if match[1]:
            atom = _category(match, in_class)
        elif atom[0] == "\\" and atom[1:].isspace() and "x" in flags:
            atom = "\\"
        elif atom[0] == "\\":
            if atom[1:] == "0" or (in_class and atom[1:].isdigit()):
                raise Wrong("invalid_pattern", pattern=pattern)
            atom = _ESCAPES.get(atom[1:], atom) if not in_class else atom
        elif atom.isspace() and "x" in flags and not in_class:
            continue
        elif atom == "$" and not in_class and "m" not in flags:
            atom = r"\Z"
        elif atom in ("[", "]"):
            in_class = atom == "["
        parts.append(atom)
    return "".join(parts)


def _category(match: re.Match[str], in_class: bool) -> str:
    chosen = _CATEGORIES.get(match[1] or "")
    negative = match[0][1] == "P"
    if chosen is None or (in_class and (negative or chosen.startswith("[^"))):
        raise Wrong("invalid_pattern", pattern=match[0])
    if in_class:
        return chosen[1:-1] if chosen.startswith("[") else chosen
    return f"(?!{chosen})[\\s\\S]" if negative else chosen


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
