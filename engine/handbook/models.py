"""Rows of published handbooks: the copies as they were, and who has read which."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class HandbookCopy(Row, Base):
    """A handbook as it was published: never changed once written. `content` is {language: the whole handbook}."""

    __tablename__ = "handbook_copy"
    __table_args__ = (UniqueConstraint("tenant_id", "key", "number"),)

    key: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)


class HandbookReader(Base):
    """The newest copy of a handbook that a person says to have read."""

    __tablename__ = "handbook_reader"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)
