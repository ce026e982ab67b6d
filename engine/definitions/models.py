"""Rows of deployed definitions: what was deployed when by whom, and the versions that came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class Resource(Base):
    """The bytes of a deployed file, stored once whatever the number of versions that use them."""

    __tablename__ = "resource"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class Deployment(Row, Base):
    """One act of deploying; its id also numbers the state of the catalogue (newer ids are greater)."""

    __tablename__ = "deployment"
    __table_args__ = (Index(None, "tenant_id", "id"),)

    deployed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    deployed_by: Mapped[str] = mapped_column(String(120))
    warnings: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)


class Definition(Row, Base):
    """A version of a process, a decision or a form. Never changed once written.

    `file` is the name it was deployed under, `model` the name of the DMN definitions it stands in, `starts` the ways a
    process may begin, `executable` is false for a drawing kept as documentation.
    """

    __tablename__ = "definition"
    __table_args__ = (UniqueConstraint("tenant_id", "kind", "key", "version"),)

    kind: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(255))
    version: Mapped[int]
    name: Mapped[str] = mapped_column(Text, default="")
    name_en: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    description_en: Mapped[str] = mapped_column(Text, default="")
    file: Mapped[str] = mapped_column(Text)
    model: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(ForeignKey("resource.sha256"))
    executable: Mapped[bool] = mapped_column(default=True)
    starts: Mapped[list[dict[str, Any]]] = mapped_column(JsonText, default=list)
    effective_from: Mapped[datetime] = mapped_column(UtcDateTime)
    deployment_id: Mapped[str] = mapped_column(ForeignKey("deployment.id"))


class ProcessSwitch(Base):
    """Whether a process may be started; without a row it may. `turns` counts how often it was switched."""

    __tablename__ = "process_switch"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    process: Mapped[str] = mapped_column(String(255), primary_key=True)
    off: Mapped[bool]
    turns: Mapped[int] = mapped_column(default=1)


class CalendarRow(Row, Base):
    """A named business calendar: its weekly pattern and zone; `later` holds by date the patterns that follow it.
    `version` grows with every edit of it or of its days."""

    __tablename__ = "calendar"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(64))
    zone: Mapped[str] = mapped_column(String(64))
    pattern: Mapped[dict[str, list[str]]] = mapped_column(JsonText)
    later: Mapped[dict[str, dict[str, list[str]]]] = mapped_column(JsonText, default=dict)
    published_from: Mapped[str] = mapped_column(String(10))
    published_until: Mapped[str] = mapped_column(String(10))
    version: Mapped[int] = mapped_column(default=1)


class CalendarDay(Base):
    """A day on which the weekly pattern does not hold: off, half or working. `follows` names the weekday (0 = Monday)
    whose hours it keeps, `hours` its own intervals; `source` is a package or who edited it by hand."""

    __tablename__ = "calendar_day"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    calendar: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text, default="")
    name_en: Mapped[str] = mapped_column(Text, default="")
    follows: Mapped[int | None]
    hours: Mapped[list[str] | None] = mapped_column(JsonText)
