"""Simple expressions of Camunda 7 (`${!approved && amount >= 100}`) in FEEL's words.

Only what has the same meaning in both languages: comparisons, `&& || !` and their word forms, texts in single quotes,
`empty x`. Anything else (method calls, beans, `? :`) is not translated and is refused at deployment as not being FEEL.
"""

import re

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?P<word>[\w.]+)|(?P<sign>==|!=|<=|>=|&&|\|\||[!()<>+\-*/]))"""
)
_SIGNS = {"==": "=", "&&": "and", "||": "or"}
_WORDS = {"eq": "=", "ne": "!=", "lt": "<", "gt": ">", "le": "<=", "ge": ">=", "not": "!", "and": "and", "or": "or"}


def translate(source: str) -> str | None:
    """The FEEL text of a JUEL expression, None when it holds anything without a plain counterpart."""
    words = _words(source)
    if words is None:
        return None
    out: list[str] = []
    at = 0
    while at < len(words):
        if words[at] in ("!", "empty"):
            operand, end = _operand(words, at + 1)
            if operand is None:
                return None
            inner = translate_words(operand)
            out.append(f"not({inner})" if words[at] == "!" else f'({inner} = null or {inner} = "" or {inner} = [])')
            at = end
        else:
            out.append(words[at])
            at += 1
    return " ".join(out)


def translate_words(words: list[str]) -> str:
    """An operand that was cut out, translated in its turn."""
    return translate(" ".join("==" if word == "=" else word for word in words)) or "null"


def _words(source: str) -> list[str] | None:
    words: list[str] = []
    at = 0
    while at < len(source.rstrip()):
        match = _TOKEN.match(source, at)
        if match is None:
            return None
        if quoted := match["text"]:
            words.append(
                '"' + quoted[1:-1].replace("\\'", "'").replace('"', '\\"') + '"' if quoted[0] == "'" else quoted
            )
        elif word := match["word"]:
            words.append(_WORDS.get(word, word))
        else:
            if (
                match["sign"] == "("
                and words
                and re.fullmatch(r"[\w.]+", words[-1])
                and words[-1] not in ("and", "or", "empty")
            ):
                return None  # a call
            words.append(_SIGNS.get(match["sign"], match["sign"]))
        at = match.end()
    return words


def _operand(words: list[str], at: int) -> tuple[list[str] | None, int]:
    if at >= len(words):
        return None, at
    if words[at] in ("!", "empty"):
        operand, end = _operand(words, at + 1)
        return (None if operand is None else [words[at], *operand]), end
    if words[at] != "(":
        return [words[at]], at + 1
    depth = 0
    for end in range(at, len(words)):
        depth += (words[end] == "(") - (words[end] == ")")
        if depth == 0:
            return words[at : end + 1], end + 1
    return None, at
