"""What workers do by the real clock whatever the company's clock says: anchor the ledger, forget what has served."""

from datetime import timedelta

from sqlalchemy import delete

from engine.history.checkpoints import checkpoint
from engine.jobs.clock import real
from engine.jobs.worker import Chore
from engine.kernel import Context
from engine.privacy import retention
from engine.reports import weekly
from webapi.db import IdempotencyKey, RevokedToken
from webapi.parts import Parts

KEPT = timedelta(days=7)
"""How long an answer can be asked for again by its Idempotency-Key."""


def of(parts: Parts) -> tuple[Chore, ...]:
    """The chores of this installation; each may be done twice without harm."""
    return (
        (timedelta(hours=1), lambda ctx: checkpoint(ctx, parts.config.secret)),
        (timedelta(hours=6), forget_answers),
        (timedelta(hours=1), weekly.set_next),
        (timedelta(hours=1), retention.set_next),
    )


def forget_answers(ctx: Context) -> None:
    """Drop the answers that nobody will ask for again, and tokens that have ended anyway."""
    ctx.session.execute(delete(IdempotencyKey).where(IdempotencyKey.at < real() - KEPT))
    ctx.session.execute(delete(RevokedToken).where(RevokedToken.until < real()))
