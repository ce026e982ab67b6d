"""Metrics and scores of millions of customers as Ibis expressions: the same integers as `metrics.measure` and `score`.

Only what a scheme asks for is counted. `ordered` marks the rows of purchases that are orders; without that column all
of them are (opening balances are purchases, but no orders).
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

import ibis
from ibis import _

from engine.scoring.expressions import Ratio, expression
from engine.scoring.metrics import (
    HALF_YEAR,
    KNOWN,
    METRIC,
    MOST_NEEDS,
    NEED_POINTS,
    POINT,
    RISE_POINTS,
    YOUNG_MONTHS,
    YOUNG_POINTS,
)
from engine.scoring.score import FULL, Part, Score
from engine.scoring.tables import Refused
from engine.scoring.window import back

NEEDS = {"customer_id": "string", "open_needs": "int64"}


def measured(purchases: Any, as_of: date, window_months: int, keys: Sequence[str], needs: Any | None = None) -> Any:
    """One row for each customer with a purchase or a need: `window_cents` and the metrics of `keys` in atoms, null
    where a metric is not known. `needs` has the columns of NEEDS."""
    unknown = [key for key in keys if key not in KNOWN]
    if unknown:
        raise Refused("metric_unknown", found=unknown, known=list(KNOWN))
    today = ibis.literal(as_of)
    known = purchases.filter(_.day <= today)
    ordered = known.ordered if "ordered" in known.columns else ibis.literal(True)
    rows = known.mutate(
        order=ordered & (_.amount_cents >= 0),
        recent=_.day > ibis.literal(back(as_of, window_months)),
        began=ibis.ifelse(ordered, _.day, (_.day - ibis.interval(months=1)).cast("date")),
    )
    sums = {key: sum_.cast("int64") for key, sum_ in _sums(as_of).items() if key in keys}
    if "potential" in keys:
        sums |= _halves(as_of)
    began = {"began": _.began.min()} if {"tenure_months", "potential"} & set(keys) else {}
    last = {"last_order": _.day.max(where=_.order)} if "recency_days" in keys else {}
    found = rows.group_by("customer_id").aggregate(
        window_cents=_.amount_cents.sum(where=_.recent).fill_null(0).cast("int64"), **sums, **began, **last
    )
    if "potential" in keys:
        found = _with_needs(found, needs)
    later = {}
    if METRIC in keys:
        later[METRIC] = found.window_cents
    if last:
        later["recency_days"] = today.delta(found.last_order, unit="day").cast("int64")
    if began:
        tenure = _months(found.began, as_of)
        later |= {"tenure_months": tenure} if "tenure_months" in keys else {}
        later |= {"potential": _potential(found, tenure)} if "potential" in keys else {}
    wide = found.mutate(**later) if later else found
    return wide.select("customer_id", "window_cents", *keys)


def _sums(as_of: date) -> dict[str, Any]:
    return {
        "window_orders": (_.order & _.recent).sum(),
        "window_largest_order": _.amount_cents.max(where=_.order & _.recent).fill_null(0),
        "total_spend": _.amount_cents.sum(),
        "total_orders": _.order.sum(),
        "largest_order": _.amount_cents.max(where=_.order).fill_null(0),
        "purchase_days": _.day.nunique(where=_.order & _.recent),
    }


def _halves(as_of: date) -> dict[str, Any]:
    half, year = ibis.literal(back(as_of, HALF_YEAR)), ibis.literal(back(as_of, 2 * HALF_YEAR))
    return {
        "half": _.amount_cents.sum(where=_.day > half).fill_null(0).cast("int64"),
        "year": _.amount_cents.sum(where=_.day > year).fill_null(0).cast("int64"),
    }


def _with_needs(found: Any, needs: Any | None) -> Any:
    """The needs beside the sums; who has a need and bought nothing has a row too."""
    if needs is None:
        return found.mutate(open_needs=ibis.literal(0, "int64"))
    wanted = needs.rename(needing="customer_id")
    joined = found.outer_join(wanted, found.customer_id == wanted.needing)
    empty = {key: metric.empty for key, metric in KNOWN.items() if metric.empty is not None}
    return joined.mutate(
        customer_id=ibis.coalesce(joined.customer_id, joined.needing),
        open_needs=joined.open_needs.fill_null(0),
        **{key: joined[key].fill_null(0) for key in ("window_cents", "half", "year", *empty) if key in joined.columns},
    )


def _months(began: Any, as_of: date) -> Any:
    """Whole months from `began` to the day."""
    whole = (as_of.year - began.year()) * 12 + (as_of.month - began.month())
    lasted = ibis.greatest(whole - ibis.ifelse(began.day() > as_of.day, 1, 0), 0).cast("int64")
    return ibis.ifelse(began.isnull(), ibis.null("int64"), lasted)  # the greatest of null and 0 is 0


def _potential(found: Any, tenure: Any) -> Any:
    before = found.year - found.half
    points = (
        NEED_POINTS * ibis.least(found.open_needs, MOST_NEEDS)
        + ibis.ifelse((tenure < YOUNG_MONTHS).fill_null(False), YOUNG_POINTS, 0)
        + ibis.ifelse((before > 0) & (found.half * 5 >= before * 6), RISE_POINTS, 0)
    )
    return ibis.ifelse(tenure.isnull() & (found.open_needs == 0), ibis.null("int64"), (points * POINT).cast("int64"))


def total(score: Score, rows: Any) -> Any:
    """The weighted score of each row in hundredths of a point."""
    given, counted = [], []
    for part in score.parts:
        points = _points(score, part, rows[part.metric.key])
        given.append(points.fill_null(0))
        counted.append(ibis.ifelse(points.isnull(), 0, part.full))
    whole, full = sum(given[1:], given[0]), sum(counted[1:], counted[0])
    return ibis.ifelse(full > 0, (whole.cast("int64") * FULL) // ibis.greatest(full, 1), 0).cast("int64")


def _points(score: Score, part: Part, value: Any) -> Any:
    if score.points is not None:
        asked = {"metric": part.metric.key, "value": Ratio(value, part.metric.scale)}
        return expression(score.points, asked, score.points.outputs[0]).cast("int64")
    span, zero = part.full_at - part.zero_at, part.zero_at
    past = value - zero if span > 0 else zero - value
    done = ibis.least(ibis.greatest(past, 0), abs(span)).cast("int64")
    unknown = part.weighed(None)
    missing = ibis.null("int64") if unknown is None else ibis.literal(unknown, "int64")
    return ibis.ifelse(value.isnull(), missing, (done * part.full) // abs(span))
