"""Rows of the library. The content lies among the files, under its hash."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class LibraryItem(Row, Base):
    """Something to hand to customers. `tags` are the words in which customers' needs are kept; `retired_at`: offered no
    more."""

    __tablename__ = "library_item"
    __table_args__ = (Index(None, "tenant_id", "retired_at", "added_at"),)

    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    title_en: Mapped[str] = mapped_column(String(200), default="")
    tags: Mapped[list[str]] = mapped_column(JsonText, default=list)
    name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    media: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(120))
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
