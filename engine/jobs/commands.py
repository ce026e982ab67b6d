"""Saying that something is to be done later, and that it is no longer wanted: rows in the caller's transaction."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.jobs.models import Job
from engine.kernel import Base, Context, new_id

_QUEUED = "jobs.queued"
_jobs = Base.metadata.tables[Job.__tablename__]


def later(
    ctx: Context,
    kind: str,
    payload: Any = None,
    *,
    due: datetime | None = None,
    instance_id: str | None = None,
    key: str | None = None,
    retries: int = 3,
) -> str:
    """Have this done once at or after `due` (now, when not given) by the handler of its kind; answers the job's id.

    Exists only if the transaction commits. With a `key` there is at most one such job: an earlier one that still
    waits stays as it is, and its id is answered.
    """
    row = {
        "id": new_id(),
        "tenant_id": ctx.tenant,
        "kind": kind,
        "due_at": due or ctx.now,
        "instance_id": instance_id,
        "key": key,
        "payload": payload,
        "retries": retries,
        "attempts": 0,
        "share": 0.0,
    }
    if key is None:
        job = Job(**row)
        ctx.session.add(job)  # flushed together with the others of this unit of work
        ctx.memo.setdefault(_QUEUED, {})[job.id] = job
        return job.id
    insert = sqlite.insert if ctx.session.get_bind().dialect.name == "sqlite" else postgresql.insert
    ctx.session.execute(insert(Job).values(**row).on_conflict_do_nothing(index_elements=["tenant_id", "key"]))
    found = ctx.session.scalar(select(Job.id).where(Job.tenant_id == ctx.tenant, Job.key == key))
    return str(found)


def withdraw(ctx: Context, job_id: str) -> None:
    """One job is no longer wanted, be it queued in this very unit of work. Nothing else is written before its time."""
    queued: Job | None = ctx.memo.get(_QUEUED, {}).get(job_id)
    if queued is not None and queued in ctx.session.new:
        ctx.session.expunge(queued)
    else:  # by the table, not the class: the case is written once, at the end
        gone = delete(_jobs).where(_jobs.c.tenant_id == ctx.tenant, _jobs.c.id == job_id)
        ctx.session.connection().execute(gone)


def cancel(
    ctx: Context, *, ids: Collection[str] | None = None, key: str | None = None, instance_id: str | None = None
) -> int:
    """Jobs that are no longer wanted never run once this transaction commits; answers how many there were."""
    wanted = [Job.tenant_id == ctx.tenant]
    if ids is not None:
        wanted.append(Job.id.in_(ids))
    if key is not None:
        wanted.append(Job.key == key)
    if instance_id is not None:
        wanted.append(Job.instance_id == instance_id)
    if len(wanted) == 1:
        raise ValueError("which jobs?")
    return len(ctx.session.scalars(delete(Job).where(*wanted).returning(Job.id)).all())


def retry(ctx: Context, ids: Collection[str]) -> int:
    """Jobs that were given up are due again, with all their tries; answers how many."""
    given_up = update(Job).where(Job.tenant_id == ctx.tenant, Job.id.in_(ids), Job.due_at.is_(None))
    given_up = given_up.values(due_at=ctx.now, attempts=0, error=None)
    return len(ctx.session.scalars(given_up.returning(Job.id)).all())
