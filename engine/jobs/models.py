"""Tables of what is still to be done, and of the movable clock.

A job's row is the truth: it is written with the facts that cause it and deleted with the effect it has, so that a
rollback leaves neither and a crash loses and doubles nothing.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Float, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class Job(Row, Base):
    """Something to do at or after `due_at`. Without `due_at` it was given up and waits for a person."""

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(80))
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance_id: Mapped[str | None] = mapped_column(String(36))  # jobs of one instance run one after the other
    key: Mapped[str | None] = mapped_column(String(255))  # at most one job of a key
    payload: Mapped[Any] = mapped_column(JsonText, nullable=True)
    retries: Mapped[int] = mapped_column(Integer, default=3)  # how many further tries after the first
    attempts: Mapped[int] = mapped_column(Integer, default=0)  # tries that failed so far
    error: Mapped[str | None] = mapped_column(Text)  # what the last failed try said, for operators
    share: Mapped[float] = mapped_column(Float, default=0.0)  # how far a long call is, 0 to 1
    taken_by: Mapped[str | None] = mapped_column(String(36))  # who has it in hand ...
    taken_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # ... and how long that holds, in real time

    __table_args__ = (
        # the search for due jobs goes over all tenants, so the tenant does not lead here
        Index("ix_job_due_at", "due_at", "id"),
        Index("ix_job_instance_id", "instance_id", "due_at", "id"),
        Index(
            "ix_job_taken_by",
            "taken_by",
            postgresql_where=text("taken_by IS NOT NULL"),
            sqlite_where=text("taken_by IS NOT NULL"),
        ),
        Index("uq_job_key", "tenant_id", "key", unique=True),
    )


class SystemClock(Base):
    """The manual clock: one row, shared by all processes; absent under the system's clock."""

    __tablename__ = "system_clock"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    now: Mapped[datetime] = mapped_column(UtcDateTime)
