"""Rows of the inbox."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from engine.instances.models import Instance
from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class Task(Row, Base):
    """One question to a person.

    `groups` and `people` may take it, `assignee` has it, `not_done_by` names people and elements of the case whose
    doers may not. `due` holds the derivation of `due_at`, `data` the local variables of a multi-instance iteration,
    `summary` what a list shows of the case, `plain` that it may be decided as a list. `form_id` is the form's version
    when the task opened: it stays, with the draft.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(None, "tenant_id", "assignee", "status", "sort_at", "id"),
        Index(None, "tenant_id", "owner", "status", "sort_at", "id"),
        Index(None, "tenant_id", "completed_by", "completed_at", "id"),
        Index(None, "tenant_id", "status", "sort_at", "id"),
        Index(None, "tenant_id", "instance_id", "element"),
        Index(None, "tenant_id", "root_id"),
        Index(None, "tenant_id", "customer_id", "status"),
    )

    instance_id: Mapped[str] = mapped_column(ForeignKey("instance.id"))
    root_id: Mapped[str] = mapped_column(String(36))
    token: Mapped[str] = mapped_column(String(64))
    process: Mapped[str] = mapped_column(String(255))
    element: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[str] = mapped_column(String(8))
    customer_id: Mapped[str | None] = mapped_column(String(36))
    business_key: Mapped[str | None] = mapped_column(String(255))
    assignee: Mapped[str | None] = mapped_column(String(64))
    owner: Mapped[str | None] = mapped_column(String(64))
    groups: Mapped[list[str]] = mapped_column(JsonText, default=list)
    people: Mapped[list[str]] = mapped_column(JsonText, default=list)
    not_done_by: Mapped[list[str]] = mapped_column(JsonText, default=list)
    priority: Mapped[int] = mapped_column(default=50)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    sort_at: Mapped[datetime] = mapped_column(UtcDateTime)
    form_id: Mapped[str | None] = mapped_column(ForeignKey("definition.id"))
    help: Mapped[str] = mapped_column(Text, default="")
    data: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    summary: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    plain: Mapped[bool] = mapped_column(default=False)
    search: Mapped[str] = mapped_column(Text, default="")
    status: Mapped[str] = mapped_column(String(10), default="open")
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_by: Mapped[str | None] = mapped_column(String(64))
    draft: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    instance: Mapped[Instance] = relationship(lazy="raise")  # written after its case


class Candidate(Base):
    """Who finds an open task in the inbox: `u:<person>`, `g:<group>` or `*` for all staff, in the order of the list."""

    __tablename__ = "task_candidate"
    __table_args__ = (Index(None, "tenant_id", "candidate", "sort_at", "task_id"),)

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"), primary_key=True)
    candidate: Mapped[str] = mapped_column(String(130), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(32), default=TENANT)
    sort_at: Mapped[datetime] = mapped_column(UtcDateTime)
    task: Mapped[Task] = relationship(lazy="raise")  # written after its task


class Comment(Row, Base):
    """What somebody said about a task; the ledger keeps its hash."""

    __tablename__ = "task_comment"
    __table_args__ = (Index(None, "tenant_id", "task_id", "id"),)

    task_id: Mapped[str] = mapped_column(ForeignKey("task.id"))
    author: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    text: Mapped[str] = mapped_column(Text)


class View(Row, Base):
    """A filter of the inbox kept under a name, which one may lend to a group; `wish`: what the list is asked."""

    __tablename__ = "task_view"
    __table_args__ = (UniqueConstraint("tenant_id", "owner", "name"), Index(None, "tenant_id", "shared_with"))

    owner: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    shared_with: Mapped[str | None] = mapped_column(String(64))
    wish: Mapped[dict[str, str]] = mapped_column(JsonText, default=dict)
