"""Reviewing whole histories: what a scheme would have done month by month, and how much it makes customers flap.

This is the what-if of a rule change and the proof that the guard pays (DOMAIN §2.8): every proposal takes effect at
once, as if everybody had agreed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from engine.scoring.review import Standing, verdict
from engine.scoring.scheme import Scheme

FLAP_REVIEWS = 2


@dataclass(frozen=True)
class Move:
    """A change of tier at the n-th review; `steps` is positive upwards."""

    customer_id: str
    review: int
    steps: int


@dataclass(frozen=True)
class Effect:
    """How often tiers changed: ups, downs, downs of more than one step, and flaps."""

    ups: int
    downs: int
    falls: int
    flaps: int


def replay(scheme: Scheme, windows: Mapping[str, Sequence[int]]) -> Iterator[Move]:
    """The moves of every customer over the reviews, from the window spend in cents at each; all are period ends."""

    @lru_cache(maxsize=100_000)
    def step(cents: int, standing: Standing) -> tuple[int, Standing]:
        found = verdict(scheme, cents, standing, period_end=True)
        member = scheme.members[found.proposed].key
        if found.proposed == found.rank:
            return 0, Standing(member, found.tenure, found.fails)
        return found.proposed - found.rank, Standing(member)

    for customer, spends in windows.items():
        standing = Standing()
        for n, cents in enumerate(spends):
            steps, standing = step(cents, standing)
            if steps:
                yield Move(customer, n, steps)


def effect(moves: Iterable[Move]) -> Effect:
    """The counts of a replay. A flap is two consecutive moves of one customer in opposite directions, at most two
    reviews apart."""
    ups = downs = falls = flaps = 0
    last: dict[str, Move] = {}
    for move in moves:
        ups, downs, falls = ups + (move.steps > 0), downs + (move.steps < 0), falls + (move.steps < -1)
        before = last.get(move.customer_id)
        if before and before.steps * move.steps < 0 and move.review - before.review <= FLAP_REVIEWS:
            flaps += 1
        last[move.customer_id] = move
    return Effect(ups, downs, falls, flaps)
