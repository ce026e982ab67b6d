"""The one place that knows what time it is: the system's clock, or the manual one that only moves when told.

The manual clock is one row shared by all processes; it stands still between calls and never goes back.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session

from engine.jobs.models import Job, SystemClock
from engine.kernel import Invalid
from engine.kernel.database import transaction


def is_manual(setting: str) -> bool:
    """Whether KEFLOW_CLOCK (`system`, `manual` or `manual:<instant>`) names the manual clock."""
    return setting.partition(":")[0] == "manual"


def begin(session: Session, setting: str, zone: ZoneInfo) -> None:
    """Set the manual clock up at its instant, or at the real time, unless it already runs."""
    if is_manual(setting) and session.get(SystemClock, 1) is None:
        told = setting.partition(":")[2]
        at = datetime.fromisoformat(told) if told else datetime.now(UTC)
        session.add(SystemClock(id=1, now=at if at.tzinfo else at.replace(tzinfo=zone)))


def now(session: Session, setting: str) -> datetime:
    """The time of this unit of work, in UTC."""
    if is_manual(setting):
        row = session.scalar(select(SystemClock.now).where(SystemClock.id == 1))
        if row is None:
            raise LookupError("the manual clock was never set up")
        return row
    return datetime.now(UTC)


def real() -> datetime:
    """The real time, for leases: they guard against dead processes, which a manual clock would revive."""
    return datetime.now(UTC)


def latest(database: Engine) -> datetime | None:
    """Where the manual clock stands; None without one."""
    with transaction(Session(database), write=False) as session:
        return session.scalar(select(SystemClock.now).where(SystemClock.id == 1))


def push(database: Engine, at: datetime) -> None:
    """Move the manual clock forward to this instant; one that is already later stays."""
    with transaction(Session(database), write=True) as session:
        session.execute(update(SystemClock).where(SystemClock.id == 1, SystemClock.now < at).values(now=at))


@dataclass(frozen=True, slots=True)
class Target:
    """Where `POST /clock/advance` wants the clock: so many seconds on, an instant, or when the next job is due."""

    seconds: float | None = None
    to: datetime | None = None
    next_due: bool = False


def resolve(database: Engine, target: Target) -> datetime:
    """The instant that is meant; Invalid when it lies before the clock, or there is no manual clock."""
    standing = latest(database)
    if standing is None:
        raise Invalid("clock.not_manual")
    if target.next_due:
        with transaction(Session(database), write=False) as session:
            due = session.scalar(select(func.min(Job.due_at)))
        return max(standing, due) if due else standing
    at = target.to if target.to is not None else standing + timedelta(seconds=target.seconds or 0)
    if at < standing:
        raise Invalid("clock.never_back", now=standing.isoformat())
    return at
