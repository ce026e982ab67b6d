"""Rows of people: who they are, where they stand in the tree of departments, what they hold.

A department's head and deputy carry no foreign key: the tree stands before its people do, and the two tables would
otherwise need each other to exist first. Commands keep them true.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class Department(Row, Base):
    """A department; `key` is what files and forms call it. The root's head is the executive."""

    __tablename__ = "department"
    __table_args__ = (UniqueConstraint("tenant_id", "key"), Index(None, "tenant_id", "parent_id"))

    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("department.id"))
    head_id: Mapped[str | None] = mapped_column(String(36))
    deputy_id: Mapped[str | None] = mapped_column(String(36))


class Person(Row, Base):
    """A person who works here. `name` is what one signs in with and what the ledger says; `number` is the employee's.

    The mail address is sealed with the person's own key; `credential` grows when the password changes or the person is
    disabled, so that what was signed before no longer counts.
    """

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("tenant_id", "name"),
        Index(None, "tenant_id", "department_id"),
        Index(None, "tenant_id", "manager_id"),
    )

    name: Mapped[str] = mapped_column(String(64))
    display_name: Mapped[str] = mapped_column(String(120))
    language: Mapped[str | None] = mapped_column(String(8))
    email: Mapped[str | None] = mapped_column(Text)
    password_hash: Mapped[str | None] = mapped_column(String(255))
    credential: Mapped[int] = mapped_column(default=0)
    department_id: Mapped[str | None] = mapped_column(ForeignKey("department.id"))
    manager_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    region: Mapped[str | None] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(64))
    disabled: Mapped[bool] = mapped_column(default=False)


class Group(Row, Base):
    """A named set of people; a lane of a diagram or `groups` of a task addresses it by name, English name or alias."""

    __tablename__ = "group_"
    __table_args__ = (UniqueConstraint("tenant_id", "name"),)

    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    aliases: Mapped[list[str]] = mapped_column(JsonText, default=list)


class Grant(Row, Base):
    """A person holds a role, or is in a group: exactly one of the two."""

    __tablename__ = "grant_"
    __table_args__ = (
        UniqueConstraint("tenant_id", "person_id", "role"),
        UniqueConstraint("tenant_id", "person_id", "group_id"),
        Index(None, "tenant_id", "group_id"),
        CheckConstraint("(role IS NULL) <> (group_id IS NULL)", name="role_or_group"),
    )

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    role: Mapped[str | None] = mapped_column(String(32))
    group_id: Mapped[str | None] = mapped_column(ForeignKey("group_.id"))


class Absence(Row, Base):
    """A person is away from one day to another, both included; the substitute stands in, where one is named."""

    __tablename__ = "absence"
    __table_args__ = (Index(None, "tenant_id", "to_on", "person_id"), Index(None, "tenant_id", "person_id", "from_on"))

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    substitute_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class Shift(Row, Base):
    """Somebody is on duty from one instant to another (7×24 值班表); `holiday` marks a holiday's own row."""

    __tablename__ = "duty_shift"
    __table_args__ = (Index(None, "tenant_id", "roster", "ends_at"),)

    roster: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    holiday: Mapped[bool] = mapped_column(default=False)


class Skill(Base):
    """What a person is good at: a product line, a technique, a language."""

    __tablename__ = "person_skill"
    __table_args__ = (Index(None, "tenant_id", "skill"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    skill: Mapped[str] = mapped_column(String(64), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(32), default=TENANT)


class Turn(Base):
    """When a person was last given something of a kind: whose turn it is."""

    __tablename__ = "person_turn"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(String(32), default=TENANT)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    given: Mapped[int] = mapped_column(default=1)


class Company(Base):
    """The company itself: its name, the pack it set out with, and how far its first day has come.

    `skipped` are the steps of the set-up guide that somebody left out; `tried_on` is the day of the first evaluation
    that was only looked at, `live_on` the day since which keflow is used in earnest.
    """

    __tablename__ = "company"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    name_en: Mapped[str] = mapped_column(String(120), default="")
    pack: Mapped[str | None] = mapped_column(String(32))
    skipped: Mapped[list[str]] = mapped_column(JsonText, default=list)
    tried_on: Mapped[date | None] = mapped_column(Date)
    live_on: Mapped[date | None] = mapped_column(Date)
