"""ABC classification by cumulative spend (D02), safe with ties and independent of the order of the customers.

A customer's class follows from the spend of everybody who spent more: customers with equal spend always share it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from engine.scoring.tables import Table


@dataclass(frozen=True)
class Class:
    """A customer's class with the shares behind it: `before` is the spend of those ahead, `total` of all, in cents."""

    key: str
    rule: str
    spend_cents: int
    before_cents: int
    total_cents: int


def classify(spend_cents: Mapping[str, int], table: Table) -> dict[str, Class]:
    """The class of every customer by table D02 (`total` in yuan, `cum_before` a share).

    Net refunds rank as 0 but stay in the total, as DOMAIN §2.1 has it.
    """
    total = sum(spend_cents.values())
    groups = Counter(max(0, cents) for cents in spend_cents.values())
    before: dict[int, int] = {}
    ahead = 0
    for cents in sorted(groups, reverse=True):
        before[cents] = ahead
        ahead += cents * groups[cents]
    answers = {
        cents: table.decide(
            {"total": Fraction(total, 100), "cum_before": Fraction(sofar, total) if total > 0 else Fraction(0)}
        )
        for cents, sofar in before.items()
    }
    return {
        customer: Class(
            answers[max(0, cents)].outputs["class"],
            answers[max(0, cents)].rule,
            cents,
            before[max(0, cents)],
            total,
        )
        for customer, cents in spend_cents.items()
    }
