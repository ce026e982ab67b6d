"""Timers fire in the order of their due times, never early, never twice, and all of them after a stop of any length."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta

import pytest

from engine.jobs import Worker, clock
from engine.kernel import Conflict
from tests.kit import House, Run
from tests.kit.drawings import drawing

WAITS = drawing("waits", "start > wait:catch > end", wait={"timer": "duration(after)"})
MINUTES = (50, 10, 40, 20, 30)


@pytest.fixture
def waiting(house: House) -> list[Run]:
    house.deploy(waits__bpmn=WAITS)
    return [house.start("waits", after=f"PT{minutes}M") for minutes in MINUTES]


def fired(runs: list[Run]) -> list[datetime]:
    """When each timer fired; every one at most once."""
    found = [[entry.at for entry in run.facts if entry.fact == "TimerFired"] for run in runs]
    assert all(len(times) <= 1 for times in found)
    return [datetime.fromisoformat(times[0]) for times in found if times]


def test_timers_fire_at_their_times_in_order(house: House, waiting: list[Run]) -> None:
    begun = house.now
    house.later(minutes=35)
    assert sorted(fired(waiting)) == [begun + timedelta(minutes=minutes) for minutes in (10, 20, 30)]
    house.later(minutes=35)
    assert fired(waiting) == [begun + timedelta(minutes=minutes) for minutes in MINUTES]


def test_never_early(house: House, waiting: list[Run]) -> None:
    house.later(minutes=9, seconds=59)
    assert fired(waiting) == []


def test_after_a_stop_of_months_all_fire_in_order(house: House, waiting: list[Run]) -> None:
    house.later(days=200)
    order = sorted(waiting, key=lambda run: fired([run]))
    assert [MINUTES[waiting.index(run)] for run in order] == sorted(MINUTES)
    assert all(run.finished for run in waiting)


def test_two_workers_fire_every_timer_of_a_long_stop_once(house: House) -> None:
    house.deploy(waits__bpmn=WAITS)
    house.now = clock.real() - timedelta(days=90)
    late = [house.start("waits", after=f"PT{minutes}M") for minutes in range(1, 31)]
    house.now = clock.real()
    early = house.start("waits", after="PT1H")
    with working(house), working(house):
        until(lambda: all(run.finished for run in late))
    assert len(fired(late)) == 30
    assert fired([early]) == []


def test_a_worker_and_a_person_at_once_end_a_wait_once(house: House) -> None:
    flows = "start > a:user > end; late:boundary > b:user > end2:end"
    house.deploy(p__bpmn=drawing("p", flows, late={"attachedToRef": "a", "timer": "PT1M"}))
    house.now = clock.real() - timedelta(minutes=1)
    runs = [house.start("p") for _ in range(10)]
    house.now = clock.real()
    with working(house), working(house):
        for run in runs:
            answered(run)
        until(lambda: all(run.finished or run.open == ["b"] for run in runs))
    for run in runs:
        told = [entry.fact for entry in run.facts]
        assert told.count("TimerFired") + told.count("TaskCompleted") == 1


def answered(run: Run) -> None:
    """Somebody answers, or comes too late."""
    with suppress(Conflict, AssertionError):  # the kit's word for a task that is gone
        run.task("a").completed_with()


@contextmanager
def working(house: House) -> Iterator[None]:
    worker = Worker(house.engine, house.context, threads=2)
    worker.start()
    yield
    worker.stop()


def until(seen: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never came"
        threading.Event().wait(0.05)
