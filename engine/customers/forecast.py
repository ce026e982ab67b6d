"""What a rule table will cost in work before it goes live: how many touches and tasks a month, for whom.

Asked over all customers by group, so that two million members cost one statement and some dozen decisions. The table
may be the one in force, another version, or a draft that is not deployed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.customers import audience
from engine.customers.audience import Group
from engine.customers.rhythm import Rhythm, rhythm
from engine.definitions import queries as definitions
from engine.feel import dmn, values
from engine.kernel import Context, Invalid

FOLLOWUP, INCENTIVE = "followup_frequency", "incentive"
Ask = Callable[[Mapping[str, Any]], Any]
"""Inputs -> the value of a decision."""


@dataclass(frozen=True, slots=True)
class Touch:
    """A row of D14 for a group: what, by which process, why, how often; `staff`: a person has to do it."""

    name: str
    process: str
    purpose: str
    channel: str
    every: str
    share: float
    staff: bool

    @property
    def rhythm(self) -> Rhythm:
        return rhythm(self.every, self.share)


def touches(ask: Ask, group: Group, size: int) -> list[Touch]:
    """What D14 plans for a group of this size. Invalid where a row cannot be read."""
    rows = ask({"prospect": group.prospect, "band": group.band, "cell": group.cell, "group_size": size})
    try:
        return [_touch(row) for row in rows or ()]
    except (KeyError, TypeError, ValueError) as error:
        raise Invalid("followup_row_wrong", detail=str(error)) from error


def _touch(row: Mapping[str, Any]) -> Touch:
    share = float(row["share"])
    found = Touch(
        row["touch"], row["process"], row["purpose"], row["channel"], row["every"], share, row["staff"] is True
    )
    rhythm(found.every, found.share)
    return found


def asker(ctx: Context, key: str, draft: bytes | None = None, version: int | None = None) -> Ask:
    """The table in force, a given version, or a draft's content; Invalid for a draft that cannot be read."""
    if draft is not None:
        model = dmn.read(draft)
        if any(finding.severity == "error" for finding in model.findings) or key not in model.decisions:
            raise Invalid("decision_unreadable", key=key)
    else:
        of = definitions.latest(ctx, "decision", key) if version is None else definitions.version(
            ctx, "decision", key, version
        )  # fmt: skip
        model = definitions.decisions(ctx, of)

    def ask(inputs: Mapping[str, Any]) -> Any:
        result = model.evaluate(key, values.of(dict(inputs)))
        if result.failed:
            raise Invalid("decision_failed", decision=key, error=result.errors[0].code)
        return result.value

    return ask


def forecast(ctx: Context, key: str, draft: bytes | None = None, version: int | None = None) -> dict[str, Any]:
    """{customers, touches_a_month, tasks_a_month, cost_a_month, rows: [{band, prospect, cell, customers, touch, …}]}.

    A month is a twelfth of a year. Only tables that make work of themselves can be foretold; Invalid for others.
    """
    ask = asker(ctx, key, draft, version)
    sizes = audience.groups(ctx)
    if key == FOLLOWUP:
        rows = [row for group, size in sizes.items() for row in _followups(ask, group, size)]
    elif key == INCENTIVE:
        rows = [row for band in (1, 2, 3) for row in _incentives(ask, band, sizes)]
    else:
        raise Invalid("forecast_unknown", key=key)
    rows.sort(key=lambda row: (row["band"], str(row["cell"]), row["touch"]))
    return {
        "customers": sum(sizes.values()),
        "touches_a_month": round(sum(row["a_month"] for row in rows), 1),
        "tasks_a_month": round(sum(row["a_month"] for row in rows if row["staff"]), 1),
        "cost_a_month": round(sum(row["cost"] for row in rows), 2),
        "rows": rows,
    }


def _followups(ask: Ask, group: Group, size: int) -> Iterable[dict[str, Any]]:
    for touch in touches(ask, group, size):
        yield {
            "band": group.band,
            "prospect": group.prospect,
            "cell": group.cell,
            "customers": size,
            "touch": touch.name,
            "process": touch.process,
            "every": touch.every,
            "share": touch.share,
            "staff": touch.staff,
            "a_month": round(size * touch.rhythm.a_month, 1),
            "cost": 0.0,
        }


def _incentives(ask: Ask, band: int, sizes: Mapping[Group, int]) -> Iterable[dict[str, Any]]:
    """The rounds that come by the calendar; what events give is bounded by its budget alone."""
    size = sum(count for group, count in sizes.items() if group.band == band and not group.prospect)
    for row in ask({"event": "quarter", "band": band}) or ():
        value, budget = Decimal(row["value"]), Decimal(row["budget"])
        granted = min(Decimal(size), budget // value if value else Decimal(size)) / 3
        yield {
            "band": band,
            "prospect": False,
            "cell": None,
            "customers": size,
            "touch": row["reward"],
            "process": "incentive_round",
            "every": "P3M",
            "share": 100.0,
            "staff": False,
            "a_month": round(float(granted), 1),
            "cost": round(float(granted * value), 2),
        }
