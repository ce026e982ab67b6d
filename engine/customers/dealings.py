"""Rows of what happens between the house and a customer: interactions (T3), needs (T2), tasks across departments (T5),
tags, consents, and the house's rules of contact.

Words that a table writes in Chinese are kept as codes (engine/customers/vocabulary.py). `work_id` is the open case of
process `work_item` that a row has opened.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class Interaction(Row, Base):
    """A contact with a customer, and what follows from it. `participants` are sealed: they may be people's names.

    `owner_text` keeps a masked 负责人 (`*助理`), who is nobody in particular. `purpose` is service, care or marketing.
    """

    __tablename__ = "interaction"
    __table_args__ = (Index(None, "tenant_id", "customer_id", "on"), Index(None, "tenant_id", "on"))

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    on: Mapped[date] = mapped_column(Date)
    channel: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(16), default="service")
    subject: Mapped[str] = mapped_column(Text)
    participants: Mapped[str | None] = mapped_column(Text)
    feedback: Mapped[str | None] = mapped_column(Text)
    next_action: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(String(36))
    owner_text: Mapped[str | None] = mapped_column(String(64))
    due_on: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(8))
    work_id: Mapped[str | None] = mapped_column(String(36))
    case_id: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(64))


class Need(Row, Base):
    """What a customer needs. `state` is confirmed or pending, `note` what the sheet says after that word."""

    __tablename__ = "need"
    __table_args__ = (Index(None, "tenant_id", "customer_id"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"))
    kind: Mapped[str] = mapped_column(String(16))
    description: Mapped[str] = mapped_column(Text)
    priority: Mapped[str] = mapped_column(String(8))
    product: Mapped[str | None] = mapped_column(Text)
    proposal: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(String(36))
    owner_text: Mapped[str | None] = mapped_column(String(64))
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(Text)
    work_id: Mapped[str | None] = mapped_column(String(36))
    case_id: Mapped[str | None] = mapped_column(String(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(64))


class SharedTask(Row, Base):
    """A task across departments (T5) under its 任务编号, with exactly one who answers for it (第一责任人).

    `work_id` is its case (P10, or work_item where that is off): the row follows the case. `action_id` is the key action
    of a plan (T6) that it carries out. `snapshot` is how it stood at the end of the last week: {on, steps, unchanged}.
    """

    __tablename__ = "shared_task"
    __table_args__ = (UniqueConstraint("tenant_id", "number"),)

    number: Mapped[str] = mapped_column(String(64))
    description: Mapped[str] = mapped_column(Text)
    departments: Mapped[list[str]] = mapped_column(JsonText, default=list)
    owner_id: Mapped[str | None] = mapped_column(String(36))
    owner_text: Mapped[str | None] = mapped_column(String(64))
    helpers: Mapped[list[str]] = mapped_column(JsonText, default=list)
    due_on: Mapped[date | None] = mapped_column(Date)
    criteria: Mapped[str | None] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(8))
    remark: Mapped[str | None] = mapped_column(Text)
    work_id: Mapped[str | None] = mapped_column(String(36))
    action_id: Mapped[str | None] = mapped_column(String(36))
    snapshot: Mapped[dict[str, Any] | None] = mapped_column(JsonText)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(64))


class Tag(Row, Base):
    """A label that customers may carry: who answers for it, and until when it must be looked at again."""

    __tablename__ = "tag"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(64))
    category: Mapped[str | None] = mapped_column(String(64))
    owner_id: Mapped[str | None] = mapped_column(String(36))
    review_on: Mapped[date | None] = mapped_column(Date)


class CustomerTag(Base):
    """A customer carries a tag since a day, put there by a person or a rule."""

    __tablename__ = "customer_tag"
    __table_args__ = (Index(None, "tenant_id", "tag_id"),)

    customer_id: Mapped[str] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    tag_id: Mapped[str] = mapped_column(ForeignKey("tag.id"), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(32), default=TENANT)
    since: Mapped[date] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(64))


class Consent(Row, Base):
    """A contact gave or withdrew consent to a purpose, by which notice and through which channel; never changed."""

    __tablename__ = "consent"
    __table_args__ = (Index(None, "tenant_id", "contact_id", "purpose", "id"),)

    contact_id: Mapped[str] = mapped_column(ForeignKey("contact.id"))
    purpose: Mapped[str] = mapped_column(String(16))
    given: Mapped[bool]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(String(120))
    notice: Mapped[str | None] = mapped_column(String(64))
    by: Mapped[str] = mapped_column(String(64))


class ContactPolicy(Base):
    """The house's rules of contact: how often a month, and between which hours of its zone nobody is written to."""

    __tablename__ = "contact_policy"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    cap: Mapped[int] = mapped_column(Integer)
    cap_averse: Mapped[int] = mapped_column(Integer)
    quiet: Mapped[dict[str, Any]] = mapped_column(JsonText)
