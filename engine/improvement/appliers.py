"""Fact -> rows for improvement work."""

from engine.improvement import events
from engine.kernel import Context


def write(ctx: Context, fact: events.ImprovementRecorded | events.FeedbackSorted) -> None:
    ctx.session.add(fact.row)


def change(ctx: Context, fact: events.ImprovementChanged) -> None:
    for name, value in fact.new.items():
        setattr(fact.row, name, value)


def draw(ctx: Context, fact: events.CheckSampled) -> None:
    ctx.session.add_all(fact.rows)


def note(ctx: Context, fact: events.CheckNoted) -> None:
    for name, value in fact.new.items():
        setattr(fact.row, name, value)
