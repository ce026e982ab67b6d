"""Service types of the tier processes: score everybody, start the reviews, explain one, carry out what was decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.access import queries as access
from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, customer_of
from engine.connectors.concerned import schema as _object
from engine.customers import applying, commands, consents, evaluation, explanation, monthly, reviews, routes, words
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context, Invalid
from engine.tasks.eyes import done

DAY = {"type": "string", "format": "date"}


class EvaluateTiers:
    """Scores every customer of a scheme; the result is the run's summary (R05)."""

    key = "tiers.evaluate"
    names = {"zh": "评定全部客户", "en": "Evaluate every customer"}  # noqa: RUF012
    parameters = _object({"scheme": TEXT, "as_of": DAY}, mode={"enum": ["live", "preview", "simulation", None]})

    def prepare(self, ctx: Context, params: Mapping[str, Any], case: Case) -> evaluation.Order:
        as_of = date.fromisoformat(params["as_of"])
        return evaluation.prepare(ctx, params["scheme"], as_of, params.get("mode") or "live")

    def call(self, request: evaluation.Order, idempotency_key: str) -> evaluation.Scored:
        return evaluation.score(request)

    def finish(self, ctx: Context, answer: evaluation.Scored, case: Case) -> Mapping[str, Any]:
        return evaluation.record(ctx, answer)


class StartDueEvaluations:
    """Queues an evaluation of the last month end for each leading scheme that lacks it; the result says how many."""

    key = "tiers.start_due"
    names = {"zh": "发起到期的月度评定", "en": "Start the evaluations that are due"}  # noqa: RUF012
    parameters = _object({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"count": monthly.start(ctx)}


class StartReviews:
    """Queues a review for each mover of a run; the result says how many."""

    key = "tiers.start_reviews"
    names = {"zh": "发起等级评审", "en": "Start the tier reviews"}  # noqa: RUF012
    parameters = _object({"run": TEXT}, exceptions={"type": ["array", "null"], "items": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        confirmed_by = _approvers(ctx, case)
        proposer = confirmed_by[-1] if confirmed_by else case.started_by
        return {"count": reviews.start(ctx, params["run"], params.get("exceptions") or (), proposer)}


class CloseRun:
    """Closes a run and says what has become of its moves."""

    key = "tiers.close_run"
    names = {"zh": "结束评定批次", "en": "Close the run"}  # noqa: RUF012
    parameters = _object({"run": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"counts": reviews.close(ctx, params["run"])}


class TierCase:
    """The grounds of one review: explanation, bands, cost, and the people concerned."""

    key = "tiers.case"
    names = {"zh": "取出评审依据", "en": "Gather the grounds of a review"}  # noqa: RUF012
    parameters = _object(
        {"customer": TEXT, "scheme": TEXT, "proposed": TEXT},
        run=OPTIONAL_TEXT,
        automated_refused={"type": ["boolean", "null"]},
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        scheme = explanation.scheme_of(ctx, params["scheme"], params.get("run"))
        found = (
            explanation.of_run(ctx, customer, scheme, params["run"])
            if params.get("run")
            else explanation.of_today(ctx, customer, scheme)
        )
        new = scheme.member(params["proposed"])
        if found.review.action in (routes.PROMOTE, routes.DEMOTE) and found.review.proposed != new.key:
            raise Invalid("proposal_not_by_the_rules", proposed=new.key, rules=found.review.proposed)
        old = scheme.member(found.review.member) if found.review.member else new
        refused = bool(params.get("automated_refused") or consents.refuse_automation(ctx, customer.id))
        decided = routes.route(ctx, scheme, old, new, automated_refused=refused)
        head, executive = _above(ctx, customer.department_id)
        return {
            "customer": {
                "number": customer.number
            },  # never the name: it may be a person's, and variables are not sealed
            "action": found.review.action,
            "current": explanation.member(old),
            "proposed": explanation.member(new),
            "from_band": old.band,
            "to_band": new.band,
            "benefit_cost": words.yuan(decided.yearly_cost_cents),
            "automated_refused": refused,
            "others": [explanation.member(one) for one in scheme.ladder.members if one.key != old.key],
            "drawn": decided.drawn(f"{customer.id}|{found.as_of}|{scheme.rules}"),
            "amount": words.yuan(found.cents),
            "owner": access.names_of(ctx.session, [customer.owner_id], tenant=ctx.tenant).get(customer.owner_id)
            if customer.owner_id
            else None,
            "head": head,
            "executive": executive,
            "explanation": {**explanation.told(ctx, found, new), "customer": {"number": customer.number}},
        }


def _above(ctx: Context, department: str | None) -> tuple[str | None, str | None]:
    """The head of a department and the executive, looked up once a unit of work: a batch starts a hundred reviews."""
    found: tuple[str | None, str | None] | None = ctx.memo.get(("tiers.above", department))
    if found is None:
        head = access.head_of(ctx.session, department, tenant=ctx.tenant)
        found = ctx.memo["tiers.above", department] = head, access.executive(ctx.session, tenant=ctx.tenant)
    return found


class ApplyTier:
    """Gives the customer the tier that was decided, with its benefits, in the transaction of the case."""

    key = "tiers.apply"
    names = {"zh": "变更等级与权益", "en": "Apply tier and benefits"}  # noqa: RUF012
    parameters = _object(
        {"customer": TEXT, "scheme": TEXT, "member": TEXT}, run=OPTIONAL_TEXT, effective_date=OPTIONAL_TEXT
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        effective = params.get("effective_date")
        return applying.apply(
            ctx,
            params["customer"],
            params["scheme"],
            params["member"],
            run=params.get("run"),
            effective_on=date.fromisoformat(effective) if effective else None,
            approvers=_approvers(ctx, case),
        )


class KeepTier:
    """Records that a proposed change was rejected."""

    key = "tiers.keep"
    names = {"zh": "维持等级", "en": "Keep the tier"}  # noqa: RUF012
    parameters = _object({"customer": TEXT, "scheme": TEXT}, run=OPTIONAL_TEXT, comment=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return commands.keep_tier(
            ctx,
            params["customer"],
            params["scheme"],
            run=params.get("run"),
            approvers=_approvers(ctx, case),
            comment=params.get("comment"),
        )


def _approvers(ctx: Context, case: Case) -> list[str]:
    """Who answered the tasks of this case, in order; the rules alone where nobody was asked."""
    row = row_of(ctx, case.instance_id)
    return [by for instance, _, by in done(ctx, row) if row.id in (instance, row.root_id)]
