"""Fact -> rows of privacy. What an erasure takes out of other rooms' rows is done before it is recorded."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from engine.customers.models import Contact, Customer
from engine.customers.tombstones import Tombstone
from engine.kernel import Context, new_id
from engine.privacy.events import (
    CopyFetched,
    CopyMade,
    LegalHoldLifted,
    LegalHoldSet,
    PersonErased,
    PrivacyNoticePublished,
    PrivacyNoticeShown,
    PrivacySettingsChanged,
    ProfilingResumed,
    ProfilingStopped,
    RetentionRan,
)
from engine.privacy.models import Copy, LegalHold, PrivacySettings

EMPTY: dict[str, Any] = {
    "name": None,
    "phone": None,
    "mail": None,
    "title": None,
    "masked": {},
    "phone_index": None,
    "mail_index": None,
    "birthday": None,
    "birthday_index": None,
}
NAMELESS = "***"
AGAIN = timedelta(hours=1)


def erase(ctx: Context, fact: PersonErased) -> None:
    """The contact, or everybody of the customer, is nobody any more; tombstones stand."""
    mine = Contact.customer_id == fact.customer_id if fact.whole else Contact.id == fact.contact
    ctx.session.execute(
        update(Contact).where(mine).values(**EMPTY, decides=False, erased_at=ctx.now, opted_out_at=ctx.now)
    )
    if fact.whole:
        nobody = {"name": NAMELESS, "initials": "", "needs": [], "erased_at": ctx.now, "unprofiled_at": ctx.now}
        ctx.session.execute(update(Customer).where(Customer.id == fact.customer_id).values(**nobody))
    known = set(ctx.session.scalars(select(Tombstone.hash).where(Tombstone.tenant_id == ctx.tenant)))
    for value in dict.fromkeys(fact.tombstones):
        if value not in known:
            ctx.session.add(Tombstone(id=new_id(), tenant_id=ctx.tenant, hash=value, since=ctx.now))
    ctx.session.add(fact.row)
    ctx.session.expire_all()


Kept = LegalHoldSet | CopyMade | PrivacyNoticePublished | PrivacyNoticeShown | RetentionRan


def keep(ctx: Context, fact: Kept) -> None:
    ctx.session.add(fact.row)


def lift(ctx: Context, fact: LegalHoldLifted) -> None:
    ctx.session.get_one(LegalHold, fact.hold).lifted_at = ctx.now


def stop_profiling(ctx: Context, fact: ProfilingStopped) -> None:
    ctx.session.get_one(Customer, fact.customer_id).unprofiled_at = ctx.now


def resume_profiling(ctx: Context, fact: ProfilingResumed) -> None:
    ctx.session.get_one(Customer, fact.customer_id).unprofiled_at = None


def fetch(ctx: Context, fact: CopyFetched) -> None:
    """Once handed over it is soon gone: a download that broke off may be tried again for an hour."""
    row = ctx.session.get_one(Copy, fact.copy)
    row.until = min(row.until, ctx.now + AGAIN)


def keep_settings(ctx: Context, fact: PrivacySettingsChanged) -> None:
    row = ctx.session.get(PrivacySettings, ctx.tenant)
    if row is None:
        row = PrivacySettings(tenant_id=ctx.tenant, values={})
        ctx.session.add(row)
    row.values = {**row.values, **fact.new}
