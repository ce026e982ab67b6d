"""Fact -> rows of deviations."""

from datetime import datetime

from engine.deviations import events
from engine.kernel import Context


def order(ctx: Context, fact: events.DeviationOrdered) -> None:
    ctx.session.add(fact.row)


def done(ctx: Context, fact: events.DeviationDone) -> None:
    fact.row.status, fact.row.done_at = "done", ctx.now


def refuse(ctx: Context, fact: events.DeviationRefused) -> None:
    fact.row.status, fact.row.code, fact.row.done_at = "refused", fact.code, ctx.now


def second(ctx: Context, fact: events.DeviationSeconded) -> None:
    fact.row.second, fact.row.second_says = fact.by, fact.says


def renew(ctx: Context, fact: events.DeviationRenewed) -> None:
    fact.row.ends_at = datetime.fromisoformat(fact.ends)
