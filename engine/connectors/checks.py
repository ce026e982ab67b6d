"""Service types of supervision checks (P13): whom to look at, what was found, how a check ended."""

from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import exists, func, select

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.customers.models import Customer
from engine.definitions import queries as definitions
from engine.feel import values
from engine.improvement import checks
from engine.instances.models import Instance
from engine.instances.services import Case
from engine.kernel import Context
from engine.sla.models import SlaClock
from engine.tasks.models import Task

TABLE = "check_weight"
FINDINGS = {"enum": ["none", "minor", "serious", None]}


class DrawChecks:
    """Draws cases that ended within `days`, weighed by table check_weight (process, band of the customer, whether
    a promise was missed), and the case `about` in any event: `seed`, `population`, `items`."""

    key = "check.sample"
    names = {"zh": "抽取检查对象", "en": "Draw what is checked"}  # noqa: RUF012
    parameters = schema(
        {
            "project": TEXT,
            "occasion": TEXT,
            "size": {"type": "integer", "minimum": 1},
            "days": {"type": "integer", "minimum": 1},
        },
        about=OPTIONAL_TEXT,
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        missed = exists().where(SlaClock.root_id == Instance.id, SlaClock.missed_at.is_not(None))
        ended = select(Instance.id, Instance.process, Instance.started_by, Customer.band, missed).outerjoin(
            Customer, Customer.id == Instance.customer_id
        )
        mine = ended.where(Instance.tenant_id == ctx.tenant, Instance.parent_id.is_(None))
        since = ctx.now - timedelta(days=int(params["days"]))
        rows = ctx.session.execute(mine.where(Instance.ended_at >= since).order_by(Instance.id)).all()
        of = definitions.latest(ctx, "decision", TABLE)

        @cache
        def weight(process: str, band: int, late: bool) -> int:
            asked = values.of({"process": process, "band": band, "missed": late})
            told = definitions.decide(ctx, of, asked).value
            return sum(int(points) for points in told) if isinstance(told, list) else 0

        weights = {row[0]: weight(row[1], row[3] or 3, bool(row[4])) for row in rows}
        surely = [checks.about(ctx, params["about"]).id] if params.get("about") else []
        return checks.sample(
            ctx,
            case.instance_id,
            params["project"],
            params["occasion"],
            {one: points for one, points in weights.items() if points},
            lambda drawn: _doers(ctx, drawn),
            size=int(params["size"]),
            surely=surely,
            rules=of.version,
        )


class NoteCheck:
    """What was found in an item (`finding` none, minor, serious; `code`), that it was `corrected`, or the `recheck`
    (passed, repeated). `repeats`: found again so often; `before`: with the same person within a year."""

    key = "check.note"
    names = {"zh": "登记检查结果", "en": "Note what a check found"}  # noqa: RUF012
    parameters = schema(
        {"item": TEXT},
        finding=FINDINGS, code=OPTIONAL_TEXT, corrected={"type": ["boolean", "null"]},
        recheck={"enum": ["passed", "repeated", None]},
    )  # fmt: skip

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return checks.note(ctx, case.instance_id, params["item"], params)


class SumUpCheck:
    """A check in figures: items, findings, serious, corrected, repeated."""

    key = "check.summary"
    names = {"zh": "检查汇总", "en": "Sum up a check"}  # noqa: RUF012
    parameters = schema({"project": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return checks.summary(ctx, params["project"])


def _doers(ctx: Context, cases: list[str]) -> dict[str, str | None]:
    """Who did the last step of each case; who started it where nobody did any."""
    last = (
        select(Task.root_id, func.max(Task.completed_at).label("at"))
        .where(Task.tenant_id == ctx.tenant, Task.root_id.in_(cases), Task.status == "completed")
        .group_by(Task.root_id)
        .subquery()
    )
    did = select(Task.root_id, Task.completed_by).join(
        last, (Task.root_id == last.c.root_id) & (Task.completed_at == last.c.at)
    )
    begun = select(Instance.id, Instance.started_by).where(Instance.id.in_(cases))
    found: dict[str, str | None] = {one: by for one, by in ctx.session.execute(begun) if by != "system"}
    found.update((one, by) for one, by in ctx.session.execute(did))
    return found
