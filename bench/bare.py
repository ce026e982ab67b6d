"""The yardstick: the same step on bare in-memory SpiffWorkflow, and one bare SQLAlchemy Core commit of a 6 KB row."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.util.task import TaskState
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, create_engine, event, insert, update

MODELS = Path(__file__).resolve().parent / "models"


def human_step(model: str = "three_tasks") -> Callable[[], Any]:
    """A call that completes one human task of a fresh run each time three are done."""
    parser = BpmnParser()
    parser.add_bpmn_file(str(MODELS / f"{model}.bpmn"))
    spec = parser.get_spec(model)
    held: list[BpmnWorkflow] = []

    def step() -> None:
        if not held or held[0].is_completed():
            held[:] = [BpmnWorkflow(spec)]
            held[0].do_engine_steps()
        task = held[0].get_tasks(state=TaskState.READY, manual=True)[0]
        task.data["decision"] = "approve"
        task.run()
        held[0].do_engine_steps()

    return step


def commit(folder: Path) -> Callable[[], Any]:
    """A call that rewrites one row of 6 KB in its own transaction, on SQLite with the settings that keflow uses."""
    engine = create_engine(f"sqlite:///{folder / 'bare.sqlite'}")
    event.listen(engine, "connect", _pragmas)
    rows = Table("row", MetaData(), Column("id", Integer, primary_key=True), Column("state", LargeBinary))
    rows.metadata.create_all(engine)
    with engine.begin() as connection:
        connection.execute(insert(rows).values(id=1, state=b""))
    count = 0

    def write() -> None:
        nonlocal count
        count += 1
        state = (count % 256).to_bytes(1, "big") * 6_000
        with engine.begin() as connection:
            connection.execute(update(rows).where(rows.c.id == 1).values(state=state))

    return write


def _pragmas(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
