"""Evaluating a scheme for everybody: read what is needed, score outside any transaction, record the outcome.

Three steps, so that nobody waits for the scoring: `prepare` reads the rules in a transaction, `score` streams purchases
and standings into DuckDB with no transaction of ours open, `record` writes the outcome in another. The same
scheme, day and rules are scored once: a repeat answers the first run and changes nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, func, select

from engine.customers import consents, decisions, lifetime, protection, routes, schemes
from engine.customers.events import TierAssigned, TierHeld, TiersEvaluated, TierWarned
from engine.customers.routes import Route
from engine.customers.schemes import Scheme
from engine.customers.tiers import ScoreRun
from engine.kernel import Conflict, Context, Invalid, new_id
from engine.scoring import Table

if TYPE_CHECKING:
    from engine.customers.batch import Outcome

MODES = ("live", "preview", "simulation")


@dataclass(frozen=True)
class Order:
    """All that scoring needs; `others` are segments that have a scheme of their own.

    `protected` are customers whose tier must not fall, `refused` those who refuse decisions by rules alone: their moves
    take the routes of `by_person`; `done` is the summary of the same run, if there was one.
    """

    url: URL
    tenant: str
    scheme: Scheme
    as_of: date
    mode: str
    routes: dict[tuple[str, str], Route]
    abc: tuple[Table, int] | None
    others: frozenset[str]
    protected: frozenset[str]
    by_person: dict[tuple[str, str], Route]
    refused: frozenset[str]
    done: dict[str, Any] | None = None


@dataclass(frozen=True)
class Scored:
    """An order and what came of it."""

    order: Order
    outcome: "Outcome | None"
    summary: dict[str, Any] = field(default_factory=dict)


def prepare(ctx: Context, scheme: str, as_of: date, mode: str = "live") -> Order:
    """Read the rules in force and check that this evaluation makes sense.

    Invalid: mode_unknown, as_of_in_future, as_of_before_last_run. Conflict as_of_evaluated when the same day was
    evaluated under other rules.
    """
    if mode not in MODES:
        raise Invalid("mode_unknown", mode=mode, known=", ".join(MODES))
    today = ctx.now.astimezone(ctx.zone).date()
    if as_of > today:
        raise Invalid("as_of_in_future", as_of=as_of.isoformat(), today=today.isoformat())
    found = schemes.current(ctx, scheme)
    done = _same_run(ctx, found, as_of)
    if mode == "live" and done is None:
        _after_the_last(ctx, found, as_of)
    return order(ctx, found, as_of, mode, done.summary if done else None)


def order(ctx: Context, scheme: Scheme, as_of: date, mode: str, done: dict[str, Any] | None = None) -> Order:
    """All that scoring needs of the rules that this unit of work sees."""
    return Order(
        url=ctx.session.get_bind().engine.url,
        tenant=ctx.tenant,
        scheme=scheme,
        as_of=as_of,
        mode=mode,
        routes=routes.every(ctx, scheme),
        abc=decisions.deployed(ctx, "abc"),
        others=schemes.own_segments(ctx) if scheme.leading and not scheme.segment else frozenset(),
        protected=protection.protected(ctx),
        by_person=routes.every(ctx, scheme, automated_refused=True),
        refused=consents.refuse_automation(ctx),
        done=done,
    )


def score(order: Order) -> Scored:
    """Score everybody. Opens its own read-only connection; must not run inside a transaction that writes."""
    if order.done is not None:
        return Scored(order, None, order.done)
    from engine.customers.batch import read_and_score  # brings Arrow, Ibis and DuckDB, which only an evaluation needs

    outcome = read_and_score(order)
    return Scored(order, outcome, outcome.summary)


def record(ctx: Context, scored: Scored) -> dict[str, Any]:
    """Write the outcome of a live run: standings, moves, first tiers, warnings; answers the summary with its run id.

    A preview or simulation writes nothing. Of two runs scored at the same time the second changes nothing.
    """
    order, outcome = scored.order, scored.outcome
    if order.mode != "live" or outcome is None:
        return scored.summary
    same = _same_run(ctx, order.scheme, order.as_of)
    if same is not None:
        return same.summary
    _after_the_last(ctx, order.scheme, order.as_of)
    run = new_id()
    summary = {**scored.summary, "run": run}
    ctx.record(
        TiersEvaluated(
            run=run,
            scheme=order.scheme.key,
            scheme_version=order.scheme.version,
            as_of=order.as_of,
            rules=order.scheme.rules,
            mode=order.mode,
            counts=summary["counts"],
            data_hash=summary["data_hash"],
            summary=summary,
            states=outcome,
            moves=outcome.moves,
        )
    )
    if order.scheme.leading and not order.scheme.segment:
        lifetime.later(ctx, run)
    told: dict[str, Any] = {"scheme": order.scheme.key, "run": run, "as_of": order.as_of}
    for row in outcome.assigned():
        ctx.record(
            TierAssigned(
                customer_id=row["customer_id"], member=row["proposed"], amount_cents=row["window_cents"], **told
            )
        )
    for row in outcome.protected():
        about = {
            "customer_id": row["customer_id"],
            "member": row["member"],
            "amount_cents": row["window_cents"],
            "reason": row["reason"],
            **told,
        }
        if row["action"] == "warn":
            ctx.record(TierWarned(missing_cents=row.get("keep_gap_cents"), fails=row["fails"], **about))
        else:
            ctx.record(TierHeld(**about))
    return summary


def _same_run(ctx: Context, scheme: Scheme, as_of: date) -> ScoreRun | None:
    return ctx.session.scalars(
        select(ScoreRun).where(
            ScoreRun.tenant_id == ctx.tenant,
            ScoreRun.scheme == scheme.key,
            ScoreRun.as_of == as_of,
            ScoreRun.rules == scheme.rules,
        )
    ).one_or_none()


def _after_the_last(ctx: Context, scheme: Scheme, as_of: date) -> None:
    """Counters of reviews only grow forwards: a live run must lie after all earlier ones of its scheme."""
    last = ctx.session.scalar(
        select(func.max(ScoreRun.as_of)).where(ScoreRun.tenant_id == ctx.tenant, ScoreRun.scheme == scheme.key)
    )
    if last == as_of:
        raise Conflict("as_of_evaluated", scheme=scheme.key, as_of=as_of.isoformat())
    if last and as_of < last:
        raise Invalid("as_of_before_last_run", as_of=as_of.isoformat(), last=last.isoformat())
