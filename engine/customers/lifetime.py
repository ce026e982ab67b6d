"""What customers are expected to bring: the rhythm of purchases fitted after each evaluation, told beside the tier.

A sample of customers is enough for seven parameters; which ones is settled by their ids, so a fit can be repeated. The
parameters stay with the evaluation that they belong to. A forecast is shown with its grounds and sets no tier.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import func, select

from engine import jobs
from engine.customers.events import LifetimeFitted
from engine.customers.models import Purchase
from engine.customers.tiers import ScoreRun
from engine.jobs import Job
from engine.kernel import Context
from engine.scoring import lifetime, window

JOB = "lifetime.fit"
SAMPLE = 2_000
WEEK = 7.0
AHEAD_WEEKS = 52.0
"""A forecast looks a year ahead."""


def later(ctx: Context, run: str) -> None:
    """Fit anew, once this evaluation stands."""
    jobs.later(ctx, JOB, {"run": run}, key=f"{JOB}:{run}")


def fit(ctx: Context, job: Job) -> None:
    """The job: the parameters of the sample as of the evaluation's day, or that the data does not say enough."""
    run = ctx.session.get(ScoreRun, job.payload["run"])
    if run is None:
        return
    sample = _sample(ctx, run.as_of)
    told: dict[str, float] | None = None
    if lifetime.sufficient(sample):
        rhythm, spend = lifetime.rhythm(sample), lifetime.spend(sample)
        told = {**asdict(rhythm), **{name: getattr(spend, name) for name in ("p", "q", "v")}}
    ctx.record(LifetimeFitted(run=run.id, as_of=run.as_of, customers=len(sample), parameters=told))


def keep(ctx: Context, fact: LifetimeFitted) -> None:
    """The fact's rows: the parameters stand in the summary of their evaluation."""
    run = ctx.session.get_one(ScoreRun, fact.run)
    told = {"as_of": fact.as_of.isoformat(), "customers": fact.customers, "parameters": fact.parameters}
    run.summary = {**run.summary, "lifetime": told}


def expected(run: ScoreRun, bought: Iterable[window.Purchase]) -> dict[str, Any] | None:
    """What this customer is expected to do in the year after the evaluation: {alive, purchases, value_cents, as_of,
    customers}; {customers, as_of} alone where the data says too little; none without a fit or a purchase."""
    fitted = run.summary.get("lifetime")
    one = buyer(((row.day, row.amount_cents) for row in bought), run.as_of)
    if fitted is None or one is None:
        return None
    about = {"as_of": fitted["as_of"], "customers": fitted["customers"]}
    if fitted["parameters"] is None:
        return about
    of = {name: float(value) for name, value in fitted["parameters"].items()}
    rhythm = lifetime.Rhythm(of["r"], of["alpha"], of["a"], of["b"], of["log_likelihood"])
    spend = lifetime.Spend(of["p"], of["q"], of["v"], 0.0)
    purchases = rhythm.expected(one, AHEAD_WEEKS)
    worth = purchases * spend.expected(one)
    return {**about, "alive": rhythm.alive(one), "purchases": purchases, "value_cents": round(worth * 100)}


def buyer(bought: Iterable[tuple[date, int]], as_of: date) -> lifetime.Buyer | None:
    """(day, cents) as the model sees them: days with purchases, in weeks; what was given back counts against its day.
    None for who has bought nothing until then."""
    spent: dict[date, int] = {}
    for day, cents in bought:
        if day <= as_of:
            spent[day] = spent.get(day, 0) + cents
    days = sorted(day for day, cents in spent.items() if cents > 0)
    if not days:
        return None
    first, *again = days
    mean = sum(spent[day] for day in again) / len(again) / 100 if again else 0.0
    return lifetime.Buyer(len(again), (days[-1] - first).days / WEEK, (as_of - first).days / WEEK, mean)


def _sample(ctx: Context, as_of: date) -> list[lifetime.Buyer]:
    mine = (Purchase.tenant_id == ctx.tenant, Purchase.bought_on <= as_of)
    everybody: Sequence[str] = ctx.session.scalars(
        select(Purchase.customer_id).where(*mine).distinct().order_by(Purchase.customer_id)
    ).all()
    some = everybody[:: max(1, -(-len(everybody) // SAMPLE))]
    spent = (
        select(Purchase.customer_id, Purchase.bought_on, func.sum(Purchase.amount_cents))
        .where(*mine, Purchase.customer_id.in_(some))
        .group_by(Purchase.customer_id, Purchase.bought_on)
        .order_by(Purchase.customer_id)
    )
    found = (
        buyer(((day, int(cents)) for _, day, cents in rows), as_of)
        for _, rows in groupby(ctx.session.execute(spent), key=lambda row: row[0])
    )
    return [one for one in found if one is not None]
