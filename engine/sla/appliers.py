"""Fact -> rows of the clocks."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, update

from engine.instances.events import InstanceMigrated
from engine.kernel import Context
from engine.sla.clocks import SETTINGS
from engine.sla.events import (
    SlaAnsweredLate,
    SlaCancelled,
    SlaDueMoved,
    SlaExplained,
    SlaMet,
    SlaMissed,
    SlaPaused,
    SlaPauseReminded,
    SlaReopened,
    SlaResumed,
    SlaSettingsChanged,
    SlaStarted,
    SlaWarned,
)
from engine.sla.models import SlaClock, SlaSettings


def start(ctx: Context, fact: SlaStarted) -> None:
    ctx.session.add(fact.row)


def warn(ctx: Context, fact: SlaWarned) -> None:
    fact.row.warned = [*fact.row.warned, fact.percent]


def miss(ctx: Context, fact: SlaMissed) -> None:
    row: SlaClock = fact.row
    row.status, row.missed_at, row.warned = "missed", datetime.fromisoformat(fact.due), [*row.warned, 100]


def meet(ctx: Context, fact: SlaMet) -> None:
    fact.row.status, fact.row.stopped_at = "met", ctx.now


def answer_late(ctx: Context, fact: SlaAnsweredLate) -> None:
    fact.row.stopped_at = ctx.now


def pause(ctx: Context, fact: SlaPaused) -> None:
    row: SlaClock = fact.row
    told = {"reason": fact.reason, "proof": fact.proof, "by": ctx.actor.name, "until": fact.until, "reminded": 0}
    row.pauses = [*row.pauses, {"from": ctx.now.isoformat(), "to": None, **told}]
    row.status = "paused"


def remind(ctx: Context, fact: SlaPauseReminded) -> None:
    _amend(fact.row, reminded=fact.number)


def resume(ctx: Context, fact: SlaResumed) -> None:
    fact.row.status = "running"
    _due(fact.row, fact.due, fact.derivation)


def move(ctx: Context, fact: SlaDueMoved) -> None:
    for name, value in fact.terms.items():
        setattr(fact.row, name, value)
    _due(fact.row, fact.new, fact.derivation)


def reopen(ctx: Context, fact: SlaReopened) -> None:
    row: SlaClock = fact.row
    row.instance_id, row.stopped_at, row.token = fact.instance_id, None, None
    if row.missed_at is None:
        row.status = "running"
    _due(row, fact.due, fact.derivation)


def cancel(ctx: Context, fact: SlaCancelled) -> None:
    fact.row.status, fact.row.stopped_at = "cancelled", ctx.now


def explain(ctx: Context, fact: SlaExplained) -> None:
    fact.row.cause = fact.cause


def keep_settings(ctx: Context, fact: SlaSettingsChanged) -> None:
    row = ctx.session.get(SlaSettings, ctx.tenant)
    if row is None:
        ctx.session.add(SlaSettings(tenant_id=ctx.tenant, values=dict(fact.new)))
    else:
        row.values = {**row.values, **fact.new}
    ctx.memo.pop(SETTINGS, None)


def _due(row: SlaClock, at: str, derivation: Any) -> None:
    row.due_at, row.due = datetime.fromisoformat(at), dict(derivation)


def _amend(row: SlaClock, **told: Any) -> None:
    row.pauses = [*row.pauses[:-1], {**row.pauses[-1], **told}]


def migrate(ctx: Context, fact: InstanceMigrated) -> None:
    """Clocks of elements that have another id in the case's new version; what was promised stays promised."""
    if not fact.mapping:
        return
    moved = update(SlaClock).where(
        SlaClock.tenant_id == ctx.tenant,
        SlaClock.instance_id == fact.instance_id,
        SlaClock.element.in_(list(fact.mapping)),
    )
    ctx.session.execute(moved.values(element=case(dict(fact.mapping), value=SlaClock.element)))
