"""Facts of the promises of time; each stands in the stream of the case whose clock it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.kernel import InstanceFact, SettingsFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class _ClockFact(InstanceFact):
    clock_id: str
    target: str
    row: Any = unrecorded()


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaStarted(_ClockFact):
    """A promise runs from the time of receipt; `rule` names the version and rows of D08 that made it. `follows` is the
    earlier case of a matter that came back too late to go on with its old clock."""

    kind: str
    band: int
    override: str
    received: str
    text: str
    calendar: str
    promise: str | None
    due: str
    derivation: Mapping[str, Any]
    rule: Mapping[str, Any] | None = None
    follows: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaWarned(_ClockFact):
    """So much of the time is gone without an answer; `since` is when that was."""

    percent: int
    since: str
    due: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaMissed(_ClockFact):
    """The time is over (100 %); this stays so whatever happens later."""

    due: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaMet(_ClockFact):
    """Answered in time; minutes with and without pauses, in the clock's own time."""

    gross: int
    net: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaAnsweredLate(_ClockFact):
    """Answered after it was missed."""

    gross: int
    net: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaPaused(_ClockFact):
    """Waits for somebody outside; `proof` is the message that told the customer, `until` when it resumes by itself."""

    reason: str
    proof: str
    until: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaPauseReminded(_ClockFact):
    """The pause still lasts: the first or second reminder."""

    number: int
    until: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaResumed(_ClockFact):
    """The pause is over; `automatic` when its cap was reached."""

    automatic: bool
    old: str
    due: str
    derivation: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaDueMoved(_ClockFact):
    """Due at another time than before; `cause`: calendar, severity or tier; `terms` are those that are others now."""

    cause: str
    old: str
    new: str
    derivation: Mapping[str, Any]
    terms: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaReopened(_ClockFact):
    """The matter came back soon enough: the old clock goes on with what was left; `before` is the case it ran in."""

    before: str
    old: str
    due: str
    derivation: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaCancelled(_ClockFact):
    """The promise no longer applies: case_cancelled, case_ended, element_cancelled or severity."""

    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaExplained(_ClockFact):
    """Why it was missed, as a cause code."""

    cause: str
    old: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LadderTold(InstanceFact):
    """A person told the escalation ladder something about the case (an event of D09) and why."""

    event: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaUnavailable(InstanceFact):
    """The drawing asks for a promise that nothing answers: no D08, no row of it, or an unreadable setting."""

    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlaSettingsChanged(SettingsFact):
    """The company switched a promise; what differs, before and after."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    reason: str
