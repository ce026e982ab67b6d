"""Scoring millions of customers at once: the same rules as row by row, as Ibis expressions that DuckDB runs.

Only integers (cents, days, counts) are compared, ranks come from histograms joined back (group by value, running
count over the few distinct values), so ties score the same on every engine and the order of the rows cannot matter.
What is divided (shown figures and ranks, never a limit) stays below 2**53, where engines that divide in floating point
are still exact. Everything is lazy: take `.to_pyarrow()` of a result, filtered to what is needed, such as the movers.
Purchases after `as_of` are left out. Another engine that Ibis knows can stand in for DuckDB without a change here.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import ibis
from ibis import _

from engine.scoring import columns
from engine.scoring.clv import FULL_MARGIN
from engine.scoring.expressions import Attained, Ratio, expression
from engine.scoring.lifecycle import RETURNED_FOR_DAYS, churn_days
from engine.scoring.metrics import KNOWN, METRIC, SCORE
from engine.scoring.review import ASSIGN, RATIO_CAP, RATIO_SCALE
from engine.scoring.scheme import Scheme
from engine.scoring.tables import Refused, Table
from engine.scoring.window import back

STANDING = {
    "customer_id": "string",
    "member": "string",
    "reviews_in_tier": "int64",
    "fails": "int64",
    "protected": "boolean",
    "kind": "string",
}


def open_engine(*, memory: str = "3GB", threads: int = 2, spill: str | None = None) -> Any:
    """An in-process DuckDB for one scoring run, with a memory limit and a folder to spill to."""
    settings: dict[str, Any] = {"memory_limit": memory, "threads": threads, "preserve_insertion_order": False}
    return ibis.duckdb.connect(**settings, **({"temp_directory": spill} if spill else {}))


def metrics(purchases: Any, as_of: date, window_months: int) -> Any:
    """One row a customer from purchases(customer_id, day, amount_cents): window_cents, total_cents, first_day,
    last_day, purchase_days, purchases. Refunds (below zero) count in the sums, not as purchases."""
    after = ibis.literal(back(as_of, window_months))
    bought = _.amount_cents >= 0
    days = (
        purchases.filter(_.day <= ibis.literal(as_of))
        .group_by("customer_id", "day")
        .aggregate(cents=_.amount_cents.sum(), rows=bought.sum())
    )
    return days.group_by("customer_id").aggregate(
        window_cents=_.cents.sum(where=_.day > after).fill_null(0).cast("int64"),
        total_cents=_.cents.sum().cast("int64"),
        first_day=_.day.min(where=_.rows > 0),
        last_day=_.day.max(where=_.rows > 0),
        purchase_days=(_.rows > 0).sum().cast("int64"),
        purchases=_.rows.sum().cast("int64"),
    )


def review(metrics: Any, standings: Any, scheme: Scheme, *, period_end: bool) -> Any:
    """The tier review of everybody who has bought or has a standing; columns as the fields of `review.Review`, with
    `reason` the guard's code and, where more than the window spend decides, a column for each value that decides.
    `metrics` is what `metrics` or `columns.measured` counted; `standings` has the columns of STANDING, member null
    before the first review.

    A row that no rule covers has action null (`uncovered` finds them).
    """
    known = standings.rename(standing_id="customer_id")
    joined = metrics.outer_join(known, metrics.customer_id == known.standing_id)
    rows = joined.select(
        customer_id=ibis.coalesce(_.customer_id, _.standing_id),
        window_cents=_.window_cents.fill_null(0),
        member=_.member,
        kind=_.kind.fill_null("normal"),
        protected=_.protected.fill_null(False),
        tenure=_.reviews_in_tier.fill_null(0) + 1,
        failed=_.fails.fill_null(0),
        **_measured(scheme, joined),
    )
    if scheme.plain:
        rows = rows.mutate(**{METRIC: rows.window_cents})
    elif scheme.score is not None:
        rows = rows.mutate(**{SCORE: columns.total(scheme.score, rows)})
    asked = {key: Ratio(rows[key].fill_null(0), KNOWN[key].scale) for key in scheme.metrics}
    rows = rows.mutate(
        rank=_by_rank(scheme, lambda m: rows.member == m.key),
        target=_rank_of(scheme, expression(scheme.table, asked, "member")),
    )
    rows = rows.mutate(below=(~_reaches(scheme, rows, scheme.guard.rho, True)).fill_null(False))
    rows = rows.mutate(fails=ibis.ifelse(_.below, _.failed + 1, 0))
    inputs = {
        "kind": _.kind,
        "direction": ibis.cases((_.target > _.rank, "up"), (_.target < _.rank, "down"), (_.target == _.rank, "same")),
        "protected": _.protected,
        "tenure_ok": _.tenure >= scheme.guard.min_tenure,
        "keep_ratio": Attained(lambda share, inside, rows=rows: _reaches(scheme, rows, share, inside)),  # type: ignore[misc]
        "fails": _.fails,
        "period_end": period_end,
    }
    guard = scheme.guard.table
    new = _.member.isnull()
    rows = rows.mutate(
        action=ibis.ifelse(new, ASSIGN, expression(guard, inputs, "action")),
        reason=ibis.ifelse(new, "first_review", expression(guard, inputs, "reason")),
        steps=expression(guard, inputs, "max_steps").cast("int64"),
        tier_rule=expression(scheme.table, {key: Ratio(_[key].fill_null(0), KNOWN[key].scale) for key in asked}, None),
        guard_rule=ibis.ifelse(new, ibis.null("string"), expression(guard, inputs, None)),
    )
    rows = rows.mutate(
        stand=_.rank.fill_null(_.target),
        proposed=ibis.cases(
            (new | (_.rank.notnull() & _.steps.isnull()), _.target),
            (_.rank.notnull(), ibis.greatest(_.rank - _.steps, ibis.least(_.rank + _.steps, _.target))),
        ),
    )
    keys = [m.key for m in scheme.members]
    return rows.select(
        "customer_id",
        "window_cents",
        "member",
        "action",
        "reason",
        "tier_rule",
        "guard_rule",
        target=_per_rank(rows.target, keys),
        proposed=_per_rank(rows.proposed, keys),
        keep_ratio=_shown(scheme, rows),
        fails=ibis.ifelse(rows.member.isnull(), 0, rows.fails),
        reviews_in_tier=ibis.ifelse(rows.member.isnull(), 0, rows.tenure),
        **(_gaps(scheme, rows) if scheme.plain else {key: rows[key] for key in (*scheme.measured, *scheme.metrics)}),
    )


def _measured(scheme: Scheme, joined: Any) -> dict[str, Any]:
    """The metrics as they are of everybody, also of those who have bought nothing."""
    if scheme.plain:
        return {}
    empty = {key: KNOWN[key].empty for key in scheme.measured}
    return {key: joined[key] if value is None else joined[key].fill_null(value) for key, value in empty.items()}


def _reaches(scheme: Scheme, rows: Any, share: Fraction, inside: bool) -> Any:
    """Whether a row attains this share of its member (or more than it, unless `inside`); null at the base."""

    def there(key: str, least: int) -> Any:
        value, limit = rows[key].fill_null(0) * share.denominator, least * share.numerator
        return value >= limit if inside else value > limit

    branches = [
        (rows.rank == rank, ibis.or_(*(ibis.and_(*(there(*one) for one in way)) for way in member.ways)))
        for rank, member in enumerate(scheme.members)
        if member.ways
    ]
    return ibis.cases(*branches) if branches else ibis.null("boolean")


def _shown(scheme: Scheme, rows: Any) -> Any:
    """What a row attains of its member in 1/10000, as `review.shown` has it."""

    def of(key: str, least: int) -> Any:
        value = ibis.least(ibis.greatest(rows[key].fill_null(0), 0), ibis.literal(least * RATIO_CAP, "int64"))
        return (value * RATIO_SCALE) // ibis.literal(least, "int64")

    branches = []
    for rank, member in enumerate(scheme.members):
        ways = [_end(ibis.least, [of(*one) for one in way]) for way in member.ways]
        if ways:
            branches.append((rows.rank == rank, _end(ibis.greatest, ways).cast("int64")))
    return ibis.cases(*branches) if branches else ibis.null("int64")


def _end(choose: Callable[..., Any], values: list[Any]) -> Any:
    return choose(*values) if len(values) > 1 else values[0]


def _gaps(scheme: Scheme, rows: Any) -> dict[str, Any]:
    """What is missing of the window spend to keep the tier, and to reach the next."""
    following = ibis.greatest(rows.stand, rows.target) + 1
    keep = _per_rank(rows.stand, [scheme.keep_cents(n) for n in range(len(scheme.members))])
    ahead = _per_rank(following, [m.entry_cents for m in scheme.members])
    return {
        "keep_gap_cents": ibis.ifelse(keep.isnull(), ibis.null("int64"), ibis.greatest(keep - rows.window_cents, 0)),
        "next_gap_cents": (ahead - rows.window_cents).cast("int64"),
    }


def uncovered(reviewed: Any) -> Any:
    """The rows of a review that no rule of the tables covers: the tables have a gap, or a member is not the
    scheme's."""
    return reviewed.filter(_.action.isnull() | _.target.isnull() | _.proposed.isnull())


def abc(metrics: Any, table: Table, spend: str = "total_cents") -> Any:
    """customer_id, abc_class, before_cents, all_cents by table D02 over a column of cents."""
    rows = metrics.select("customer_id", cents=_[spend])
    total = rows.aggregate(all_cents=_.cents.sum().cast("int64"))
    ranked = rows.mutate(ranking=ibis.greatest(_.cents, 0))
    histogram = ranked.group_by("ranking").aggregate(held=(_.ranking.sum()).cast("int64"))
    histogram = histogram.mutate(
        before_cents=(_.held.sum().over(order_by=ibis.desc("ranking"), rows=(None, 0)) - _.held).cast("int64")
    )
    joined = ranked.join(histogram, "ranking").cross_join(total)
    share = Ratio(
        ibis.ifelse(joined.all_cents > 0, joined.before_cents, 0),
        ibis.ifelse(joined.all_cents > 0, joined.all_cents, 1),
    )
    inputs = {"total": Ratio(joined.all_cents, 100), "cum_before": share}
    return joined.select("customer_id", "before_cents", "all_cents", abc_class=expression(table, inputs, "class"))


def abc_cuts(metrics: Any, table: Table, spend: str = "total_cents") -> Any:
    """abc_class, from_cents, customers: the least ranked spend of each class, highest class first. Frozen with a run,
    they tell the class of one customer without counting everybody again."""
    ranked = metrics.select("customer_id", ranking=ibis.greatest(_[spend], 0))
    classed = abc(metrics, table, spend).join(ranked, "customer_id")
    cuts = classed.group_by("abc_class").aggregate(from_cents=_.ranking.min(), customers=_.count())
    return cuts.order_by(ibis.desc("from_cents"))


def rfm_by_threshold(metrics: Any, as_of: date, table: Table) -> Any:
    """customer_id, R, F, M by the fixed limits of table D03; M is the window spend."""
    recency = ibis.literal(as_of).delta(metrics.last_day, unit="day")
    score = {
        name: expression(table, {"metric": name, "value": value}, table.outputs[0])
        for name, value in (("R", recency), ("F", _.purchase_days), ("M", Ratio(_.window_cents, 100)))
    }
    return metrics.select("customer_id", R=score["R"].fill_null(1), F=score["F"], M=score["M"])


def rfm_by_quintile(metrics: Any, spend: str = "window_cents") -> Any:
    """customer_id, R, F, M as quintiles of all customers, equal values scoring the same. Who never bought has the
    lowest recency."""
    never = ibis.literal(date(1, 1, 1))
    values = metrics.select(
        "customer_id", recency=_.last_day.fill_null(never), frequency=_.purchase_days, money=_[spend]
    )
    n = values.count().as_scalar()
    for column in ("recency", "frequency", "money"):
        histogram = values.group_by(column).aggregate(held=_.count())
        below = _.held.sum().over(order_by=column, rows=(None, 0)) - _.held
        score = ibis.least(5 * (2 * below + _.held) // (2 * n) + 1, 5).cast("int64")
        values = values.join(histogram.select(column, **{f"{column}_score": score}), column)
    return values.select("customer_id", R=_.recency_score, F=_.frequency_score, M=_.money_score)


def segments(scores: Any, table: Table) -> Any:
    """The scores with their segment by table D04."""
    return scores.mutate(segment=expression(table, {"R": _.R, "F": _.F, "M": _.M}, "segment"))


def lifecycle(purchases: Any, as_of: date, table: Table, returned_for: int = RETURNED_FOR_DAYS) -> Any:
    """customer_id, state by table D06 for everybody who has bought, contracts left aside.

    Within the days that keep someone "returned" no pause can be long enough for churn, so only the pause that ends
    with the first purchase of those days matters: two aggregates instead of a sort of all purchases.
    """
    pause = churn_days(table)
    if returned_for > pause:
        raise Refused("returned_longer_than_churn", returned_for=returned_for, churn=pause)
    recent, today = ibis.literal(as_of - timedelta(days=returned_for)), ibis.literal(as_of)
    seen = purchases.filter((_.day <= today) & (_.amount_cents >= 0)).group_by("customer_id")
    rows = seen.aggregate(
        first=_.day.min(),
        last=_.day.max(),
        before=_.day.max(where=_.day < recent),
        again=_.day.min(where=_.day >= recent),
    )
    inputs = {
        "purchases": 1,
        "contract_ended": False,
        "returned": (rows.again.delta(rows.before, unit="day") > pause).fill_null(False),
        "days_since_first": today.delta(rows.first, unit="day"),
        "days_since_last": today.delta(rows["last"], unit="day"),
    }
    return rows.select("customer_id", state=expression(table, inputs, "state"))


def clv(metrics: Any, margin: int = FULL_MARGIN) -> Any:
    """customer_id, clv_cents: historic margin, `margin` in 1/10000, rounded down."""
    return metrics.select("customer_id", clv_cents=((_.total_cents * margin) // FULL_MARGIN).cast("int64"))


def _by_rank(scheme: Scheme, test: Any) -> Any:
    return ibis.cases(*((test(member), rank) for rank, member in enumerate(scheme.members)))


def _rank_of(scheme: Scheme, member: Any) -> Any:
    return ibis.cases(*((member == m.key, rank) for rank, m in enumerate(scheme.members)))


def _per_rank(rank: Any, values: list[Any]) -> Any:
    """The value of each rank. Amounts pass through a decimal: the database would take a small literal for 32 bits."""
    branches = [(rank == n, value) for n, value in enumerate(values) if value is not None]
    if not branches:
        return ibis.null("int64")
    found = ibis.cases(*branches)
    return found.cast("decimal(38, 0)").cast("int64") if isinstance(branches[0][1], int) else found
