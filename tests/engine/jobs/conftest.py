"""A house with nothing in it but a table of effects, on both databases, to see what jobs do to rows."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import jobs
from engine.history import Report, append, verify
from engine.jobs import clock
from engine.kernel import Actor, Base, Context, Row, SettingsFact, UtcDateTime, Wiring
from engine.kernel.context import SHANGHAI
from engine.kernel.database import open_engine, transaction

T0 = datetime(2026, 3, 2, 1, tzinfo=UTC)
POSTGRESQL = "postgresql+psycopg://postgres@127.0.0.1:5432"


class Effect(Row, Base):
    """One row for each time that something was really done."""

    __tablename__ = "test_effect"

    what: Mapped[str]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


@dataclass(frozen=True, kw_only=True, slots=True)
class Done(SettingsFact):
    """The fact of it; all in one stream, so that the writers meet there."""

    what: str


def effect(ctx: Context, job: jobs.Job) -> None:
    """The plainest handler: its effect is a row and a fact."""
    ctx.session.add(Effect(what=str(job.payload), at=ctx.now))
    ctx.record(Done(what=str(job.payload)))


@dataclass
class House:
    """A database, the handlers, and the time of the next unit of work."""

    database: Engine
    handlers: dict[str, Any] = field(default_factory=lambda: {"effect": effect})
    now: datetime = T0

    def context(self, session: Session, now: datetime) -> Context:
        return Context(session, Actor("system"), now, Wiring({}, {}, append, jobs=self.handlers))

    def does(self, work: Callable[[Context], Any]) -> Any:
        with transaction(Session(self.database), write=True) as session:
            ctx = self.context(session, self.now)
            answer = work(ctx)
            ctx.seal()
            return answer

    def later(self, what: Any, kind: str = "effect", **how: Any) -> Any:
        return self.does(lambda ctx: jobs.later(ctx, kind, what, **how))

    def drain(self, **ahead: float) -> int:
        return jobs.drain(self.database, self.context, self.now + timedelta(**ahead))

    def effects(self) -> list[str]:
        return [effect.what for effect in self._all(select(Effect).order_by(Effect.id))]

    def times(self) -> list[datetime]:
        return [effect.at for effect in self._all(select(Effect).order_by(Effect.id))]

    def ledger(self) -> Report:
        with transaction(Session(self.database), write=False) as session:
            return verify(session, "secret")

    def waiting(self) -> list[jobs.Job]:
        return self._all(select(jobs.Job).order_by(jobs.Job.id))

    def manual_clock(self) -> None:
        self.does(lambda ctx: clock.begin(ctx.session, f"manual:{self.now.isoformat()}", SHANGHAI))

    def _all(self, query: Any) -> list[Any]:
        with transaction(Session(self.database, expire_on_commit=False), write=False) as session:
            return list(session.scalars(query))


def postgresql_url(name: str) -> str:
    """An empty database of this name (one a worker of the test run); skips plainly when no server answers."""
    name = f"{name}_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    server = create_engine(f"{POSTGRESQL}/postgres", isolation_level="AUTOCOMMIT", connect_args={"connect_timeout": 2})
    try:
        with server.connect() as connection:
            if not connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
                connection.execute(text(f"CREATE DATABASE {name}"))
    except OperationalError:
        pytest.skip("no PostgreSQL at 127.0.0.1:5432")
    finally:
        server.dispose()
    own = create_engine(f"{POSTGRESQL}/{name}")
    with own.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    own.dispose()
    return f"{POSTGRESQL}/{name}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/house.db" if request.param == "sqlite" else postgresql_url("keflow_jobs_test")


@pytest.fixture
def house(url: str) -> Iterator[House]:
    database = open_engine(url)
    Base.metadata.create_all(database)
    yield House(database)
    database.dispose()
