"""What an emergency (P21) does to running cases: order, second look, renewal."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import OPTIONAL_TEXT, TEXT, schema
from engine.deviations import commands
from engine.instances.services import Case
from engine.kernel import Context
from engine.tasks import load


class Deviate:
    """Has running cases deviate, each on record with reason and approver: `skip` moves what is open at `element` to
    `to`, `reassign` gives its tasks to `person`, `extend` makes them due later (`due`, as 3wd), `insert` notes a step
    beside, for which the case stands still with `hold`. `cases` are numbers or ids. Result: `ordered`, `unknown`."""

    key = "case.deviate"
    names = {"zh": "让案件偏离流程", "en": "Let cases deviate"}  # noqa: RUF012
    parameters = schema(
        {"cases": TEXT, "kind": {"enum": list(commands.KINDS)}, "reason": TEXT, "approved_in": TEXT},
        element=OPTIONAL_TEXT,
        to=OPTIONAL_TEXT,
        person=OPTIONAL_TEXT,
        due=OPTIONAL_TEXT,
        hold={"type": ["boolean", "null"]},
    )

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        targets, unknown = commands.find(ctx, commands.words(params["cases"]))
        targets = [target for target in targets if target.id != case.instance_id]
        more = {name: params[name] for name in ("to", "person", "due", "hold") if params.get(name)}
        ordered = commands.order(
            ctx,
            targets,
            params["kind"],
            element=params.get("element") or None,
            params=more,
            reason=params["reason"],
            approved_by=load.doer(ctx, case.instance_id, params["approved_in"]) or "-",
            ordered_in=case.instance_id,
        )
        return {"ordered": len(ordered), "unknown": unknown}


class SecondDeviations:
    """Notes that a second person looked at what this emergency ordered, and whether they approve. The result is
    `noted`, how many deviations that were."""

    key = "case.deviation_second"
    names = {"zh": "偏离的第二人复核", "en": "Second look at deviations"}  # noqa: RUF012
    parameters = schema({"approved_in": TEXT, "says": {"enum": ["approve", "reject"]}})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        by = load.doer(ctx, case.instance_id, params["approved_in"]) or "-"
        return {"noted": commands.second(ctx, case.instance_id, by=by, says=params["says"])}


class RenewDeviations:
    """Lets what this emergency ordered last seven days more. The result is `renewed`, how many that were."""

    key = "case.deviation_renew"
    names = {"zh": "偏离延期", "en": "Renew deviations"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"renewed": commands.renew(ctx, case.instance_id)}


class ReleaseDeviations:
    """Lets the cases go on that stand still for a step which this emergency put in. The result is `released`, how many
    that are."""

    key = "case.deviation_release"
    names = {"zh": "插入步骤完成,案件继续", "en": "Inserted step done, cases go on"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"released": commands.release(ctx, case.instance_id)}
