"""Fact -> rows for improvement work."""

from engine.improvement import events
from engine.kernel import Context


def write(ctx: Context, fact: events.ImprovementRecorded | events.FeedbackSorted) -> None:
    ctx.session.add(fact.row)


def change(ctx: Context, fact: events.ImprovementChanged) -> None:
    for name, value in fact.new.items():
        setattr(fact.row, name, value)
