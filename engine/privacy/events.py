"""Facts of privacy: codes and counts, never a value of the person concerned."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.kernel import CustomerFact, SettingsFact
from engine.kernel.facts import InstanceFact, quoted, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonErased(CustomerFact):
    """Somebody was erased: the key destroyed, rows made anonymous; `whole` where the person was the customer."""

    contact: str | None
    whole: bool
    case: str | None
    reached: dict[str, int]
    row: Any = unrecorded()
    tombstones: list[str] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalHoldSet(CustomerFact):
    """Nobody of this customer is erased until a day, or until the hold is lifted."""

    hold: str
    reason: str = quoted()
    until: date | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalHoldLifted(CustomerFact):
    hold: str
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfilingStopped(CustomerFact):
    """The person objected: no score, no segment, no tier by rules from now on (`scheme` and `member` they fall to)."""

    contact: str | None
    case: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProfilingResumed(CustomerFact):
    contact: str | None
    case: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonCorrected(CustomerFact):
    """Fields of a contact were put right at the person's request; `old` holds what stood there, sealed with their key:
    auditors may look it up, no page shows it."""

    contact: str
    fields: list[str]
    old: dict[str, str]
    case: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyMade(CustomerFact):
    """A copy of everything about a person was made for them; `sha256` is of the archive."""

    contact: str
    copy: str
    case: str
    sha256: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class CopyFetched(CustomerFact):
    """The copy left the house by its link, or was handed out by somebody."""

    copy: str
    by_link: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivacySettingsChanged(SettingsFact):
    old: dict[str, Any]
    new: dict[str, Any]
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivacyNoticePublished(SettingsFact):
    """A new version of the notice; `sha256` is of its texts."""

    version: int
    sha256: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class PrivacyNoticeShown(InstanceFact):
    """What came in with this case was sent below this version of the notice."""

    version: int
    language: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionRan(SettingsFact):
    """The expiry job went through: how much of each class went, how much remains."""

    gone: dict[str, int]
    remains: dict[str, int]
    row: Any = unrecorded()
