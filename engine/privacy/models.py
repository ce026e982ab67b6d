"""Rows of privacy: whom was erased, who must not be erased yet, what the house has set, notices that were shown."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class Erasure(Row, Base):
    """Somebody was erased: when, by whom, in which case, and what was reached, as counts."""

    __tablename__ = "erasure"
    __table_args__ = (Index(None, "tenant_id", "at"),)

    contact_id: Mapped[str | None] = mapped_column(String(36))
    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    whole: Mapped[bool]
    case_id: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    reached: Mapped[dict[str, int]] = mapped_column(JsonText, default=dict)


class LegalHold(Row, Base):
    """Why the data of a customer's people must stay for now (a lawsuit, an order of an authority), until when."""

    __tablename__ = "legal_hold"
    __table_args__ = (Index(None, "tenant_id", "customer_id"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    reason: Mapped[str] = mapped_column(Text)
    until: Mapped[date | None] = mapped_column(Date)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PrivacySettings(Base):
    """What the house has set: clocks, retention, hosting, processors (rules.DEFAULTS)."""

    __tablename__ = "privacy_settings"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)


class PrivacyNotice(Row, Base):
    """A version of the notice that people are shown; never changed. `texts` is {zh, en}."""

    __tablename__ = "privacy_notice"
    __table_args__ = (UniqueConstraint("tenant_id", "version"),)

    version: Mapped[int]
    texts: Mapped[dict[str, str]] = mapped_column(JsonText)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))


class NoticeShown(Row, Base):
    """This version of the notice was shown with the form of this case, and taken note of by sending it."""

    __tablename__ = "notice_shown"
    __table_args__ = (Index(None, "tenant_id", "instance_id"),)

    instance_id: Mapped[str] = mapped_column(String(36))
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Copy(Row, Base):
    """A copy that a person asked for, sealed with the key of their contact until it is fetched or too old."""

    __tablename__ = "privacy_copy"
    __table_args__ = (Index(None, "tenant_id", "instance_id"),)

    instance_id: Mapped[str] = mapped_column(String(36))
    contact_id: Mapped[str] = mapped_column(String(36))
    sealed: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class RetentionRun(Row, Base):
    """One run of the expiry job: what went and what remains, by class, as counts."""

    __tablename__ = "retention_run"
    __table_args__ = (Index(None, "tenant_id", "at"),)

    at: Mapped[datetime] = mapped_column(UtcDateTime)
    report: Mapped[dict[str, Any]] = mapped_column(JsonText)
