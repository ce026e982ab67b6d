"""Service types of 客户关怀 (P15): who is due, a campaign's list, and when a greeting goes out in which words."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.access import company
from engine.access import queries as access
from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.customers import care
from engine.instances.services import Case
from engine.kernel import Context
from engine.kernel.context import SYSTEM

WORDS: Mapping[str, tuple[str, str]] = {
    "birthday": ("生日", "birthday"),
    "anniversary": ("合作周年", "anniversary of working together"),
    "new_customer": ("首次合作", "first time together"),
    "new_year": ("元旦", "New Year"),
    "spring": ("春节", "Spring Festival"),
    "dragon_boat": ("端午", "Dragon Boat Festival"),
    "mid_autumn": ("中秋", "Mid-Autumn Festival"),
}


class PlanCare:
    """Opens a case for everybody to be greeted in the next days; `due` says how many, none twice."""

    key = "care.plan"
    names = {"zh": "安排关怀", "en": "Plan greetings"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"due": care.plan(ctx)}


class PlanCampaign:
    """Opens a case for each customer of a list whom its starter may see; `due` says how many."""

    key = "care.campaign"
    names = {"zh": "按名单关怀", "en": "A campaign's list"}  # noqa: RUF012
    parameters = schema(
        {"what": TEXT, "customers": {"type": "array", "items": TEXT}, "on": TEXT},
        gift=OPTIONAL_TEXT,
        cost={"type": ["number", "null"], "minimum": 0},
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        gift = {name: params.get(name) for name in ("gift", "cost")}
        starter = (
            SYSTEM
            if case.started_by == SYSTEM.name
            else access.actor_of(ctx.session, case.started_by, tenant=ctx.tenant)
        )
        on = date.fromisoformat(params["on"])
        return {"due": care.campaign(ctx, params["what"], params["customers"], on, gift, by=starter)}


class CareMoment:
    """When a greeting goes out (`at`: on its day, between nine and six), and the words of its message."""

    key = "care.moment"
    names = {"zh": "关怀的时间与称谓", "en": "When and in which words"}  # noqa: RUF012
    parameters = schema({"occasion": TEXT}, on=OPTIONAL_TEXT, what=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        today = ctx.now.astimezone(ctx.zone).date()
        day = date.fromisoformat(params["on"]) if params.get("on") else today
        what = params.get("what") or params["occasion"]
        words = WORDS.get(what, (what, what))
        return {"at": care.moment(ctx, day), "words": words[0], "house": company.company(ctx)["name"] or "我们"}
