"""Item definitions: the types that a DMN file declares, as FEEL types; and what JSON values become under a declared
type.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from engine.feel.dmn.table import Cell, cell
from engine.feel.dmn.xml import Element, child, children, ident, text
from engine.feel.errors import FeelError, Finding
from engine.feel.expression import Types, unary
from engine.feel.times import Date, DateTime, DayTimeDuration, Time, YearMonthDuration, parse_duration
from engine.feel.types import ANY, BUILT_IN, ContextType, FunctionType, ListType, Named, Type

_LANGUAGE: Final = ("feel:", "feel.")


class Items:
    """The declared types of one file, by name; imported ones under `prefix.name`."""

    def __init__(self, top: Element, imported: dict[str, Items]) -> None:
        self.types = Types()
        self.findings: list[Finding] = []
        self.words: set[str] = set()
        self.limits: dict[str, Cell] = {}
        self._pending = {item.get("name"): item for item in children(top, "itemDefinition") if item.get("name")}
        self._busy: set[str] = set()
        for prefix, other in imported.items():
            self.words |= other.words
            for name, kind in other.types.items():
                self.types[f"{prefix}.{name}" if prefix else name] = kind
            for name, limit in other.limits.items():
                self.limits[f"{prefix}.{name}" if prefix else name] = limit
        for name in list(self._pending):
            self.named(name, None)

    def named(self, name: str | None, element: str | None) -> Type:
        """The type of a typeRef; Any (and a warning) for one that nobody declares."""
        if not name:
            return ANY
        name = name.strip()
        for prefix in _LANGUAGE:
            name = name.removeprefix(prefix)
        if name in self.types:
            return self.types[name]
        if name in self._pending:
            if name in self._busy:
                self.findings.append(Finding("recursive_type", element, {"type": name}, "warning"))
                return ANY
            return self._define(name)
        if name in BUILT_IN:
            return BUILT_IN[name]
        if ":" in name:
            return self.named(name.rpartition(":")[2], element)
        self.findings.append(Finding("unknown_type", element, {"type": name}, "warning"))
        return ANY

    def _define(self, name: str) -> Type:
        self._busy.add(name)
        kind = self._read(self._pending[name], name)
        self._busy.discard(name)
        self.types[name] = kind
        return kind

    def _read(self, item: Element, name: str) -> Type:
        parts = children(item, "itemComponent")
        base: Type
        if parts:
            entries = []
            for part in parts:
                key = " ".join((part.get("name") or "").split())
                self.words.add(key)
                entries.append((key, self._read(part, key)))
            base = ContextType(entries=tuple(entries))
        elif (function := child(item, "functionItem")) is not None:
            params = tuple(self.named(param.get("typeRef"), ident(param)) for param in children(function, "parameters"))
            base = FunctionType(params=params, result=self.named(function.get("outputTypeRef"), ident(function)))
        else:
            base = self.named(text(item, "typeRef") or item.get("typeRef"), ident(item))
        base = Named(name, (), base, self._allowed(child(item, "allowedValues"), name))
        if item.get("isCollection") == "true":
            base = ListType(name, (), base)
        constraint = self._allowed(child(item, "typeConstraint"))
        return base if constraint is None else Named(name, (), base, constraint)

    def _allowed(self, element: Element | None, name: str = "") -> Callable[[Any], bool] | None:
        source = text(element)
        if element is None or not source:
            return None
        language = element.get("expressionLanguage", "")
        if language and "feel" not in language.lower():
            self.findings.append(Finding("unsupported_language", ident(element), {"language": language}))
            return None
        try:
            test = unary(source, frozenset(self.words), self.types)
        except FeelError as error:
            params = {"expression": source, "position": error.position, **error.params}
            self.findings.append(Finding("feel_" + error.code, ident(element), params))
            return None
        if name:
            self.limits[name] = cell(test.tree, source)
        return lambda value: test({"?": value}, []) is True


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "date": Date.parse,
    "time": Time.parse,
    "date and time": DateTime.parse,
    "days and time duration": DayTimeDuration.parse,
    "years and months duration": YearMonthDuration.parse,
    "duration": parse_duration,
}


def adapt(value: Any, kind: Type) -> Any:
    """A plain JSON value under a declared type: ISO texts become dates, times and durations, decimal texts numbers;
    what does not fit stays as it is."""
    if isinstance(kind, ListType):
        return [adapt(item, kind.item) for item in value] if isinstance(value, list) else adapt(value, kind.item)
    if isinstance(kind, Named):
        return adapt(value, kind.base)
    if isinstance(kind, ContextType) and isinstance(value, dict):
        known = dict(kind.entries)
        return {key: adapt(item, known.get(key, ANY)) for key, item in value.items()}
    if isinstance(value, str):
        try:
            if kind.name in ("number", "integer"):
                number = Decimal(value)
                return number if number.is_finite() else value
            if kind.name == "boolean" and value in ("true", "false"):
                return value == "true"
            reader = _READERS.get(kind.name)
            return reader(value) if reader else value
        except (ValueError, InvalidOperation, OverflowError):
            return value
    return value
