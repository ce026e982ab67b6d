"""A house to live in: people, deployed processes, running cases and a clock, on a real database.

run = house.start("tier_review", by="ann", customer="C-7")
run.task("approve").claimed_by("bob").completed_with(decision="approve")
assert run.finished and run.outcome == "promoted"
house.later(days=3)
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine import jobs
from engine.access import commands as people
from engine.access import queries as access
from engine.definitions import commands as definitions
from engine.feel import values
from engine.history import prose
from engine.history import queries as history
from engine.history.models import Entry
from engine.history.queries import Recorded
from engine.instances import commands as instances
from engine.instances import messages
from engine.instances import queries as cases
from engine.instances.models import Incident, Instance
from engine.kernel import Actor, Context, Wiring
from engine.kernel.context import SYSTEM
from engine.kernel.database import transaction
from engine.kernel.vault import Vault
from engine.tasks import commands as tasks
from engine.tasks import queries as inbox
from engine.tasks.models import Task

T = TypeVar("T")
MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""Monday 2026-03-02, 09:00 in Shanghai: the office opens."""
ROOT = Path(__file__).resolve().parents[2]


class House:
    """One company in one database, with its clock in our hands."""

    def __init__(self, engine: Engine, wiring: Wiring, now: datetime = MONDAY) -> None:
        self.engine = engine
        self.wiring = wiring
        self.now = now
        self.vault = Vault("a secret for tests only")

    # --- units of work --------------------------------------------------------------------------------------------

    def context(self, session: Session, now: datetime, actor: Actor = SYSTEM) -> Context:
        return Context(session, actor, now, self.wiring, vault=self.vault)

    @contextmanager
    def unit(self, by: str | None = None, *, write: bool = True) -> Iterator[Context]:
        """One unit of work of a person (of the system, when nobody is named), committed at the end."""
        with transaction(Session(self.engine, expire_on_commit=False), write=write) as session:
            actor = access.actor_of(session, by) if by else SYSTEM
            ctx = self.context(session, self.now, actor)
            yield ctx
            ctx.seal()

    def look(self, question: Callable[[Context], T]) -> T:
        """Read something."""
        with self.unit(write=False) as ctx:
            return question(ctx)

    # --- people and definitions -----------------------------------------------------------------------------------

    def person(self, name: str, *roles: str, groups: tuple[str, ...] = (), **more: Any) -> "House":
        """Somebody works here, as staff unless other roles are named."""
        with self.unit() as ctx:
            people.ensure_groups(ctx, groups)
            people.add_person(ctx, name, roles=roles or ("staff",), groups=groups, **more)
        return self

    def deploy(self, *sources: Path | str, by: str | None = None, **files: bytes) -> definitions.Outcome:
        """Deploy files and folders (relative to the checkout), or bytes by file name with `__` for the dot."""
        found = {name.replace("__", "."): content for name, content in files.items()}
        for source in sources:
            path = ROOT / source
            inside = path.rglob("*") if path.is_dir() else [path]
            found |= {p.relative_to(ROOT).as_posix() if p.is_relative_to(ROOT) else p.name: p.read_bytes()
                      for p in inside if p.suffix in (".bpmn", ".dmn", ".json")}  # fmt: skip
        with self.unit(by) as ctx:
            return definitions.deploy(ctx, found)

    # --- cases ----------------------------------------------------------------------------------------------------

    def start(self, process: str, *, by: str | None = None, customer_id: str | None = None, **variables: Any) -> "Run":
        """Start a case."""
        with self.unit(by) as ctx:
            instance = instances.start(ctx, process, values.of(variables), customer_id=customer_id)
            return Run(self, instance.id)

    def message(self, name: str, correlation: Mapping[str, Any] | None = None, **variables: Any) -> messages.Delivery:
        """Send a message to whoever it is for."""
        with self.unit() as ctx:
            return messages.publish(ctx, name, correlation or {}, variables)

    def signal(self, name: str, **variables: Any) -> messages.Delivery:
        """Send a signal to all who listen."""
        with self.unit() as ctx:
            return messages.signal(ctx, name, variables)

    def settle(self) -> int:
        """Do all jobs that are due now; answers how many."""
        return jobs.drain(self.engine, self.context, self.now)

    def later(self, **time: float) -> int:
        """Push the clock and do everything that falls due on the way, in due order; answers how many jobs ran."""
        until = self.now + timedelta(**time)
        done = jobs.drain(self.engine, self.context, until)
        self.now = until
        return done

    def runs(self, process: str) -> list["Run"]:
        """All cases of a process, oldest first."""
        found = self.look(lambda ctx: ctx.session.scalars(cases.instances(ctx, process=process)).all())
        return [Run(self, instance.id) for instance in reversed(found)]

    def told(self, stream: str) -> list[Recorded]:
        """The entries of a stream as they are read: what they quote of people in clear."""
        return self.look(lambda ctx: prose.opened(ctx, history.entries(ctx.session, ctx.tenant, stream, limit=1000)))

    def ledger(self, stream: str) -> list[Entry]:
        """The entries of a stream, in order."""
        of_stream = select(Entry).where(Entry.stream == stream).order_by(Entry.seq)
        return self.look(lambda ctx: list(ctx.session.scalars(of_stream)))


class Run:
    """A case, seen from outside; every look reads the database anew."""

    def __init__(self, house: House, instance_id: str) -> None:
        self.house = house
        self.id = instance_id

    @property
    def row(self) -> Instance:
        return self.house.look(lambda ctx: cases.instance(ctx, self.id))

    @property
    def status(self) -> str:
        return self.row.status

    @property
    def finished(self) -> bool:
        return self.status == "completed"

    @property
    def outcome(self) -> str | None:
        return self.row.outcome

    @property
    def variables(self) -> dict[str, Any]:
        return cases.variables(self.row)

    @property
    def tasks(self) -> list[Task]:
        """The open tasks of the case and of those it called."""
        return [task for task in self.house.look(lambda ctx: inbox.of_instance(ctx, self.id)) if task.status == "open"]

    @property
    def open(self) -> list[str]:
        """The elements with open tasks, sorted."""
        return sorted(task.element for task in self.tasks)

    def task(self, element: str) -> "TaskHandle":
        """The open task of this element; the first, where a multi-instance has several."""
        for task in self.tasks:
            if task.element == element:
                return TaskHandle(self, task.id)
        raise AssertionError(f"no open task {element}; open are {self.open}, the case is {self.status}")

    @property
    def trace(self) -> list[str]:
        """The elements completed so far, in order."""
        return [str(entry.element) for entry in self.facts if entry.fact == "ElementCompleted"]

    @property
    def facts(self) -> list[Entry]:
        return self.house.ledger(f"instance:{self.id}")

    @property
    def incidents(self) -> list[Incident]:
        return self.house.look(lambda ctx: list(ctx.session.scalars(cases.open_incidents(ctx, [self.id]))))

    def children(self) -> list["Run"]:
        found = self.house.look(lambda ctx: ctx.session.scalars(cases.instances(ctx, parent=self.id)).all())
        return [Run(self.house, instance.id) for instance in reversed(found)]


class TaskHandle:
    """An open task in somebody's hands (nobody's, until `claimed_by`)."""

    def __init__(self, run: Run, task_id: str, by: str | None = None) -> None:
        self.run = run
        self.id = task_id
        self.by = by

    @property
    def row(self) -> Task:
        return self.run.house.look(lambda ctx: ctx.session.get_one(Task, self.id))

    def by_whom(self, name: str | None) -> "TaskHandle":
        """The same task, answered by this person without claiming it first."""
        return TaskHandle(self.run, self.id, name)

    def claimed_by(self, name: str) -> "TaskHandle":
        with self.run.house.unit(name) as ctx:
            tasks.claim(ctx, self.id)
        return TaskHandle(self.run, self.id, name)

    def completed_with(self, **data: Any) -> Run:
        """Answer the task; the case goes on until it waits again."""
        with self.run.house.unit(self.by) as ctx:
            tasks.complete(ctx, self.id, data)
        return self.run

    def completed_by(self, name: str, **data: Any) -> Run:
        return self.by_whom(name).completed_with(**data)
