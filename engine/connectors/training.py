"""Service types of training: who learns what, who took part, how an exam went, who may go on."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.instances.services import Case
from engine.kernel import Context
from engine.training import authority, rounds, rules, sittings

EVENT = {"type": "string", "enum": list(rules.EVENTS)}
LIST = {"type": ["array", "null"], "items": {"type": "string"}}


class FindPlaces:
    """Who is to do which course by when: `places`, and how many are `exempt`. `needs` are the rows of table D18."""

    key = "training.places"
    names = {"zh": "确定培训对象", "en": "Who is to learn what"}  # noqa: RUF012
    parameters = schema(
        {"needs": {"type": "array", "items": {"type": "object"}}, "event": EVENT},
        people=LIST, groups=LIST, course=OPTIONAL_TEXT, process=OPTIONAL_TEXT, major={"type": ["boolean", "null"]},
    )  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return rounds.places(ctx, params)


class StartDueRounds:
    """Starts the rounds that are due: planned trainings that come near, certificates that run out."""

    key = "training.start_due"
    names = {"zh": "发起到期培训", "en": "Start due trainings"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return rounds.start_due(ctx)


class AssignTraining:
    """This case is the training of one person in one course until `due`; answers their `manager`, `exam`, and the
    text of the course: `about`, `about_en`."""

    key = "training.assign"
    names = {"zh": "下达培训", "en": "Assign a training"}  # noqa: RUF012
    parameters = schema(
        {"person": TEXT, "course": TEXT, "due": TEXT, "cause": TEXT}, holds={"type": ["boolean", "null"]}
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return authority.assign(ctx, case.instance_id, params)


class RegisterAttendance:
    """The person took part, today."""

    key = "training.register"
    names = {"zh": "登记参加", "en": "Register attendance"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return authority.attend(ctx, case.instance_id)


class MarkExam:
    """How the last attempt at the exam went: {passed, score, attempt, left}."""

    key = "training.mark"
    names = {"zh": "考试成绩", "en": "Result of the exam"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return sittings.result(ctx, case.instance_id)


class GrantAuthority:
    """The person may do what the course is about, `until` its certificate ends."""

    key = "training.grant"
    names = {"zh": "授予任务权限", "en": "Grant authority"}  # noqa: RUF012
    parameters = schema({}, score={"type": ["integer", "null"]})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return authority.grant(ctx, case.instance_id, params.get("score"))


class SuspendAuthority:
    """The person may no longer do what the course is about; passed meanwhile, nothing changes."""

    key = "training.suspend"
    names = {"zh": "暂停任务权限", "en": "Suspend authority"}  # noqa: RUF012
    parameters = schema({"cause": {"type": "string", "enum": ["failed", "overdue"]}})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return authority.suspend(ctx, case.instance_id, params["cause"])
