"""The gauges of /metrics: how much is running, open, due and stuck. Counted by the database, without personal data."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.access.models import Person
from engine.jobs.models import Job


def text(session: Session) -> str:
    """All gauges in Prometheus' text format, version 0.0.4."""
    gauges = {
        "keflow_people": ("people who may sign in", _count(session, Person, Person.disabled.is_(False))),
        "keflow_jobs_waiting": (
            "jobs that wait for their time or a worker",
            _count(session, Job, Job.due_at.is_not(None)),
        ),
        "keflow_jobs_given_up": ("jobs that wait for a person", _count(session, Job, Job.due_at.is_(None))),
    }
    lines = [f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value}" for name, (words, value) in gauges.items()]
    return "\n".join(lines) + "\n"


def _count(session: Session, table: type, *where: object) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0  # type: ignore[arg-type]
