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
    case_id: str | None = None
    review_on: str | None = None
    content: Mapping[str, Any] = unrecorded()
    authored: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class HandbookAcknowledged(SettingsFact):
    """Somebody says to have read a copy: the actor, or the `person` whose task says so."""

    key: str
    number: int
    person: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseStudyPublished(SettingsFact):
    """A case study stands in a handbook; `hash` (SHA-256 of its texts) proves later what it said."""

    number: str
    kind: str
    outcome: str
    book: str
    hash: str
    course: str | None = None
    case_id: str | None = None
    texts: Mapping[str, Mapping[str, str]] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class HandbookReviewed(SettingsFact):
    """A copy was looked at: keep, optimise, replace or retire; what was kept has its next day."""

    key: str
    number: int
    decision: str
    review_on: str | None = None
    case_id: str | None = None
