"""How fast timers that fell due while nobody was there are done: one worker, in due order."""

import time
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select

from bench.figures import Figure
from engine import jobs
from engine.instances import commands as instances
from engine.jobs import Job
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh
from tests.kit.drawings import drawing

DUE = 100_000
CASES = 400
"""Cases whose timers really fire; the rest of what is due belongs to later batches, so that the queue is as long."""
WAIT = drawing("due", "start > wait:catch > end", wait={"timer": "PT1H"})


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        house = House(engine, WIRING)
        house.deploy(due__bpmn=WAIT)
        for _ in range(CASES // 50):
            with house.unit() as ctx:
                for _ in range(50):
                    instances.start(ctx, "due", {})
        _crowd(house)
        started = time.perf_counter()
        done = jobs.drain(house.engine, house.context, house.now + timedelta(hours=1))
        rate = done / (time.perf_counter() - started)
        left = house.look(lambda ctx: ctx.session.scalar(select(func.count(Job.id))))
        assert (done, left) == (CASES, DUE - CASES)
    what = f"due timers a second, one after the other, {DUE:,} in the queue, SQLite"
    return [Figure(what, round(rate, 1), "timers/s", detail={"drained_100k_minutes": round(DUE / rate / 60, 1)})]


def _crowd(house: House) -> None:
    """Timers of other cases that are due a little later."""
    due = house.now + timedelta(hours=2)
    with house.unit() as ctx:
        ctx.session.bulk_insert_mappings(
            Job,  # type: ignore[arg-type]
            [
                {"id": f"z{n:07}", "tenant_id": ctx.tenant, "kind": "timer", "due_at": due, "payload": {"token": "1"}}
                | {"instance_id": f"other{n}", "retries": 3, "attempts": 0}
                for n in range(DUE - CASES)
            ],
        )
