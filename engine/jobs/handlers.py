"""What a room says about a kind of job: how it is done, what it locks, and what happens when it will not succeed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from engine.jobs.models import Job
from engine.kernel import Context


class Retry(Exception):
    """Not now: roll back and try again after this time (by default the usual pause, which grows with each try)."""

    def __init__(self, after: timedelta | None = None) -> None:
        super().__init__("retry")
        self.after = after


class GiveUp(Exception):
    """No further try can succeed: roll back and let the kind's `failed` say so."""


def _nothing(ctx: Context, job: Job) -> None:
    """Most jobs lock nothing but themselves."""


@dataclass(frozen=True, slots=True)
class Inside:
    """A job on our own rows: `run(ctx, job)` has its effect and deletes the job in one transaction, exactly once.

    `lock(ctx, job)` is called first in the transaction, before the job's row is touched: whoever completes a task
    locks the instance and then cancels its timers, so a timer must take the two in the same order.
    `failed(ctx, job, error)` records the incident in a transaction of its own when the tries are used up; without
    it the job stays as given up.
    """

    run: Callable[[Context, Job], None]
    lock: Callable[[Context, Job], None] = _nothing
    failed: Callable[[Context, Job, Exception], None] | None = None


@dataclass(frozen=True, slots=True)
class Outside:
    """A job that calls the outside world between two transactions: at least once by nature.

    `prepare(ctx, job)` answers what to send, or None when it is no longer wanted; `call(request, idempotency_key)`
    runs in no transaction and gets the same key on every try; `finish(ctx, job, answer)` records what came back.
    """

    prepare: Callable[[Context, Job], Any]
    call: Callable[[Any, str], Any]
    finish: Callable[[Context, Job, Any], None]
    lock: Callable[[Context, Job], None] = _nothing
    failed: Callable[[Context, Job, Exception], None] | None = None


def handler(ctx: Context, kind: str) -> Inside | Outside:
    """The handler that the wiring names for this kind; a plain function is the `run` of an Inside."""
    found = ctx.wiring.jobs[kind]
    return found if isinstance(found, Inside | Outside) else Inside(found)
