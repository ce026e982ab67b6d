"""What a process knows and writes of a customer: profile, interaction (T3), need (T2), tag, pool, stage, first owner.

Channels, purposes, kinds and states are taken as codes or as the words of the tables (电话, 营销, 待跟进, 已完成).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from engine.access import queries as access
from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, customer_of, schema
from engine.customers import dealing_commands as dealings
from engine.customers import pool
from engine.customers import vocabulary as say
from engine.customers.cells import Unreadable
from engine.customers.profile import profile
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context, Invalid, NotFound

FOLLOW_UP_DAYS = 7


class CustomerProfile:
    """The customer as the rules see it: codes and numbers, null where nobody knows; never the name, which may be a
    person's, because variables are not sealed."""

    key = "customer.profile"
    names = {"zh": "读取客户画像", "en": "Read the customer's profile"}  # noqa: RUF012
    parameters = schema({"customer": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        root = row_of(ctx, case.instance_id).root_id
        return profile(ctx, customer, beside=root)


class RecordInteraction:
    """Writes an interaction down (T3); an open 后续行动 becomes work of its 负责人. The result is its id."""

    key = "customer.interaction"
    names = {"zh": "记录互动", "en": "Record an interaction"}  # noqa: RUF012
    parameters = schema(
        {"customer": TEXT, "channel": TEXT, "subject": TEXT},
        purpose=OPTIONAL_TEXT,
        participants=OPTIONAL_TEXT,
        feedback=OPTIONAL_TEXT,
        next_action=OPTIONAL_TEXT,
        next_owner=OPTIONAL_TEXT,
        due=OPTIONAL_TEXT,
        status=OPTIONAL_TEXT,
        on=OPTIONAL_TEXT,
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        follows = bool(params.get("next_action"))
        row: dict[str, Any] = {
            "channel": _code(params["channel"], say.CHANNELS, "channel"),
            "purpose": _code(params.get("purpose") or "service", say.PURPOSES, "purpose"),
            "subject": params["subject"],
            "participants": params.get("participants") or None,
            "feedback": params.get("feedback") or None,
            "next_action": params.get("next_action") or None,
            "owner_id": _person(ctx, params.get("next_owner")),
            "due_on": _day(params.get("due")) or (_today(ctx) + timedelta(days=FOLLOW_UP_DAYS) if follows else None),
            "status": _code(params.get("status") or ("todo" if follows else "done"), say.STATUSES, "status"),
            "on": _day(params.get("on")) or _today(ctx),
        }
        return {"id": dealings.record_interaction(ctx, customer, row, case=case.instance_id)}


class RecordNeed:
    """Writes a need down (T2); a pending one becomes work of its 负责人. The result is its id."""

    key = "customer.need"
    names = {"zh": "记录客户需求", "en": "Record a need"}  # noqa: RUF012
    parameters = schema(
        {"customer": TEXT, "type": TEXT, "description": TEXT},
        priority=OPTIONAL_TEXT,
        product=OPTIONAL_TEXT,
        proposal=OPTIONAL_TEXT,
        owner=OPTIONAL_TEXT,
        due=OPTIONAL_TEXT,
        feedback=OPTIONAL_TEXT,
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        state, note = _code_and_note(params.get("feedback") or "pending", say.STATES, "feedback")
        row = {
            "kind": _code(params["type"], say.NEEDS, "type"),
            "description": params["description"],
            "priority": _code(params.get("priority") or "mid", say.PRIORITIES, "priority"),
            "product": params.get("product") or None,
            "proposal": params.get("proposal") or None,
            "owner_id": _person(ctx, params.get("owner")),
            "due_on": _day(params.get("due")),
            "state": state,
            "note": note,
        }
        return {"id": dealings.record_need(ctx, customer, row, case=case.instance_id)}


class TagCustomer:
    """Puts a tag on a customer or takes it away (`action` add or remove); the result says whether that changed it."""

    key = "customer.tag"
    names = {"zh": "增减客户标签", "en": "Tag a customer"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "tag": TEXT}, action={"enum": ["add", "remove", None]})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        change = dealings.untag if params.get("action") == "remove" else dealings.tag
        return {"changed": change(ctx, customer, params["tag"])}


class PoolCustomer:
    """Returns a customer to the pool (公海), or lets a person (`by`, default the case's starter) claim it."""

    key = "customer.pool"
    names = {"zh": "退回或领取公海客户", "en": "Return to or claim from the pool"}  # noqa: RUF012
    parameters = schema(
        {"customer": TEXT, "action": {"enum": ["return", "claim"]}}, reason=OPTIONAL_TEXT, by=OPTIONAL_TEXT
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        if params["action"] == "return":
            return {"changed": pool.give_back(ctx, customer, params.get("reason") or "unsaid")}
        pool.claim(ctx, customer, params.get("by") or case.started_by)
        return {"changed": True}


class ReachStage:
    """The customer stands at another stage of the flow (P03)."""

    key = "customer.stage"
    names = {"zh": "更新客户阶段", "en": "Set the customer's stage"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "stage": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        return {"changed": dealings.reach_stage(ctx, customer, params["stage"])}


class SetFirstOwner:
    """Who answers to the customer from now on (第一责任人)."""

    key = "customer.first_owner"
    names = {"zh": "确定第一责任人", "en": "Set the first owner"}  # noqa: RUF012
    parameters = schema({"customer": TEXT, "person": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        customer = customer_of(ctx, params["customer"], case)
        return {"changed": dealings.set_first_owner(ctx, customer, params["person"])}


def _code(told: str, words: Mapping[str, str], parameter: str) -> str:
    return _code_and_note(told, words, parameter)[0]


def _code_and_note(told: str, words: Mapping[str, str], parameter: str) -> tuple[str, str | None]:
    try:
        return say.word_and_note(told, words)
    except Unreadable as error:
        raise Invalid("parameter_unknown", parameter=parameter, value=told) from error


def _person(ctx: Context, name: str | None) -> str | None:
    """The id of the person; a name that nobody has is nobody, so that the record is not lost for it."""
    if not name:
        return None
    try:
        return access.person(ctx.session, name, tenant=ctx.tenant).id
    except NotFound:
        return None


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told[:10]) if told else None


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()
