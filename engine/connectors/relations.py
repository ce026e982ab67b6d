"""Service types of satisfaction, churn and incentives."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.connectors.concerned import TEXT, customer_of, schema
from engine.customers import churn, incentives, satisfaction, satisfaction_quarter
from engine.instances.services import Case
from engine.kernel import Context


class RecordSatisfaction:
    """Keeps a customer's score (0-100); the result says whether they count as satisfied."""

    key = "satisfaction.record"
    names = {"zh": "记录满意度", "en": "Record a satisfaction score"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "score": {"type": "integer", "minimum": 0, "maximum": 100}, "channel": TEXT},
                        about={"type": ["string", "null"]})  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        about, channel = params.get("about") or "plan", params["channel"]
        return satisfaction.record(
            ctx, customer, int(params["score"]), about=about, channel=channel, case=case.instance_id
        )


class QuarterlySatisfaction:
    """A quarter's scores (`2026-Q1`; the last one that is over where none is named) by band, segment, department and
    occasion, with the response rate."""

    key = "satisfaction.quarter"
    names = {"zh": "汇总季度满意度", "en": "Gather a quarter's satisfaction"}  # noqa: RUF012
    parameters = schema({}, quarter={"type": ["string", "null"]})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return satisfaction_quarter.quarter(ctx, params.get("quarter") or None)


class ChurnSignals:
    """The signals that a customer may leave, as table D15 asks for them; null where nobody knows."""

    key = "churn.signals"
    names = {"zh": "收集流失信号", "en": "Gather churn signals"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return churn.signals(ctx, customer_of(ctx, params["customer"], case))


class ChurnResult:
    """Whether a customer came back since a day: bought again, or is in touch more than before."""

    key = "churn.result"
    names = {"zh": "查看挽留结果", "en": "Did the customer come back"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "since": {"type": "string", "format": "date"}})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return churn.came_back(ctx, customer_of(ctx, params["customer"], case), date.fromisoformat(params["since"]))


class ForeseeIncentives:
    """What an incentive round would give today, to how many, at what cost (D22)."""

    key = "incentive.foresee"
    names = {"zh": "预估激励", "en": "Forecast the incentives"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return incentives.foresee(ctx)


class GrantIncentives:
    """Grants rewards by D22: to one `customer` for an `event`, or those of a whole round."""

    key = "incentive.grant"
    names = {"zh": "发放激励", "en": "Grant incentives"}  # noqa: RUF012
    parameters = schema({}, customer={"type": ["string", "null"]}, event={"type": ["string", "null"]})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        if params.get("customer") and params.get("event"):
            customer = customer_of(ctx, params["customer"], case)
            given = incentives.grant(ctx, customer, params["event"], case=case.instance_id)
            return {"granted": len(given), "rewards": given}
        return {"granted": incentives.grant_round(ctx, case.instance_id), "rewards": []}
