"""Facts of the handbook, in the stream of the settings: what was published, and who has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import SettingsFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class HandbookPublished(SettingsFact):
    """A copy of a handbook was published; the hashes of its chapters prove later what it said."""

    key: str
    number: int
    hashes: Mapping[str, Mapping[str, str]]
    content: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class HandbookAcknowledged(SettingsFact):
    """The actor says to have read a copy."""

    key: str
    number: int
