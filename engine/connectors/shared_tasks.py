"""Service types of tasks across departments (P10): a case's row of T5, what it has come to, the end of a week."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.customers import shared_tasks
from engine.instances.services import Case
from engine.kernel import Context
from engine.tasks import load

NAMED = {"type": ["array", "null"], "items": {"type": "string"}}


class OpenSharedTask:
    """The task's row of T5, new or the one that `row` names, with who answers for it, who helps and when it is due.
    `requester` is who wants it: the one named, else whoever started the case or wrote the row; `action` the key action
    of a plan (T6) that it carries out."""

    key = "shared_task.open"
    names = {"zh": "登记跨部门任务", "en": "Register a task across departments"}  # noqa: RUF012
    parameters = schema(
        {},
        row=OPTIONAL_TEXT, number=OPTIONAL_TEXT, description=OPTIONAL_TEXT, owner=OPTIONAL_TEXT, due=OPTIONAL_TEXT,
        criteria=OPTIONAL_TEXT, remark=OPTIONAL_TEXT, requester=OPTIONAL_TEXT, departments=NAMED, helpers=NAMED,
        action=OPTIONAL_TEXT,
    )  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        asked = params.get("requester") or (None if params.get("row") else case.started_by)
        return shared_tasks.open_task(ctx, case.instance_id, {**params, "requester": asked})


class FollowSharedTask:
    """Writes into the row of T5 what the task has come to: status todo, doing, late, done or dropped, another owner,
    another day."""

    key = "shared_task.follow"
    names = {"zh": "更新跨部门任务", "en": "Update a task across departments"}  # noqa: RUF012
    parameters = schema(
        {"row": TEXT},
        status={"enum": ["todo", "doing", "late", "done", "dropped", None]},
        owner=OPTIONAL_TEXT, due=OPTIONAL_TEXT, remark=OPTIONAL_TEXT,
    )  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return shared_tasks.follow(ctx, case.instance_id, params["row"], params)


class EndWeek:
    """On the last working day of a week: how each open task stands against the week before (`tasks`: unchanged weeks,
    overdue). On other days there are none."""

    key = "shared_task.week"
    names = {"zh": "跨部门任务周快照", "en": "Weekly snapshot of tasks across departments"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"tasks": shared_tasks.week(ctx, lambda held: load.steps(ctx, held))}
