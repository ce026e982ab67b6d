"""Who looked at whom: what auditors and administrators open of customers, cases and evidence is itself on record.

Everybody else sees what is theirs to work on. Of those who see everything, each has a stream of their own in the
ledger, `access:<person>`, so that nobody waits for anybody and what a person looked at today is found at its end. The
same thing looked at again on one day is one entry; evidence taken along is one each time.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from engine.access import groups
from engine.customers.viewing_events import PersonalDataViewed
from engine.history import queries as history
from engine.history.models import Head
from engine.kernel import Actor, Context, Forbidden

WATCHED = frozenset({"auditor", "admin"})
EVIDENCE = "evidence"
STREAMS = "access:"
OFFICERS = "隐私负责人"
"""The group of those who look after privacy, and like administrators see who looked."""
LATEST = 500
"""Entries of today that a view is compared with: more a day are told anew."""


def watched(actor: Actor) -> bool:
    """Whether what this person looks at is on record."""
    return actor.person_id is not None and bool(WATCHED & actor.roles)


def may_see(ctx: Context) -> bool:
    """Whether the actor may see who looked at whom."""
    return ctx.actor.has("admin") or groups.within(ctx, OFFICERS)


def due(ctx: Context, what: str, customer: str | None, case: str | None = None) -> PersonalDataViewed | None:
    """What is to be recorded of this look: None for who is not watched, or has looked at it today already."""
    if not watched(ctx.actor) or (customer is None and case is None):
        return None
    assert ctx.actor.person_id is not None
    fact = PersonalDataViewed(person=ctx.actor.person_id, what=what, customer=customer, case=case)
    return None if what != EVIDENCE and fact.data in _today(ctx, fact.stream) else fact


def _today(ctx: Context, stream: str) -> list[dict[str, Any]]:
    midnight = ctx.now.astimezone(ctx.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = history.latest(ctx.session, ctx.tenant, stream, [PersonalDataViewed.__name__], limit=LATEST)
    return [entry.data for entry in found if entry.at >= midnight]


def views(ctx: Context, *, before: tuple[datetime, str, int] | None = None, limit: int = 50) -> list[history.Recorded]:
    """What was looked at by whom, newest first; Forbidden for who neither looks after privacy nor administers."""
    if not may_see(ctx):
        raise Forbidden("privacy_only")
    streams = select(Head.stream).where(Head.tenant_id == ctx.tenant, Head.stream.startswith(STREAMS))
    return history.timeline(ctx.session, ctx.tenant, streams, before=before, limit=limit)
