"""Rows of improvement work: key actions of a plan (T6), goals and how far they are reached (T4), feedback by category.

`project` is the number of the case that a row belongs to; a row that came with a table has none.
"""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from engine.kernel import Base, JsonText, Row, UtcDateTime


class PlanAction(Row, Base):
    """A key action of a plan: whose it is, who helps, from when to when, with what, and what it delivers. It is over
    when it was done or dropped."""

    __tablename__ = "plan_action"
    __table_args__ = (Index(None, "tenant_id", "project"),)

    project: Mapped[str | None] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(String(36))
    owner_text: Mapped[str | None] = mapped_column(String(64))
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    resources: Mapped[str | None] = mapped_column(Text)
    deliverable: Mapped[str | None] = mapped_column(Text)
    helpers: Mapped[list[str]] = mapped_column(JsonText, default=list)
    done_on: Mapped[date | None] = mapped_column(Date)
    dropped_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(64))


class TrackedGoal(Row, Base):
    """A goal and how far it is reached. `base`, `target` and `current` are exact decimals as text, a share as a
    fraction (20% is 0.2); `unit` is how the sheet writes them. The progress is never stored: it is computed."""

    __tablename__ = "tracked_goal"
    __table_args__ = (Index(None, "tenant_id", "project"),)

    project: Mapped[str | None] = mapped_column(String(64))
    goal: Mapped[str] = mapped_column(Text)
    metric: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(8))
    base: Mapped[str] = mapped_column(String(32))
    target: Mapped[str] = mapped_column(String(32))
    current: Mapped[str | None] = mapped_column(String(32))
    gap: Mapped[str | None] = mapped_column(Text)
    measures: Mapped[str | None] = mapped_column(Text)
    owner_id: Mapped[str | None] = mapped_column(String(36))
    owner_text: Mapped[str | None] = mapped_column(String(64))
    review_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(64))


class Feedback(Row, Base):
    """Feedback was sorted into a category on a day. What was said stays with the case, sealed."""

    __tablename__ = "feedback"
    __table_args__ = (Index(None, "tenant_id", "category", "on"),)

    category: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(32))
    on: Mapped[date] = mapped_column(Date)
    case_id: Mapped[str] = mapped_column(String(36))


class CheckItem(Row, Base):
    """One case that a supervision check (`project`) looked at, and what became of it.

    `subject_id` is the case looked at, `person` who did it last. `finding` is none, minor or serious, None while nobody
    has looked; `code` says what was wrong. `corrected_on` is when the person had put it right, `recheck` whether it was
    (passed, repeated), `repeats` how often it was found again.
    """

    __tablename__ = "check_item"
    __table_args__ = (Index(None, "tenant_id", "project"), Index(None, "tenant_id", "person", "on"),
                      Index(None, "tenant_id", "on"))  # fmt: skip

    project: Mapped[str] = mapped_column(String(64))
    occasion: Mapped[str] = mapped_column(String(16))
    subject_id: Mapped[str] = mapped_column(String(36))
    process: Mapped[str] = mapped_column(String(255))
    person: Mapped[str | None] = mapped_column(String(64))
    on: Mapped[date] = mapped_column(Date)
    finding: Mapped[str | None] = mapped_column(String(8))
    code: Mapped[str | None] = mapped_column(String(16))
    corrected_on: Mapped[date | None] = mapped_column(Date)
    recheck: Mapped[str | None] = mapped_column(String(8))
    repeats: Mapped[int] = mapped_column(default=0)
