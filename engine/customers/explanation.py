"""Why a customer stands in a tier, what the rules would do, and how far it is to another answer.

For a review the numbers are those of its run, on the rule versions that the run was bound to; for the customer page
they are counted anew as of today. Both answer the same shape (F05), which pages show as they get it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from engine.customers import consents, decisions, routes, schemes, words
from engine.customers.dealings import Need
from engine.customers.models import Customer, OpeningBalance, Purchase
from engine.customers.moves import move_of, run_of
from engine.customers.protection import protected
from engine.customers.schemes import Scheme
from engine.customers.tiers import TierState
from engine.kernel import Context, NotFound
from engine.scoring import Member, Reason, Review, Standing, review, window
from engine.scoring.metrics import KNOWN, METRIC, SCORE, Values, measure
from engine.scoring.scheme import Gap


@dataclass(frozen=True)
class Found:
    """A review of one customer with all that it rests on."""

    customer: Customer
    scheme: Scheme
    as_of: date
    run: str | None
    cents: int
    standing: Standing
    review: Review


def scheme_of(ctx: Context, key: str, run: str | None) -> Scheme:
    """The scheme as the run read it, or as it is now. NotFound run_unknown."""
    if run is None:
        return schemes.current(ctx, key)
    row = run_of(ctx, run)
    if row is None or row.tenant_id != ctx.tenant or row.scheme != key:
        raise NotFound("run_unknown", run=run)
    return schemes.bound(ctx, key, row.rules)


def of_run(ctx: Context, customer: Customer, scheme: Scheme, run_id: str) -> Found:
    """The review that a run made of this customer. NotFound when it proposed no change."""
    run = run_of(ctx, run_id)
    move = move_of(ctx, run_id, customer.id)
    if run is None or move is None:
        raise NotFound("move_unknown", run=run_id, customer=customer.number)
    standing = Standing(move.from_member, move.reviews - 1, max(0, move.fails - 1), False, "normal")
    given = move.amount_cents if move.measured is None else move.measured
    return _found(customer, scheme, run.as_of, run_id, move.amount_cents, given, standing)


def of_today(ctx: Context, customer: Customer, scheme: Scheme) -> Found:
    """What a review today would say."""
    as_of = scheme.day(ctx.now.astimezone(ctx.zone).date())
    state = ctx.session.get(TierState, (ctx.tenant, scheme.key, customer.id))
    given = _measured(ctx, customer, scheme, as_of)
    cents = given[METRIC] or 0
    if state is None or state.member not in {member.key for member in scheme.ladder.members}:
        standing = Standing(kind=_kind(customer, state, as_of))
    else:
        kind = _kind(customer, state, as_of)
        standing = Standing(state.member, state.reviews, state.fails, bool(protected(ctx, customer.id)), kind)
    return _found(customer, scheme, as_of, None, cents, cents if scheme.ladder.plain else given, standing)


def _measured(ctx: Context, customer: Customer, scheme: Scheme, as_of: date) -> Values:
    """What the scheme asks of a customer, as scoring measures it; always with the window spend."""
    bought, months = purchases(ctx, customer), scheme.ladder.window_months
    if scheme.ladder.plain:
        return {METRIC: window.spend(bought, as_of, months)}
    pending = 0
    if "potential" in scheme.ladder.measured:
        needs = select(func.count()).where(
            Need.tenant_id == ctx.tenant, Need.customer_id == customer.id, Need.state == "pending"
        )
        pending = ctx.session.scalar(needs) or 0
    return measure(bought, as_of, months, pending)


def purchases(ctx: Context, customer: Customer) -> list[window.Purchase]:
    """Everything a customer bought, opening balance included, as scoring reads it."""
    rows = ctx.session.execute(
        select(Purchase.bought_on, Purchase.amount_cents).where(
            Purchase.tenant_id == ctx.tenant, Purchase.customer_id == customer.id
        )
    )
    found = [window.Purchase(customer.id, on, cents) for on, cents in rows]
    opened = ctx.session.scalars(
        select(OpeningBalance).where(OpeningBalance.tenant_id == ctx.tenant, OpeningBalance.customer_id == customer.id)
    ).one_or_none()
    if opened is not None and opened.months > 0:
        found.extend(window.opening(customer.id, opened.amount_cents, opened.months, opened.as_of))
    return found


def _kind(customer: Customer, state: TierState | None, as_of: date) -> str:
    if customer.kind == "partner" or customer.unprofiled_at is not None:  # who objected is scored by no rule
        return "contract"
    return "locked" if state and state.locked_until and state.locked_until >= as_of else "normal"


def _found(
    customer: Customer,
    scheme: Scheme,
    as_of: date,
    run: str | None,
    cents: int,
    given: int | Values,
    standing: Standing,
) -> Found:
    found = review(scheme.ladder, given, standing, period_end=scheme.period_end(as_of))
    return Found(customer, scheme, as_of, run, cents, standing, found)


def of_change(
    ctx: Context, customer: Customer, scheme: Scheme, state: TierState, run: str | None, old: Member, new: Member
) -> dict[str, Any]:
    """What the ledger keeps of a change: rule versions, metrics and reasons as codes with their numbers."""
    found = of_today(ctx, customer, scheme) if run is None else of_run(ctx, customer, scheme, run)
    reasons = [{"code": reason.code, "params": dict(reason.params)} for reason in found.review.reasons]
    return {
        "rules": {
            "versions": scheme.rules,
            "tier": found.review.tier_rule,
            "guard": found.review.guard_rule,
        },
        "metrics": {
            **({} if scheme.ladder.plain else found.review.values),
            METRIC: found.cents,
            "months": scheme.ladder.window_months,
            "as_of": found.as_of.isoformat(),
            "reviews_in_tier": found.review.reviews_in_tier,
            "fails": found.review.fails,
        },
        "reasons": reasons,
    }


def told(ctx: Context, found: Found, proposed: Member | None = None) -> dict[str, Any]:
    """The explanation as pages show it (F05): names and sentences in both languages, money in exact yuan."""
    scheme, review = found.scheme, found.review
    current = scheme.member(review.member) if review.member else None
    goal = proposed or scheme.member(review.proposed)
    key, version = scheme.tables["table"], scheme.versions["table"]
    zh, en = decisions.name(ctx, key, version)
    return {
        "customer": {"number": found.customer.number, "name": found.customer.name},
        "scheme": scheme.key,
        "method": {"code": method(scheme), "name": scheme.names["zh"], "name_en": scheme.names["en"]},
        "current": member(current) if current else None,
        "proposed": member(goal),
        "direction": _direction(scheme, current, goal),
        "action": review.action,
        "metrics": _metrics(found),
        "rule": {
            "key": key,
            "name": zh,
            "name_en": en,
            "version": version,
            "matched": [rule for rule in (review.tier_rule, review.guard_rule) if rule],
            "guard": {"key": scheme.tables["guard"], "version": scheme.versions["guard"]},
        },
        "distance": _distance(found),
        "reasons": _reasons(ctx, found),
        "benefits": _benefits(ctx, scheme, current, goal),
        "run": found.run,
        "as_of": found.as_of.isoformat(),
    }


def method(scheme: Scheme) -> str:
    """How the scheme finds a tier: by limits, or by a score."""
    return "threshold" if scheme.ladder.score is None else "score"


def member(of: Member) -> dict[str, Any]:
    """A member as pages show it."""
    return {"code": of.key, "name": of.name, "name_en": of.name_en, "band": of.band}


def _direction(scheme: Scheme, current: Member | None, goal: Member) -> str | None:
    if current is None or current.key == goal.key:
        return None
    up = scheme.ladder.rank(goal.key) > scheme.ladder.rank(current.key)
    return routes.PROMOTE if up else routes.DEMOTE


def _metrics(found: Found) -> list[dict[str, Any]]:
    months, review = found.scheme.ladder.window_months, found.review
    after = window.back(found.as_of, months)
    asked = {METRIC: found.cents} if found.scheme.ladder.plain else found.review.values
    told: list[tuple[str, Decimal | None, str]] = [
        (key, words.units(key, asked[key]), KNOWN[key].unit) for key in found.scheme.ladder.metrics
    ]
    if review.keep_ratio is not None:
        told.append(("keep_ratio", Decimal(review.keep_ratio) / 100, "%"))
    if review.member is not None:
        told += [("reviews_in_tier", Decimal(review.reviews_in_tier), ""), ("fails", Decimal(review.fails), "")]
    shown: list[dict[str, Any]] = []
    for code, value, unit in told:
        zh, en = words.metric(code, months)
        shown.append({"code": code, "label_zh": zh, "label_en": en, "value": value, "unit": unit})
    for one in shown:
        if one["code"] in KNOWN and KNOWN[one["code"]].window:
            one["window"] = {"months": months, "after": after.isoformat(), "until": found.as_of.isoformat()}
        if one["code"] == SCORE:
            one["parts"] = _parts(found)
    return shown


def _parts(found: Found) -> list[dict[str, Any]]:
    """What the score is made of: each metric with its value, its points (null: not known, and left out) and the most
    that it gives."""
    score, months = found.scheme.ladder.score, found.scheme.ladder.window_months
    told = []
    for one in score.contributions(found.review.values) if score else ():
        name, points = KNOWN[one.metric].called(months), words.units(SCORE, one.points)
        told.append(
            {
                "code": one.metric,
                "label_zh": name.zh,
                "label_en": name.en,
                "value": words.units(one.metric, one.value),
                "unit": KNOWN[one.metric].unit,
                "points": points,
                "full": words.units(SCORE, one.full),
            }
        )
    return told


def _distance(found: Found) -> dict[str, Any]:
    """How much more keeps the tier, and how much reaches the next one; None where there is nothing to reach."""
    review, ladder = found.review, found.scheme.ladder
    keep = review.keep_gaps
    ahead = None
    if review.next_gaps is not None:
        stand = ladder.rank(review.member) if review.member else 0
        following = ladder.members[max(stand, ladder.rank(review.target)) + 1]
        ahead = {"member": member(following), **_gap(found, review.next_gaps, review.next_gap_cents)}
    return {"keep": None if keep is None else _gap(found, keep, review.keep_gap_cents), "next": ahead}


def _gap(found: Found, gaps: tuple[Gap, ...], cents: int | None) -> dict[str, Any]:
    """Yuan where the window spend alone decides; else the ways, each what it lacks, and the sentence that says so."""
    if cents is not None:
        return {"amount": words.yuan(cents), "unit": "CNY", "cents": cents}
    told = [[one._asdict() for one in gap if one.amount] for gap in gaps]
    zh, en = words.ways(told, found.scheme.ladder.window_months)
    return {"ways": told, "zh": zh, "en": en}


def _reasons(ctx: Context, found: Found) -> list[dict[str, Any]]:
    """Why the rules say so, and who decides where the person does not leave it to them."""
    refused = [Reason("by_person", {})] if consents.refuse_automation(ctx, found.customer.id) else []
    return [_reason(found, reason) for reason in (*found.review.reasons, *refused)]


def _reason(found: Found, reason: Reason) -> dict[str, Any]:
    scheme, params = found.scheme, dict(reason.params)
    named = dict(params)
    if "member" in params:
        named["name"], named["name_en"] = scheme.name(params["member"])
    unasked = reason.code == "contract" and found.customer.unprofiled_at is not None
    zh, en = words.reason("unprofiled" if unasked else reason.code, named)
    return {"code": reason.code, "params": params, "zh": zh, "en": en}


def _benefits(ctx: Context, scheme: Scheme, current: Member | None, goal: Member) -> dict[str, Any]:
    after = routes.benefits(ctx, scheme, goal)
    before = routes.benefits(ctx, scheme, current) if current else []
    cost = sum((Decimal(benefit["yearly_cost"]) for benefit in after), Decimal(0))
    return {
        "gained": [benefit_told(benefit) for benefit in routes.missing(after, before)],
        "lost": [benefit_told(benefit) for benefit in routes.missing(before, after)],
        "yearly_cost": cost,
    }


def benefit_told(benefit: Any) -> dict[str, Any]:
    """A benefit as pages show it."""
    return {
        "code": benefit["key"],
        "name": benefit["benefit"],
        "name_en": benefit["benefit_en"],
        "part": benefit["part"],
        "yearly_cost": benefit["yearly_cost"],
    }
