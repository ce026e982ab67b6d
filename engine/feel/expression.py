"""Expressions as the rest of keflow uses them: compiled once, cached by text and names in scope, evaluated any number
of times.

Two ways to evaluate. Strict (no log given): what cannot be evaluated raises `FeelError` with the expression, the inputs
it read and the position; a null that merely says "there is no such value" also raises when it is the result. Lenient (a
list given as log): FEEL's own way, null plus notes in the list.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

from engine.feel import nodes_flow as _flow  # noqa: F401 - registers its builders
from engine.feel.builtins import FUNCTIONS, feel
from engine.feel.compiler import Code, Static, build
from engine.feel.errors import FeelError, Wrong
from engine.feel.lexer import FeelLexer, Source
from engine.feel.operators import less, order_key
from engine.feel.run import Env, Run
from engine.feel.times import DateTime
from engine.feel.types import Type
from engine.feel.values import Range

_RANGE: Final = re.compile(r"([\[(\]])(.*?)\.\.(.*)([\])\[])", re.DOTALL)
_CONSEQUENCES: Final = {"condition_not_boolean", "not_a_function", "null_operand", "null_argument", "null_path"}
MAX_LENGTH: Final = 100_000


class Types(dict[str, Type]):
    """Declared types by name, compared by identity so that compiled expressions can be cached beside them."""

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other


_NO_TYPES: Final = Types()


class Expression:
    """A compiled text. `names` are the variables it reads; `doubts` is what is certain to go wrong when evaluated
    (wrong number or types of arguments, operators on constants that do not fit); `tree` is its syntax tree."""

    __slots__ = ("code", "doubts", "names", "text", "tree")

    def __init__(
        self, text: str, tree: Tree[Token], code: Code, names: frozenset[str], doubts: tuple[FeelError, ...] = ()
    ) -> None:
        self.text = text
        self.tree = tree
        self.code = code
        self.names = names
        self.doubts = doubts

    def __call__(
        self, scope: Mapping[str, Any], log: list[FeelError] | None = None, *, now: DateTime | None = None
    ) -> Any:
        """The value under these variables. Without `log` strict: raises FeelError. With `log` lenient: notes are
        appended to it.

        `now` is the moment for now() and today(); without it they are an error.
        """
        notes: list[FeelError] = [] if log is None else log
        try:
            value = self.code(Env(scope, None, Run(notes, now)))
        except RecursionError:
            notes.append(FeelError("too_deep", None, {}, expression=self.text))
            value = None
        if log is None and notes:
            self._raise(scope, notes, value)
        return value

    def test(self, scope: Mapping[str, Any], *, now: DateTime | None = None) -> bool:
        """The verdict of a condition that steers a process: true or false, anything else raises FeelError."""
        value = self(scope, now=now)
        if value is True or value is False:
            return bool(value)
        raise FeelError("not_boolean", 0, {"found": value}, expression=self.text, inputs=self.inputs(scope))

    def inputs(self, scope: Mapping[str, Any]) -> dict[str, Any]:
        """The variables that it reads, with their values (null when missing)."""
        return {name: scope.get(name) for name in sorted(self.names)}

    def _raise(self, scope: Mapping[str, Any], notes: list[FeelError], value: Any) -> None:
        hard = next((index for index, note in enumerate(notes) if not note.soft), 0 if value is None else None)
        if hard is not None:
            while hard and notes[hard].code in _CONSEQUENCES and notes[hard - 1].soft:
                hard -= 1
            fatal = notes[hard]
            fatal.inputs = self.inputs(scope)
            fatal.expression = fatal.expression or self.text
            raise fatal

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def expression(text: str, names: frozenset[str] = frozenset(), types: Types = _NO_TYPES) -> Expression:
    """The compiled expression; `names` are the variables in scope (needed for names with spaces or signs that are not
    plain words). FeelError when it is not FEEL.
    """
    return _compiled(text, names, types, "expression")


def unary(text: str, names: frozenset[str] = frozenset(), types: Types = _NO_TYPES) -> Expression:
    """The compiled unary tests of a table cell; the tested value is the variable `?`. FeelError when it is not FEEL."""
    return _compiled(text, names, types, "unary")


def strip(text: str) -> str:
    """The FEEL of a model's text: without `=` in front, or `${…}` or `#{…}` around."""
    bare = text.strip()
    if bare.startswith("="):
        return bare[1:].strip()
    if bare[:2] in ("${", "#{") and bare.endswith("}"):
        return bare[2:-1].strip()
    return bare


def code_of(text: str, static: Static, start: str = "expression") -> tuple[Code, Tree[Token]]:
    """The closure of a text inside a larger compiled thing (a boxed expression), with its tree; FeelError when it is
    not FEEL."""
    try:
        tree = parse(text, static.lexical, start)
        return build(tree, replace(static, text=text)), tree
    except RecursionError:
        raise FeelError("too_deep", None, {}, expression=text) from None


@lru_cache(maxsize=512)
@cache
def _parser() -> Lark:
    """Built when the first text is read: a third of a second that most commands of `keflow` never need."""
    return Lark(
        (Path(__file__).parent / "feel.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer=FeelLexer,
        start=["expression", "unary"],
        maybe_placeholders=False,
    )


def _with_functions(names: frozenset[str]) -> frozenset[str]:
    return names | FUNCTIONS.keys()


@lru_cache(maxsize=8192)
def parse(text: str, names: frozenset[str] = frozenset(), start: str = "expression") -> Tree[Token]:
    """The syntax tree of a text, shared and not to be changed; FeelError when it is not FEEL."""
    if not text.strip():
        raise FeelError("empty_expression", 0, expression=text)
    if len(text) > MAX_LENGTH:
        raise FeelError("expression_too_long", 0, {"limit": MAX_LENGTH}, expression=text[:100])
    source = Source(text, _with_functions(names), unary=start == "unary")
    try:
        return _parser().parse(source, start=start)
    except UnexpectedToken as error:
        token = error.token
        if token.type == "$END":
            raise FeelError("unexpected_end", len(text), expression=text) from None
        raise FeelError("unexpected_text", token.start_pos, {"found": str(token)}, expression=text) from None
    except UnexpectedInput as error:
        raise FeelError("syntax", getattr(error, "pos_in_stream", None), expression=text) from None


@lru_cache(maxsize=16384)
def _compiled(text: str, names: frozenset[str], types: Types, start: str) -> Expression:
    try:
        tree = parse(text, names, start)
        static = Static(text, names, types)
        code = build(tree, static)
    except RecursionError:
        raise FeelError("too_deep", None, {}, expression=text) from None
    return Expression(text, tree, code, frozenset((static.reads | static.perhaps) - {"?"}), tuple(static.doubts))


@feel("range", "from:string")
def _range(text: str) -> Range:
    """A range from its text, such as `[18..21)` or `(..@"2024-01-01"]`; both ends must be literals."""
    match = _RANGE.fullmatch(text.strip())
    if match is None:
        raise Wrong("invalid_value", text=text)
    ends: list[Any] = []
    for end in (match[2], match[3]):
        log: list[FeelError] = []
        try:
            ends.append(expression(end)({}, log) if end.strip() else None)
        except FeelError as error:
            raise Wrong("invalid_value", text=text) from error
        if log or (end.strip() and ends[-1] is None):
            raise Wrong("invalid_value", text=text)
    low, high = ends
    low_closed, high_closed = match[1] == "[", match[4] == "]"
    if low is None and high is None:
        raise Wrong("invalid_value", text=text)
    if (low is None and low_closed) or (high is None and high_closed):
        raise Wrong("invalid_value", text=text)
    if low is not None and high is not None and order_key(low, high) and less(high, low):
        raise Wrong("invalid_value", text=text)
    return Range(low, high, low_closed, high_closed)
