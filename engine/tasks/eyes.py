"""Four eyes: who is kept away from a task, and who steps in when the one it was meant for is.

`not_done_by` names people, or elements of the case and of the cases that called it: then whoever did those is kept
away; the start event's is whoever started the case, whatever the variables say. It is asked again at every claim,
completion, delegation and reassignment, so that no route leads around it. Whoever is away counts as not there; a task
that nobody is left to do goes to the next above.
"""

from sqlalchemy import func, select

from engine.access import choosing, standing_in
from engine.access import queries as access
from engine.definitions import queries as definitions
from engine.instances.models import Instance
from engine.instances.opening import is_new, row_of
from engine.kernel import Context
from engine.tasks.models import Task

Doing = tuple[str, str, str]
"""Instance, element, and who completed it."""
_DONE, _JUST = "tasks.done", "tasks.just_done"


def excluded_from(ctx: Context, task: Task, case: Instance | None = None) -> frozenset[str]:
    """The people whom four eyes keep away from this task, as things stand now; `case` spares looking its row up."""
    if not task.not_done_by:
        return frozenset()
    case = case or row_of(ctx, task.instance_id)
    named = frozenset(task.not_done_by)
    line = _with_callers(ctx, case)
    return named | {by for instance, element, by in done(ctx, case) if instance in line and element in named}


def _with_callers(ctx: Context, case: Instance) -> list[str]:
    found = [case.id]
    while case.parent_id is not None:
        case = row_of(ctx, case.parent_id)
        found.append(case.id)
    return found


def done(ctx: Context, case: Instance) -> list[Doing]:
    """Who completed what under the root of this case, earlier versions included, each once, in the order of the first
    time. Read once a unit of work."""
    known: dict[str, list[Doing]] = ctx.memo.setdefault(_DONE, {})
    if case.root_id not in known:
        known[case.root_id] = [] if is_new(ctx, case.root_id) else _read(ctx, case.root_id)
    now = [doing for root, doing in ctx.memo.get(_JUST, ()) if root == case.root_id]
    return [*known[case.root_id], *(doing for doing in now if doing not in known[case.root_id])]


def remember(ctx: Context, task: Task) -> None:
    """This unit of work has just completed the task."""
    ctx.memo.setdefault(_JUST, []).append((task.root_id, (task.instance_id, task.element, str(task.completed_by))))


def _read(ctx: Context, root_id: str) -> list[Doing]:
    told = (Task.instance_id, Task.element, Task.completed_by)
    of_root = select(*told).where(Task.tenant_id == ctx.tenant, Task.root_id == root_id, Task.status == "completed")
    with ctx.session.no_autoflush:  # what this unit completes is remembered; the case is written once, at the end
        rows = ctx.session.execute(of_root.group_by(*told).order_by(func.min(Task.id)))
        return [(row[0], row[1], row[2]) for row in rows if row[2]]


def somebody(ctx: Context, name: str, excluded: frozenset[str]) -> str | None:
    """The one it is meant for, when there and not kept away; else the substitute, the deputy, the manager above, each
    under the same condition; None leaves the task to its groups."""
    if name not in excluded and name not in standing_in.absent(ctx):
        return name
    return standing_in.instead_of(ctx, name, excluded).person


def is_personal(ctx: Context, task: Task, case: Instance | None = None) -> bool:
    """Whether only the one it is meant for can do it (an exam): it is given to nobody else, not even while they are
    away."""
    case = case or row_of(ctx, task.instance_id)
    step = definitions.model(ctx, definitions.by_id(ctx, case.definition_id)).elements.get(task.element)
    return step is not None and step.settings.get("personal") == "yes"


def is_stuck(ctx: Context, task: Task, excluded: frozenset[str]) -> bool:
    """Whether nobody to whom the task is offered is there and may do it."""
    if task.assignee is not None:
        return task.assignee in excluded
    able = choosing.able(ctx, groups=task.groups, names=task.people)
    return able <= excluded | standing_in.absent(ctx).keys()


def unstick(ctx: Context, task: Task, excluded: frozenset[str]) -> tuple[list[str], list[str]]:
    """The people and groups to offer a task to that nobody may do: the next above those it was meant for, else the
    executive, else everybody. In a small firm, where one person wears all the hats, the work still goes on."""
    meant = [*task.people, *sorted(choosing.able(ctx, groups=task.groups, names=()))]
    above = (standing_in.instead_of(ctx, name, excluded).person for name in meant)
    top = access.executive(ctx.session, tenant=ctx.tenant)
    found = next((name for name in above if name), None) or (
        standing_in.instead_of(ctx, top, excluded).person if top else None
    )
    return ([*task.people, found], task.groups) if found else ([], [])
