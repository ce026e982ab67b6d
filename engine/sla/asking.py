"""What a drawing asks for: the `sla…` settings of its elements, and what they say for one case.

`sla` names a kind of D08 (or is FEEL: a kind, or a context of kind, band, override, received, reopens). On a user task,
a subprocess or a call activity the clocks are that element's, from entering to completing it; on any other element
(a start event, the rule task that tells the severity) they are the case's, from its completion, and run until the case
is over. `sla_meets` lists the targets that an element meets, `sla_starts` those that begin with it (next_response),
`sla_level` is a due text for a level's own timer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from engine.clock import ClockError
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.feel import FeelError, expression, strip, values
from engine.feel.stdlib import from_python, to_datetime
from engine.feel.times import Date, DateTime
from engine.instances.models import Instance
from engine.kernel import Context, NotFound
from engine.runtime import Element, Model
from engine.sla.rules import DEFAULTS, OVERRIDES, TARGETS, Target, in_calendar

MATRIX = "sla_matrix"
SPANS = frozenset({"userTask", "manualTask", "subProcess", "callActivity"})
HUMAN = frozenset({"userTask", "manualTask"})
_WORDS = ("sla", "sla_meets", "sla_starts", "sla_level")


class Unavailable(Exception):
    """What the drawing asks for cannot be had; on record, never in the way of the case."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True, slots=True)
class Marks:
    """The elements of a model that say something about promises, and which targets it answers anywhere."""

    elements: Mapping[str, Element]
    met: frozenset[str]


@lru_cache(maxsize=512)
def marks(model: Model) -> Marks | None:
    """None for a model that says nothing of promises."""
    found = {key: one for key, one in model.elements.items() if any(word in one.settings for word in _WORDS)}
    if not found:
        return None
    met = {target for one in found.values() for target in listed(one, "sla_meets")}
    if "first_response" not in met and any("sla" in one.settings for one in found.values()):
        # no element says that it is the first answer: the first task that a person completes is
        found = {**{key: one for key, one in model.elements.items() if one.kind in HUMAN}, **found}
    return Marks(found, frozenset(met))


def listed(element: Element, word: str) -> list[Target]:
    """The targets that a setting lists; others are no targets."""
    told = [part.strip() for part in element.settings.get(word, "").split(",")]
    return [target for target in TARGETS if target in told]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known of a matter when its clocks start."""

    kind: str
    band: int
    override: str
    received: datetime
    reopens: str | None = None
    given: frozenset[str] = field(default=frozenset())
    """Which of these the drawing itself said."""


def asked(ctx: Context, case: Instance, element: Element) -> Asked:
    """The `sla` of an element, evaluated; what it leaves out comes from the variables `received`, `band`, `override`
    of the case, the customer's band, the time now."""
    scope = values.loads(case.variables)
    told = evaluated(ctx, element.settings["sla"], scope)
    context = told if isinstance(told, Mapping) else {"kind": told}
    if not isinstance(context.get("kind"), str):
        raise Unavailable("sla_kind_missing", value=values.wire(told))
    merged = {**{word: scope.get(word) for word in ("received", "band", "override")}, **context}
    return Asked(
        context["kind"],
        _band(ctx, case, merged.get("band")),
        _override(merged.get("override")),
        _received(ctx, merged.get("received")),
        merged["reopens"] if isinstance(merged.get("reopens"), str) else None,
        frozenset(word for word in ("band", "override") if merged.get(word) is not None),
    )


def evaluated(ctx: Context, text: str, scope: Mapping[str, Any]) -> Any:
    """A literal text, or the value of FEEL in `=…` or `${…}`."""
    if text.strip()[:1] not in ("=", "$"):
        return text.strip()
    try:
        formula = expression(strip(text), frozenset(name for name in scope if not name.isidentifier()))
        return formula(scope, now=_now(ctx))
    except FeelError as error:
        raise Unavailable("sla_unreadable", text=text, error=error.code) from error


def _now(ctx: Context) -> DateTime:
    now = from_python(ctx.now.astimezone(ctx.zone))
    assert isinstance(now, DateTime)
    return now


def _band(ctx: Context, case: Instance, told: Any) -> int:
    if isinstance(told, Decimal | int) and int(told) in (1, 2, 3):
        return int(told)
    customer = ctx.session.get(Customer, case.customer_id) if case.customer_id else None
    return customer.band if customer is not None and customer.band else 3


def _override(told: Any) -> str:
    if told is None:
        return "none"
    if told not in OVERRIDES:
        raise Unavailable("sla_override_unknown", value=str(told))
    return str(told)


def _received(ctx: Context, told: Any) -> datetime:
    if isinstance(told, str):
        try:
            told = datetime.fromisoformat(told)
        except ValueError as error:
            raise Unavailable("sla_received_unreadable", value=told) from error
        told = told if told.tzinfo else told.replace(tzinfo=ctx.zone)
    elif isinstance(told, DateTime | Date):
        told = to_datetime(told, ctx.zone.key)
    return min(told, ctx.now) if isinstance(told, datetime) else ctx.now


@dataclass(frozen=True, slots=True)
class Promised:
    """A row of D08: due texts by target, the calendar they are counted in, and which rule said so."""

    texts: Mapping[str, str]
    calendar: str
    warn_at: list[int]
    pausable: tuple[str, ...]
    rule: Mapping[str, Any]


def promised(ctx: Context, kind: str, band: int, override: str) -> Promised:
    """What D08 in force says; Unavailable when it is not deployed, has no row, or an unreadable one."""
    try:
        version = definitions.latest(ctx, "decision", MATRIX)
    except NotFound as error:
        raise Unavailable("decision_unknown", key=MATRIX) from error
    inputs = {"kind": kind, "band": Decimal(band), "override": override}
    result = definitions.decisions(ctx, version).evaluate(MATRIX, inputs)
    row = result.value
    if result.failed or not isinstance(row, Mapping):
        raise Unavailable("sla_row_missing", kind=kind, band=band, override=override)
    calendar = str(row.get("calendar") or "clock")
    try:
        texts = {
            target: in_calendar(str(row[target]), calendar)
            for target in ("first_response", "resolution")
            if row.get(target)
        }
    except ClockError as error:
        raise Unavailable(error.code, **error.params) from error
    warn_at = sorted({int(percent) for percent in row.get("warn_at") or (50, 80, 100)})
    pausable = row.get("pausable") or ()
    rule = {"decision": MATRIX, "version": version.version, "matched": list(result.matched)}
    return Promised(texts, calendar, warn_at, (pausable,) if isinstance(pausable, str) else tuple(pausable), rule)


def settings_of(told: Mapping[str, Any] | None) -> dict[str, Any]:
    """The company's switches over the defaults."""
    return {**DEFAULTS, **(told or {})}
