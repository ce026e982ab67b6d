"""Rows of notices: who was told what, by which channels, and what each person wants."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class Notice(Row, Base):
    """Somebody was told something; `kind` is its code, `about` an element of the case, `params` what its words need.

    Of one `key` a person is told once: one notice a level and a warning, however often the case passes there.
    """

    __tablename__ = "notice"
    __table_args__ = (
        Index(None, "tenant_id", "person", "read_at", "id"),
        UniqueConstraint("tenant_id", "person", "key"),
    )

    person: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(64))
    key: Mapped[str | None] = mapped_column(String(200))
    instance_id: Mapped[str | None] = mapped_column(String(36))
    task_id: Mapped[str | None] = mapped_column(String(36))
    customer_id: Mapped[str | None] = mapped_column(String(36))
    about: Mapped[str | None] = mapped_column(String(255))
    params: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Channel(Row, Base):
    """A way out of the house. `kind`: mail, wecom, dingtalk, feishu or webhook.

    `settings` are what anybody may see (host, port, sender, country); `sealed` holds what nobody may (the address of
    a robot, its secret, a password), in the vault's form. A robot serves the `groups` it is named for, or with none of
    them everybody; `kinds` narrows what it tells, none means all. `audience` is house or customers.
    """

    __tablename__ = "notice_channel"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    audience: Mapped[str] = mapped_column(String(16), default="house")
    settings: Mapped[dict[str, Any]] = mapped_column(JsonText, default=dict)
    sealed: Mapped[str | None] = mapped_column(Text)
    groups: Mapped[list[str]] = mapped_column(JsonText, default=list)
    kinds: Mapped[list[str]] = mapped_column(JsonText, default=list)
    language: Mapped[str] = mapped_column(String(8), default="zh")
    enabled: Mapped[bool] = mapped_column(default=True)


class Delivery(Row, Base):
    """One notice on its way by one channel. `person` is who gets the mail; a robot's notice is its group's.

    `status`: queued, sent, failed, or dropped (read or done before its time came).
    """

    __tablename__ = "notice_delivery"
    __table_args__ = (Index(None, "tenant_id", "channel_id", "id"), Index(None, "tenant_id", "status", "id"))

    channel_id: Mapped[str] = mapped_column(ForeignKey("notice_channel.id"))
    notice_id: Mapped[str] = mapped_column(ForeignKey("notice.id"))
    person: Mapped[str | None] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(8), default="queued")
    error: Mapped[str | None] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Preference(Base):
    """What a person wants: mail or not, which kinds not at all outside the application, and when to be left alone
    (`HH:MM`; none of both means the company's hours)."""

    __tablename__ = "notice_preference"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    person: Mapped[str] = mapped_column(String(64), primary_key=True)
    mail: Mapped[bool] = mapped_column(default=True)
    muted: Mapped[list[str]] = mapped_column(JsonText, default=list)
    quiet_from: Mapped[str | None] = mapped_column(String(5))
    quiet_to: Mapped[str | None] = mapped_column(String(5))


class NotifySettings(Base):
    """What the company has set: see rules.DEFAULTS."""

    __tablename__ = "notify_settings"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    values: Mapped[dict[str, Any]] = mapped_column(JsonText)
