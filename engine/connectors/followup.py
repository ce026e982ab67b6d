"""Service types of planned contacts: whose turn it is today, when it comes again, and to go easy on somebody."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, customer_of, schema
from engine.customers import consents, forecast, planning
from engine.definitions.calendars import calendar
from engine.instances.services import Case
from engine.kernel import Context, Invalid


class ForecastFollowups:
    """How many touches and tasks a month D14 makes of all customers as they are now, for whom: before it goes live."""

    key = "followup.forecast"
    names = {"zh": "预估跟进工作量", "en": "Forecast the follow-ups"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return forecast.forecast(ctx, forecast.FOLLOWUP)


class PlanFollowups:
    """Queues the follow-ups, surveys and risk checks that D14 has due today and since the day `since` (the last plan's
    `on`); the result counts them by process. Nothing on a day off, which the next plan takes along."""

    key = "followup.plan"
    names = {"zh": "安排今日跟进", "en": "Plan today's follow-ups"}  # noqa: RUF012
    parameters = schema({}, since=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        today = ctx.now.astimezone(ctx.zone).date()
        since = date.fromisoformat(params["since"]) if params.get("since") else None
        if not calendar(ctx).is_working_day(today):
            return {"on": params.get("since"), "total": 0, "counts": {}}
        counts = planning.plan(ctx, since)
        return {"on": today.isoformat(), "total": sum(counts.values()), "counts": counts}


class NextFollowup:
    """The next day on which a rhythm (`every`, `share`) has this customer's turn, moved off days off."""

    key = "followup.next"
    names = {"zh": "下次跟进日期", "en": "Next date of a follow-up"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "every": TEXT}, share={"type": ["number", "null"]})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        try:
            day = planning.next_on(ctx, customer.id, params["every"], float(params.get("share") or 100))
        except ValueError as error:
            raise Invalid("parameter_unknown", parameter="every", value=params["every"]) from error
        return {"on": day.isoformat()}


class EaseOff:
    """The customer dislikes frequent contact: the deciding contact's cap falls to the house's number for it (D17)."""

    key = "customer.ease_off"
    names = {"zh": "调低联系频次", "en": "Contact less often"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"changed": consents.ease_off(ctx, customer_of(ctx, params["customer"], case))}
