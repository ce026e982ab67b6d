"""Completing human tasks through the engine, history and chain on: against a bare yardstick, and instances a second."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import bare
from bench.figures import Figure, at_least, at_most, median_ms
from engine.instances import commands as instances
from engine.tasks import commands as tasks
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh

MODELS = Path(__file__).resolve().parent / "models"
ROUNDS = 60
INSTANCES = 200
TASKS = ("first", "second", "third")


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        house = House(engine, WIRING)
        house.person("ann", "staff")
        house.deploy(MODELS / "three_tasks.bpmn")
        ours, step, commit = median_ms(one_task(house), bare.human_step(), bare.commit(Path(folder)), times=ROUNDS)
        yardstick = step + commit
        return [
            at_most(
                "one completed human task ÷ (bare SpiffWorkflow step + bare 6 KB commit)",
                ours / yardstick,
                15,
                ours_ms=round(ours, 3),
                yardstick_ms=round(yardstick, 3),
            ),
            at_least("start → 3 human tasks → end, SQLite, history and chain on", whole_runs(house), 50, "inst/s"),
        ]


def one_task(house: House) -> Callable[[], None]:
    """A call that does the second of three tasks: claimed, checked, completed, the next one opened, all on record."""
    waiting = []
    for _ in range(ROUNDS + 5):
        run = house.start("three_tasks", by="ann")
        run.task("first").completed_by("ann", decision="approve")
        waiting.append(run.task("second").id)

    def complete() -> None:
        with house.unit("ann") as ctx:
            tasks.complete(ctx, waiting.pop(), {"decision": "approve"})

    return complete


def whole_runs(house: House) -> float:
    """Instances a second, each with its start and three completions in transactions of their own."""
    started = time.perf_counter()
    for _ in range(INSTANCES):
        with house.unit("ann") as ctx:
            case = instances.start(ctx, "three_tasks", {})
            waiting = next(iter(ctx.memo["tasks.opened"]))
        for _ in TASKS:
            with house.unit("ann") as ctx:
                done = tasks.complete(ctx, waiting.id, {"decision": "approve"})
            waiting = done.next_task or waiting
        assert done.instance.status == "completed", case.id
    return INSTANCES / (time.perf_counter() - started)
