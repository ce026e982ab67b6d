"""Scoring millions of customers at once: the same rules as row by row, as Ibis expressions that DuckDB runs.

Only integers (cents, days, counts) are compared, ranks come from histograms joined back (group by value, running
count over the few distinct values), so ties score the same on every engine and the order of the rows cannot matter.
What is divided (shown figures and ranks, never a limit) stays below 2**53, where engines that divide in floating point
are still exact. Everything is lazy: take `.to_pyarrow()` of a result, filtered to what is needed, such as the movers.
Purchases after `as_of` are left out. Another engine that Ibis knows can stand in for DuckDB without a change here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import ibis
from ibis import _

from engine.scoring.clv import FULL_MARGIN
from engine.scoring.lifecycle import RETURNED_FOR_DAYS, churn_days
from engine.scoring.review import ASSIGN, RATIO_CAP, RATIO_SCALE
from engine.scoring.scheme import METRIC, Scheme
from engine.scoring.tables import Literal, Refused, Span, Table
from engine.scoring.window import back

STANDING = {
    "customer_id": "string",
    "member": "string",
    "reviews_in_tier": "int64",
    "fails": "int64",
    "protected": "boolean",
    "kind": "string",
}


@dataclass(frozen=True)
class Ratio:
    """An exact fraction of two integer columns (or of one and a number) with a positive denominator: cents as yuan."""

    over: Any
    under: Any


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
    `reason` the guard's code. `standings` has the columns of STANDING, member null before the first review.

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
    )
    rows = rows.mutate(
        rank=_by_rank(scheme, lambda m: rows.member == m.key),
        target=_rank_of(scheme, expression(scheme.table, {METRIC: Ratio(_.window_cents, 100)}, "member")),
    )
    rows = rows.mutate(entry=_per_rank(rows.rank, [m.entry_cents for m in scheme.members]))
    rho = scheme.guard.rho
    rows = rows.mutate(below=(_.window_cents * rho.denominator < _.entry * rho.numerator).fill_null(False))
    rows = rows.mutate(fails=ibis.ifelse(_.below, _.failed + 1, 0))
    inputs = {
        "kind": _.kind,
        "direction": ibis.cases((_.target > _.rank, "up"), (_.target < _.rank, "down"), (_.target == _.rank, "same")),
        "protected": _.protected,
        "tenure_ok": _.tenure >= scheme.guard.min_tenure,
        "keep_ratio": Ratio(_.window_cents, _.entry),
        "fails": _.fails,
        "period_end": period_end,
    }
    guard = scheme.guard.table
    new = _.member.isnull()
    rows = rows.mutate(
        action=ibis.ifelse(new, ASSIGN, expression(guard, inputs, "action")),
        reason=ibis.ifelse(new, "first_review", expression(guard, inputs, "reason")),
        steps=expression(guard, inputs, "max_steps").cast("int64"),
        tier_rule=expression(scheme.table, {METRIC: Ratio(_.window_cents, 100)}, None),
        guard_rule=ibis.ifelse(new, ibis.null("string"), expression(guard, inputs, None)),
    )
    rows = rows.mutate(
        stand=_.rank.fill_null(_.target),
        proposed=ibis.cases(
            (new | (_.rank.notnull() & _.steps.isnull()), _.target),
            (_.rank.notnull(), ibis.greatest(_.rank - _.steps, ibis.least(_.rank + _.steps, _.target))),
        ),
    )
    following = ibis.greatest(rows.stand, rows.target) + 1
    keep = _per_rank(rows.stand, [scheme.keep_cents(n) for n in range(len(scheme.members))])
    ahead = _per_rank(following, [m.entry_cents for m in scheme.members])
    capped = ibis.least(ibis.greatest(rows.window_cents, 0), rows.entry * RATIO_CAP)
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
        keep_ratio=ibis.ifelse(rows.entry.isnull(), ibis.null("int64"), (capped * RATIO_SCALE) // rows.entry),
        fails=ibis.ifelse(rows.member.isnull(), 0, rows.fails),
        reviews_in_tier=ibis.ifelse(rows.member.isnull(), 0, rows.tenure),
        keep_gap_cents=ibis.ifelse(keep.isnull(), ibis.null("int64"), ibis.greatest(keep - rows.window_cents, 0)),
        next_gap_cents=(ahead - rows.window_cents).cast("int64"),
    )


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


def expression(table: Table, inputs: Mapping[str, Any], output: str | None) -> Any:
    """A rule table as one column expression: the named output, or with None the id of the rule that matches.

    `inputs` are integer, text or boolean columns, a `Ratio`, or plain values, for which the table is cut down first.
    """
    branches = []
    at = None if output is None else table.outputs.index(output)
    for rule in table.rules:
        conditions = []
        for name, cell in zip(table.inputs, rule.cells, strict=True):
            if cell is not None:
                conditions.append(_any(inputs[name], cell))
        if any(condition is False for condition in conditions):
            continue
        held = [condition for condition in conditions if condition is not True]
        value = rule.id if at is None else rule.outputs[at]
        if isinstance(value, Fraction):
            raise Refused("output_not_simple", table=table.key, rule=rule.id)
        branches.append((ibis.and_(*held) if held else ibis.literal(True), value))
    if not branches:
        return ibis.null()
    return ibis.cases(*branches)


def _any(value: Any, cell: tuple[Span | Literal, ...]) -> Any:
    tests = [_span(value, c) if isinstance(c, Span) else _equal(value, c) for c in cell]
    if any(test is True for test in tests):
        return True
    open_tests = [test for test in tests if test is not False]
    return ibis.or_(*open_tests) if open_tests else False


def _equal(value: Any, wanted: Literal) -> Any:
    if wanted is None:
        return value is None if isinstance(value, (str, bool, int)) or value is None else value.isnull()
    if isinstance(value, (str, bool, int)):
        return type(value) is type(wanted) and value == wanted
    return value == wanted


def _span(value: Any, span: Span) -> Any:
    if isinstance(value, (int, Fraction)) and not isinstance(value, bool):
        return span.holds(value)
    over, under = (value.over, value.under) if isinstance(value, Ratio) else (value, 1)
    tests = []
    for limit, inside, low in ((span.low, span.low_in, True), (span.high, span.high_in, False)):
        if limit is not None:
            a, b = over * limit.denominator, under * limit.numerator
            tests.append((a >= b if inside else a > b) if low else (a <= b if inside else a < b))
    return ibis.and_(*tests) if tests else over.notnull()


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
