"""The loop that does due jobs: claims rows for a short while, does them in threads, and is safe to kill at any moment.

Any number of workers in any number of processes share the work. A claim only keeps two of them from trying the same
job at once; that a job has its effect once is decided by the deletion of its row (see execution). A killed worker's
claims run out after `LEASE`, and its open transactions are undone by the database at once.
"""

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta
from time import monotonic
from typing import Any

from sqlalchemy import Engine, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from engine.jobs import clock
from engine.jobs.execution import MakeContext, execute
from engine.jobs.models import Job
from engine.kernel import Context, new_id
from engine.kernel.database import transaction

log = logging.getLogger("keflow.jobs")

LEASE = timedelta(seconds=15)  # real time; renewed while the job is in hand
POLL = 0.25  # seconds between two looks when nothing is due
AHEAD = 4  # claimed jobs a thread, so that a claim's commit is shared
TROUBLE = 2.0  # seconds to wait when the database does not answer

Chore = tuple[timedelta, Callable[[Context], Any]]


class Worker:
    """Does due jobs until it is stopped. To be made after a server has forked, with an engine of that process.

    `chores` are done by every worker at real-time intervals, each in a transaction of its own (the ledger's hourly
    checkpoint); they must be harmless when done twice.
    """

    def __init__(
        self,
        database: Engine,
        make_context: MakeContext,
        *,
        clock_setting: str = "system",
        threads: int = 4,
        chores: Sequence[Chore] = (),
    ) -> None:
        self.name = new_id()
        self._database = database
        self._make_context = make_context
        self._clock_setting = clock_setting
        self._threads = threads
        self._chores = [(every.total_seconds(), chore) for every, chore in chores]
        self._stop = threading.Event()
        self._in_hand: set[Future[bool]] = set()
        self._loop: threading.Thread | None = None

    def start(self) -> None:
        """Begin in the background; answers at once."""
        self._loop = threading.Thread(target=self.run, name="keflow-jobs", daemon=True)
        self._loop.start()

    def stop(self) -> None:
        """Finish the jobs in hand, give back the claimed ones, and end."""
        self._stop.set()
        if self._loop is not None:
            self._loop.join()

    def run(self) -> None:
        """The loop itself; returns after `stop`."""
        renewed = monotonic()
        done = dict.fromkeys(range(len(self._chores)), monotonic())
        with ThreadPoolExecutor(self._threads, thread_name_prefix="keflow-job") as pool:
            while not self._stop.is_set():
                try:
                    found = self._claim_and_submit(pool)
                    if self._in_hand and monotonic() - renewed > LEASE.total_seconds() / 3:
                        self._renew()
                        renewed = monotonic()
                    for number, (seconds, chore) in enumerate(self._chores):
                        if monotonic() - done[number] >= seconds:
                            done[number] = monotonic()
                            self._do(chore)
                    self._stop.wait(0.002 if found else POLL)
                except Exception:
                    log.exception("the worker cannot look for jobs")
                    self._stop.wait(TROUBLE)
            pool.shutdown(wait=False, cancel_futures=True)
            while wait([one for one in self._in_hand if not one.cancelled()], LEASE.total_seconds() / 3).not_done:
                self._renew()
        self._give_back()

    def _claim_and_submit(self, pool: ThreadPoolExecutor) -> bool:
        self._in_hand = {future for future in self._in_hand if not future.done()}
        room = self._threads * AHEAD - len(self._in_hand)
        if room < self._threads * AHEAD // 2:
            return True
        jobs = self._claim(room)
        for job in jobs:
            self._in_hand.add(pool.submit(self._one, job))
        return bool(jobs)

    def _one(self, job: Job) -> bool:
        try:
            return execute(self._database, self._make_context, job, self._now())
        except Exception:  # the database is away: the claim runs out, and somebody tries again
            log.exception("job %s %s is left for later", job.kind, job.id)
            return False

    def _now(self) -> Any:
        with transaction(Session(self._database), write=False) as session:
            return clock.now(session, self._clock_setting)

    def _claim(self, limit: int) -> list[Job]:
        """Due jobs that nobody has in hand, of each instance only the first."""
        now = self._now()
        with transaction(Session(self._database), write=False) as session:
            if session.scalar(due(now).limit(1)) is None:
                return []
        with transaction(Session(self._database, expire_on_commit=False), write=True) as session:
            ids = session.scalars(due(now).limit(limit).with_for_update(skip_locked=True, of=Job)).all()
            claim = update(Job).where(Job.id.in_(ids))
            claim = claim.values(taken_by=self.name, taken_until=clock.real() + LEASE).returning(Job)
            jobs = session.scalars(claim, execution_options={"synchronize_session": False}).all()
        return sorted(jobs, key=lambda job: (job.due_at, job.id))

    def _renew(self) -> None:
        mine = select(Job.id).where(Job.taken_by == self.name)
        with transaction(Session(self._database), write=True) as session:
            ids = session.scalars(mine.with_for_update(skip_locked=True)).all()
            session.execute(update(Job).where(Job.id.in_(ids)).values(taken_until=clock.real() + LEASE))

    def _give_back(self) -> None:
        with transaction(Session(self._database), write=True) as session:
            session.execute(update(Job).where(Job.taken_by == self.name).values(taken_by=None, taken_until=None))

    def _do(self, chore: Callable[[Context], Any]) -> None:
        now = self._now()
        try:
            with transaction(Session(self._database), write=True) as session:
                ctx = self._make_context(session, now)
                chore(ctx)
                ctx.seal()
        except Exception:
            log.exception("a chore failed")


def due(now: Any) -> Any:
    """The ids of what may be claimed now, in due order; jobs of one instance one after the other."""
    earlier = aliased(Job)
    first = ~exists().where(
        earlier.instance_id == Job.instance_id,
        or_(earlier.due_at < Job.due_at, (earlier.due_at == Job.due_at) & (earlier.id < Job.id)),
    )
    free = or_(Job.taken_until.is_(None), Job.taken_until < clock.real())
    return select(Job.id).where(Job.due_at <= now, free, first).order_by(Job.due_at, Job.id)
