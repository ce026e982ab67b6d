"""Rows of training: courses, their questions, the yearly plan, exams as they were sat, and what each person may do."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import TENANT, Base, JsonText, Row, UtcDateTime


class Course(Row, Base):
    """A course. `steps` are the processes (`complaint`) and steps (`complaint.respond`) it is about, `*` any that no
    other course is about; `groups` whom it is for (empty: everybody). `draw` questions make an exam (0: none), `bank`
    counts the changes of its questions."""

    __tablename__ = "course"
    __table_args__ = (UniqueConstraint("tenant_id", "key"),)

    key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text, default="")
    about: Mapped[str] = mapped_column(Text, default="")
    about_en: Mapped[str] = mapped_column(Text, default="")
    format: Mapped[str] = mapped_column(String(16))
    steps: Mapped[list[str]] = mapped_column(JsonText, default=list)
    groups: Mapped[list[str]] = mapped_column(JsonText, default=list)
    draw: Mapped[int] = mapped_column(default=0)
    pass_mark: Mapped[int] = mapped_column(default=80)
    minutes: Mapped[int] = mapped_column(default=30)
    retakes: Mapped[int] = mapped_column(default=2)
    valid_months: Mapped[int | None]
    bank: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)


class Question(Row, Base):
    """A question: `options` are [{key, text, text_en}], `right` the keys of the right ones. A retired one is kept."""

    __tablename__ = "question"
    __table_args__ = (Index(None, "course_id"),)

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    kind: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    text_en: Mapped[str] = mapped_column(Text, default="")
    options: Mapped[list[dict[str, str]]] = mapped_column(JsonText)
    right: Mapped[list[str]] = mapped_column(JsonText)
    explanation: Mapped[str] = mapped_column(Text, default="")
    explanation_en: Mapped[str] = mapped_column(Text, default="")
    active: Mapped[bool] = mapped_column(default=True)


class PlannedTraining(Row, Base):
    """A line of the yearly plan: which course on which day for which groups; `started_on` once its case began."""

    __tablename__ = "planned_training"
    __table_args__ = (Index(None, "tenant_id", "on"),)

    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    on: Mapped[date] = mapped_column(Date)
    groups: Mapped[list[str]] = mapped_column(JsonText, default=list)
    started_on: Mapped[date | None] = mapped_column(Date)


class Sitting(Row, Base):
    """One attempt at an exam. `paper` holds the questions as they were drawn and shuffled by `seed` from version `bank`
    of the course's questions; `answers` maps question ids to chosen keys."""

    __tablename__ = "exam_sitting"
    __table_args__ = (UniqueConstraint("case_id", "person_id", "attempt"), Index(None, "tenant_id", "person_id"))

    case_id: Mapped[str] = mapped_column(String(36))
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    attempt: Mapped[int]
    seed: Mapped[int]
    bank: Mapped[int]
    paper: Mapped[list[dict[str, Any]]] = mapped_column(JsonText)
    answers: Mapped[dict[str, list[str]]] = mapped_column(JsonText, default=dict)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    handed_in_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    score: Mapped[int | None]
    passed: Mapped[bool | None]


class Authority(Base):
    """Where a person stands with a course: `pending` (to be done by `due_at`), `granted` (until `until`, null for
    good), `suspended` (failed or overdue). `holds`: suspended, it bars the steps of the course even while the company
    does not ask for exams (a change marked important)."""

    __tablename__ = "training_authority"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(ForeignKey("course.id"), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    holds: Mapped[bool] = mapped_column(default=False)
    cause: Mapped[str] = mapped_column(String(16), default="")
    since: Mapped[date] = mapped_column(Date)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[date | None] = mapped_column(Date)
    attended_on: Mapped[date | None] = mapped_column(Date)
    score: Mapped[int | None]
    case_id: Mapped[str | None] = mapped_column(String(36))


class Newcomer(Base):
    """Somebody who joined and whose first training has not been asked for yet: a day's joiners are one round."""

    __tablename__ = "training_newcomer"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    person_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    joined_on: Mapped[date] = mapped_column(Date)


class TrainingSettings(Base):
    """Whether steps that a course is about may only be taken by those who passed it. Off by default."""

    __tablename__ = "training_settings"

    tenant_id: Mapped[str] = mapped_column(String(32), primary_key=True, default=TENANT)
    gates: Mapped[bool] = mapped_column(default=False)
