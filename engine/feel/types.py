"""FEEL's types: what `instance of` asks and what a declared type does to a value (DMN 1.5, 10.3.2.9).

A type accepts values; `coerce` also applies the standard's implicit conversions: one value where a list is wanted
becomes a list of one, a list of one where a value is wanted becomes the value, a date where a date and time is wanted
becomes midnight UTC. Item definitions of a DMN file become `Named` types.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from engine.feel.errors import Wrong
from engine.feel.operators import type_name
from engine.feel.times import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.values import Function, Range


@dataclass(frozen=True)
class Type:
    """A built-in type by name; `python` are the classes of its values."""

    name: str
    python: tuple[type, ...] = ()

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """True when the value belongs to the type; null belongs only to Null. `allowed` also asks for the allowed
        values of declared types, which `instance of` does not."""
        return type(value) in self.python

    @property
    def listed(self) -> bool:
        """True for a type of lists."""
        return False


class AnyType(Type):
    """Every value."""

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """Always, but for null."""
        return value is not None


ANY: Final = AnyType("Any")


@dataclass(frozen=True)
class ListType(Type):
    """Lists of values of one type."""

    name: str = "list"
    item: Type = ANY

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """A list whose members all belong to the item type or are null."""
        return type(value) is list and all(item is None or self.item.accepts(item, allowed) for item in value)

    @property
    def listed(self) -> bool:
        """True."""
        return True


@dataclass(frozen=True)
class ContextType(Type):
    """Contexts with at least these entries."""

    name: str = "context"
    entries: tuple[tuple[str, Type], ...] = ()

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """A context that has every entry, of its type or null."""
        return type(value) is dict and all(
            key in value and (value[key] is None or kind.accepts(value[key], allowed)) for key, kind in self.entries
        )


@dataclass(frozen=True)
class RangeType(Type):
    """Ranges over values of one type."""

    name: str = "range"
    item: Type = ANY

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """A range whose ends belong to the type."""
        return type(value) is Range and all(
            end is None or self.item.accepts(end, allowed) for end in (value.low, value.high)
        )


@dataclass(frozen=True)
class FunctionType(Type):
    """Functions; parameters are compared by number, and by type where the function declares them."""

    name: str = "function"
    params: tuple[Type, ...] = ()
    result: Type = ANY

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """A function that can take such arguments."""
        return type(value) is Function


@dataclass(frozen=True)
class Named(Type):
    """A type declared in a file: another type, perhaps limited to allowed values (a predicate), perhaps a list of
    them.
    """

    name: str = ""
    base: Type = ANY
    allowed: Callable[[Any], bool] | None = None

    def accepts(self, value: Any, allowed: bool = True) -> bool:
        """A value of the base type that is allowed."""
        return self.base.accepts(value, allowed) and (not allowed or self.allowed is None or self.allowed(value))

    @property
    def listed(self) -> bool:
        """As the base type."""
        return self.base.listed


NUMBER: Final = Type("number", (Decimal, int))
INTEGER: Final = Type("integer", (Decimal, int))
STRING: Final = Type("string", (str,))
BOOLEAN: Final = Type("boolean", (bool,))
DATE: Final = Type("date", (Date,))
TIME: Final = Type("time", (Time,))
DATE_TIME: Final = Type("date and time", (DateTime,))
DAY_TIME: Final = Type("days and time duration", (DayTimeDuration,))
YEAR_MONTH: Final = Type("years and months duration", (YearMonthDuration,))
NULL: Final = Type("Null", (type(None),))

BUILT_IN: Final[dict[str, Type]] = {
    "Any": ANY,
    "any": ANY,
    "Null": NULL,
    "number": NUMBER,
    "string": STRING,
    "boolean": BOOLEAN,
    "date": DATE,
    "time": TIME,
    "date and time": DATE_TIME,
    "dateTime": DATE_TIME,
    "days and time duration": DAY_TIME,
    "dayTimeDuration": DAY_TIME,
    "years and months duration": YEAR_MONTH,
    "yearMonthDuration": YEAR_MONTH,
    "duration": Type("duration", (DayTimeDuration, YearMonthDuration)),
    "list": ListType(),
    "context": ContextType(),
    "range": RangeType(),
    "function": FunctionType(),
    # spellings of XML Schema and of other modelers; whole numbers are known to the table checker
    "integer": INTEGER,
    "int": INTEGER,
    "long": INTEGER,
    "short": INTEGER,
    "double": NUMBER,
    "float": NUMBER,
    "decimal": NUMBER,
}


def coerce(value: Any, kind: Type) -> Any:
    """The value as one of `kind`, null staying null; raises Wrong when it is none and cannot become one."""
    if value is None or kind is ANY or kind.accepts(value):
        return value
    if type(value) is list and not kind.listed and len(value) == 1 and kind.accepts(value[0]):
        return value[0]
    if kind.listed and type(value) is not list and kind.accepts([value]):
        return [value]
    if type(value) is Date and kind.accepts(moment := DateTime(value, Time(0, 0, 0, 0, 0))):
        return moment
    raise Wrong("type_mismatch", expected=kind.name, found=type_name(value))
