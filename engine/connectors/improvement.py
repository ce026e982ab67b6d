"""Service types of feedback and improvement work."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from engine.connectors import figures
from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.customers import audience
from engine.improvement import commands, projects
from engine.instances.services import Case
from engine.kernel import Context
from engine.kernel.context import SYSTEM
from engine.reports import headlines
from engine.reports.feedback_pareto import CATEGORIES
from engine.reports.report import span
from engine.tasks import load

OBJECT = {"type": "object"}


class SortFeedback:
    """Sorts the case's feedback into a category; `same` is how many of it there were in the last `days`."""

    key = "feedback.sort"
    names = {"zh": "反馈归类", "en": "Sort feedback into a category"}  # noqa: RUF012
    parameters = schema({"category": TEXT, "source": TEXT}, days={"type": ["integer", "null"], "minimum": 1})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        days = int(params.get("days") or 30)
        return {"same": commands.sort(ctx, params["category"], params["source"], case=case.instance_id, days=days)}


class WhoSaidSo:
    """The customers whose feedback of a category an improvement answers: `customers` and what it was about, `topic`."""

    key = "improvement.concerned"
    names = {"zh": "谁提过同类意见", "en": "Who said as much"}  # noqa: RUF012
    parameters = schema({}, category=OPTIONAL_TEXT, days={"type": ["integer", "null"], "minimum": 1})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        category = params.get("category") or ""
        about = CATEGORIES.get(category)
        customers = projects.concerned(ctx, category, int(params.get("days") or 180))
        return {"customers": customers, "topic": about.zh if about else category}


class CollectForDiagnosis:
    """What a diagnosis begins with: the figures of the last `days` (91) beside as many days before, and how many
    customers stand in each cell of the value-potential matrix (D07; `prospect`: never bought, `none`: in no cell)."""

    key = "improvement.collect"
    names = {"zh": "诊断取数", "en": "Collect for a diagnosis"}  # noqa: RUF012
    parameters = schema({}, days={"type": ["integer", "null"], "minimum": 1})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        house = ctx.acting_as(SYSTEM)  # the figures of the whole house, whoever began the project
        today = house.now.astimezone(house.zone).date()
        quarter = span(house, today - timedelta(days=int(params.get("days") or 91) - 1), today)
        stand: Counter[str] = Counter()
        for group, customers in audience.groups(house).items():
            stand["prospect" if group.prospect else group.cell or "none"] += customers
        return {
            "figures": [figures.compared(one) for one in headlines.beside(house, quarter.before(), quarter)],
            "segments": [{"segment": name, "customers": customers} for name, customers in stand.most_common()],
        }


class KeepPlan:
    """Puts a project's goal (T4), where it has one, and key actions (T6) on record; `actions` are those to be done,
    each with its id; `lead` is who completed the task `planned_in` last."""

    key = "improvement.plan"
    names = {"zh": "登记优化计划", "en": "Keep an improvement plan"}  # noqa: RUF012
    parameters = schema(
        {"project": TEXT, "actions": {"type": "array", "items": OBJECT}},
        goal={"type": ["object", "null"]}, planned_in=OPTIONAL_TEXT,
    )  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        planned = params.get("planned_in")
        lead = load.doer(ctx, case.instance_id, planned) if planned else None
        return {"lead": lead, **projects.plan(ctx, params["project"], params.get("goal"), params["actions"])}


class ActionDone:
    """A key action of a plan is done today, unless it was dropped."""

    key = "improvement.done"
    names = {"zh": "关键动作完成", "en": "A key action is done"}  # noqa: RUF012
    parameters = schema({"action": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return projects.done(ctx, params["action"])


class TakeSnapshot:
    """How a project stands this week, compared with the snapshot before (`last`): actions done, figure, progress;
    `open` names the steps of the case itself at which somebody still has a task."""

    key = "improvement.snapshot"
    names = {"zh": "项目周快照", "en": "Weekly snapshot of a project"}  # noqa: RUF012
    parameters = schema({"project": TEXT}, last={"type": ["object", "null"]})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        stands = projects.snapshot(ctx, params["project"], params.get("last"))
        return {**stands, "open": load.open_steps(ctx, case.instance_id)}


class MeasureGoal:
    """The goal's figure as it is now (T4); `progress` in percent of the way, and whether the target is `reached`.
    With no figure, the one on record stands."""

    key = "improvement.measure"
    names = {"zh": "更新目标当前值", "en": "Measure a goal"}  # noqa: RUF012
    parameters = schema({"project": TEXT}, current={"type": ["number", "null"]},
                        gap=OPTIONAL_TEXT, measures=OPTIONAL_TEXT, review_on=OPTIONAL_TEXT)  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return projects.measure(ctx, params["project"], params)
