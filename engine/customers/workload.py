"""A dry run of the tables that make work of themselves, follow-up and incentives: how much today and by the draft, and
which customers it falls on differently.

Customers are asked for by group; whoever is in a group that both tables treat alike is not looked at again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from engine.customers import audience, forecast
from engine.customers.audience import Group
from engine.feel import values
from engine.kernel import Context

TABLES = (forecast.FOLLOWUP, forecast.INCENTIVE)


@dataclass(frozen=True)
class Workload:
    """Both forecasts, and for each group that differs what it gets today and by the draft (texts of JSON)."""

    today: dict[str, Any]
    draft: dict[str, Any]
    differ: dict[Group, tuple[str, str]]


def compare(ctx: Context, key: str, content: bytes, tell: Callable[[float], None] = lambda share: None) -> Workload:
    """Forecast both tables; `tell` hears the share that is done. Invalid for a draft that cannot be read."""
    tell(0)
    today = forecast.forecast(ctx, key)
    tell(0.3)
    draft = forecast.forecast(ctx, key, content)
    tell(0.6)
    groups = audience.groups(ctx)
    sides = [_given(side["rows"], key, groups) for side in (today, draft)]
    both = {group: (sides[0][group], sides[1][group]) for group in groups}
    return Workload(today, draft, {group: pair for group, pair in both.items() if pair[0] != pair[1]})


def _given(rows: list[Mapping[str, Any]], key: str, groups: Mapping[Group, int]) -> dict[Group, str]:
    """What each group gets, in an order of its own: two tables that say the same in other rows do not differ."""
    told: dict[Group, list[dict[str, Any]]] = {group: [] for group in groups}
    for row in rows:
        # incentives ask by band alone, of customers that have bought
        same = [
            group
            for group in groups
            if group.band == row["band"]
            and group.prospect == row["prospect"]
            and (key == forecast.INCENTIVE or group.cell == row["cell"])
        ]
        for group in same:
            told[group].append(_each(row))
    return {
        group: values.dumps(sorted(some, key=lambda row: (row["touch"], row["every"]))) for group, some in told.items()
    }


def _each(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as it falls on one customer."""
    size = row["customers"] or 1
    share = {name: round(row[name] / size, 4) for name in ("a_month", "cost")}
    return {name: row[name] for name in ("touch", "every", "share")} | share


def told(found: Workload) -> dict[str, Any]:
    """Both forecasts."""
    return {"today": found.today, "draft": found.draft}


def rows(ctx: Context, found: Workload) -> Iterator[dict[str, Any]]:
    """Those who would be looked after differently, the best band first."""
    for band in sorted({group.band for group in found.differ}):
        for one in audience.members(ctx, [band]):
            if one.group in found.differ:
                today, draft = found.differ[one.group]
                yield {"id": one.id, "band": band, "from": today, "to": draft}
