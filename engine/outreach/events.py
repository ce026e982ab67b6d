"""Facts of what was said to people outside. A message stands in the stream of the case that sent it."""

from dataclasses import dataclass
from typing import Any

from engine.kernel import CustomerFact, InstanceFact, SettingsFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerWritten(InstanceFact):
    """A message went out: by which text and channel; `sha256` is of what it said."""

    message_id: str
    template: str
    version: int
    purpose: str
    channel: str
    reason: str | None
    sha256: str
    customer_id: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class CustomerNotWritten(InstanceFact):
    """A message did not go out: what was decided, and why."""

    message_id: str
    template: str
    version: int
    purpose: str
    decision: str
    reason: str | None
    customer_id: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ContactOptedOut(CustomerFact):
    """A contact wants no care and no marketing any more; holds from this moment."""

    contact: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageTemplateSaved(SettingsFact):
    """The house says something in other words from now on; `sha256` is of the texts."""

    template: str
    version: int
    purpose: str
    sha256: str
    row: Any = unrecorded()
