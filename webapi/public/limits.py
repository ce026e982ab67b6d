"""How often a page without sign-in may be sent: by address and by link, counted in rows that all servers share.

The real clock counts. An address is kept as a digest under the installation's key, so that the rows name nobody.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Index, String, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.jobs.clock import real
from engine.kernel import Base, UtcDateTime
from webapi.errors import TooMany

WINDOW = timedelta(minutes=10)
BY_ADDRESS, BY_LINK = 10, 30
"""Forms that one address, and one link, may send in ten minutes. A company's link stands on its own page, and a
hotline's people sit behind one address: both are far above what one person needs."""


class PublicSend(Base):
    """How often this address or link was used since `since`."""

    __tablename__ = "public_send"
    __table_args__ = (Index(None, "since"),)

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)


def count(session: Session, key: bytes, address: str, link: str) -> None:
    """One more form from here; TooMany, with nothing counted, when that is too often."""
    now = real()
    session.execute(delete(PublicSend).where(PublicSend.since <= now - WINDOW))
    used = {_digest(key, f"address {address}"): BY_ADDRESS, _digest(key, f"link {link}"): BY_LINK}
    held = {row.digest: row for row in _rows(session, used)}
    for digest, most in used.items():
        row = held.get(digest)
        if row is not None and row.count >= most:
            seconds = max(1, int((row.since + WINDOW - now).total_seconds()))
            raise TooMany("public_limited", minutes=-(-seconds // 60), seconds=seconds)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    new = dialect.insert(PublicSend).values([{"digest": one, "count": 1, "since": now} for one in used])
    more = {"count": PublicSend.count + 1}
    session.execute(new.on_conflict_do_update(index_elements=["digest"], set_=more))


def _rows(session: Session, digests: Iterable[str]) -> list[PublicSend]:
    return list(session.scalars(select(PublicSend).where(PublicSend.digest.in_(list(digests)))))


def _digest(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), sha256).hexdigest()
