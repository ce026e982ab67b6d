"""Cuts FEEL text into tokens.

FEEL names may contain spaces and operator signs (`annual amount`, `Pre-bureau risk`, `年 采购金额`), so where
a name ends depends on the names in scope: the longest known name wins (DMN 1.5, 10.3.1.4). The lexer knows the names
that the caller passes, FEEL's own, and those that the text declares itself (context keys, loop variables, parameters).
Words that follow an unknown name are joined to it, since two operands never stand side by side; not keywords, nor the
operator words of other languages, which stay the syntax errors that they are.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final

from lark import Token
from lark.lexer import Lexer

from engine.feel.errors import FeelError

_START = r"(?:[^\W\d]|[?\U00010000-\U000EFFFF])"
_PART = r"[\w\u00B7\u0300-\u036F\u203F\u2040\U00010000-\U000EFFFF]"
_WORD = re.compile(rf"{_START}{_PART}*")
_MORE = re.compile(rf"\s+({_PART}+)")
_SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_NUMBER = re.compile(r"(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?")
_STRING = re.compile(r'"(?:\\.|[^"\\])*"', re.DOTALL)
_ARGUMENT = re.compile(rf"({_START}[^:,(){{}}\[\]\"]*?)\s*(?=:)")
_ENTRY = re.compile(rf"({_START}[^:,{{}}\[\]\"]*?)\s*(?=:)")
_FORMAL = re.compile(rf"({_START}[^:,()]*?)\s*(?=[:,)])")
_LOOP = re.compile(rf"({_START}.*?)(?=\s+in(?!{_PART}))", re.DOTALL)
_ENDS = re.compile(rf"\s*(?:$|[),}}\]]|(?:and|or|then|else|return|satisfies|in|between|instance)(?!{_PART}))")
_NOT = re.compile(r"not\s*\(")
_INSTANCE = re.compile(rf"instance\s+of(?!{_PART})")
_OPERATOR = re.compile(r"\*\*|\.\.|->|<=|>=|!=|[-+*/=<>.,:()\[\]{}]")

_KEYWORDS: Final = {
    "if": "IF",
    "then": "THEN",
    "else": "ELSE",
    "for": "FOR",
    "return": "RETURN",
    "some": "SOME",
    "every": "EVERY",
    "satisfies": "SATISFIES",
    "in": "IN",
    "between": "BETWEEN",
    "and": "AND",
    "or": "OR",
    "function": "FUNCTION",
    "external": "EXTERNAL",
    "true": "TRUE",
    "false": "FALSE",
    "null": "NULL",
}
_STOPS: Final = frozenset({"instance", "not", *_KEYWORDS, "eq", "ne", "lt", "gt", "le", "ge", "div", "mod"})
_OPERATORS: Final = {
    "**": "POWER",
    "..": "DOTDOT",
    "->": "ARROW",
    "<=": "LE",
    ">=": "GE",
    "!=": "NE",
    "-": "MINUS",
    "+": "PLUS",
    "*": "TIMES",
    "/": "DIVIDE",
    "=": "EQ",
    "<": "LT",
    ">": "GT",
    ".": "DOT",
    ",": "COMMA",
    ":": "COLON",
    "(": "LPAR",
    ")": "RPAR",
    "[": "LSQB",
    "]": "RSQB",
    "{": "LBRACE",
    "}": "RBRACE",
}
_OPERAND_ENDS: Final = frozenset(
    {"NUMBER", "STRING", "AT", "TRUE", "FALSE", "NULL", "NAME", "RPAR", "RSQB", "RBRACE", "CLOSE", "KEY"}
)
_OWN_NAMES: Final = (
    "time offset",
    "date and time",
    "days and time duration",
    "years and months duration",
    "day time duration",
    "year month duration",
    "start included",
    "end included",
)


@lru_cache(maxsize=512)
def long_names(names: frozenset[str]) -> re.Pattern[str] | None:
    """A pattern for the names that are more than one plain word, longest first."""
    odd = sorted(
        (name for name in names if name.strip() and not _WORD.fullmatch(name)), key=lambda name: (-len(name), name)
    )
    if not odd:
        return None
    return re.compile("|".join(rf"{_flexible(name)}(?!{_PART})" for name in odd))


def _flexible(name: str) -> str:
    parts: list[str] = re.findall(rf"{_PART}+|[^\s]", name)
    pattern = re.escape(parts[0])
    for before, after in itertools.pairwise(parts):
        words = re.fullmatch(_PART, before[-1]) and re.fullmatch(_PART, after[0])
        pattern += (r"\s+" if words else r"\s*") + re.escape(after)
    return pattern


def normal(name: str) -> str:
    """A name with single spaces and none around its signs' ends: how names are compared."""
    return " ".join(name.split())


@lru_cache(maxsize=256)
def vocabulary(names: frozenset[str]) -> tuple[dict[str, str], list[re.Pattern[str]]]:
    """The known names by their squeezed form, and the patterns of those that are more than one plain word; both are
    shared, not to be changed."""
    known: dict[str, str] = {_squeeze(name): name for name in (*_OWN_NAMES, *names) if name.strip()}
    pattern = long_names(frozenset((*_OWN_NAMES, *names)))
    return known, [pattern] if pattern else []


class Source:
    """One text with the names in scope, read from left to right. `unary` reads unary tests (`-`, `not(…)`)."""

    def __init__(self, text: str, names: Iterable[str] = (), *, unary: bool = False) -> None:
        self.text = text
        self.known, self.patterns = vocabulary(frozenset(names))
        self.unary = unary
        self.at = 0
        self.last = ""
        self.open: list[str] = []
        self.loops: list[int] = []
        self.ranges: set[int] = set()

    def tokens(self) -> Iterator[Token]:
        """All tokens; raises FeelError for a character that no token starts with."""
        while True:
            if space := _SPACE.match(self.text, self.at):
                self.at = space.end()
            if self.at >= len(self.text):
                return
            token = self._next()
            self.last = self._follow(token)
            yield token

    def _token(self, kind: str, end: int, value: str | None = None) -> Token:
        start, self.at = self.at, end
        line = self.text.count("\n", 0, start) + 1
        raw = self.text[start:end] if value is None else value
        return Token(kind, raw, start, line, start + 1, line, end + 1, end)

    def _next(self) -> Token:
        declared = self._declared()
        if declared is not None:
            return declared
        text, at = self.text, self.at
        operand = self.last in _OPERAND_ENDS
        if not operand and (match := _NUMBER.match(text, at)) and self._known_until(at) <= match.end():
            return self._token("NUMBER", match.end())
        char = text[at]
        if char == '"':
            return self._string("STRING", at)
        if char == "@" and text[at + 1 : at + 2] == '"':
            return self._string("AT", at + 1)
        if self.unary and self.last == "" and (special := self._special(char)):
            return special
        if not operand or not _OPERATOR.match(text, at):
            word = self._word(operand)
            if word is not None:
                return word
        if match := _OPERATOR.match(text, at):
            return self._token(self._bracket(match[0], operand) or _OPERATORS[match[0]], match.end())
        raise FeelError("unexpected_character", at, {"found": char}, expression=text)

    def _special(self, char: str) -> Token | None:
        if char == "-" and not self.text[self.at + 1 :].strip():
            return self._token("ANY", self.at + 1)
        match = _NOT.match(self.text, self.at)
        if match is not None and self._closes_at_end(match.end() - 1):
            return self._token("NOT", self.at + 3)
        return None

    def _closes_at_end(self, opening: int) -> bool:
        depth = 0
        bare = _STRING.sub(lambda match: "_" * len(match[0]), self.text)
        for index in range(opening, len(bare)):
            depth += (bare[index] == "(") - (bare[index] == ")")
            if depth == 0:
                return not bare[index + 1 :].strip()
        return False

    def _string(self, kind: str, quote: int) -> Token:
        match = _STRING.match(self.text, quote)
        if match is None:
            raise FeelError("unterminated_string", quote, expression=self.text)
        return self._token(kind, match.end(), match[0])

    def _declared(self) -> Token | None:
        """The name that the text declares here: a context key, a parameter, a loop variable, the name of an
        argument.
        """
        top = self.open[-1] if self.open else ""
        if self.last in ("FOR", "SOME", "EVERY") or (
            self.last == "COMMA" and self.loops and self.loops[-1] == len(self.open)
        ):
            pattern = _LOOP
        elif self.last == "LBRACE" or (self.last == "COMMA" and top == "{"):
            pattern = _ENTRY
        elif top == "formal" and self.last in ("LPAR", "COMMA"):
            pattern = _FORMAL
        elif top == "call" and self.last in ("LPAR", "COMMA"):
            pattern = _ARGUMENT
        else:
            return None
        match = pattern.match(self.text, self.at)
        if match is None:
            return None
        name = normal(match[1])
        if pattern is not _ARGUMENT:
            if _squeeze(name) not in self.known:
                self.known = {**self.known, _squeeze(name): name}
            if added := long_names(frozenset({name})):
                self.patterns = [*self.patterns, added]
        return self._token("KEY", match.end(1), name)

    def _word(self, operand: bool) -> Token | None:
        text, at = self.text, self.at
        known = self._known_until(at)
        plain = _WORD.match(text, at)
        end = plain.end() if plain else -1
        word = plain[0] if plain else ""
        if known <= end and self.last != "DOT":
            if word == "instance" and (match := _INSTANCE.match(text, at)):
                return self._token("INSTANCE", match.end())
            if word in _KEYWORDS:
                return self._token(_KEYWORDS[word], end)
        end = max(known, end)
        if end < 0:
            return None
        if _squeeze(text[at:end]) not in ("true", "false", "null"):
            end = self._joined(end)
        raw = normal(text[at:end])
        return self._token("NAME", end, self.known.get(_squeeze(raw), raw))

    def _known_until(self, at: int) -> int:
        """Where the longest known name that is more than a plain word ends; -1 when none starts here."""
        return max((match.end() for match in (p.match(self.text, at) for p in self.patterns) if match), default=-1)

    def _joined(self, end: int) -> int:
        while match := _MORE.match(self.text, end):
            if match[1] in _STOPS:
                break
            end = match.end()
        return end

    def _bracket(self, sign: str, operand: bool) -> str | None:
        if sign == "]" and not operand and self.last != "LSQB":
            return "OPEN"
        if sign == "[" and operand and len(self.open) in self.ranges and _ENDS.match(self.text, self.at + 1):
            return "CLOSE"
        return None

    def _follow(self, token: Token) -> str:
        """Keeps track of brackets and loops; answers what counts as the last token."""
        kind = token.type
        if kind == "LPAR":
            formal = self.last == "FUNCTION"
            self.open.append("formal" if formal else "call" if self.last in _OPERAND_ENDS else "(")
        elif kind in ("LSQB", "OPEN", "LBRACE"):
            self.open.append("{" if kind == "LBRACE" else "[")
        elif kind in ("RPAR", "RSQB", "RBRACE", "CLOSE"):
            self.ranges.discard(len(self.open))
            if self.open and self.open.pop() == "formal":
                return "FORMALS"
        elif kind == "DOTDOT":
            self.ranges.add(len(self.open))
        elif kind in ("FOR", "SOME", "EVERY"):
            self.loops.append(len(self.open))
        elif kind in ("RETURN", "SATISFIES") and self.loops:
            self.loops.pop()
        elif kind == "LT" and self.open and self.open[-1] in ("formal", "<"):
            self.open.append("<")
        elif kind == "GT" and self.open and self.open[-1] == "<":
            self.open.pop()
        return str(kind)


def _squeeze(name: str) -> str:
    """The name with one space between its words and signs, so that `a - b` and `a-b` are the same."""
    return name if _WORD.fullmatch(name) else " ".join(re.findall(rf"{_PART}+|\S", name))


class FeelLexer(Lexer):
    """Lark's door to `Source`: the parser's input is the source itself."""

    def __init__(self, lexer_conf: Any) -> None:
        self.terminals = lexer_conf.terminals

    def lex(self, lexer_state: Source) -> Iterator[Token]:  # type: ignore[override]
        """Tokens of the source."""
        return lexer_state.tokens()
