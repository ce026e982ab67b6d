"""Where a customer stands in its life (D06): prospect, new, active, dormant, churned, returned.

"Returned" (回流) looks back: a purchase after a pause long enough to count as churn, kept for some days. The length of
that pause is read from the table, so that "churned" and "returned" cannot contradict each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from engine.scoring.tables import Answer, Refused, Table

RETURNED_FOR_DAYS = 90


@dataclass(frozen=True)
class Life:
    """The inputs of D06 for one customer."""

    purchases: int
    contract_ended: bool
    returned: bool
    days_since_first: int | None
    days_since_last: int | None


def churn_days(table: Table) -> int:
    """After how many days without purchase the table calls a customer churned: the last limit of `days_since_last`."""
    limits = table.limits("days_since_last")
    if not limits:
        raise Refused("churn_limit", table=table.key)
    return int(limits[-1])


def life(
    days: Iterable[date],
    as_of: date,
    table: Table,
    *,
    contract_ended: bool = False,
    returned_for: int = RETURNED_FOR_DAYS,
) -> Life:
    """The inputs of D06 from the days on which a customer bought, those after `as_of` left out."""
    bought = sorted({day for day in days if day <= as_of})
    if not bought:
        return Life(0, contract_ended, False, None, None)
    pause, recent = timedelta(days=churn_days(table)), as_of - timedelta(days=returned_for)
    returned = any(later - earlier > pause and later >= recent for earlier, later in pairwise(bought))
    return Life(len(bought), contract_ended, returned, (as_of - bought[0]).days, (as_of - bought[-1]).days)


def state(found: Life, table: Table) -> Answer:
    """The lifecycle state by table D06."""
    return table.decide(
        {
            "purchases": found.purchases,
            "contract_ended": found.contract_ended,
            "returned": found.returned,
            "days_since_first": found.days_since_first,
            "days_since_last": found.days_since_last,
        }
    )
