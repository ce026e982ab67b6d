"""Reading what the house has set and done about privacy."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import simplejson
from sqlalchemy import select

from engine.access import groups
from engine.customers import contacts
from engine.customers.dealing_events import ContactRevealed
from engine.customers.models import Contact
from engine.history import queries as history
from engine.history.chain import instant
from engine.history.models import Entry
from engine.instances.models import Instance
from engine.kernel import Context, Forbidden
from engine.kernel.vault import DataKey
from engine.privacy.events import CopyFetched, PersonErased
from engine.privacy.models import Copy, Erasure, LegalHold, PrivacyNotice, PrivacySettings, RetentionRun
from engine.privacy.rules import DEFAULTS, OFFICERS

AUTOMATED = ("TierPromoted", "TierDemoted", "TierAssigned", "TierWarned", "TierHeld", "TierKept")
YEAR = timedelta(days=365)


def officer(ctx: Context) -> bool:
    """Whether the actor looks after privacy (or is the system)."""
    return groups.within(ctx, OFFICERS)


def may_read(ctx: Context) -> bool:
    """Officers, and auditors; nobody else."""
    return officer(ctx) or "auditor" in ctx.actor.roles


def must_be_officer(ctx: Context) -> None:
    """Forbidden for everybody else, administrators too: to run the machine is no reason to read about people."""
    if not officer(ctx):
        raise Forbidden("privacy_officers_only")


def settings(ctx: Context) -> dict[str, Any]:
    """What the house has set, with what holds where it set nothing."""
    row = ctx.session.get(PrivacySettings, ctx.tenant)
    held: dict[str, Any] = row.values if row else {}
    return {
        name: {**default, **held.get(name, {})} if isinstance(default, dict) else held.get(name, default)
        for name, default in DEFAULTS.items()
    }


def notice(ctx: Context, version: int | None = None) -> PrivacyNotice | None:
    """The notice of this version, else the one that is shown now; None before the first was published."""
    rows = select(PrivacyNotice).where(PrivacyNotice.tenant_id == ctx.tenant)
    if version is not None:
        rows = rows.where(PrivacyNotice.version == version)
    return ctx.session.scalars(rows.order_by(PrivacyNotice.version.desc()).limit(1)).one_or_none()


def holds(ctx: Context) -> list[LegalHold]:
    """Every hold, those in force first."""
    rows = select(LegalHold).where(LegalHold.tenant_id == ctx.tenant)
    return list(ctx.session.scalars(rows.order_by(LegalHold.lifted_at.is_not(None), LegalHold.since.desc())))


def erasures(ctx: Context, limit: int = 50) -> list[Erasure]:
    """Who was erased, newest first."""
    rows = select(Erasure).where(Erasure.tenant_id == ctx.tenant).order_by(Erasure.at.desc(), Erasure.id.desc())
    return list(ctx.session.scalars(rows.limit(limit)))


@dataclass(frozen=True, slots=True)
class Proof:
    """What shows that somebody was erased: the ledger's entry with its place in the chain, and that no key is left."""

    seq: int
    hash: str
    key_gone: bool


def proofs(ctx: Context, rows: Iterable[Erasure]) -> dict[str, Proof]:
    """The proof of each of these erasures, by its id."""
    found = {row.id: row for row in rows}
    streams = {history.customer(row.customer_id) for row in found.values()}
    told = ctx.session.execute(
        select(Entry.stream, Entry.seq, Entry.hash, Entry.data).where(
            Entry.tenant_id == ctx.tenant, Entry.stream.in_(streams), Entry.fact == PersonErased.__name__
        )
    ).all()
    entries = {(one.stream, simplejson.loads(one.data)["contact"]): one for one in told}
    left = set(
        ctx.session.scalars(
            select(DataKey.subject).where(
                DataKey.tenant_id == ctx.tenant,
                DataKey.subject.in_(contacts.subject(row.contact_id) for row in found.values() if row.contact_id),
            )
        )
    )
    return {
        row.id: Proof(entry.seq, entry.hash, contacts.subject(row.contact_id or "") not in left)
        for row in found.values()
        if (entry := entries.get((history.customer(row.customer_id), row.contact_id))) is not None
    }


def copies(ctx: Context, limit: int = 50) -> list[tuple[Copy, str | None, bool]]:
    """The copies that are still kept, newest first, with the number of their case and whether they were fetched."""
    rows = (
        select(Copy, Instance.business_key)
        .join(Instance, Instance.id == Copy.instance_id)
        .where(Copy.tenant_id == ctx.tenant)
        .order_by(Copy.at.desc(), Copy.id.desc())
        .limit(limit)
    )
    found = ctx.session.execute(rows).all()
    fetched = {
        simplejson.loads(data)["copy"]
        for data in ctx.session.scalars(
            select(Entry.data).where(
                Entry.tenant_id == ctx.tenant,
                Entry.stream.in_(_streams_of(ctx, {copy.contact_id for copy, _ in found})),
                Entry.fact == CopyFetched.__name__,
            )
        )
    }
    return [(copy, number, copy.id in fetched) for copy, number in found]


def _streams_of(ctx: Context, contact_ids: set[str]) -> set[str]:
    mine = select(Contact.customer_id).where(Contact.tenant_id == ctx.tenant, Contact.id.in_(sorted(contact_ids)))
    return {history.customer(one) for one in ctx.session.scalars(mine)}


def last_retention(ctx: Context) -> RetentionRun | None:
    """What the last run of the expiry job took away, and what remains."""
    rows = select(RetentionRun).where(RetentionRun.tenant_id == ctx.tenant)
    return ctx.session.scalars(rows.order_by(RetentionRun.at.desc()).limit(1)).one_or_none()


def reveals(ctx: Context, limit: int = 200) -> list[Any]:
    """Who read whose contact in clear for which purpose in the last year, newest first; rows of the ledger."""
    return _facts(ctx, (ContactRevealed.__name__,), limit)


def automated(ctx: Context, limit: int = 200) -> list[Any]:
    """What rules decided about customers' tiers in the last year, newest first; rows of the ledger."""
    return _facts(ctx, AUTOMATED, limit)


def _facts(ctx: Context, facts: tuple[str, ...], limit: int) -> list[Any]:
    rows = select(Entry).where(
        Entry.tenant_id == ctx.tenant,
        Entry.stream.startswith("customer:", autoescape=True),
        Entry.fact.in_(facts),
        Entry.at >= instant(ctx.now - YEAR),
    )
    return list(ctx.session.scalars(rows.order_by(Entry.at.desc(), Entry.stream, Entry.seq.desc()).limit(limit)))
