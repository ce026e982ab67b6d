"""Workers in processes of their own: every effect exactly once, whoever is killed when."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from engine import jobs
from engine.jobs import Inside, Job, Outside, Worker, worker
from engine.kernel import Context
from engine.kernel.database import transaction
from tests.engine.jobs.conftest import Effect, House, effect

ROOT = Path(__file__).parents[3]


def until(seen: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for what another process does; never longer than this."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@contextmanager
def process(url: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.engine.jobs.works", url]
    with subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "works\n"
        yield running
        if running.poll() is None:
            running.communicate("end\n", timeout=30)


@contextmanager
def working(house: House) -> Iterator[None]:
    """A worker in this process, with the house's own handlers."""
    hand = Worker(house.database, house.context)
    hand.start()
    yield
    hand.stop()


@pytest.fixture
def real(house: House) -> House:
    """The house at the real time, which the workers' clock shows."""
    house.now = jobs.clock.real()
    return house


def many(house: House, count: int, **how: object) -> set[str]:
    house.does(lambda ctx: [jobs.later(ctx, "effect", str(n), **how) for n in range(count)])  # type: ignore[arg-type]
    return {str(n) for n in range(count)}


def test_two_workers_do_two_hundred_jobs_each_exactly_once(real: House, url: str) -> None:
    wanted = many(real, 200)
    with process(url), process(url):
        until(lambda: len(real.waiting()) == 0)
    assert len(real.effects()) == 200
    assert set(real.effects()) == wanted


def test_killing_workers_in_mid_run_loses_and_doubles_nothing(real: House, url: str) -> None:
    wanted = many(real, 2_500)  # more than a worker does while this test waits for its turn on a busy machine
    for left in (2_480, 2_440, 2_380):
        with process(url) as running:
            until(lambda at=left: len(real.waiting()) <= at)  # type: ignore[misc]
            running.kill()
            running.wait()
        assert real.waiting()
        _leases_run_out(real)
    with process(url):
        until(lambda: not real.waiting())
    assert sorted(real.effects(), key=int) == sorted(wanted, key=int)
    report = real.ledger()
    assert (report.broken, report.entries) == (None, 2_500)


def _leases_run_out(house: House) -> None:
    """What 15 seconds of waiting would do."""
    house.does(lambda ctx: ctx.session.execute(update(Job).values(taken_until=house.now - timedelta(minutes=1))))


def test_a_killed_workers_claim_holds_only_for_its_lease(real: House) -> None:
    job = real.later("x")
    real.does(lambda ctx: ctx.session.execute(text("UPDATE job SET taken_by = 'dead'")))
    lease = lambda ahead: real.does(  # noqa: E731
        lambda ctx: ctx.session.execute(update(Job).values(taken_until=jobs.clock.real() + ahead))
    )
    lease(timedelta(seconds=5))
    assert _due(real) == []
    lease(timedelta(seconds=-1))
    assert _due(real) == [job]


def _due(house: House) -> list[str]:
    with transaction(Session(house.database), write=False) as session:
        return list(session.scalars(worker.due(jobs.clock.real())))


def test_jobs_of_one_instance_are_claimed_one_after_the_other(real: House) -> None:
    second = real.later("second", instance_id="i-1")
    first = real.later("first", instance_id="i-1", due=real.now - timedelta(hours=1))
    other = real.later("other", instance_id="i-2")
    real.later("tomorrow", instance_id="i-3", due=real.now + timedelta(days=1))
    assert _due(real) == [first, other]
    assert second not in _due(real)
    with working(real):
        until(lambda: len(real.waiting()) == 1)
    effects = real.effects()
    assert effects.index("first") < effects.index("second")


def test_a_drain_beside_workers_doubles_nothing(real: House, url: str) -> None:
    wanted = many(real, 200)
    with process(url):
        real.drain(minutes=1)
        assert real.waiting() == []
    assert sorted(real.effects(), key=int) == sorted(wanted, key=int)


def test_a_drain_waits_for_a_call_that_a_worker_is_just_making(real: House) -> None:
    calls: list[str] = []

    def call(request: str, key: str) -> str:
        calls.append(key)
        time.sleep(0.3)
        return request

    def finish(ctx: Context, job: Job, answer: str) -> None:
        ctx.session.add(Effect(what=answer, at=ctx.now))

    real.handlers["call"] = Outside(lambda ctx, job: job.payload, call, finish)
    real.later("called once", "call")
    with working(real):
        until(lambda: bool(calls))
        assert real.drain(minutes=1) == 0
    assert (real.effects(), len(calls)) == (["called once"], 1)


def test_a_timer_and_the_completion_that_cancels_it_never_deadlock(real: House) -> None:
    """Both take the instance first, then the job's row; here a row of effects stands for the instance."""
    real.does(lambda ctx: ctx.session.add(Effect(id="instance", what="instance", at=ctx.now)))

    def lock(ctx: Context, job: Job) -> None:
        ctx.session.execute(select(Effect).where(Effect.id == "instance").with_for_update())

    real.handlers["timer"] = Inside(effect, lock=lock)
    cancelled = 0
    with working(real):
        for n in range(60):
            real.later(f"timer {n}", "timer", key="timer")
            cancelled += real.does(lambda ctx: (lock(ctx, Job()), jobs.cancel(ctx, key="timer"))[1])
        until(lambda: not real.waiting())
    assert len(real.effects()) == 1 + 60 - cancelled


def test_chores_are_done_at_their_interval(real: House) -> None:
    hand = Worker(
        real.database,
        real.context,
        chores=[(timedelta(0), lambda ctx: ctx.session.add(Effect(what="chore", at=ctx.now)))],
    )
    hand.start()
    until(lambda: "chore" in real.effects())
    hand.stop()


def test_a_worker_outlives_a_database_that_is_away(real: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "TROUBLE", 0.01)
    real.does(lambda ctx: ctx.session.execute(text("ALTER TABLE job RENAME TO away")))
    with working(real):
        real.does(lambda ctx: ctx.session.execute(text("ALTER TABLE away RENAME TO job")))
        real.later("after all")
        until(lambda: real.effects() == ["after all"])


def test_looking_for_due_jobs_walks_an_index_however_many_wait(house: House) -> None:
    query = str(worker.due(house.now).limit(1).compile(house.database, compile_kwargs={"literal_binds": True}))
    with house.database.connect() as connection:
        if house.database.dialect.name == "postgresql":
            connection.execute(text("SET enable_seqscan = off"))  # an empty table is always read as a whole
            connection.execute(text("SET enable_hashjoin = off"))
            query = f"EXPLAIN {query}"
        else:
            query = f"EXPLAIN QUERY PLAN {query}"
        plan = " ".join(str(row) for row in connection.execute(text(query)))
    assert "ix_job_due_at" in plan
    assert "ix_job_instance_id" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan
