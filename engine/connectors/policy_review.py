"""Service types of 制度评估 (P23): what is due, what a review looks at, what was decided."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from engine.connectors import figures
from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.customers import decisions
from engine.definitions.catalogue import catalogue
from engine.handbook import reviews
from engine.instances.services import Case
from engine.kernel import Context
from engine.kernel.context import SYSTEM
from engine.reports import handbook_effect, headlines, tier_management
from engine.reports.report import Asked, span

YEAR = timedelta(days=364)


LOOKED_AT = 7
"""So many days into a month its predecessor's figures are looked at, in case the house slept on the first of them."""
TABLE = "kpi_miss"


class StartDueReviews:
    """Starts the reviews of handbooks whose day has come, none twice; and of those whose charter's targets were missed
    for as many months running as the table kpi_miss says, once a quarter."""

    key = "policy_review.start_due"
    names = {"zh": "发起到期的制度评估", "en": "Start due policy reviews"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"due": reviews.start_due(ctx), "missed": _missed(ctx.acting_as(SYSTEM))}


def _missed(house: Context) -> int:
    today, found = house.now.astimezone(house.zone).date(), 0
    if today.day > LOOKED_AT or catalogue(house).latest("decision", TABLE, house.now) is None:
        return 0
    for copy in reviews.in_use(house):
        charter = copy.authored.get("charter") or {}
        missed = [one for one in handbook_effect.missed(house, charter) if _reviewed_for(house, one["months"])]
        if missed:
            month = today.replace(day=1) - timedelta(days=1)
            period = f"kpi-{month.year}-Q{(month.month + 2) // 3}"
            reviews.ask(house, copy, period, {"source": "kpi", "why": "\n".join(_miss(one) for one in missed)})
            found += 1
    return found


def _reviewed_for(house: Context, months: int) -> bool:
    return bool(decisions.evaluate(house, TABLE, decisions.version(house, TABLE), {"missed_months": months}).value)


def _miss(of: Mapping[str, Any]) -> str:
    """One target that was missed: by how much in the last month, and for how many months running."""
    unit = figures.UNITS[of["unit"]]
    told = f"{of['metric']}: {figures.both(of['name'])} {unit}".rstrip()
    off = figures.number(round(of["reached"] - of["aim"], 1), signed=True)
    reached, aim = figures.number(of["reached"]), figures.number(of["aim"])
    return f"{told}: {reached} / {aim} ({off}), 连续 {of['months']} 个月 / {of['months']} months running"


class CollectForReview:
    """What a review of a handbook looks at: the figures of the last twelve months beside the twelve before, the six
    duties, the goals of its charter against what was reached, how its last copy did, and whom to ask (`staff`)."""

    key = "policy_review.collect"
    names = {"zh": "制度评估取数", "en": "Collect for a policy review"}  # noqa: RUF012
    parameters = schema({"book": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        house = ctx.acting_as(SYSTEM)  # the figures of the whole house, whoever began the review
        begun = reviews.begin(house, params["book"])
        year = span(house)
        found = headlines.beside(house, year.before(), year)
        effect = handbook_effect.of_copy(house, params["book"], begun["number"]) if begun["number"] else None
        goals = handbook_effect.goals(begun["charter"], {one["key"]: one["after"] for one in found})
        return {
            "book": params["book"],
            **{name: begun[name] for name in ("title", "title_en", "number", "staff", "groups")},
            "figures": [figures.compared(one) for one in found],
            "duties": [_duty(row) for row in tier_management.rows(house, Asked(year))],
            "goals": [_goal(one) for one in goals],
            "stale": "、".join(begun["stale"]),
            "stale_en": ", ".join(begun["stale_en"]),
            "readers": effect and f"{effect['readers']} / {effect['audience']}",
            "feedback": effect and effect["feedback"],
        }


def _duty(row: Mapping[str, Any]) -> dict[str, Any]:
    unit = row["unit"].zh if row["unit"] else ""
    return {
        "figure": f"R11 {row['duty'].zh}:{row['figure'].zh}",
        "figure_en": f"R11 {row['duty'].en}: {row['figure'].en}",
        "after": f"{figures.number(row['value'])} {unit}".strip(),
    }


def _goal(of: Mapping[str, Any]) -> dict[str, Any]:
    return {"metric": of["metric"], "target": of["target"], "reached": figures.number(of["reached"]), "met": of["met"]}


class WeighOpinions:
    """The mean of what the staff gave (0-100), how many answered, and what they wrote, without names."""

    key = "policy_review.opinions"
    names = {"zh": "汇总员工意见", "en": "Sum up what staff said"}  # noqa: RUF012
    parameters = schema({"answers": {"type": ["array", "null"], "items": {"type": ["object", "null"]}}})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        given: Sequence[Mapping[str, Any]] = [
            one for one in params["answers"] or () if one and one.get("rating") is not None
        ]
        ratings = [float(one["rating"]) for one in given]
        words = sorted(text for one in given for text in (one.get("lacking"), one.get("helps")) if text)
        mean = round(sum(ratings) / len(ratings), 1) if ratings else None
        return {"mean": mean, "answered": len(ratings), "words": "\n".join(words)}


class SettleReview:
    """Keeps what the management review decided about the copy in force."""

    key = "policy_review.settle"
    names = {"zh": "登记评估结论", "en": "Keep the outcome of a review"}  # noqa: RUF012
    parameters = schema({"book": TEXT, "decision": TEXT}, review_on=OPTIONAL_TEXT)

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return reviews.settle(ctx, params, case.instance_id)
