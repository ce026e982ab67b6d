"""Rows of notices: one a person told."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, Row, UtcDateTime


class Notice(Row, Base):
    """Somebody was told something; `kind` is its code, `about` an element of the case."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "tenant_id", "person", "read_at", "id"),)

    person: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(64))
    instance_id: Mapped[str] = mapped_column(String(36))
    customer_id: Mapped[str | None] = mapped_column(String(36))
    about: Mapped[str | None] = mapped_column(String(255))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
