"""Reading the ledger: one stream page by page, or the timeline that merges a customer's stream with their cases'."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import simplejson
from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from engine.history.chain import instant
from engine.history.models import Entry

SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as people read it: `at` as an instant, `data` as plain values with exact decimals."""

    stream: str
    seq: int
    at: datetime
    fact: str
    element: str | None
    actor: str
    data: dict[str, Any]
    hash: str


def instance(instance_id: str) -> str:
    """The stream of an instance."""
    return f"instance:{instance_id}"


def customer(customer_id: str) -> str:
    """The stream of a customer."""
    return f"customer:{customer_id}"


def entries(session: Session, tenant: str, stream: str, *, after: int = 0, limit: int = 50) -> list[Recorded]:
    """The entries of one stream after this number, oldest first."""
    query = select(Entry.__table__).where(Entry.tenant_id == tenant, Entry.stream == stream, Entry.seq > after)
    return [_recorded(row) for row in session.execute(query.order_by(Entry.seq).limit(limit))]


def latest(session: Session, tenant: str, stream: str, facts: Collection[str], *, limit: int = 50) -> list[Recorded]:
    """The entries of one stream that are one of these facts, newest first."""
    query = select(Entry.__table__).where(
        Entry.tenant_id == tenant, Entry.stream == stream, Entry.fact.in_(list(facts))
    )
    return [_recorded(row) for row in session.execute(query.order_by(Entry.seq.desc()).limit(limit))]


def timeline(
    session: Session, tenant: str, streams: Any, *, before: tuple[datetime, str, int] | None = None, limit: int = 50
) -> list[Recorded]:
    """The entries of several streams (a list or a select of their names), newest first.

    `before` is (at, stream, seq) of the last entry of the page before.
    """
    place = tuple_(Entry.at, Entry.stream, Entry.seq)
    query = select(Entry.__table__).where(Entry.tenant_id == tenant, Entry.stream.in_(streams))
    if before is not None:
        query = query.where(place < (instant(before[0]), *before[1:]))
    newest = query.order_by(Entry.at.desc(), Entry.stream.desc(), Entry.seq.desc()).limit(limit)
    return [_recorded(row) for row in session.execute(newest)]


def changes(
    session: Session,
    tenant: str,
    facts: Collection[str],
    *,
    about: str | None = None,
    before: int | None = None,
    limit: int = 50,
) -> list[Recorded]:
    """The entries of the settings that are one of these facts, newest first; `about` finds those that name somebody or
    something, as a whole value."""
    query = select(Entry.__table__).where(
        Entry.tenant_id == tenant, Entry.stream == SETTINGS, Entry.fact.in_(list(facts))
    )
    if about is not None:
        query = query.where(Entry.data.contains(simplejson.dumps(about, ensure_ascii=False), autoescape=True))
    if before is not None:
        query = query.where(Entry.seq < before)
    return [_recorded(row) for row in session.execute(query.order_by(Entry.seq.desc()).limit(limit))]


def _recorded(row: Any) -> Recorded:
    data = simplejson.loads(row.data, use_decimal=True)
    at = datetime.fromisoformat(row.at)
    return Recorded(row.stream, row.seq, at, row.fact, row.element, row.actor, data, row.hash)
