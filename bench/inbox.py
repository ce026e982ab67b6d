"""A page of the inbox among a thousand and among a hundred thousand open tasks."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert

from bench.figures import Figure, at_most, median_ms
from engine.kernel import new_id
from engine.tasks import queries
from engine.tasks.models import Candidate, Task
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh

FEW, MANY = 1_000, 100_000
GROUPS = 20
"""Groups among which the tasks are spread; the reader is in one of them and is offered some by name."""
MODELS = Path(__file__).resolve().parent / "models"


def measure() -> list[Figure]:
    with TemporaryDirectory() as folder, ExitStack() as open_houses:
        few, many = median_ms(*(open_houses.enter_context(page(Path(folder) / str(n), n)) for n in (FEW, MANY)))
        detail = {"few_ms": round(few, 3), "many_ms": round(many, 3)}
        return [at_most("inbox page, 100 k against 1 k open tasks", many / few, 1.5, **detail)]


@contextmanager
def page(folder: Path, count: int) -> Iterator[Callable[[], None]]:
    """A call that reads the first page of fifty, in a house with this many open tasks."""
    folder.mkdir()
    with fresh("sqlite", folder) as engine:
        house = House(engine, WIRING)
        house.person("ann", "staff", groups=("g0",))
        house.deploy(MODELS / "three_tasks.bpmn")
        fill(house, house.start("three_tasks", by="ann").id, count)

        def read() -> None:
            with house.unit("ann", write=False) as ctx:
                assert len(queries.inbox(ctx, "open", limit=50)) == 50

        yield read


def fill(house: House, instance_id: str, count: int) -> None:
    """Open tasks in bulk, offered to groups in turn and every hundredth to the reader by name."""
    with house.unit() as ctx:
        sample = ctx.session.query(Task).filter(Task.instance_id == instance_id).one()
        columns = {c.name: getattr(sample, c.name) for c in Task.__table__.columns}
        tasks, offers = [], []
        for n in range(count):
            due = house.now + timedelta(minutes=n)
            row = {**columns, "id": new_id(), "groups": [f"g{n % GROUPS}"], "due_at": due, "sort_at": due}
            names = [f"g:g{n % GROUPS}", *(["u:ann"] if n % 100 == 0 else [])]
            tasks.append(row)
            offers += [
                {"task_id": row["id"], "candidate": name, "tenant_id": ctx.tenant, "sort_at": due} for name in names
            ]
        ctx.session.execute(insert(Task), tasks)
        ctx.session.execute(insert(Candidate), offers)
