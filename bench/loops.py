"""A loop that runs long: the thousandth follow-up must be as cheap as the tenth."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Figure, at_most, median_ms
from engine.instances import commands as instances
from engine.tasks import commands as tasks
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh

MODELS = Path(__file__).resolve().parent / "models"
LONG = 1_000
AROUND = 20
"""Iterations before the tenth and the thousandth, measured in turns."""


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder, fresh("sqlite", Path(folder)) as engine:
        house = House(engine, WIRING)
        house.person("ann", "staff")
        house.deploy(MODELS / "looping.bpmn")
        long, short = iteration(house), iteration(house)
        for _ in range(LONG - AROUND):
            long()
        late, early = median_ms(long, short, times=AROUND, warm=0)
        detail = {"early_ms": round(early, 3), "late_ms": round(late, 3)}
        return [at_most("1,000th iteration of a looping human task ÷ the 10th", late / early, 1.2, **detail)]


def iteration(house: House) -> Callable[[], None]:
    """A call that completes the looping task of a case of its own once more."""
    with house.unit("ann") as ctx:
        instances.start(ctx, "looping", {})
        waiting = list(ctx.memo["tasks.opened"])

    def again() -> None:
        with house.unit("ann") as ctx:
            done = tasks.complete(ctx, waiting.pop().id, {"decision": "again"})
        assert done.next_task is not None
        waiting.append(done.next_task)

    return again
