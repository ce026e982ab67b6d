"""The gauges of /metrics: how much is running, open, due and stuck. Counted by the database, without personal data."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine.access.models import Person
from engine.instances.models import Incident, Instance
from engine.instances.rules import ENDED
from engine.jobs.models import Job
from engine.kernel import Base
from engine.tasks.models import Task


def text(session: Session) -> str:
    """All gauges in Prometheus' text format, version 0.0.4."""
    due = Job.due_at.is_not(None)
    gauges = {
        "keflow_people": ("people who may sign in", _count(session, Person, Person.disabled.is_(False))),
        "keflow_cases_open": ("cases that are not over", _count(session, Instance, Instance.status.not_in(ENDED))),
        "keflow_tasks_open": ("tasks that wait for a person", _count(session, Task, Task.status == "open")),
        "keflow_incidents_open": ("incidents to look into", _count(session, Incident, Incident.resolved_at.is_(None))),
        "keflow_jobs_waiting": ("jobs that wait for their time or a worker", _count(session, Job, due)),
        "keflow_jobs_given_up": ("jobs that wait for a person", _count(session, Job, ~due)),
    }
    lines = [f"# HELP {name} {words}\n# TYPE {name} gauge\n{name} {value}" for name, (words, value) in gauges.items()]
    return "\n".join(lines) + "\n"


def _count(session: Session, table: type[Base], *where: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(*where)) or 0
