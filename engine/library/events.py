"""Facts of the library."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.kernel.facts import SettingsFact, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class LibraryItemAdded(SettingsFact):
    """Something can be handed to customers from now on; `sha256` is of the file."""

    item: str
    kind: str
    title: str
    tags: Sequence[str]
    sha256: str
    row: Any = unrecorded()
    content: bytes = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class LibraryItemChanged(SettingsFact):
    """Title or tags are other ones; `changed` names what is new."""

    item: str
    title: str
    changed: Sequence[str]
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class LibraryItemRetired(SettingsFact):
    """It is offered no more."""

    item: str
    title: str
    row: Any = unrecorded()
