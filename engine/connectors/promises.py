"""What a drawing does with the promises of its case: wait for the customer, go on, ask what was missed, say why."""

from collections.abc import Mapping
from typing import Any

from engine.connectors.concerned import TEXT, schema
from engine.instances.opening import row_of
from engine.instances.services import Case
from engine.kernel import Context
from engine.sla import matters


class PausePromises:
    """Pauses the clocks of the case that may pause, for a listed reason; `proof` is the message that told the customer.
    The result says how many; none is no error, a first response never pauses."""

    key = "sla.pause"
    names = {"zh": "暂停计时", "en": "Pause the clocks"}  # noqa: RUF012
    parameters = schema({"reason": TEXT, "proof": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        root = row_of(ctx, case.instance_id).root_id
        return {"paused": len(matters.pause(ctx, root, params["reason"], params["proof"]))}


class ResumePromises:
    """Goes on with the paused clocks of the case; the result says how many."""

    key = "sla.resume"
    names = {"zh": "继续计时", "en": "Resume the clocks"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        return {"resumed": len(matters.resume(ctx, row_of(ctx, case.instance_id).root_id))}


class PromisesKept:
    """Whether a promise of the case was missed, which targets, and until when each is promised (`due`, local time)."""

    key = "sla.kept"
    names = {"zh": "查看时限是否守住", "en": "Were the promises kept"}  # noqa: RUF012
    parameters = schema({})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        root = row_of(ctx, case.instance_id).root_id
        targets = [row.target for row in matters.missed(ctx, root)]
        due = {row.target: row.due_at.astimezone(ctx.zone).strftime("%Y-%m-%d %H:%M") for row in matters.own(ctx, root)}
        return {"missed": bool(targets), "targets": list(dict.fromkeys(targets)), "due": due}


class ExplainMisses:
    """Writes a cause code to every missed promise of the case that has none; the result says how many."""

    key = "sla.explain"
    names = {"zh": "记下超时原因", "en": "Say why promises were missed"}  # noqa: RUF012
    parameters = schema({"cause": TEXT})

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
        root = row_of(ctx, case.instance_id).root_id
        return {"explained": matters.explain(ctx, root, params["cause"])}
