"""What is said about improvement work: plan actions, goals, feedback by category. Each is one fact."""

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select

from engine.improvement import events
from engine.improvement.models import Feedback, PlanAction, TrackedGoal
from engine.kernel import Context, new_id
from engine.kernel.base import dumps

Kept = PlanAction | TrackedGoal
KINDS: Mapping[type[Kept], str] = {PlanAction: "action", TrackedGoal: "goal"}


def record(ctx: Context, kind: type[Kept], row: Mapping[str, Any], *, batch: str | None = None) -> Any:
    """Enter a row of T6 (PlanAction) or T4 (TrackedGoal); answers it."""
    written = kind(id=new_id(), tenant_id=ctx.tenant, recorded_at=ctx.now, recorded_by=ctx.actor.name, **row)
    ctx.record(
        events.ImprovementRecorded(
            of=KINDS[kind], row_id=written.id, sha256=_hashed(row), project=written.project, batch=batch, row=written
        )
    )
    return written


def change(ctx: Context, held: Kept, new: Mapping[str, Any], *, batch: str | None = None) -> bool:
    """Change a row; whether anything changed."""
    changes = {name: value for name, value in new.items() if getattr(held, name) != value}
    if changes:
        ctx.record(
            events.ImprovementChanged(
                of=KINDS[type(held)],
                row_id=held.id,
                fields=sorted(changes),
                sha256=_hashed(changes),
                project=held.project,
                batch=batch,
                new=changes,
                row=held,
            )
        )
    return bool(changes)


def sort(ctx: Context, category: str, source: str, *, case: str, days: int) -> int:
    """Sort feedback into a category; how many of it there are in the last `days`, this one included. Feedback of the
    same case that is sorted once more counts once."""
    today = ctx.now.astimezone(ctx.zone).date()
    mine = Feedback.tenant_id == ctx.tenant
    if not ctx.session.scalar(select(Feedback.id).where(mine, Feedback.case_id == case, Feedback.category == category)):
        row = Feedback(id=new_id(), tenant_id=ctx.tenant, category=category, source=source, on=today, case_id=case)
        ctx.record(events.FeedbackSorted(instance_id=case, category=category, source=source, row=row))
        ctx.session.flush()
    since = today - timedelta(days=days)
    found = select(func.count()).select_from(Feedback).where(mine, Feedback.category == category, Feedback.on > since)
    return ctx.session.scalar(found) or 0


def _hashed(row: Mapping[str, Any]) -> str:
    told = {name: str(value) for name, value in row.items() if value is not None}
    return sha256(dumps(told).encode()).hexdigest()
