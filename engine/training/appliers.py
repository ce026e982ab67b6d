"""Fact -> rows for training."""

from engine.kernel import Context
from engine.training import events
from engine.training.models import TrainingSettings

Changed = (
    events.CourseSaved
    | events.TrainingAssigned
    | events.TrainingAttended
    | events.AuthorityGranted
    | events.AuthoritySuspended
)


def change(ctx: Context, fact: Changed) -> None:
    """A row as the fact tells it, made where it was not there."""
    for name, value in fact.new.items():
        setattr(fact.row, name, value)
    ctx.session.add(fact.row)


def save_question(ctx: Context, fact: events.QuestionSaved) -> None:
    for name, value in fact.new.items():
        setattr(fact.row, name, value)
    fact.of.bank = fact.bank
    ctx.session.add(fact.row)


def retire_question(ctx: Context, fact: events.QuestionRetired) -> None:
    fact.row.active = False
    fact.of.bank = fact.bank


def write(ctx: Context, fact: events.TrainingPlanned | events.ExamBegun) -> None:
    ctx.session.add(fact.row)


def forget(ctx: Context, fact: events.TrainingUnplanned) -> None:
    ctx.session.delete(fact.row)


def keep_settings(ctx: Context, fact: events.TrainingSettingsChanged) -> None:
    row = ctx.session.get(TrainingSettings, ctx.tenant) or TrainingSettings(tenant_id=ctx.tenant)
    row.gates = fact.gates
    ctx.session.add(row)


def hand_in(ctx: Context, fact: events.ExamHandedIn) -> None:
    fact.row.handed_in_at, fact.row.score, fact.row.passed = ctx.now, fact.score, fact.passed
