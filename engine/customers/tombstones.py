"""Whom the house has forgotten: keyed hashes of phone numbers, addresses and customer numbers, so that a list from
before does not bring the person back. The hash tells nobody who it was.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from engine.customers.search import MAIL, PHONE, index
from engine.kernel import Base, Context, Row, UtcDateTime

NUMBER = "customer.number"
KINDS = {"phone": PHONE, "mail": MAIL, "number": NUMBER}


class Tombstone(Row, Base):
    """One value that must not come back with a table; `hash` is its blind index."""

    __tablename__ = "tombstone"
    __table_args__ = (UniqueConstraint("tenant_id", "hash"),)

    hash: Mapped[str] = mapped_column(String(64))
    since: Mapped[datetime] = mapped_column(UtcDateTime)


def hashed(ctx: Context, kind: str, value: str) -> str:
    """The blind index of a value of this kind (phone, mail or number)."""
    return index(ctx, KINDS[kind], value)


def buried(ctx: Context, values: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (kind, value) pairs are of somebody who was erased; no statement where nobody ever was."""
    known = ctx.memo.get("customers.tombstones")
    if known is None:
        every = select(Tombstone.hash).where(Tombstone.tenant_id == ctx.tenant)
        known = ctx.memo["customers.tombstones"] = frozenset(ctx.session.scalars(every))
    return {pair for pair in values if known and hashed(ctx, *pair) in known}
