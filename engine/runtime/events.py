"""What happened inside one step, in order: the only way in which the runtime tells its caller anything.

`element` is always the author's id, never one that the normaliser made; `token` is text, unique within the instance and
never used twice. Values are FEEL values. A token that was Entered is over with Finished, Cancelled or Joined. Whatever
waits for a timer, a message or a signal is over with WaitEnded, also when it was never Entered (the event on an
activity's edge or of an event subprocess) or is one wait among several of a token (`7.0`, `7.1`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entered:
    """A token reached an element."""

    element: str
    token: str


@dataclass(frozen=True, slots=True)
class Finished:
    """An element was completed: once an execution, one for each iteration of a loop, none for its container."""

    element: str
    token: str


@dataclass(frozen=True, slots=True)
class Cancelled:
    """An open element was taken away by an interrupting event, a terminate end, a completion condition or Cancel."""

    element: str
    token: str


@dataclass(frozen=True, slots=True)
class Joined:
    """A token that waited at a join (or for a `startQuantity`) became one with the token that goes on from there."""

    element: str
    token: str


@dataclass(frozen=True, slots=True)
class HumanTask:
    """A user or manual task is open.

    `due` is a business-time text ("8bh", "5wd", "24h", …) or a FEEL date-time or duration, as the model says; `data`
    are the local variables of a multi-instance iteration (`loopCounter`, its element) beside the instance's own.
    """

    token: str
    element: str
    kind: Literal["user", "manual"]
    assignee: str | None = None
    groups: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    not_done_by: tuple[str, ...] = ()
    priority: Any = None
    due: Any = None
    form: str | None = None
    sla: str | None = None
    data: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimerSet:
    """The token wants `Fire` at `due` (aware, UTC); a later TimerSet of the same token replaces this one."""

    token: str
    element: str
    due: datetime


@dataclass(frozen=True, slots=True)
class MessageWait:
    """The token wants `Deliver` for a message of this name whose correlation agrees in every key given here."""

    token: str
    element: str
    name: str
    correlation: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SignalWait:
    """The token wants `Deliver` for a signal of this name. Signals thrown in the same instance are served inside."""

    token: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class WaitEnded:
    """The token no longer waits: its timer, message or signal subscription is void."""

    token: str


@dataclass(frozen=True, slots=True)
class ServiceRequest:
    """A service, send or business rule task calls a connector; answer with Resume, Fail or GiveUp."""

    token: str
    element: str
    service: str
    params: Values = field(default_factory=dict)
    retries: int | None = None


@dataclass(frozen=True, slots=True)
class CallRequest:
    """A call activity starts `process` with `variables`; answer with Resume, Fail, Escalate or GiveUp.

    When the token is Cancelled the called instance must be cancelled too.
    """

    token: str
    element: str
    process: str
    variables: Values = field(default_factory=dict)
    binding: str = "latest"


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message or signal leaves for other instances, or an error or escalation that nobody here catches leaves for the
    caller's call activity (send it there as Fail or Escalate). `name` is the code of an error or escalation."""

    kind: Literal["message", "signal", "error", "escalation"]
    element: str
    token: str
    name: str
    payload: Values = field(default_factory=dict)
    correlation: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decided:
    """A business rule task took a decision."""

    element: str
    token: str
    decision: str
    value: Any


@dataclass(frozen=True, slots=True)
class Incident:
    """The token stands in front of an element that failed; `Retry` runs it again. No sentences: a code and params."""

    token: str
    element: str
    code: str
    params: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncidentEnded:
    """The incident of this token is over: the retry went through, or the token was cancelled."""

    token: str


@dataclass(frozen=True, slots=True)
class Ended:
    """The instance is over. `element` is the last end event reached, None where the process simply ran out."""

    element: str | None
    outcome: Literal["completed", "terminated", "error", "cancelled"]


Event = (
    Entered
    | Finished
    | Cancelled
    | Joined
    | HumanTask
    | TimerSet
    | MessageWait
    | SignalWait
    | WaitEnded
    | ServiceRequest
    | CallRequest
    | Thrown
    | Decided
    | Incident
    | IncidentEnded
    | Ended
)
