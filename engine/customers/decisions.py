"""The deployed rule tables that tiers live by: asked for one answer, or handed to scoring as plain tables.

Only tables of literals, comparisons, ranges and lists can be handed over; any other is Invalid with the rule that
stands in the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.definitions import queries as definitions
from engine.kernel import Context, Invalid, NotFound
from engine.scoring import Refused, Table, simple


@dataclass(frozen=True, slots=True)
class Answer:
    """What a decision said, by which of its rules and version."""

    key: str
    version: int
    value: Any
    matched: tuple[str, ...]


def version(ctx: Context, key: str) -> int:
    """The number of the version in force; NotFound when there is none."""
    return definitions.latest(ctx, "decision", key).version


def name(ctx: Context, key: str, number: int) -> tuple[str, str]:
    """The decision's name in zh and en, as it was deployed."""
    found = definitions.version(ctx, "decision", key, number)
    return found.name or key, found.name_en or found.name or key


def evaluate(ctx: Context, key: str, number: int, variables: Mapping[str, Any]) -> Answer:
    """One answer of a given version, asked once a unit of work. Invalid decision_failed when the table has none."""
    answers: dict[Any, Answer] = ctx.memo.setdefault("customers.answers", {})
    place = (key, number, *sorted(variables.items()))
    if place not in answers:
        of = definitions.version(ctx, "decision", key, number)
        result = definitions.decisions(ctx, of).evaluate(key, dict(variables))
        if result.failed:
            raise Invalid("decision_failed", decision=key, version=number, error=result.errors[0].code)
        answers[place] = Answer(key, number, result.value, result.matched)
    return answers[place]


def table(ctx: Context, key: str, number: int) -> Table:
    """A version's table for scoring; the same object for the same content."""
    of = definitions.version(ctx, "decision", key, number)
    held = _tables()
    if (of.sha256, key) not in held:
        drawn = definitions.decisions(ctx, of).table(key)
        if drawn is None:
            raise Invalid("decision_not_a_table", decision=key)
        try:
            held[of.sha256, key] = simple(drawn)
        except Refused as refused:
            raise Invalid(f"table_{refused.code}", **{**refused.params, "decision": key}) from refused
    return held[of.sha256, key]


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
