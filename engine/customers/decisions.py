"""The deployed rule tables that tiers live by: asked for one answer, or handed to scoring as plain tables.

Only tables of literals, comparisons, ranges and lists can be handed over; any other is Invalid with the rule that
stands in the way. In a `trial` a file that is not deployed stands in for the version in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any

from engine.definitions import queries as definitions
from engine.feel import dmn
from engine.kernel import Context, Invalid, NotFound
from engine.scoring import Refused, Table, simple


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision said, by which of its rules and version."""

    key: str
    version: int
    value: Any
    matched: tuple[str, ...]


DRAFT = 0
"""The version number of a file on trial; deployed versions count from 1."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A file on trial in the place of a decision in force."""

    key: str
    model: dmn.Model
    sha256: str


def trial(ctx: Context, key: str, content: bytes) -> Context:
    """The same company, read as if this file were in force for this decision; what is remembered is kept apart.

    NotFound when there is no such decision; Invalid decision_unreadable when the file could not be deployed or does not
    hold it.
    """
    definitions.latest(ctx, "decision", key)
    model = dmn.read(content)
    if model.refused or key not in model.decisions:
        raise Invalid("decision_unreadable", key=key)
    other = Context(ctx.session, ctx.actor, ctx.now, ctx.wiring, zone=ctx.zone, vault=ctx.vault)
    other.memo["customers.draft"] = Draft(key, model, sha256(content).hexdigest())
    return other


def _draft(ctx: Context, key: str) -> Draft | None:
    found: Draft | None = ctx.memo.get("customers.draft")
    return found if found is not None and found.key == key else None


def _model(ctx: Context, key: str, number: int) -> tuple[dmn.Model, str]:
    """The model of a version and the hash of its content."""
    draft = _draft(ctx, key)
    if draft is not None and number == DRAFT:
        return draft.model, draft.sha256
    of = definitions.version(ctx, "decision", key, number)
    return definitions.decisions(ctx, of), of.sha256


def version(ctx: Context, key: str) -> int:
    """The number of the version in force, DRAFT for the one on trial; NotFound when there is none."""
    return DRAFT if _draft(ctx, key) is not None else definitions.latest(ctx, "decision", key).version


def model(ctx: Context, key: str) -> dmn.Model:
    """The model in force, or on trial, that this decision stands in; NotFound when there is none."""
    return _model(ctx, key, version(ctx, key))[0]


def name(ctx: Context, key: str, number: int) -> tuple[str, str]:
    """The decision's name in zh and en, as it was deployed."""
    found = definitions.version(ctx, "decision", key, number)
    return found.name or key, found.name_en or found.name or key


def evaluate(ctx: Context, key: str, number: int, variables: Mapping[str, Any]) -> Answer:
    """One answer of a given version, asked once a unit of work. Invalid decision_failed when the table has none."""
    answers: dict[Any, Answer] = ctx.memo.setdefault("customers.answers", {})
    place = (key, number, *sorted(variables.items()))
    if place not in answers:
        result = _model(ctx, key, number)[0].evaluate(key, dict(variables))
        if result.failed:
            raise Invalid("decision_failed", decision=key, version=number, error=result.errors[0].code)
        answers[place] = Answer(key, number, result.value, result.matched)
    return answers[place]


def table(ctx: Context, key: str, number: int) -> Table:
    """A version's table for scoring; the same object for the same content."""
    drawn_in, content = _model(ctx, key, number)
    held = _tables()
    if (content, key) not in held:
        drawn = drawn_in.table(key)
        if drawn is None:
            raise Invalid("decision_not_a_table", decision=key)
        try:
            held[content, key] = simple(drawn)
        except Refused as refused:
            raise Invalid(f"table_{refused.code}", **{**refused.params, "decision": key}) from refused
    return held[content, key]


def deployed(ctx: Context, key: str) -> tuple[Table, int] | None:
    """The table in force with its version; None when no such decision is deployed."""
    try:
        number = version(ctx, key)
    except NotFound:
        return None
    return table(ctx, key, number), number


@lru_cache(maxsize=1)
def _tables() -> dict[tuple[str, str], Table]:
    return {}  # content is addressed by hash: an entry is true for ever
