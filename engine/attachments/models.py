"""Rows of files. Equal contents are kept once; each use has a name of its own, sealed with the key of its case."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from engine.kernel import TENANT, Base, Row, UtcDateTime


class Blob(Base):
    """A content under its SHA-256."""

    __tablename__ = "blob"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))


class Attachment(Row, Base):
    """A file of a case. `media` is what its first bytes say it is, never what its sender says."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "tenant_id", "instance_id", "id"),)

    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    size: Mapped[int]
    media: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    added_by: Mapped[str] = mapped_column(String(120))
