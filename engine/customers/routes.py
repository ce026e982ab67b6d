"""Which benefits a tier gives at what yearly cost (D12), and who must decide a change of tier (D13).

Both depend on the members alone, so a run of millions asks the tables once a pair of members.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from itertools import permutations
from typing import Any

from engine.customers import decisions
from engine.customers.schemes import Scheme
from engine.kernel import Context
from engine.scoring import Member

PROMOTE, DEMOTE = "promote", "demote"


@dataclass(frozen=True)
class Route:
    """Who decides a change from one member to another; `route` is person, sample (a share of them) or none."""

    route: str
    approvers: tuple[str, ...]
    mode: str
    due: str
    plain: bool
    share: int
    gained: tuple[Mapping[str, Any], ...]
    lost: tuple[Mapping[str, Any], ...]
    yearly_cost_cents: int

    def drawn(self, seed: str) -> str:
        """person, sample or none for one customer: which ones are looked at follows from the seed alone."""
        if self.route != "sample":
            return self.route
        picked = int.from_bytes(sha256(seed.encode()).digest()[:8], "big") % 100 < self.share
        return "sample" if picked else "none"


def benefits(ctx: Context, scheme: Scheme, member: Member, version: int | None = None) -> list[dict[str, Any]]:
    """D12 for a member: {key, part, benefit, benefit_en, yearly_cost} each, in the order of the table."""
    number = scheme.versions["benefits"] if version is None else version
    said = decisions.evaluate(
        ctx,
        scheme.tables["benefits"],
        number,
        {"band": Decimal(member.band), "member": member.key, "cell": None},
    )
    return [dict(benefit) for benefit in said.value or []]


def route(ctx: Context, scheme: Scheme, old: Member, new: Member, *, automated_refused: bool = False) -> Route:
    """D13 for a change of tier. The cost is that of the benefits that come on top, per year."""
    before, after = benefits(ctx, scheme, old), benefits(ctx, scheme, new)
    gained, lost = missing(after, before), missing(before, after)
    extra = sum((Decimal(benefit["yearly_cost"]) for benefit in gained), Decimal(0))
    up = scheme.ladder.rank(new.key) > scheme.ladder.rank(old.key)
    said = decisions.evaluate(
        ctx,
        scheme.tables["route"],
        scheme.versions["route"],
        {
            "change": PROMOTE if up else DEMOTE,
            "from_band": Decimal(old.band),
            "to_band": Decimal(new.band),
            "size": extra,
            "automated_refused": automated_refused,
        },
    ).value
    return Route(
        said["route"],
        tuple(said["approvers"]),
        said["mode"],
        said["due"],
        said["plain"],
        int(said["share"]),
        tuple(gained),
        tuple(lost),
        int(extra * 100),
    )


def every(ctx: Context, scheme: Scheme, *, automated_refused: bool = False) -> dict[tuple[str, str], Route]:
    """The route of every change between two members of a scheme."""
    return {
        (old.key, new.key): route(ctx, scheme, old, new, automated_refused=automated_refused)
        for old, new in permutations(scheme.ladder.members, 2)
    }


def missing(benefits: Sequence[Mapping[str, Any]], elsewhere: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The benefits whose key does not stand elsewhere."""
    keys = {benefit["key"] for benefit in elsewhere}
    return [benefit for benefit in benefits if benefit["key"] not in keys]
