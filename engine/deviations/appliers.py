"""Fact -> rows of deviations."""

from datetime import datetime
from typing import Any

from engine.deviations import events
from engine.kernel import Context


def order(ctx: Context, fact: events.DeviationOrdered) -> None:
    ctx.session.add(fact.row)


def done(ctx: Context, fact: events.DeviationDone) -> None:
    fact.row.status, fact.row.done_at = "done", ctx.now
    if fact.before:
        fact.row.params = {**fact.row.params, "before": dict(fact.before)}


def refuse(ctx: Context, fact: events.DeviationRefused) -> None:
    fact.row.status, fact.row.code, fact.row.done_at = "refused", fact.code, ctx.now


def second(ctx: Context, fact: events.DeviationSeconded) -> None:
    fact.row.second, fact.row.second_says = fact.by, fact.says


def renew(ctx: Context, fact: events.DeviationRenewed) -> None:
    fact.row.ends_at = datetime.fromisoformat(fact.ends)


def undo(ctx: Context, fact: events.DeviationUndone) -> None:
    fact.row.status, fact.row.params = "undone", _without_hold(fact.row.params)


def stand(ctx: Context, fact: events.DeviationStands) -> None:
    fact.row.status, fact.row.code = "stands", fact.code


def release(ctx: Context, fact: events.DeviationReleased) -> None:
    fact.row.params = _without_hold(fact.row.params)


def _without_hold(params: dict[str, Any]) -> dict[str, Any]:
    return {**params, "before": {name: value for name, value in params.get("before", {}).items() if name != "held"}}
