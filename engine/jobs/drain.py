"""Doing all that is due in this process, in due order: what the manual clock and the tests push time with."""

import time
from datetime import datetime

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.jobs import clock
from engine.jobs.execution import MakeContext, execute
from engine.jobs.models import Job
from engine.kernel.database import transaction

PATIENCE = 0.02  # seconds between two looks at a job that another process is just doing


def drain(database: Engine, make_context: MakeContext, until: datetime) -> int:
    """Do everything that is due up to `until`, and what it causes, one after the other; answers how many jobs ran.

    Each job sees its own due time as now, but never a time before the clock or before the job before it. A call that
    a worker beside us is just making is waited for. The manual clock, if there is one, moves along with the jobs.
    """
    done = 0
    now = clock.latest(database)
    while job := _next(database, until):
        if job.taken_until and job.taken_until > clock.real():
            time.sleep(PATIENCE)
            continue
        at = max(now, job.due_at) if now and job.due_at else now or job.due_at or until
        if at != now:
            clock.push(database, at)
            now = at
        done += execute(database, make_context, job, at)
    return done


def advance(database: Engine, make_context: MakeContext, target: clock.Target) -> tuple[datetime, int]:
    """Move the manual clock and do all that falls due on the way; answers where it stands and how many jobs ran."""
    until = clock.resolve(database, target)
    done = drain(database, make_context, until)
    clock.push(database, until)
    return until, done


def _next(database: Engine, until: datetime) -> Job | None:
    with transaction(Session(database, expire_on_commit=False), write=False) as session:
        return session.scalars(select(Job).where(Job.due_at <= until).order_by(Job.due_at, Job.id).limit(1)).first()
