"""Facts: what happened, in the past tense, as immutable data.

A fact stands in exactly one stream of the ledger: its instance's, its customer's, or `settings`. Fields that only the
appliers need (big states, personal data) are marked with `unrecorded()` and never reach the ledger; fields that quote
people are `quoted()` and stand there sealed.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field, fields
from typing import Any


def unrecorded(**kwargs: Any) -> Any:
    """A field of a fact that its appliers need but the ledger must not keep."""
    return field(metadata={"ledger": False}, **kwargs)


def quoted(**kwargs: Any) -> Any:
    """A field that may quote people's own words: the ledger seals them with the key of the case or customer."""
    return field(metadata={"quoted": True}, **kwargs)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact(ABC):
    """Something that happened; the class name is the fact's name in the ledger."""

    @property
    @abstractmethod
    def stream(self) -> str:
        """The chain that this fact belongs to: each of the three kinds below says it."""

    @property
    def data(self) -> dict[str, Any]:
        """What the ledger keeps of this fact, in the order of its fields, without empty ones."""
        told = ((name, getattr(self, name)) for name in _recorded(type(self)))
        return {name: value for name, value in told if value is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceFact(Fact):
    """A fact of one running case."""

    instance_id: str = unrecorded()
    element: str | None = unrecorded(default=None)

    @property
    def stream(self) -> str:
        return f"instance:{self.instance_id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerFact(Fact):
    """A fact of one customer."""

    customer_id: str = unrecorded()

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingsFact(Fact):
    """A fact about people, roles, definitions, calendars: who changed the rules of the house and when."""

    @property
    def stream(self) -> str:
        return "settings"


_kept: dict[type, tuple[str, ...]] = {}
_quotes: dict[type, tuple[str, ...]] = {}


def _recorded(kind: type) -> tuple[str, ...]:
    if kind not in _kept:
        _kept[kind] = tuple(f.name for f in fields(kind) if f.metadata.get("ledger", True))
    return _kept[kind]


def quotes(kind: type) -> tuple[str, ...]:
    """The fields of this kind of fact that may quote people."""
    if kind not in _quotes:
        _quotes[kind] = tuple(f.name for f in fields(kind) if f.metadata.get("quoted"))
    return _quotes[kind]
