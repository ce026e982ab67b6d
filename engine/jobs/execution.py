"""Doing one job: in the handler's transaction the row goes and the effect comes, or neither.

Whoever finds a due row may call `execute`: a worker, the drain of the manual clock, a test. The deletion of the row
decides who was first; everybody else finds nothing to do.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, delete, or_, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.jobs import clock
from engine.jobs.handlers import GiveUp, Inside, Retry, handler
from engine.jobs.models import Job
from engine.kernel import Actor, Conflict, Context, new_id
from engine.kernel.database import transaction

log = logging.getLogger("keflow.jobs")

MakeContext = Callable[[Session, datetime], Context]

RACES = 5  # lost races with other writers that are simply run again
LEASE = timedelta(minutes=5)  # of a call that no worker renews; longer than any may take


def execute(database: Engine, make_context: MakeContext, job: Job, now: datetime) -> bool:
    """Do this job at this time if it still waits; whether it was ours to do. Errors of handlers never leave here."""
    for race in range(RACES):
        try:
            return _attempt(database, make_context, job, now)
        except (Conflict, OperationalError) as error:
            if race + 1 == RACES:
                return _again(database, make_context, job, now, error)
        except Exception as error:
            return _again(database, make_context, job, now, error)
    raise AssertionError("unreachable")


def _attempt(database: Engine, make_context: MakeContext, job: Job, now: datetime) -> bool:
    with _unit(database, make_context, job, now) as ctx:
        how = handler(ctx, job.kind)
        how.lock(ctx, job)
        if isinstance(how, Inside):
            if not _remove(ctx, job):
                return False
            how.run(ctx, job)
            return True
        if not _take(ctx, job):
            return False
        request = how.prepare(ctx, job)
        if request is None:
            return _remove(ctx, job)
    answer = how.call(request, job.id)
    with _unit(database, make_context, job, now) as ctx:
        how.lock(ctx, job)
        if not _remove(ctx, job):
            return False
        how.finish(ctx, job, answer)
        return True


def _again(database: Engine, make_context: MakeContext, job: Job, now: datetime, error: Exception) -> bool:
    """A try has failed: put the job off, or let its kind say that it is given up."""
    wait = error.after if isinstance(error, Retry) else None
    last = isinstance(error, GiveUp) or (wait is None and job.attempts >= job.retries)
    log.warning(
        "job %s %s failed (%s of %s tries)", job.kind, job.id, job.attempts + 1, job.retries + 1, exc_info=error
    )
    if last:
        for own in (True, False):
            try:
                with _unit(database, make_context, job, now) as ctx:
                    return _give_up(ctx, job, error, own=own)
            except Exception:
                log.exception("job %s %s could not be given up", job.kind, job.id)
    with transaction(Session(database), write=True) as session:
        due = None if last else now + (wait or pause(job.attempts + 1))
        return _one(session.execute(_put_off(job, error, due, counts=wait is None)))


def _give_up(ctx: Context, job: Job, error: Exception, *, own: bool) -> bool:
    """The kind has its `own` way to say that it failed; else the job is kept, and the wiring says so."""
    how = handler(ctx, job.kind) if job.kind in ctx.wiring.jobs else Inside(_unknown)
    how.lock(ctx, job)
    if own and how.failed is not None:
        if not _remove(ctx, job):
            return False
        how.failed(ctx, job, error)
        return True
    if not _one(ctx.session.execute(_put_off(job, error, None, counts=True))):
        return False
    ctx.wiring.given_up(ctx, job, error)
    return True


def _unknown(ctx: Context, job: Job) -> None:
    """A kind that this release does not know locks nothing."""


def _put_off(job: Job, error: Exception, due: datetime | None, *, counts: bool) -> Any:
    """Nobody has the job in hand any more; it is due then, or waits for a person."""
    return _same(update(Job), job).values(
        attempts=Job.attempts + int(counts),
        due_at=due,
        error=f"{type(error).__name__}: {error}",
        taken_by=None,
        taken_until=None,
    )


def pause(attempts: int) -> timedelta:
    """The pause after this many failed tries: 10 s, 20 s, 40 s ... at most an hour."""
    return timedelta(seconds=min(10 * 2 ** (attempts - 1), 3600))


@contextmanager
def _unit(database: Engine, make_context: MakeContext, job: Job, now: datetime) -> Iterator[Context]:
    with transaction(Session(database), write=True) as session:
        ctx = make_context(session, now)
        if ctx.tenant != job.tenant_id:
            ctx = ctx.acting_as(Actor("system", tenant_id=job.tenant_id))
        yield ctx
        ctx.seal()


def _same(statement: Any, job: Job) -> Any:
    """The row as we saw it: somebody who tried it in the meantime has counted."""
    return statement.where(Job.id == job.id, Job.tenant_id == job.tenant_id, Job.attempts == job.attempts)


def _one(result: Any) -> bool:
    return bool(result.rowcount == 1)


def _remove(ctx: Context, job: Job) -> bool:
    return _one(ctx.session.execute(_same(delete(Job), job), execution_options={"synchronize_session": False}))


def _take(ctx: Context, job: Job) -> bool:
    """Have the row in hand for an outside call, in real time: a worker's claim is its own to take and to renew."""
    real = clock.real()
    free = or_(Job.taken_until.is_(None), Job.taken_until < real, Job.taken_by == job.taken_by)
    hold = {"taken_by": job.taken_by} if job.taken_by else {"taken_by": new_id(), "taken_until": real + LEASE}
    taken = _same(update(Job), job).where(free).values(**hold)
    return _one(ctx.session.execute(taken, execution_options={"synchronize_session": False}))
