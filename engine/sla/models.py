"""Rows of the promises of time."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.instances.models import Instance
from engine.kernel import Base, JsonText, Row, UtcDateTime


class SlaClock(Row, Base):
    """One promise of one case.

    `token` is the execution of an element that the clock belongs to; without one it is the whole case's. `text` (`8bh`)
    is counted in `calendar` (`clock` is plain time) and stands beside the public `promise`, if that applies; the
    earlier one is due. `started_at` is when the matter was received, whenever it was recorded. `band` is the tier's at
    receipt, or a better one since. `pauses` holds what does not count: [{from, to, reason, …}], the last one open
    while the clock is paused. `stopped_at` is when it was answered, in time (`met`) or late (`missed`).
    """

    __tablename__ = "sla_clock"
    __table_args__ = (
        Index(None, "tenant_id", "root_id", "stopped_at"),
        Index(None, "tenant_id", "instance_id"),
        Index(None, "tenant_id", "customer_id", "stopped_at"),
        Index(None, "tenant_id", "status", "due_at", "id"),
        Index(None, "tenant_id", "started_at"),
    )

    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    root_id: Mapped[str] = mapped_column(String(36))
    customer_id: Mapped[str | None] = mapped_column(String(36))
    element: Mapped[str] = mapped_column(String(255))
    token: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(16))
    band: Mapped[int]
    override: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(32))
    calendar: Mapped[str] = mapped_column(String(64))
    promise: Mapped[str | None] = mapped_column(String(32))
    pausable: Mapped[bool]
    warn_at: Mapped[list[int]] = mapped_column(JsonText)
    warned: Mapped[list[int]] = mapped_column(JsonText, default=list)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due: Mapped[dict[str, Any]] = mapped_column(JsonText)
    status: Mapped[str] = mapped_column(String(10), default="running")
    pauses: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    missed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cause: Mapped[str | None] = mapped_column(String(64))
    job_id: Mapped[str | None] = mapped_column(String(36))
    instance: Mapped[Instance] = relationship(lazy="raise")  # written after its case


class SlaSettings(Base):
    """What the company has switched: see rules.DEFAULTS."""

    __tablename__ = "sla_settings"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)
