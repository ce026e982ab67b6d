"""Where a command works: the settings of the environment and its database, checked to be at this release."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from engine.definitions import calendars
from engine.definitions.models import CalendarRow
from engine.jobs import clock
from engine.kernel import Context
from engine.kernel.database import open_engine, transaction
from engine.wiring import WIRING
from webapi import db, release
from webapi.config import LOOPBACK, Config, Misconfigured, from_environment
from webapi.parts import Parts, assemble

T = TypeVar("T")


class DryRun(Exception):
    """Raised at the end of a unit of work whose effects were only to be looked at."""


FIRST_YEAR = 1997  # the oldest purchases that the demo replays


@dataclass(frozen=True, slots=True)
class Installation:
    """Parts and database of this command."""

    parts: Parts
    database: Engine

    @contextmanager
    def unit(self, *, write: bool = True) -> Iterator[Context]:
        """One transaction in the system's name."""
        with self.parts.unit(self.database, write=write) as ctx:
            yield ctx


def opened(*, host: str = LOOPBACK) -> Installation:
    """The installation of the environment: an empty database is brought up, one of another release is refused."""
    config = from_environment(host=host)
    database = open_engine(config.database_url, **db.options(config.database_url))
    found = Installation(assemble(config, WIRING), database)
    with reachable(config), release.alone(database):
        with database.connect() as connection:
            standing = release.standing(connection)
        if standing == release.EMPTY:
            release.upgrade(database)
        elif standing != release.CURRENT:
            raise Misconfigured(WRONG[standing])
        begin(found)
    return found


RETRIED = ("40001", "40P01")
"""Serialization failure and deadlock: PostgreSQL chose this transaction to give way."""


def patiently(work: Callable[[], T], tries: int = 3) -> T:
    """The work, done again from the start when the database had it give way to another."""
    for left in reversed(range(tries)):
        try:
            return work()
        except OperationalError as error:
            if not left or getattr(error.orig, "sqlstate", None) not in RETRIED:
                raise
    raise AssertionError("unreachable")


WRONG = {
    release.OLDER: "the database is of an older release. Make a backup, then run: keflow db upgrade",
    release.UNKNOWN: "the database is of a newer release, or not keflow's. Nothing was changed.",
}


@contextmanager
def reachable(config: Config) -> Iterator[None]:
    """Tell a database that does not answer as a matter of settings, without its password."""
    try:
        yield
    except OperationalError as error:
        place = config.database_url.rpartition("@")[2] or config.database_url
        reason = str(error.orig).strip().splitlines()[0]
        raise Misconfigured(f"DATABASE_URL: the database {place} does not answer: {reason}") from None


def begin(at: Installation) -> None:
    """What must stand before anything can run: the manual clock where it is asked for, and the business calendar."""
    config = at.parts.config
    if clock.is_manual(config.clock) and clock.latest(at.database) is None:
        with transaction(Session(at.database), write=True) as session:
            clock.begin(session, config.clock, config.zone)
    with at.unit(write=False) as ctx:
        published = ctx.session.scalar(select(CalendarRow.id).where(CalendarRow.name == calendars.DEFAULT))
    if published is None:
        with at.unit() as ctx:
            calendars.publish_chinese(ctx, FIRST_YEAR, clock.real().year + 1)
