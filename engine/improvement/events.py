"""Facts of improvement work. Texts never reach the ledger: their hash does."""

from dataclasses import dataclass
from typing import Any

from engine.kernel.facts import InstanceFact, SettingsFact, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class ImprovementRecorded(SettingsFact):
    """A row of T4 (`of` goal) or T6 (`of` action) was entered."""

    of: str
    row_id: str
    sha256: str
    project: str | None = None
    batch: str | None = None
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ImprovementChanged(SettingsFact):
    """A row of T4 or T6 was changed."""

    of: str
    row_id: str
    fields: list[str]
    sha256: str
    project: str | None = None
    batch: str | None = None
    new: dict[str, Any] = unrecorded()
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedbackSorted(InstanceFact):
    """Feedback was sorted into a category."""

    category: str
    source: str
    row: Any = unrecorded()
