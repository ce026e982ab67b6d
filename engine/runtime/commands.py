"""What a caller may ask of a running instance.

A command names the token it is meant for (the id that an event handed out) and carries plain FEEL values. It is data
only: `engine.advance` decides what follows. A command for a token that is not there (any more) raises `NoSuchToken`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Complete:
    """A person finished the human task `token` with these data."""

    token: str
    data: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fire:
    """The timer of `token` is due."""

    token: str


@dataclass(frozen=True, slots=True)
class Deliver:
    """A message or a signal reached the wait `token`; the payload becomes variables."""

    token: str
    payload: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resume:
    """A service call or a called process `token` came back with this result."""

    token: str
    result: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fail:
    """A service call or a called process failed with a business error: the nearest error catcher takes it, else
    incident."""

    token: str
    code: str | None = None
    message: str = ""
    payload: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Escalate:
    """The called process `token` escalated and goes on; the nearest escalation catcher outside the call takes it."""

    token: str
    code: str | None = None
    payload: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GiveUp:
    """A technical failure after the last retry: an incident in front of the element, which Retry asks for again."""

    token: str
    code: str
    params: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Retry:
    """Run the element of the incident `token` again."""

    token: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """An operator did the work of the stuck element `token` by hand: it goes on as if the result had come from it."""

    token: str
    result: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetVariables:
    """An operator changed variables; conditional events are looked at again."""

    values: Values


@dataclass(frozen=True, slots=True)
class Cancel:
    """Ends the whole instance: every open token is cancelled."""


Command = Complete | Fire | Deliver | Resume | Fail | Escalate | GiveUp | Retry | Resolve | SetVariables | Cancel
