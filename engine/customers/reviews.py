"""From a run's proposed moves to cases: one review (P01) a mover, started by jobs of a hundred each.

A review starts once whatever is repeated: it is started for customer, day and state of the rules. A customer whose
earlier review is still open gets no second one beside it; the next run sees them again.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from engine import jobs
from engine.customers.bulk import chunks
from engine.customers.events import TierReviewsExcepted, TierReviewStarted, TierRunClosed
from engine.customers.models import Customer
from engine.customers.moves import seen
from engine.customers.tiers import ScoreMove, ScoreRun
from engine.feel import values
from engine.instances import commands as instances
from engine.instances import queries
from engine.instances.models import Instance
from engine.jobs import Job
from engine.kernel import Conflict, Context, Invalid, NotFound

JOB = "tiers.start_reviews"
STOP = "tiers.stop_review"
PROCESS = "tier_review"
REFUSED = "automation_refused"
"""Why a review ends: the person refuses a decision by rules alone, and a person reviews instead."""
AT_ONCE = 100


def start(ctx: Context, run_id: str, exceptions: Sequence[str] = (), requested_by: str | None = None) -> int:
    """Queue the reviews of a run, those of `exceptions` (customer numbers) taken out; answers how many.

    Invalid exceptions_unknown when a number is not among the run's movers. Repeated, it queues nothing twice.
    """
    run = run_of(ctx, run_id)
    if exceptions:
        _take_out(ctx, run, sorted(set(exceptions)))
    moves = ctx.session.scalars(
        select(ScoreMove.id)
        .join(Customer, Customer.id == ScoreMove.customer_id)
        .where(ScoreMove.tenant_id == ctx.tenant, ScoreMove.run_id == run.id, ScoreMove.status == "proposed")
        .order_by(Customer.number)
    ).all()
    for n, some in enumerate(chunks(moves, AT_ONCE)):
        payload = {"run": run.id, "moves": some, "requested_by": requested_by}
        jobs.later(ctx, JOB, payload, key=f"{JOB}:{run.id}:{n}")
    return len(moves)


def may_be_excepted(ctx: Context, number: str, case: Instance | None) -> None:
    """Invalid exceptions_unknown when the run that this case confirms moves no customer of this number."""
    run = (queries.variables(case).get("summary") or {}).get("run") if case else None
    if run is not None:
        _moving(ctx, run_of(ctx, run), [number])


def start_some(ctx: Context, job: Job) -> None:
    """The job: start the reviews of these moves that have not started yet."""
    run = run_of(ctx, job.payload["run"])
    rows = ctx.session.execute(
        select(ScoreMove, Customer)
        .join(Customer, Customer.id == ScoreMove.customer_id)
        .where(ScoreMove.id.in_(job.payload["moves"]), ScoreMove.status == "proposed")
        .order_by(Customer.number)
    ).all()
    busy = _reviewing(ctx, [customer.id for _, customer in rows])
    with ctx.session.no_autoflush:  # reviews of different customers do not read each other's rows: written all at once
        _start_each(ctx, run, rows, busy, job.payload["requested_by"])


def _start_each(
    ctx: Context, run: ScoreRun, rows: Sequence[Any], busy: set[str | None], requested_by: str | None
) -> None:
    for move, customer in rows:
        seen(ctx, move)
        about: dict[str, Any] = {
            "customer_id": customer.id,
            "run": run.id,
            "scheme": run.scheme,
            "proposed": move.to_member,
        }
        if customer.id in busy:
            ctx.record(TierReviewStarted(**about, status="superseded"))
            continue
        variables = {
            "customer": customer.number,
            "scheme": run.scheme,
            "run": run.id,
            "proposed": move.to_member,
            "direction": move.direction,
            "requested_by": requested_by,
        }
        key = f"{customer.number}:{run.as_of.isoformat()}:{run.rules}"
        try:
            instances.start(ctx, PROCESS, values.of(variables), customer_id=customer.id, once=key)
        except Conflict:  # this very review has been started before: the others go on
            ctx.record(TierReviewStarted(**about, status="superseded"))
        else:
            ctx.record(TierReviewStarted(**about, status="reviewing"))


def stop(ctx: Context, customer_id: str, *, but: str) -> None:
    """End the reviews of a customer that are open, those of the case `but` left out: each by a job, which locks it."""
    rows = select(Instance.id).where(
        Instance.tenant_id == ctx.tenant,
        Instance.customer_id == customer_id,
        Instance.process == PROCESS,
        Instance.parent_id.is_(None),
        Instance.root_id != but,
        Instance.ended_at.is_(None),
    )
    for case in ctx.session.scalars(rows.order_by(Instance.id)):
        jobs.later(ctx, STOP, {"review": case}, instance_id=case)


def stop_one(ctx: Context, job: Job) -> None:
    """The job: end this review; the change that it was about is superseded."""
    case = instances.locked(ctx, job.payload["review"])
    if case.ended_at is not None:
        return
    instances.cancel(ctx, case.id, REFUSED)
    known = queries.variables(case)
    if known.get("run") and case.customer_id:
        about = {"customer_id": case.customer_id, "run": known["run"], "scheme": known["scheme"]}
        ctx.record(TierReviewStarted(**about, proposed=known["proposed"], status="superseded"))


def close(ctx: Context, run_id: str) -> dict[str, Any]:
    """Close a run and say what has become of its moves so far."""
    run = run_of(ctx, run_id)
    counts = standing(ctx, run.id)
    if run.status != "closed":
        ctx.record(TierRunClosed(run=run.id, counts=counts))
    return counts


def standing(ctx: Context, run_id: str) -> dict[str, int]:
    """How many moves of a run are in which state."""
    rows = ctx.session.execute(
        select(ScoreMove.status, func.count())
        .where(ScoreMove.tenant_id == ctx.tenant, ScoreMove.run_id == run_id)
        .group_by(ScoreMove.status)
        .order_by(ScoreMove.status)
    )
    return {row[0]: row[1] for row in rows}


def run_of(ctx: Context, run_id: str) -> ScoreRun:
    """The run of this id; NotFound when there is none."""
    run = ctx.session.get(ScoreRun, run_id)
    if run is None or run.tenant_id != ctx.tenant:
        raise NotFound("run_unknown", run=run_id)
    return run


def _take_out(ctx: Context, run: ScoreRun, numbers: list[str]) -> None:
    _moving(ctx, run, numbers)
    ctx.record(TierReviewsExcepted(run=run.id, customers=numbers))


def _moving(ctx: Context, run: ScoreRun, numbers: list[str]) -> None:
    moving = set(
        ctx.session.scalars(
            select(Customer.number)
            .join(ScoreMove, ScoreMove.customer_id == Customer.id)
            .where(ScoreMove.run_id == run.id, Customer.number.in_(numbers))
        )
    )
    unknown = [number for number in numbers if number not in moving]
    if unknown:
        raise Invalid("exceptions_unknown", customers=unknown[:20], count=len(unknown))


def _reviewing(ctx: Context, customers: Sequence[str]) -> set[str | None]:
    """Customers of whom a review is still open."""
    rows = (
        select(Instance.customer_id)
        .where(
            Instance.tenant_id == ctx.tenant,
            Instance.customer_id.in_(list(customers)),
            Instance.process == PROCESS,
            Instance.ended_at.is_(None),
        )
        .distinct()
    )
    return set(ctx.session.scalars(rows))
