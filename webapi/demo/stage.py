"""The demo's stage: one database, people who act in it, and the movable clock in our hands."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from engine import jobs
from engine.access import queries as access
from engine.jobs import clock
from engine.jobs.clock import Target
from engine.kernel import Actor, Context
from engine.kernel.database import transaction
from webapi.parts import Parts


class Stage:
    """Plays on one database; scenarios are played on it too."""

    def __init__(self, parts: Parts, database: Engine) -> None:
        self.parts = parts
        self.database = database
        self._people: dict[str, Actor] = {}

    @contextmanager
    def unit(self, by: str | None = None, *, write: bool = True) -> Iterator[Context]:
        """One unit of work of a person, or of the system, committed at the end."""
        with transaction(Session(self.database, expire_on_commit=False), write=write) as session:
            ctx = self.parts.context(session)
            yield self.acting(ctx, by) if by else ctx
            ctx.seal()

    def acting(self, ctx: Context, name: str) -> Context:
        """The unit of work in this person's name; who they are is asked once, it does not change while we play."""
        if name not in self._people:
            self._people[name] = access.actor_of(ctx.session, name)
        return ctx.acting_as(self._people[name])

    @property
    def now(self) -> datetime:
        """What the movable clock says."""
        with self.unit(write=False) as ctx:
            return ctx.now

    def at(self, day: date, hour: time) -> datetime:
        """An hour of a day where the company is."""
        return datetime.combine(day, hour, self.parts.config.zone)

    def until(self, moment: datetime) -> None:
        """Push the clock, doing all that falls due on the way; a moment that is past changes nothing."""
        jobs.advance(self.database, self.parts.context, Target(to=max(moment, self.now)))

    def later(self, **time: float) -> int:
        """Push the clock by so much."""
        self.until(self.now + timedelta(**time))
        return 0

    def leap(self, moment: datetime) -> None:
        """Put the clock on without living through the time between, as if the house had stood still."""
        clock.push(self.database, moment)
        self.settle()

    def settle(self) -> int:
        """Do all that is due now."""
        return jobs.drain(self.database, self.parts.context, self.now)
