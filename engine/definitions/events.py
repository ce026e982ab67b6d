"""Facts about definitions; they stand in the settings stream: who changed which rule, and when."""

from collections.abc import Mapping, Sequence
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
class DraftSaved(SettingsFact):
    """Somebody works on a change; `files` maps names to hashes, `subjects` are the definitions in them."""

    draft_id: str
    files: Mapping[str, str]
    why: str = ""
    subjects: Sequence[Mapping[str, Any]] = unrecorded()
    contents: Mapping[str, bytes] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftProposed(SettingsFact):
    """Files wait for somebody else's approval; `files` maps their names to hashes. Without `effective_from` the change
    takes effect when it is approved; a `major` one asks those concerned to train anew."""

    draft_id: str
    files: Mapping[str, str]
    why: str
    effective_from: str | None = None
    major: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftApproved(SettingsFact):
    """Somebody else approved a draft; without a deployment it takes effect later, at its date."""

    draft_id: str
    proposed_by: str
    deployment_id: str | None = None
    comment: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRejected(SettingsFact):
    """A draft was turned down (`rejected`), withdrawn by whoever wrote it, or `objected` to after it was published."""

    draft_id: str
    proposed_by: str
    reason: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftPublished(SettingsFact):
    """A draft took effect on its day, or, `urgent`, before anybody else had looked: the review is then still due."""

    draft_id: str
    proposed_by: str
    deployment_id: str
    urgent: bool = False
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftStopped(SettingsFact):
    """An approved draft could not take effect on its day; `code` says why."""

    draft_id: str
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RehearsalAsked(SettingsFact):
    """Somebody had the scenarios of these processes played with a draft's files."""

    draft_id: str
    digest: str
    processes: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class DraftRehearsed(SettingsFact):
    """The scenarios of a process were played with a draft's files: `astray` names those that went another way,
    `unreached` the elements that none of them came to."""

    draft_id: str
    process: str
    digest: str
    played: int
    astray: Sequence[str]
    unreached: Sequence[str]
    rehearsal_id: str = unrecorded()
    scenarios: Sequence[Mapping[str, Any]] = unrecorded()


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
