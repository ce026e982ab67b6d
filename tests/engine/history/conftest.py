"""A ledger with a few streams on both databases, and a tamperer who has the database but not the key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from engine.history import Report, append, checkpoint, verify
from engine.kernel import Actor, Base, Context, CustomerFact, Fact, InstanceFact, SettingsFact, Wiring
from engine.kernel.database import open_engine, transaction
from tests.engine.jobs.conftest import postgresql_url

SECRET = "a secret of the house"
T0 = datetime(2026, 3, 2, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class StepDone(InstanceFact):
    note: Any = "走完一步"


@dataclass(frozen=True, kw_only=True, slots=True)
class TierAssigned(CustomerFact):
    member: str = "gold"


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleChanged(SettingsFact):
    rule: str = "D01"


@dataclass
class House:
    database: Engine
    now: datetime = T0

    def does(self, work: Callable[[Context], Any], *, write: bool = True) -> Any:
        with transaction(Session(self.database), write=write) as session:
            ctx = Context(session, Actor("ann"), self.now, Wiring({}, {}, append))
            answer = work(ctx)
            ctx.seal()
            return answer

    def record(self, *facts: Fact) -> None:
        self.now += timedelta(minutes=1)
        self.does(lambda ctx: [ctx.record(fact) for fact in facts])

    def lived(self) -> "House":
        """Three streams: five steps of a case, two tiers of a customer, one change of a rule; all anchored."""
        for _ in range(5):
            self.record(StepDone(instance_id="i-1", element="approve"))
        self.record(TierAssigned(customer_id="c-1"), RuleChanged(), TierAssigned(customer_id="c-1", member="silver"))
        self.checkpoint()
        return self

    def checkpoint(self) -> int | None:
        return self.does(lambda ctx: checkpoint(ctx, SECRET))  # type: ignore[no-any-return]

    def verify(self, secret: str = SECRET, **which: Any) -> Report:
        return self.does(lambda ctx: verify(ctx.session, secret, **which), write=False)  # type: ignore[no-any-return]

    def sql(self, *statements: str, **parameters: Any) -> None:
        """What somebody with the database's own password can do once the guards are taken down."""
        with transaction(Session(self.database), write=True) as session:
            if self.database.dialect.name == "sqlite":
                names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
                for name in names:
                    session.execute(text(f"DROP TRIGGER {name}"))
            else:
                session.execute(text("SET LOCAL session_replication_role = replica"))
            for statement in statements:
                session.execute(text(statement), parameters)


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    sqlite = request.param == "sqlite"
    database = open_engine(f"sqlite:///{tmp_path}/house.db" if sqlite else postgresql_url("keflow_history_test"))
    Base.metadata.create_all(database)
    yield House(database)
    database.dispose()
