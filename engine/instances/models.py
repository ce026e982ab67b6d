"""Rows of running cases. The past is in the ledger; a row holds only what is unfinished."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.kernel import Base, JsonText, Row, UtcDateTime


class Instance(Row, Base):
    """One run of one version of a process.

    `state` is the runtime's pruned snapshot, `variables` the one scope of the case (FEEL values, lossless), `tokens`
    what is open now: {token: {element, since, kind}}. `lock` guards against two writers; a called instance is written
    under its root's row lock.
    """

    __tablename__ = "instance"
    __table_args__ = (
        Index(None, "tenant_id", "process", "status", "id"),
        Index(None, "tenant_id", "status", "id"),
        Index(None, "tenant_id", "customer_id", "id"),
        Index(None, "tenant_id", "business_key"),
        Index(None, "tenant_id", "parent_id"),
        Index(None, "tenant_id", "started_by", "id"),
    )

    process: Mapped[str] = mapped_column(String(255))
    version: Mapped[int]
    definition_id: Mapped[str] = mapped_column(ForeignKey("definition.id"))
    business_key: Mapped[str | None] = mapped_column(String(255))
    customer_id: Mapped[str | None] = mapped_column(String(36))
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("instance.id"))
    parent_token: Mapped[str | None] = mapped_column(String(64))
    root_id: Mapped[str] = mapped_column(String(36))
    status: Mapped[str] = mapped_column(String(12))
    outcome: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    variables: Mapped[str] = mapped_column(Text, default="{}")
    tokens: Mapped[dict[str, dict[str, Any]]] = mapped_column(JsonText, default=dict)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_by: Mapped[str] = mapped_column(String(120))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lock: Mapped[int] = mapped_column(default=0)

    __mapper_args__ = {"version_id_col": lock}  # noqa: RUF012 - SQLAlchemy's own way to name it


class UniqueKey(Base):
    """An occasion that starts a process only once (a batch that is repeated starts nothing twice)."""

    __tablename__ = "instance_key"
    __table_args__ = (UniqueConstraint("tenant_id", "process", "key"),)

    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(32))
    process: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(255))
    instance: Mapped[Instance] = relationship(lazy="raise")  # written after its case


class Subscription(Row, Base):
    """A token that waits for a message or a signal. An empty correlation takes any message of the name."""

    __tablename__ = "subscription"
    __table_args__ = (
        Index(None, "tenant_id", "kind", "name", "correlation_hash"),
        Index(None, "tenant_id", "instance_id", "token"),
    )

    kind: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(255))
    correlation: Mapped[str] = mapped_column(Text, default="{}")
    correlation_hash: Mapped[str] = mapped_column(String(64))
    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    token: Mapped[str] = mapped_column(String(64))
    element: Mapped[str] = mapped_column(String(255))
    instance: Mapped[Instance] = relationship(lazy="raise")  # written after its case


class BufferedMessage(Row, Base):
    """A message that nobody waited for yet; it expires at `expires_at`."""

    __tablename__ = "buffered_message"
    __table_args__ = (Index(None, "tenant_id", "name", "expires_at"),)

    name: Mapped[str] = mapped_column(String(255))
    correlation: Mapped[str] = mapped_column(Text)
    variables: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReceivedMessage(Base):
    """The id of a message already taken, so that a repeated one has no second effect."""

    __tablename__ = "received_message"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    answer: Mapped[dict[str, Any]] = mapped_column(JsonText)


class Incident(Row, Base):
    """What cannot go on until somebody retries or resolves it: a token in front of an element that failed, or a job
    that was given up, of a case or of none."""

    __tablename__ = "incident"
    __table_args__ = (
        Index(None, "tenant_id", "resolved_at", "id"),
        Index(None, "tenant_id", "instance_id", "token"),
    )

    instance_id: Mapped[str | None] = mapped_column(ForeignKey("instance.id"))
    token: Mapped[str | None] = mapped_column(String(64))
    element: Mapped[str | None] = mapped_column(String(255))
    job_id: Mapped[str | None] = mapped_column(String(36))
    code: Mapped[str] = mapped_column(String(64))
    params: Mapped[dict[str, Any]] = mapped_column(JsonText)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    instance: Mapped[Instance] = relationship(lazy="raise")  # written after its case
