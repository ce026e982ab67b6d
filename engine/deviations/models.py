"""Rows of deviations."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class Deviation(Row, Base):
    """One case goes another way than drawn. `kind`: skip, insert, reassign, extend; `ordered_in` is the emergency's
    case. `status`: ordered, done, refused or, after a second look that said no, undone or stands (`code` says
    why). `second` is who looked at it afterwards, with what
    outcome; `ends_at` is when it lapses unless renewed."""

    __tablename__ = "deviation"
    __table_args__ = (
        Index(None, "tenant_id", "ordered_at", "id"),
        Index(None, "tenant_id", "instance_id"),
        Index(None, "tenant_id", "ordered_in"),
    )

    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    ordered_in: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    kind: Mapped[str] = mapped_column(String(10))
    element: Mapped[str | None] = mapped_column(String(255))
    params: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    reason: Mapped[str] = mapped_column(Text)
    approved_by: Mapped[str] = mapped_column(String(64))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    status: Mapped[str] = mapped_column(String(8), default="ordered")
    code: Mapped[str | None] = mapped_column(String(64))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    second: Mapped[str | None] = mapped_column(String(64))
    second_says: Mapped[str | None] = mapped_column(String(8))
