"""What one process is put together from: settings, wiring, vault. The web application, the worker and each command of
`keflow` make their Contexts here and nowhere else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine.definitions import rehearsals
from engine.jobs import clock
from engine.kernel import Actor, Context, Wiring
from engine.kernel.context import SYSTEM
from engine.kernel.database import transaction
from engine.kernel.vault import Vault
from webapi.config import Config


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that every unit of work of this process shares."""

    config: Config
    wiring: Wiring
    vault: Vault

    def context(self, session: Session, now: datetime | None = None, actor: Actor = SYSTEM) -> Context:
        """A Context in the system's name (or another's) at the clock's time (or another); the caller commits."""
        at = now or clock.now(session, self.config.clock)
        return Context(session, actor, at, self.wiring, zone=self.config.zone, vault=self.vault)

    @contextmanager
    def unit(self, database: Engine, *, write: bool = True) -> Iterator[Context]:
        """One transaction in the system's name, outside any request: sealed and committed at the end."""
        with transaction(Session(database, expire_on_commit=False), write=write) as session:
            ctx = self.context(session)
            yield ctx
            ctx.seal()


def assemble(config: Config, wiring: Wiring) -> Parts:
    """The parts of this installation."""
    return Parts(config, equipped(wiring), Vault(*config.secrets))


def equipped(wiring: Wiring) -> Wiring:
    """The engine's wiring with what stands above it and plays scenarios."""
    return replace(wiring, jobs={**wiring.jobs, rehearsals.KIND: rehearsals.job(_play)})


def _play(process: str, files: Mapping[str, bytes]) -> rehearsals.Outcome:
    """The engine asks for scenarios to be played; what plays them stands above it."""
    from webapi.scenarios.rehearsing import play  # the demo's people come along: only where it is wanted

    return play(process, files)
