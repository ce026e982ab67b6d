"""Facts of channels and settings. That somebody was told about a case is NoticeSent, in the case's own stream."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import SettingsFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelSaved(SettingsFact):
    """A channel was made or changed; its secrets are not told, only whether they were set anew."""

    channel: str
    kind: str
    audience: str
    settings: Mapping[str, Any]
    groups: tuple[str, ...]
    kinds: tuple[str, ...]
    language: str
    enabled: bool
    new_secret: bool
    channel_id: str
    sealed: str | None = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelRemoved(SettingsFact):
    """The channel tells nobody anything any more."""

    channel: str
    channel_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NotifySettingsChanged(SettingsFact):
    """The company set notices otherwise; what differs, before and after."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    reason: str
