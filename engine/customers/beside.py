"""Other views of a customer beside the leading tier: ABC, RFM, lifecycle, historic and expected value. None of them
sets a tier alone.

A method whose table is not deployed is left out. ABC compares with everybody, so its cut points are taken from the last
run of the leading scheme instead of being counted anew for every page.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import select

from engine.customers import decisions, lifetime, schemes, words
from engine.customers.models import Customer
from engine.customers.tiers import ScoreRun, TierState
from engine.kernel import Context
from engine.scoring import clv, lifecycle, rfm, window

RFM_MONTHS = 12


def methods(ctx: Context, customer: Customer, bought: list[window.Purchase]) -> list[dict[str, Any]]:
    """[{method, names, member: {code, name, name_en}, values, version}] as of the day the tier is explained for."""
    as_of, leads = ctx.now.astimezone(ctx.zone).date(), schemes.leading(ctx, customer.segment)
    as_of = leads.day(as_of) if leads else as_of
    known = [row for row in bought if row.day <= as_of]
    found = [
        _abc(ctx, customer),
        _rfm(ctx, known, as_of),
        _lifecycle(ctx, known, as_of),
        _clv(known),
        _expected(ctx, known),
    ]
    return [*_schemes(ctx, customer), *(told for told in found if told is not None)]


def _schemes(ctx: Context, customer: Customer) -> Iterator[dict[str, Any]]:
    for scheme in schemes.every(ctx):
        state = ctx.session.get(TierState, (ctx.tenant, scheme.key, customer.id))
        if state is not None and not scheme.leading:
            zh, en = scheme.name(state.member)
            member = {"code": state.member, "name": zh, "name_en": en}
            yield _told(scheme.key, scheme.names["zh"], scheme.names["en"], member, {}, scheme.version)


def _last_run(ctx: Context, scheme: str | None) -> ScoreRun | None:
    of = select(ScoreRun).where(ScoreRun.tenant_id == ctx.tenant, ScoreRun.scheme == scheme)
    return ctx.session.scalars(of.order_by(ScoreRun.as_of.desc()).limit(1)).first()


def _abc(ctx: Context, customer: Customer) -> dict[str, Any] | None:
    scheme = schemes.leading_key(ctx, customer.segment)
    run = _last_run(ctx, scheme)
    state = ctx.session.get(TierState, (ctx.tenant, scheme, customer.id)) if run else None
    cuts = run.summary.get("abc") if run else None
    if run is None or state is None or not cuts or state.run_id != run.id:
        return None
    ranked = max(0, state.amount_cents)
    cut = next((cut for cut in cuts if ranked >= cut["from_cents"]), cuts[-1])
    member = {"code": cut["class"], "name": cut["name"], "name_en": cut["name_en"]}
    values = {"spend": words.yuan(state.amount_cents), "as_of": run.as_of.isoformat()}
    return _told("abc", "ABC分类", "ABC classification", member, values, cut["version"])


def _rfm(ctx: Context, bought: list[window.Purchase], as_of: date) -> dict[str, Any] | None:
    scores, segments = decisions.deployed(ctx, "rfm_score"), decisions.deployed(ctx, "rfm_segment")
    if scores is None or segments is None:
        return None
    after = window.back(as_of, RFM_MONTHS)
    recent = [row for row in bought if row.day > after]
    days = {row.day for row in recent if row.amount_cents >= 0}
    last = max((row.day for row in bought if row.amount_cents >= 0), default=None)
    metrics = rfm.Metrics((as_of - last).days if last else None, len(days), sum(row.amount_cents for row in recent))
    points = rfm.by_threshold(metrics, scores[0])
    answer = rfm.segment(points, segments[0]).outputs
    member = {"code": answer["segment"], "name": answer["name"], "name_en": answer["name_en"]}
    values = {
        "R": points.R,
        "F": points.F,
        "M": points.M,
        "recency_days": metrics.recency_days,
        "purchase_days": metrics.purchase_days,
        "spend": words.yuan(metrics.spend_cents),
    }
    return _told("rfm", "RFM细分", "RFM segment", member, values, segments[1])


def _lifecycle(ctx: Context, bought: list[window.Purchase], as_of: date) -> dict[str, Any] | None:
    table = decisions.deployed(ctx, "lifecycle")
    if table is None:
        return None
    life = lifecycle.life((row.day for row in bought if row.amount_cents >= 0), as_of, table[0])
    answer = lifecycle.state(life, table[0]).outputs
    member = {"code": answer["state"], "name": answer["name"], "name_en": answer["name_en"]}
    values = {"days_since_first": life.days_since_first, "days_since_last": life.days_since_last}
    return _told("lifecycle", "生命周期", "Lifecycle", member, values, table[1])


def _clv(bought: list[window.Purchase]) -> dict[str, Any]:
    return _told("clv", "历史客户价值", "Historic value", None, {"value": words.yuan(clv.historic(bought))}, None)


def _expected(ctx: Context, bought: list[window.Purchase]) -> dict[str, Any] | None:
    run = _last_run(ctx, schemes.leading_key(ctx, ""))
    found = lifetime.expected(run, bought) if run else None
    if found is None:
        return None
    if "value_cents" in found:
        found["value"] = words.yuan(found.pop("value_cents"))
    return _told("lifetime", "未来一年预计价值", "Expected value, next year", None, found, None)


def _told(
    method: str, zh: str, en: str, member: dict[str, Any] | None, values: dict[str, Any], version: int | None
) -> dict[str, Any]:
    return {"method": method, "name": zh, "name_en": en, "member": member, "values": values, "version": version}
