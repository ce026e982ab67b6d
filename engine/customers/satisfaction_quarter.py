"""A quarter's satisfaction for the analysis that follows it (P07): how many answered, how content, and where it is low.

Answers are counted apart from no-answers; a customer who may not be asked is neither.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, select

from engine.access.models import Department
from engine.customers.models import Customer
from engine.customers.satisfaction import SATISFIED, Satisfaction
from engine.instances.models import Instance
from engine.kernel import Context, Invalid

LOW = 60
PROCESS = "satisfaction"
NO_ANSWER = ("unanswered", "not_reached")
QUARTER = re.compile(r"(\d{4})-?Q([1-4])")
BY: dict[str, Any] = {
    "band": Satisfaction.band,
    "segment": Customer.segment,
    "department": Department.name,
    "about": Satisfaction.about,
}


def span(ctx: Context, which: str | None) -> tuple[str, date, date]:
    """Name, first and last day of a quarter (`2026-Q1`), of the last one that is over where none is named. Invalid
    quarter_unknown."""
    if which is None:
        today = ctx.now.astimezone(ctx.zone).date()
        before = date(today.year, today.month - (today.month - 1) % 3, 1) - timedelta(days=1)
        year, number = before.year, (before.month + 2) // 3
    else:
        found = QUARTER.fullmatch(which.strip())
        if found is None:
            raise Invalid("quarter_unknown", quarter=which)
        year, number = int(found[1]), int(found[2])
    following = date(year + number // 4, number % 4 * 3 + 1, 1)
    return f"{year}-Q{number}", date(year, number * 3 - 2, 1), following - timedelta(days=1)


def quarter(ctx: Context, which: str | None = None) -> dict[str, Any]:
    """{quarter, first, last, answers, mean, csat, low, unanswered, response_rate, rows}: `csat` and `response_rate` in
    percent, `low` counts scores below 60; `rows` are {by, group, answers, mean, csat} by service band, segment,
    department and occasion, the lowest mean first within each. Null where nobody answered."""
    name, first, last = span(ctx, which)
    of_quarter = (Satisfaction.tenant_id == ctx.tenant, Satisfaction.on >= first, Satisfaction.on <= last)
    figures = (func.count(), func.sum(Satisfaction.score), _sum(Satisfaction.score >= SATISFIED))
    answers, total, good, low = ctx.session.execute(
        select(*figures, _sum(Satisfaction.score < LOW)).where(*of_quarter)
    ).one()
    unanswered = _unanswered(ctx, first, last)
    told: dict[str, Any] = {"quarter": name, "first": first.isoformat(), "last": last.isoformat(), "answers": answers}
    told |= _content(answers, total, good)
    told |= {"low": int(low or 0), "unanswered": unanswered, "response_rate": _percent(answers, answers + unanswered)}
    told["rows"] = []
    for by, column in BY.items():
        found: Any = ctx.session.execute(
            select(column, *figures)
            .select_from(Satisfaction)
            .join(Customer, Customer.id == Satisfaction.customer_id)
            .outerjoin(Department, Department.id == Customer.department_id)
            .where(*of_quarter)
            .group_by(column)
        )
        rows = [{"by": by, "group": _group(group), "answers": n, **_content(n, *sums)} for group, n, *sums in found]
        told["rows"] += sorted(rows, key=lambda row: (row["mean"], row["group"]))
    return told


def _group(name: Any) -> str:
    return "–" if name in (None, "") else str(name)


def _content(answers: int, total: Any, good: Any) -> dict[str, float | None]:
    return {"mean": round(int(total) / answers, 1) if answers else None, "csat": _percent(int(good or 0), answers)}


def _percent(part: int, whole: int) -> float | None:
    return round(100 * part / whole, 1) if whole else None


def _sum(condition: Any) -> Any:
    return func.sum(case((condition, 1), else_=0))


def _unanswered(ctx: Context, first: date, last: date) -> int:
    """Surveys that ended in the quarter without an answer."""
    begins, ends = (datetime.combine(day, time(), ctx.zone) for day in (first, last + timedelta(days=1)))
    rows = select(func.count()).where(
        Instance.tenant_id == ctx.tenant,
        Instance.process == PROCESS,
        Instance.outcome.in_(NO_ANSWER),
        Instance.ended_at >= begins,
        Instance.ended_at < ends,
    )
    return ctx.session.scalar(rows) or 0
