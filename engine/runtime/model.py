"""What the runtime hands out and takes in: a parsed process, the environment of one step, and the step's outcome.

A `Model` is parsed once for each deployed version, shared by all its instances and never changed while they run.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from engine.feel import Finding
from engine.runtime.events import Event

Decide = Callable[[str, Mapping[str, Any], str], Any]
"""(decision key, variables, binding) -> FEEL value; raises Stuck with a code where the decision cannot be taken."""


class Stuck(Exception):
    """An element cannot go on; becomes an Incident with this code and these params in front of the element."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class NoSuchToken(Exception):
    """The command is meant for a token that does not exist or does not wait for such a command (any more)."""


@dataclass(frozen=True, slots=True)
class Element:
    """One flow node of the drawing, with the settings of API.md §5 as the author's tool wrote them.

    `kind` is the tag of BPMN ("userTask", "boundaryEvent", …), `event` the definition of an event ("timer", …),
    `scope` the enclosing subprocess. `settings` holds texts in keflow's own terms whatever the dialect of the file.
    """

    id: str
    kind: str
    name: str = ""
    name_en: str = ""
    lane: str | None = None
    event: str | None = None
    scope: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    help: str = ""


@dataclass(frozen=True, slots=True)
class Start:
    """A way to start the process: `element` is the start event (or an instantiating receive task), `form` what it asks.

    `expression` is a timer's text (see `timers.first`), `name` the message's or signal's name, `correlation` a FEEL
    context. What is not `offered` is called by other processes only, and stands in no catalogue.
    """

    element: str
    kind: Literal["none", "message", "timer", "signal", "condition"]
    name: str = ""
    expression: str = ""
    correlation: str = ""
    form: str = ""
    offered: bool = True


@dataclass(frozen=True, slots=True)
class References:
    """Names that a model needs from elsewhere, literal ones only: for warnings at deployment."""

    calls: frozenset[str] = frozenset()
    decisions: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """One process of a file, ready to run (or a drawing only, when it is not `executable`)."""

    key: str
    name: str
    name_en: str
    executable: bool
    elements: Mapping[str, Element]
    starts: tuple[Start, ...]
    references: References
    graph: Any = field(repr=False, default=None)
    """SpiffWorkflow's spec graph: nobody outside this room looks into it."""
    description: str = ""
    description_en: str = ""
    calendar: str = ""

    def calendar_of(self, element: str) -> str | None:
        """The name of the business calendar that an element counts in: its own setting, else that of the process."""
        known = self.elements.get(element)
        return (known.settings.get("calendar") if known else None) or self.calendar or None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a file holds. With a finding of severity "error" nothing of it may be deployed.

    `documentation`: the file has no executable process.
    """

    models: tuple[Model, ...]
    findings: tuple[Finding, ...]
    documentation: bool


@dataclass(frozen=True, slots=True)
class Env:
    """The world as one step sees it: `now` is aware, `zone` an IANA name in which local dates and times are read.
    `catches(kind, code)` says whether a caller of this instance would take an error ("error", code) that nobody in
    here catches; without it such an error is an incident. `loops` bounds the elements that one step may run before
    it becomes an incident (an automatic loop that never ends). `business(text, element)` tells when a business time
    (`8bh`, `5wd`) that starts now at this element is over."""

    now: datetime
    decide: Decide
    zone: str = "UTC"
    catches: Callable[[str, str | None], bool] | None = None
    loops: int = 20_000
    business: Callable[[str, str], datetime] | None = None

    def counted(self, element: str) -> Callable[[str], datetime] | None:
        """`business` of one element."""
        business = self.business
        return None if business is None else lambda text: business(text, element)


@dataclass(frozen=True, slots=True)
class Step:
    """The outcome of one step: `state` is an opaque snapshot (store it as bytes), `variables` the instance's scope."""

    state: bytes
    variables: dict[str, Any]
    events: tuple[Event, ...]
    status: Literal["running", "completed", "incident", "cancelled"]
