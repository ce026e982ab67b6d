"""One unit of work: who acts, when, in which transaction, and the one way to change anything: `record(fact)`.

`record` applies the fact to rows at once and keeps it for the ledger; `seal` writes all kept facts to their chains in
one go, just before the owner of the transaction commits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from engine.kernel.facts import Fact


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the roles and groups held now, or the system itself.

    `departments` are the ids of the departments that the person heads, with all below them; an `executive` heads the
    root department.
    """

    name: str
    person_id: str | None = None
    roles: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    tenant_id: str = "default"
    departments: frozenset[str] = frozenset()
    executive: bool = False

    def has(self, *roles: str) -> bool:
        """Whether the actor holds one of these roles; an admin holds every role, the system too."""
        return self.person_id is None or "admin" in self.roles or not self.roles.isdisjoint(roles)


SYSTEM = Actor("system")
SHANGHAI = ZoneInfo("Asia/Shanghai")

Applier = Callable[["Context", Any], None]


@dataclass(frozen=True, slots=True)
class Wiring:
    """The table of contents that engine/wiring.py fills: which room does what about a fact, a job, a service.

    `appliers` turn a fact into rows; `followers` run after them and may record further facts or queue jobs; `append`
    writes facts to the ledger; `jobs` handle a due job by its kind, and `given_up` says what becomes of one whose last
    try failed; `connectors` carry out a service task by its type; `named` raises Rejected when a case may not name
    this thing of a kind that a form's property names (`x-names`); `asked_about` says whether an open task about this
    customer is the actor's: `taken` into their hands, `offered` and in nobody's, or neither ("").
    """

    appliers: Mapping[type[Fact], tuple[Applier, ...]]
    followers: Mapping[type[Fact], tuple[Applier, ...]]
    append: Callable[["Context", Iterable[tuple[Fact, Actor]]], None]
    jobs: Mapping[str, Any] = field(default_factory=dict)
    connectors: Mapping[str, Any] = field(default_factory=dict)
    given_up: Callable[["Context", Any, Exception], None] = lambda ctx, job, error: None
    named: Mapping[str, Callable[["Context", str, Any], object]] = field(default_factory=dict)
    asked_about: Callable[["Context", str], str] = lambda ctx, customer_id: ""


class Context:
    """A unit of work. Made by webapi/unit.py, the worker loop or the test kit; nobody else begins or commits.

    `memo` is what rooms remember until the end of the unit (a catalogue already looked up, a calendar already read).
    """

    def __init__(
        self,
        session: Session,
        actor: Actor,
        now: datetime,
        wiring: Wiring,
        *,
        zone: ZoneInfo = SHANGHAI,
        vault: Any = None,
    ) -> None:
        self.session = session
        self.actor = actor
        self.now = now
        self.wiring = wiring
        self.zone = zone
        self.vault = vault
        self.memo: dict[Any, Any] = {}
        self._pending: list[tuple[Fact, Actor]] = []

    @property
    def tenant(self) -> str:
        return self.actor.tenant_id

    def record(self, fact: Fact) -> None:
        """Apply the fact to rows, keep it for the ledger, and let those who follow it do their part."""
        self._pending.append((fact, self.actor))
        kind = type(fact)
        for apply in self.wiring.appliers.get(kind, ()):
            apply(self, fact)
        for follow in self.wiring.followers.get(kind, ()):
            follow(self, fact)

    def seal(self) -> None:
        """Write the facts recorded so far to their chains; called before the commit (large imports: also midway)."""
        if self._pending:
            pending = self._pending.copy()
            self._pending.clear()  # in place: whoever acts in this unit in another's name shares the list
            self.session.flush()
            self.wiring.append(self, pending)

    def acting_as(self, actor: Actor) -> "Context":
        """The same unit of work in another's name (the system continuing what a person began)."""
        other = Context(self.session, actor, self.now, self.wiring, zone=self.zone, vault=self.vault)
        other._pending, other.memo = self._pending, self.memo
        return other
