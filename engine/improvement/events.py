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


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckSampled(InstanceFact):
    """Cases were drawn for a check: with the seed anybody can draw the same ones again. `sha256` is of the population's
    lines `case:weight` in order, `rules` the version of the table that weighed them."""

    occasion: str
    seed: str
    population: int
    cases: list[str]
    sha256: str
    rules: int | None = None
    rows: Any = unrecorded(default=())


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckNoted(InstanceFact):
    """What a check found in one case, that it was corrected, or what the recheck found."""

    item: str
    finding: str | None = None
    code: str | None = None
    corrected: bool | None = None
    recheck: str | None = None
    new: dict[str, Any] = unrecorded(default_factory=dict)
    row: Any = unrecorded(default=None)
