"""Facts of a case, in its own stream of the ledger."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.kernel import InstanceFact, SettingsFact
from engine.kernel.facts import quoted, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceStarted(InstanceFact):
    process: str
    version: int
    business_key: str | None = None
    customer_id: str | None = None
    parent_id: str | None = None
    variables: Mapping[str, Any] = quoted(default_factory=dict)
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementEntered(InstanceFact):
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementCompleted(InstanceFact):
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementCancelled(InstanceFact):
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskOpened(InstanceFact):
    """A person is asked. `asked` is what the runtime says of the task, for the inbox to make its row of."""

    task_id: str
    asked: Any = unrecorded()
    case: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class TaskCancelled(InstanceFact):
    """The case no longer needs the task of this token."""

    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerScheduled(InstanceFact):
    """`derivation` says how business time was counted; clock time is what the drawing says."""

    token: str
    due: str
    derivation: Mapping[str, Any] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerMoved(InstanceFact):
    """The timer is due at another time than before: a calendar was edited, or what it waits for has another day."""

    token: str
    old: str
    new: str
    derivation: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerFired(InstanceFact):
    token: str


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageAwaited(InstanceFact):
    token: str
    kind: str
    name: str
    correlation: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageReceived(InstanceFact):
    token: str
    kind: str
    name: str
    message_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageThrown(InstanceFact):
    """A message, signal, error or escalation left the case; nobody may be listening, then it expires."""

    kind: str
    name: str
    correlation: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRefused(InstanceFact):
    """A message that this case threw could not be handed over (more than one waits for it)."""

    name: str
    code: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceRequested(InstanceFact):
    token: str
    service: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceAnswered(InstanceFact):
    token: str
    service: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ServiceFailed(InstanceFact):
    """A connector refused with a business error, or could not be reached after its last retry."""

    token: str
    service: str
    code: str
    business: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeSent(InstanceFact):
    """Somebody is told something about the case; codes only, the words are made where they are read. Of one `key` a
    person is told once; `params` are what the words need beyond the case."""

    to: tuple[str, ...]
    kind: str
    customer_id: str | None = None
    about: str | None = None
    level: int | None = None
    percent: int | None = None
    key: str | None = unrecorded(default=None)
    task_id: str | None = unrecorded(default=None)
    params: Mapping[str, Any] = unrecorded(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionTaken(InstanceFact):
    """A rule table answered: which version, by which rules, from which inputs."""

    decision: str
    version: int | None = None
    matched: tuple[str, ...] = ()
    inputs: Mapping[str, Any] = field(default_factory=dict)
    result: Any = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessCalled(InstanceFact):
    token: str
    process: str
    version: int
    called_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentRaised(InstanceFact):
    """The case is stuck: in front of the element of a token, or because a job of it was given up."""

    incident_id: str
    token: str | None
    code: str
    params: Mapping[str, Any] = quoted(default_factory=dict)
    job_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IncidentResolved(InstanceFact):
    """What stood at the token goes on; `incident_id` where it was a job of the case."""

    token: str | None
    incident_id: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class JobGivenUp(SettingsFact):
    """The last try of a job that belongs to no case has failed."""

    incident_id: str
    job_id: str
    kind: str
    error: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JobTakenUp(SettingsFact):
    """Somebody had a job that was given up done again, or said that it is not needed any more."""

    incident_id: str
    job_id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementResolved(InstanceFact):
    """An operator did a stuck element's work by hand."""

    token: str
    result: Mapping[str, Any] = quoted()
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class VariablesChanged(InstanceFact):
    """An operator changed variables; `old` holds those that were there before."""

    old: Mapping[str, Any] = quoted()
    new: Mapping[str, Any] = quoted()
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceSuspended(InstanceFact):
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceResumed(InstanceFact):
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceCancelled(InstanceFact):
    reason: str = quoted()


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceCompleted(InstanceFact):
    """The case is over; `outcome` is the end event reached."""

    outcome: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class InstanceMigrated(InstanceFact):
    """The case goes on in another version: what was open goes on as `moves` say, `armed` and `dropped` are events on
    the edge of open activities that came and went with it."""

    from_version: int
    to_version: int
    reason: str
    moves: Sequence[Mapping[str, Any]] = ()
    armed: Sequence[str] = ()
    dropped: Sequence[str] = ()
    mapping: Mapping[str, str] = field(default_factory=dict)
    definition_id: str = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class MigrationRefused(InstanceFact):
    """The case stays in its version: going on in the other one would not be safe."""

    from_version: int
    to_version: int
    reason: str
    refusals: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class TokenMoved(InstanceFact):
    """An operator took what was open at an element away and let the case go on at another one."""

    token: str
    to: str
    reason: str = quoted()
