"""Rows of what was said to customers, and of the texts that it is made of."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class MessageTemplate(Row, Base):
    """One version of a text that the house edited; `texts` is {zh|en: {subject, body}} with fields in braces."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("tenant_id", "key", "version"),)

    key: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(16))
    texts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    saved_by: Mapped[str] = mapped_column(String(64))


class CustomerMessage(Row, Base):
    """One message to a customer, sent or held. `decision` is what D17 said (send, block, next_hour, next_period), or
    why nothing went (no_channel, by_person, undeliverable); `sealed` is the text, under the customer's own key."""

    __tablename__ = "customer_message"
    __table_args__ = (Index(None, "tenant_id", "customer_id", "id"), Index(None, "tenant_id", "instance_id"))

    customer_id: Mapped[str | None] = mapped_column(String(36))
    contact_id: Mapped[str | None] = mapped_column(String(36))
    instance_id: Mapped[str] = mapped_column(String(36))
    template: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(8))
    decision: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(String(64))
    channel: Mapped[str | None] = mapped_column(String(16))
    sha256: Mapped[str | None] = mapped_column(String(64))
    sealed: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
