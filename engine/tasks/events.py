"""Facts of the inbox; they stand in the stream of the task's case. TaskOpened and TaskCancelled are the case's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import InstanceFact
from engine.kernel.facts import quoted, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class _TaskFact(InstanceFact):
    task_id: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskClaimed(_TaskFact):
    """The person who acts takes the task."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskReleased(_TaskFact):
    """The task goes back to those who may take it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDelegated(_TaskFact):
    """Somebody else is to do it for the one who has it (`old`), who stays its owner, or for the `owner` of before."""

    to: str
    reason: str | None = quoted(default=None)
    old: str | None = None
    owner: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskReassigned(_TaskFact):
    """The task is somebody else's from now on; `old` had it before, for `owner` where it was delegated."""

    to: str
    reason: str | None = quoted(default=None)
    old: str | None = None
    owner: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskGivenBack(_TaskFact):
    """Who had handed the task on took that back: it is as it was, with `to` (nobody: offered), for `owner`."""

    to: str | None
    owner: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskOffered(_TaskFact):
    """Nobody was left who might do the task: these people and groups may now (nobody named: all staff)."""

    people: list[str]
    groups: list[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskCommented(_TaskFact):
    """Somebody said something; `sha256` is of the text."""

    comment_id: str
    sha256: str
    text: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskDueMoved(_TaskFact):
    """The task is due at another time than before; `cause` says why (`calendar`, `sla`, `row`)."""

    cause: str
    old: str | None
    new: str
    derivation: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskCompleted(_TaskFact):
    """The answer, without personal fields; `form` and its version say what was asked."""

    form: str | None = None
    form_version: int | None = None
    answer: Mapping[str, Any] = quoted(default_factory=dict)
