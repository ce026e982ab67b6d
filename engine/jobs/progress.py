"""How far a long call is, told while it runs: a transaction of its own each time, so that everybody can see it."""

from collections.abc import Callable
from time import monotonic

from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

from engine.jobs.models import Job
from engine.kernel import Context
from engine.kernel.database import transaction

EVERY = 1.0  # seconds of real time between two rows written


class Unwanted(Exception):
    """The job is no longer there: whoever asked for it has taken it back."""


Tell = Callable[[float], None]
"""A share of 0 to 1 that is done. Raises Unwanted when nobody waits for the rest."""


def telling(database: Engine, job_id: str) -> Tell:
    """For the call of an Outside job: keeps its share, at most once a second."""
    last = [-EVERY]

    def tell(share: float) -> None:
        if monotonic() - last[0] < EVERY:
            return
        last[0] = monotonic()
        with transaction(Session(database), write=True) as session:
            told = update(Job).where(Job.id == job_id).values(share=min(max(share, 0.0), 1.0)).returning(Job.id)
            if session.scalar(told) is None:
                raise Unwanted

    return tell


def share(ctx: Context, key: str) -> float | None:
    """How far the job of this key is; None when there is none (it is done, was given up on or taken back)."""
    asked = select(Job.share).where(Job.tenant_id == ctx.tenant, Job.key == key, Job.due_at.is_not(None))
    return ctx.session.scalar(asked)
