"""What the people of one's departments have on their desks: how much, what is late, and taking it off them.

A head sees and hands over what those below have in hand; whoever steers or reads all cases sees everybody's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, select

from engine.access.models import Person
from engine.kernel import Context
from engine.tasks.models import Task


@dataclass(frozen=True, slots=True)
class Desk:
    """The open tasks in one person's hands, among them those of the escalation ladder; `next_due` is the earliest due
    time."""

    person: str
    display_name: str
    department_id: str | None
    open: int
    overdue: int
    urgent: int
    escalated: int
    next_due: datetime | None


LADDER = "escalation"
"""The process that carries a matter up the levels."""
URGENT = 85
"""From this priority on a task is urgent (the band that the inbox marks)."""


def leads(ctx: Context) -> bool:
    """Whether the actor oversees anybody."""
    return ctx.actor.executive or bool(ctx.actor.departments) or ctx.actor.has("process_owner", "auditor")


def overseen(ctx: Context) -> Select[str]:
    """The names of the people whom the actor oversees, as a subquery; the actor is one of them."""
    found = select(Person.name).where(Person.tenant_id == ctx.tenant)
    if ctx.actor.executive or ctx.actor.has("process_owner", "auditor"):
        return found
    return found.where(Person.department_id.in_(sorted(ctx.actor.departments)))


def oversees(ctx: Context, name: str | None) -> bool:
    """Whether a person works in a department that the actor heads."""
    if name is None or not (ctx.actor.departments or ctx.actor.executive):
        return False
    return ctx.session.scalar(overseen(ctx).where(Person.name == name)) is not None


def in_hands(ctx: Context) -> list[ColumnElement[bool]]:
    """The condition on Task: in the hands of somebody whom the actor oversees."""
    return [Task.assignee.in_(overseen(ctx))]


def desks(ctx: Context) -> list[Desk]:
    """One line a person, those with most overdue first; people without open tasks too."""
    late = func.sum(case((Task.due_at < ctx.now, 1), else_=0))
    urgent = func.sum(case((Task.priority >= URGENT, 1), else_=0))
    climbed = func.sum(case((Task.process == LADDER, 1), else_=0))
    counts: dict[str, Any] = {
        row[0]: row
        for row in ctx.session.execute(
            select(Task.assignee, func.count(), late, urgent, climbed, func.min(Task.due_at))
            .where(Task.tenant_id == ctx.tenant, Task.status == "open", *in_hands(ctx))
            .group_by(Task.assignee)
        )
    }
    people = ctx.session.scalars(
        select(Person).where(Person.tenant_id == ctx.tenant, Person.disabled.is_(False), Person.name.in_(overseen(ctx)))
    )
    told = [_desk(person, counts.get(person.name)) for person in people]
    return sorted(told, key=lambda desk: (-desk.overdue, -desk.open, desk.person))


def _desk(person: Person, row: Any) -> Desk:
    numbers = tuple(row[1:]) if row else (0, 0, 0, 0, None)
    return Desk(person.name, person.display_name, person.department_id, *numbers)
