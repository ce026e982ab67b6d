"""Service types of reviewing records: whose turn it is, what is wrong with one, what was found, two that are one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, customer_of, schema
from engine.customers import commands, data_reviews, merges, rule_tags
from engine.definitions.calendars import calendar
from engine.instances.services import Case
from engine.kernel import Context
from engine.tasks import personal

TEXTS = {"type": ["array", "null"], "items": TEXT}


class PlanReviews:
    """Queues the reviews of records that the table review_rhythm has due today and since the day `since` (the last
    plan's `on`); `count` says how many. Nothing on a day off, which the next plan takes along."""

    key = "data_review.plan"
    names = {"zh": "安排今日资料复核", "en": "Plan today's data reviews"}  # noqa: RUF012
    parameters = schema({}, since=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        today = ctx.now.astimezone(ctx.zone).date()
        if not calendar(ctx).is_working_day(today):
            return {"on": params.get("since"), "count": 0}
        since = date.fromisoformat(params["since"]) if params.get("since") else None
        return {"on": today.isoformat(), "count": data_reviews.plan(ctx, since)}


class FindGaps:
    """What of a customer's record is `missing`, when it was last `reviewed_on`, who may be the same customer
    (`suspects`, each with number, points of 100 and reasons), and its industry,
    region, needs and tags."""

    key = "data_review.findings"
    names = {"zh": "查缺漏与疑似重复", "en": "Find gaps and likely duplicates"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return data_reviews.findings(ctx, customer_of(ctx, params["customer"], case))


class KeepReview:
    """Writes what the review found otherwise and stamps the record; `changed` names the fields. Contact data may be
    the case's sealed answers."""

    key = "data_review.keep"
    names = {"zh": "更正并盖复核日期", "en": "Correct the record and stamp it"}  # noqa: RUF012
    parameters = schema(
        {"customer": TEXT},
        industry=OPTIONAL_TEXT,
        region=OPTIONAL_TEXT,
        needs=TEXTS,
        contact_name=OPTIONAL_TEXT,
        contact_title=OPTIONAL_TEXT,
        contact_reach=OPTIONAL_TEXT,
        tags=TEXTS,
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        told = personal.look_up(ctx, case.instance_id, params)
        return {"changed": data_reviews.correct(ctx, customer, told, case=case.instance_id)}


class MergeCustomers:
    """Makes the `other` record part of this customer's, or with `into` other this one part of the other; `taken` says
    of which a field is (this, other). The result is the `merge`, which can be undone, and the `customer` that stays."""

    key = "customer.merge"
    names = {"zh": "合并客户资料", "en": "Merge two records"}  # noqa: RUF012
    parameters = schema(
        {"customer": TEXT, "other": TEXT},
        into={"enum": ["this", "other", None]},
        taken={"type": ["object", "null"]},
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        one, other = customer_of(ctx, params["customer"], case), commands.find(ctx, params["other"])
        taken, into = params.get("taken") or {}, params.get("into") or "this"
        stays = one if into == "this" else other
        merge = merges.merge(ctx, one, other, taken, into=into, case=case.instance_id)
        return {"merge": merge, "customer": stays.number}


class TellApart:
    """Two records that look alike are two customers: they are not suspected again."""

    key = "customer.distinct"
    names = {"zh": "记为不同客户", "en": "Tell two customers apart"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "other": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        merges.tell_apart(ctx, customer_of(ctx, params["customer"], case), commands.find(ctx, params["other"]))
        return {}


class RecomputeTags:
    """Gives customers the tags of the table rule_tags and takes away those that it no longer gives; counts both."""

    key = "tags.recompute"
    names = {"zh": "重算规则标签", "en": "Recompute the rules' tags"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return rule_tags.recompute(ctx)
