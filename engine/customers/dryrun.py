"""A dry run of a changed tier table, guard, approval route or benefits table: who would stand elsewhere, the revenue at
stake, and the approvals it would take, against the tables in force.

Everybody is scored twice on the same data, as a review would: once by the rules in force, once as if the draft were.
Nothing is written. A draft that says the same as the table in force makes no difference at all.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Any

from engine.customers import decisions, evaluation, schemes, words
from engine.customers.evaluation import Order
from engine.customers.schemes import MONTHS, Scheme
from engine.kernel import Context, Invalid

if TYPE_CHECKING:
    from engine.customers.batch import Outcome

SIDES = ("movers", "promotions", "demotions", "counts", "benefit_cost", "tasks")


@dataclass(frozen=True, slots=True)
class Move:
    """A customer whom the draft would leave in another tier: what today's table and the draft propose."""

    customer_id: str
    member: str | None
    today: str
    draft: str
    amount_cents: int
    reason: str
    action: str


@dataclass(frozen=True)
class Compared:
    """One scheme, scored by the rules in force and by the draft; `moves` with the largest spend first."""

    today: Order
    draft: Order
    before: "Outcome"
    after: "Outcome"
    moves: list[Move]


def concerned(ctx: Context, key: str) -> list[Scheme]:
    """The schemes that live by this decision."""
    return [scheme for scheme in schemes.every(ctx) if key in scheme.tables.values()]


def compare(
    ctx: Context,
    key: str,
    content: bytes,
    as_of: date | None = None,
    tell: Callable[[float], None] = lambda share: None,
) -> list[Compared]:
    """Score everybody twice, for each scheme that the table is part of, as of the last end of a period (or `as_of`);
    `tell` hears the share that is done.

    Invalid where the draft cannot set tiers, or has no answer for some.
    """
    trial = decisions.trial(ctx, key, content)
    some = concerned(ctx, key)
    halves = (lambda half, at=at: tell((2 * at + half) / (2 * len(some))) for at in range(len(some)))
    return [_compared(ctx, trial, scheme, as_of, half) for scheme, half in zip(some, halves, strict=True)]


def _compared(
    ctx: Context, trial: Context, scheme: Scheme, as_of: date | None, tell: Callable[[int], None]
) -> Compared:
    from engine.customers.batch import read_and_score  # brings Arrow, Ibis and DuckDB

    day = as_of or _review_day(scheme, scheme.day(ctx.now.astimezone(ctx.zone).date()))
    today = evaluation.order(ctx, scheme, day, "simulation")
    drawn = evaluation.order(trial, schemes.current(trial, scheme.key), day, "simulation")
    # the same seed, or a share of reviews to be looked at would fall on other customers
    drawn = replace(drawn, scheme=replace(drawn.scheme, versions=scheme.versions))
    tell(0)
    before = read_and_score(today)
    tell(1)
    after = read_and_score(drawn)
    same = today.scheme.ladder.measured == drawn.scheme.ladder.measured  # else the hashes are of different figures
    if same and before.summary["data_hash"] != after.summary["data_hash"]:
        raise Invalid("dry_run_disturbed")  # purchases arrived in between
    return Compared(today, drawn, before, after, _moves(before, after))


def _review_day(scheme: Scheme, today: date) -> date:
    """The last day up to today on which a period of the scheme ends."""
    if scheme.period_end(today):
        return today
    months = MONTHS[scheme.period]
    first = date(today.year, (today.month - 1) // months * months + 1, 1)
    return first - timedelta(days=1)


def _moves(before: "Outcome", after: "Outcome") -> list[Move]:
    """Both outcomes hold the same customers in the same order."""
    import pyarrow.compute as pc

    differ = pc.not_equal(before.rows["proposed"], after.rows["proposed"])
    pairs = zip(before.rows.filter(differ).to_pylist(), after.rows.filter(differ).to_pylist(), strict=True)
    moves = [
        Move(
            old["customer_id"],
            old["member"],
            old["proposed"],
            new["proposed"],
            new["window_cents"],
            new["reason"],
            new["action"],
        )
        for old, new in pairs
    ]
    return sorted(moves, key=lambda move: (-move.amount_cents, move.customer_id))


def told(found: Compared) -> dict[str, Any]:
    """The comparison in numbers, money in yuan."""
    names = {member.key: member for side in (found.today, found.draft) for member in side.scheme.ladder.members}
    return {
        "scheme": found.today.scheme.key,
        "name": found.today.scheme.names.get("zh", found.today.scheme.key),
        "name_en": found.today.scheme.names.get("en", found.today.scheme.key),
        "as_of": found.today.as_of.isoformat(),
        "window_months": found.today.scheme.ladder.window_months,
        "customers": found.before.summary["customers"],
        "changed": len(found.moves),
        "at_stake": _spend(found.moves),
        "moves": _counted(found.moves),
        "tiers": list(_tiers(found)),
        "today": {side: found.before.summary[side] for side in SIDES},
        "draft": {side: found.after.summary[side] for side in SIDES},
        "members": {key: {"name": one.name, "name_en": one.name_en} for key, one in names.items()},
    }


def _counted(moves: list[Move]) -> list[dict[str, Any]]:
    def pair(move: Move) -> tuple[str, str]:
        return move.today, move.draft

    some = {key: list(group) for key, group in groupby(sorted(moves, key=pair), key=pair)}
    told = [
        {"from": key[0], "to": key[1], "customers": len(group), "revenue": _spend(group)} for key, group in some.items()
    ]
    return sorted(told, key=lambda row: -row["customers"])


def _spend(moves: Sequence[Move]) -> Any:
    return words.yuan(sum(move.amount_cents for move in moves))


def _tiers(found: Compared) -> Iterator[dict[str, Any]]:
    """Each tier as it would be after all moves: by the table in force, and by the draft."""
    sides = [{tier["member"]: tier for tier in side.summary["tiers"]} for side in (found.before, found.after)]
    for member in dict.fromkeys([*sides[1], *sides[0]]):
        tier = sides[1].get(member) or sides[0][member]
        today, draft = (side.get(member) for side in sides)
        yield {
            "member": member,
            "name": tier["name_zh"],
            "name_en": tier["name_en"],
            "customers": sides[0].get(member, tier)["customers"],
            "today": today["customers_after"] if today else 0,
            "draft": draft["customers_after"] if draft else 0,
            "share_today": today["revenue_share_after"] if today else 0,
            "share_draft": draft["revenue_share_after"] if draft else 0,
        }


def rows(found: Compared) -> Iterator[dict[str, Any]]:
    """Those who would stand elsewhere, the largest spend first."""
    for move in found.moves:
        zh, en = words.reason(move.reason, {"fails": "", "reviews_in_tier": ""})
        yield {
            "id": move.customer_id,
            "member": move.member,
            "from": move.today,
            "to": move.draft,
            "amount": words.yuan(move.amount_cents),
            "action": move.action,
            "reason": zh,
            "reason_en": en,
        }
