"""Facts about definitions; they stand in the settings stream: who changed which rule, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import SettingsFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class DefinitionDeployed(SettingsFact):
    """A new version of a process, decision or form. `reviewed` is false when nobody else approved it before."""

    kind: str
    key: str
    version: int
    sha256: str
    file: str
    reviewed: bool = False
    deployment_id: str
    row: dict[str, Any] = unrecorded()
    content: bytes = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftProposed(SettingsFact):
    """Files wait for somebody else's approval; `files` maps their names to hashes."""

    draft_id: str
    files: Mapping[str, str]
    contents: Mapping[str, bytes] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftApproved(SettingsFact):
    """Another process owner published a draft."""

    draft_id: str
    proposed_by: str
    deployment_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRejected(SettingsFact):
    """A draft was turned down, or withdrawn by whoever proposed it."""

    draft_id: str
    proposed_by: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarChanged(SettingsFact):
    """A calendar was made, published further or edited: what differs, before and after (null: no row)."""

    calendar: str
    version: int
    old: Mapping[str, Any]
    new: Mapping[str, Any]
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarUnpublished(SettingsFact):
    """An alarm: the days of `year` are not published yet, so due dates that reach into it are estimates."""

    calendar: str
    year: int
    published_until: str
