"""Open questions to people when their case goes on in another version of its process.

The task stays as it is: who has it, the draft, the form that was filled in so far and the time it is due. It gets the
new version's name and help, and its element's new id. Tasks that are done get that too, so that four eyes know them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from engine.definitions import queries as definitions
from engine.instances.events import InstanceMigrated
from engine.instances.migration import Planned
from engine.kernel import Context
from engine.runtime import Element, Model
from engine.tasks.models import Task

KEPT = ("form", "assignee", "groups", "people", "not_done_by", "due", "priority", "sla", "in", "lane")
"""The settings of a user task that are read when it opens: for one that is open already they stay as they were."""


@dataclass(frozen=True, slots=True)
class Touched:
    """An open task of a case that a plan speaks of; `kept` names what the new version says otherwise and what stays."""

    task: Task
    element: str
    to: str
    kept: Sequence[str]

    @property
    def people(self) -> list[str]:
        """Who notices: whoever has the task, or all whom it is offered to."""
        return [self.task.assignee] if self.task.assignee else [*self.task.people, *self.task.groups]


def touched(ctx: Context, planned: Planned) -> list[Touched]:
    """The open tasks of the case with what would become of them."""
    changes = {change.token: change for change in planned.plan.changes}
    open_ = select(Task).where(
        Task.tenant_id == ctx.tenant, Task.instance_id == planned.instance.id, Task.status == "open"
    )
    return [
        Touched(task, change.element, change.to, tuple(name for name in change.changed if name in KEPT))
        for task in ctx.session.scalars(open_.order_by(Task.id))
        if (change := changes.get(task.token)) is not None
    ]


def follow(ctx: Context, fact: InstanceMigrated) -> None:
    """The rows of the case's tasks after its migration."""
    model = definitions.model(ctx, definitions.by_id(ctx, fact.definition_id))
    of_case = select(Task).where(Task.tenant_id == ctx.tenant, Task.instance_id == fact.instance_id)
    rows = list(ctx.session.scalars(of_case))
    for task in rows:
        task.element = fact.mapping.get(task.element, task.element)
    doers: dict[str, set[str]] = {}
    for task in rows:
        if task.completed_by and task.status == "completed":
            doers.setdefault(task.element, set()).add(task.completed_by)
    for task in rows:
        if task.status == "open":
            _reword(task, model.elements.get(task.element))
            task.not_done_by = _kept_away(task, fact.mapping, doers, model)


def _reword(task: Task, element: Element | None) -> None:
    if element is None:
        return
    name = element.name or element.id
    if name != task.name:
        task.name, task.search = name, f"{task.search} {name.lower()}"  # still found by the old name
    task.name_en, task.help = element.name_en, element.help


def _kept_away(task: Task, mapping: Mapping[str, str], doers: Mapping[str, set[str]], model: Model) -> list[str]:
    """Whom four eyes keep away: elements by their new names; who did one that is gone stays away in person."""
    names = [mapping.get(name, name) for name in task.not_done_by]
    gone = {doer for name in names if name not in model.elements for doer in doers.get(name, ())}
    return [*names, *sorted(gone - set(names))]
