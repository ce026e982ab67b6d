"""Rows of published handbooks: the copies as they were, and who has read which."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class HandbookCopy(Row, Base):
    """A handbook as it was published: never changed once written. `content` is {language: the whole handbook},
    `authored` what people wrote for it: {charter, texts: {section: {zh, en}}}; `case_id` the case that made it."""

    __tablename__ = "handbook_copy"
    __table_args__ = (UniqueConstraint("tenant_id", "key", "number"),)

    key: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]] = mapped_column(JsonText)
    authored: Mapped[dict[str, Any]] = mapped_column(JsonText)
    review_on: Mapped[date | None] = mapped_column(Date)
    case_id: Mapped[str | None] = mapped_column(String(36))


class HandbookReader(Base):
    """The newest copy of a handbook that a person says to have read."""

    __tablename__ = "handbook_reader"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), primary_key=True)
    number: Mapped[int]
    read_at: Mapped[datetime] = mapped_column(UtcDateTime)


class CaseStudy(Row, Base):
    """A case study in a handbook. `texts` is {language: {title, story, cause, lesson}}, English empty where nobody
    wrote it; `course` the key of the course that uses it, `case_id` the case that made it."""

    __tablename__ = "case_study"
    __table_args__ = (UniqueConstraint("tenant_id", "number"), Index(None, "tenant_id", "book", "published_at"))

    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(8))
    book: Mapped[str] = mapped_column(String(32))
    course: Mapped[str | None] = mapped_column(String(64))
    texts: Mapped[dict[str, Any]] = mapped_column(JsonText)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))
    case_id: Mapped[str | None] = mapped_column(String(36))


class HandbookReview(Row, Base):
    """A copy of a handbook was looked at: what was decided (keep, optimise, replace, retire), and when again."""

    __tablename__ = "handbook_review"
    __table_args__ = (Index(None, "tenant_id", "key", "number"),)

    key: Mapped[str] = mapped_column(String(32))
    number: Mapped[int]
    decision: Mapped[str] = mapped_column(String(16))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    review_on: Mapped[date | None] = mapped_column(Date)
    case_id: Mapped[str | None] = mapped_column(String(36))
