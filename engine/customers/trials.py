"""Dry runs: a draft of a table asked about all customers, at once in a small company, as a job in a large one.

Each person has one dry run a table; asking again replaces it, taking it back ends it. What came of it is kept without
names: whoever looks is told the customers that they may see. Nothing of the house changes, so nothing is on record.
"""

import gzip
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

import simplejson
from sqlalchemy import LargeBinary, String, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine import jobs
from engine.customers import answers, dryrun, workload
from engine.customers.bulk import chunks
from engine.customers.models import Customer
from engine.customers.queries import condition
from engine.jobs import Job, Outside, progress
from engine.kernel import Base, Context, JsonText, Rejected, Row, UtcDateTime, new_id
from engine.kernel.database import transaction

KIND = "dry_run"
AT_ONCE = 5_000
"""Customers of a company that is asked while the browser waits: a second or two."""
SHOWN = 200
KEPT = 100_000
"""Of more than these who would stand elsewhere, only those with the largest spend are kept by name."""
READ = 500


class DryRun(Row, Base):
    """A person's last dry run of a table. `state`: waiting (the job says how far), done, failed; `result` is packed
    JSON of {kind, told, who}, `error` {code, params} of a refusal."""

    __tablename__ = "dry_run"
    __table_args__ = (UniqueConstraint("tenant_id", "decision", "asked_by"),)

    decision: Mapped[str] = mapped_column(String(255))
    asked_by: Mapped[str] = mapped_column(String(255))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    as_of: Mapped[str | None] = mapped_column(String(10))
    draft: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    error: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    result: Mapped[bytes | None] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a dry run: `kind` tiers, work or answers, `told` in numbers, and for each part of it (schemes;
    else one) those concerned."""

    kind: str
    told: Any
    who: list[list[dict[str, Any]]]


def small(ctx: Context) -> bool:
    """Whether the company is asked in a second or two."""
    some = select(Customer.id).where(Customer.tenant_id == ctx.tenant).limit(AT_ONCE + 1)
    return (ctx.session.scalar(select(func.count()).select_from(some.subquery())) or 0) <= AT_ONCE


def run(
    ctx: Context, key: str, content: bytes, as_of: date | None = None, tell: progress.Tell = lambda share: None
) -> Found:
    """Ask the draft about everybody, against the table in force. Invalid as the kinds of dry runs say."""
    if dryrun.concerned(ctx, key):
        schemes = dryrun.compare(ctx, key, content, as_of, tell)
        return Found("tiers", [dryrun.told(one) for one in schemes], [_kept(dryrun.rows(one)) for one in schemes])
    if key in workload.TABLES:
        work = workload.compare(ctx, key, content, tell)
        return Found("work", workload.told(work), [_kept(workload.rows(ctx, work))])
    asked = answers.compare(ctx, key, content, tell)
    return Found("answers", answers.told(asked), [_kept(answers.rows(asked))])


def _kept(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(islice(rows, KEPT))


# --- one a person and table -------------------------------------------------------------------------------------------


def found(ctx: Context, key: str) -> DryRun | None:
    """The asker's last dry run of this table."""
    mine = DryRun.tenant_id == ctx.tenant, DryRun.decision == key, DryRun.asked_by == ctx.actor.name
    return ctx.session.scalar(select(DryRun).where(*mine))


def ask(ctx: Context, key: str, content: bytes, as_of: date | None = None) -> DryRun:
    """Have it done as a job; an earlier one is taken back."""
    row = _new(ctx, key, content, as_of)
    jobs.later(ctx, KIND, {"run": row.id}, key=f"{KIND}:{row.id}", retries=1)
    return row


def keep(ctx: Context, key: str, content: bytes, as_of: date | None, found: Found) -> DryRun:
    """What was found at once, kept to be shown again."""
    row = _new(ctx, key, content, as_of)
    row.state, row.result = "done", _packed(found)
    return row


def cancel(ctx: Context, key: str) -> None:
    """Take the dry run back: it ends where it stands, and what came of it is forgotten."""
    row = found(ctx, key)
    if row is not None:
        jobs.cancel(ctx, key=f"{KIND}:{row.id}")
        ctx.session.execute(delete(DryRun).where(DryRun.tenant_id == ctx.tenant, DryRun.id == row.id))
        ctx.session.expunge(row)


def _new(ctx: Context, key: str, content: bytes, as_of: date | None) -> DryRun:
    cancel(ctx, key)
    row = DryRun(id=new_id(), tenant_id=ctx.tenant, decision=key, asked_by=ctx.actor.name, asked_at=ctx.now)
    row.draft, row.as_of, row.state = gzip.compress(content), as_of.isoformat() if as_of else None, "waiting"
    ctx.session.add(row)
    ctx.session.flush()
    return row


def share(ctx: Context, of: DryRun) -> float:
    """How far it is, 0 to 1."""
    return 1.0 if of.state != "waiting" else progress.share(ctx, f"{KIND}:{of.id}") or 0.0


def draft(of: DryRun) -> bytes:
    """The file that was tried."""
    return gzip.decompress(of.draft)


def result(of: DryRun) -> Found | None:
    """What came of it, where it is done."""
    if of.result is None:
        return None
    return Found(**simplejson.loads(gzip.decompress(of.result), use_decimal=True))


def _packed(found: Found) -> bytes:
    told = {"kind": found.kind, "told": found.told, "who": found.who}
    return gzip.compress(simplejson.dumps(told, use_decimal=True, ensure_ascii=False).encode(), 6)


def seen(ctx: Context, rows: list[dict[str, Any]], limit: int | None = None) -> Iterator[dict[str, Any]]:
    """Those of these whom the asker may see, in their order, with number and name instead of the id."""
    left = len(rows) if limit is None else limit
    for part in chunks(rows if limit is None else rows[: 4 * limit], READ):
        asked = select(Customer.id, Customer.number, Customer.name).where(
            Customer.tenant_id == ctx.tenant, Customer.id.in_([row["id"] for row in part]), condition(ctx)
        )
        known = {row.id: row for row in ctx.session.execute(asked)}
        for row in part:
            customer = known.get(row["id"])
            if left and customer is not None:
                left -= 1
                rest = {name: value for name, value in row.items() if name != "id"}
                yield {"customer": customer.number, "name": customer.name, **rest}


# --- the job ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Order:
    """What the call needs: a context to read with, in a transaction of its own, and what to ask."""

    ctx: Context
    key: str
    content: bytes
    as_of: date | None = None
    tell: progress.Tell = lambda share: None


def order(ctx: Context, key: str, content: bytes) -> Order:
    """A dry run to be carried out between two transactions."""
    return Order(ctx, key, content)


def _prepare(ctx: Context, job: Job) -> Order | None:
    row = ctx.session.get(DryRun, job.payload["run"])
    if row is None:
        return None
    tell = progress.telling(ctx.session.get_bind().engine, job.id)
    return Order(ctx, row.decision, draft(row), date.fromisoformat(row.as_of) if row.as_of else None, tell)


def carried_out(order: Order, _key: str = "") -> Found | Rejected | None:
    """Reads as long as it takes, and holds nobody up; a refusal is an answer, another try would say the same."""
    ctx = order.ctx
    with suppress(progress.Unwanted), transaction(Session(ctx.session.get_bind().engine), write=False) as session:
        reading = Context(session, ctx.actor, ctx.now, ctx.wiring, zone=ctx.zone, vault=ctx.vault)
        try:
            return run(reading, order.key, order.content, order.as_of, order.tell)
        except Rejected as refused:
            return refused
    return None


def _finish(ctx: Context, job: Job, answer: Found | Rejected | None) -> None:
    row = ctx.session.get(DryRun, job.payload["run"])
    if row is None or answer is None:
        return
    if isinstance(answer, Rejected):
        row.state, row.error = "failed", {"code": answer.code, "params": answer.params}
    else:
        row.state, row.result = "done", _packed(answer)


def _failed(ctx: Context, job: Job, error: Exception) -> None:
    row = ctx.session.get(DryRun, job.payload["run"])
    if row is not None:
        row.state, row.error = "failed", {"code": "dry_run_failed", "params": {}}


JOB = Outside(_prepare, carried_out, _finish, failed=_failed)
