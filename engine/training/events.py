"""Facts of training: courses and questions (settings), and what became of whom (the case). Questions and answers never
reach the ledger: their hash does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.kernel.facts import InstanceFact, SettingsFact, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class CourseSaved(SettingsFact):
    """A course was made or changed; `changed` names what is new."""

    course: str
    changed: Sequence[str]
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionSaved(SettingsFact):
    """A question was written or changed: the bank of its course has another version."""

    course: str
    question_id: str
    bank: int
    sha256: str
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()
    of: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class QuestionRetired(SettingsFact):
    """A question is drawn no more."""

    course: str
    question_id: str
    bank: int
    row: Any = unrecorded()
    of: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingPlanned(SettingsFact):
    """The yearly plan has a line more."""

    course: str
    on: str
    groups: Sequence[str]
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingUnplanned(SettingsFact):
    """A line of the yearly plan was taken out."""

    course: str
    on: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingSettingsChanged(SettingsFact):
    """Whether exams are asked for before a step may be taken."""

    gates: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingAssigned(InstanceFact):
    """Somebody is to do a course by a day."""

    course: str
    person: str
    due: str
    cause: str
    holds: bool = False
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingAttended(InstanceFact):
    """Somebody took part."""

    course: str
    person: str
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ExamBegun(InstanceFact):
    """An exam was drawn: by which seed, from which version of the questions."""

    course: str
    person: str
    attempt: int
    seed: int
    bank: int
    sha256: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ExamHandedIn(InstanceFact):
    """An exam was handed in and marked."""

    course: str
    person: str
    attempt: int
    score: int
    passed: bool
    sha256: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthorityGranted(InstanceFact):
    """Somebody passed, or took part in a course without an exam; holds `until` (null: for good)."""

    course: str
    person: str
    until: str | None = None
    score: int | None = None
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class AuthoritySuspended(InstanceFact):
    """Somebody failed (`failed`) or did not do a course in time (`overdue`)."""

    course: str
    person: str
    cause: str
    row: Any = unrecorded()
    new: Mapping[str, Any] = unrecorded()
