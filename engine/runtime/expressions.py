"""The texts of a model as things to evaluate: FEEL formulas, bare literals and mappings, compiled once at parse time.

Conditions, scripts and timers are FEEL with or without `=` or `${…}`; assignments, forms and services are literal
unless they carry one of these marks (API.md §5). Whatever goes wrong in an evaluation comes out as `Stuck`: an
incident that shows the expression, its position and the inputs, never a silent null in something that steers a
process.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from engine.feel import FeelError, expression, values
from engine.feel.times import DateTime
from engine.runtime import juel
from engine.runtime.model import Stuck

_INSERTED = re.compile(r"[$#]\{([^{}]*)\}")
NESTED = (list, dict, values.Function)


class Scope(dict[str, Any]):
    """The variables that one element sees, and the moment that now() and today() give."""

    __slots__ = ("now",)

    def __init__(self, variables: Mapping[str, Any], now: DateTime | None = None) -> None:
        super().__init__(variables)
        self.now = now

    def plus(self, more: Mapping[str, Any]) -> "Scope":
        """This scope with inner variables over it."""
        if not more:
            return self
        merged = Scope(self, self.now)
        merged.update(more)
        return merged


def unwrap(text: str) -> tuple[str, bool]:
    """The expression inside `=…`, `${…}` or `#{…}`, and whether there was such a mark."""
    text = text.strip()
    if text.startswith("="):
        return text[1:].strip(), True
    if text[:2] in ("${", "#{") and text.endswith("}"):
        return text[2:-1].strip(), True
    return text, False


def feel_text(text: str) -> str:
    """The FEEL of a model's text; what stands in `${…}` and is not FEEL is translated where it has a plain
    counterpart."""
    inner, marked = unwrap(text)
    if marked and not text.strip().startswith("="):
        try:
            expression(inner)
        except FeelError:
            return juel.translate(inner) or inner
    return inner


class Formula:
    """A FEEL expression of the model. Calling it with a scope gives the value or raises `Stuck`."""

    __slots__ = ("_compiled", "text")

    def __init__(self, text: str) -> None:
        """Raises FeelError when `text` is not FEEL."""
        self.text = feel_text(text)
        self._compiled = expression(self.text)

    def __call__(self, scope: Scope) -> Any:
        compiled = self._compiled
        odd = [name for name in scope if not name.isidentifier()]
        try:
            if odd:
                compiled = expression(self.text, frozenset(odd))
            value = compiled(scope, now=scope.now)
        except FeelError as error:
            raise stuck(error, self.text) from error
        if type(value) in NESTED and holds_function(value):
            raise Stuck("function_as_value", expression=self.text)
        return value

    def yes_or_no(self, scope: Scope) -> bool:
        """The value of a condition; anything but true or false is `Stuck`."""
        value = self(scope)
        if value is not True and value is not False:
            raise Stuck("not_boolean", expression=self.text, value=values.wire(value))
        return value


def holds_function(value: Any) -> bool:
    """Whether a FEEL function is in the value: it cannot be kept as a variable or handed out."""
    if isinstance(value, list):
        return any(type(item) in NESTED and holds_function(item) for item in value)
    if isinstance(value, dict):
        return any(type(item) in NESTED and holds_function(item) for item in value.values())
    return True


class Constant:
    """A literal text of the model, in the place where a formula could stand."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, scope: Scope) -> Any:
        return self.text


Setting = Formula | Constant


def stuck(error: FeelError, text: str) -> Stuck:
    """An evaluation error as the reason of an incident."""
    inputs = {name: values.wire(value) for name, value in error.inputs.items()}
    return Stuck(
        "expression_failed", expression=text, error=error.code, position=error.position, inputs=inputs, **error.params
    )


def setting(text: str) -> Setting:
    """A setting that is literal unless marked as FEEL, wholly or in parts. Raises FeelError."""
    inner, marked = unwrap(text)
    if marked:
        return Formula(text)
    mixed = mixture(inner)
    return Constant(inner) if mixed is None else Formula(mixed)


def mixture(text: str) -> str | None:
    """The FEEL of a text with expressions in it (`case-${id}` is `"case-" + string(id)`), None when it has none."""
    parts = _INSERTED.split(text)
    if len(parts) == 1:
        return None
    words = [f"string({feel_text(f'${{{part}}}')})" if at % 2 else _quoted(part) for at, part in enumerate(parts)]
    return " + ".join(word for word in words if word != '""')


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def text_of(value: Any) -> str | None:
    """One text out of an evaluated setting; null and the empty text are None."""
    if value is None or value == "":
        return None
    return value if isinstance(value, str) else str(values.wire(value))


def names_of(value: Any) -> tuple[str, ...]:
    """The names in an evaluated list setting: a FEEL list, or a text with commas."""
    if value is None:
        return ()
    items = value if isinstance(value, list) else str(values.wire(value)).split(",")
    return tuple(name for item in items if (name := str(item).strip()))


class Mapped:
    """An `in` or `out` setting: a FEEL context (`={a: b}`), or a list `a, b, c = d.e` of names with or without an
    expression."""

    __slots__ = ("_context", "_entries", "text")

    def __init__(self, text: str) -> None:
        """Raises FeelError."""
        self.text = text
        inner, marked = unwrap(text)
        self._context: Formula | None = None
        self._entries: list[tuple[str, Formula | None]] = []
        if marked or inner.startswith("{"):
            self._context = Formula(text)
            return
        for part in split(inner):
            name, equals, source = part.partition("=")
            self._entries.append((name.strip(), Formula(source) if equals else None))

    def __call__(self, scope: Scope) -> dict[str, Any]:
        if self._context is None:
            return {name: scope.get(name) if formula is None else formula(scope) for name, formula in self._entries}
        value = self._context(scope)
        if not isinstance(value, Mapping):
            raise Stuck("not_a_context", expression=self.text)
        return dict(value)


def split(text: str) -> list[str]:
    """The parts between the commas that stand outside brackets and quotes; empty parts are left out."""
    parts, depth, quoted, start = [], 0, False, 0
    for at, char in enumerate(text):
        if char == '"':
            quoted = not quoted
        elif not quoted and char in "([{":
            depth += 1
        elif not quoted and char in ")]}":
            depth -= 1
        elif char == "," and depth == 0 and not quoted:
            parts.append(text[start:at])
            start = at + 1
    parts.append(text[start:])
    return [part.strip() for part in parts if part.strip()]
