"""Who may do what with a task. Pure; `excluded` are the people whom four eyes keep away from it."""

from collections.abc import Set

from engine.kernel import Actor, Conflict, Forbidden
from engine.tasks.models import Task

VERBS = ("claim", "release", "complete", "delegate", "reassign", "comment", "draft")
WORKING = ("claim", "complete", "draft")
"""What only those do who have passed the exams that the step asks for."""
HANDING_OVER = ("delegate", "reassign")


def is_candidate(actor: Actor, task: Task) -> bool:
    """Whether the task is offered to the actor, claimed by somebody or not."""
    return is_meant(actor, task) or (actor.has("staff") and actor.has("admin"))


def is_meant(actor: Actor, task: Task) -> bool:
    """Whether the task is offered to the actor for what they do, not for running the house."""
    if actor.name == task.assignee or actor.name in task.people or not actor.groups.isdisjoint(task.groups):
        return True
    return actor.has("staff") and not task.people and not task.groups


def must_be_open(task: Task) -> None:
    """Conflict, naming who was faster, when the task is done or gone."""
    if task.status == "completed":
        raise Conflict("task_completed", by=task.completed_by)
    if task.status != "open":
        raise Conflict("task_cancelled")


def may_work(actor: Actor, task: Task, excluded: Set[str]) -> None:
    """The task is open, offered to the actor, in nobody else's hands, and four eyes allow it."""
    must_be_open(task)
    if not actor.has("staff") or not is_candidate(actor, task):
        raise Forbidden("task_not_yours")
    if actor.name in excluded:
        raise Forbidden("four_eyes", person=actor.name)
    if task.assignee is not None and task.assignee != actor.name:
        raise Conflict("task_claimed", by=task.assignee)


def may_hand_over(actor: Actor, task: Task, to: str, excluded: Set[str], *, oversees: bool = False) -> None:
    """The actor has the task, heads whoever has it (`oversees`) or steers cases, and four eyes allow the one who gets
    it; whom they keep away from a task does not choose who does it either."""
    must_be_open(task)
    mine = task.assignee == actor.name or (task.assignee is None and is_candidate(actor, task))
    if not actor.has("staff") or not (mine or oversees or actor.has("process_owner")):
        raise Forbidden("task_not_yours")
    kept_away = next((name for name in (actor.name, to) if name in excluded), None)
    if kept_away:
        raise Forbidden("four_eyes", person=kept_away)


def verbs(actor: Actor, task: Task, excluded: Set[str], *, oversees: bool = False) -> list[str]:
    """What the actor may do with the task now."""
    if task.status != "open" or not actor.has("staff"):
        return []
    offered = is_candidate(actor, task) and actor.name not in excluded
    free, mine = task.assignee is None, task.assignee == actor.name
    hands_over = offered and (free or mine)
    allowed = {
        "claim": offered and free,
        "release": mine and task.claimed_at is not None,
        "complete": offered and (free or mine),
        "delegate": hands_over,
        "reassign": hands_over or ((oversees or actor.has("process_owner")) and actor.name not in excluded),
        "comment": is_candidate(actor, task) or oversees or actor.has("process_owner"),
        "draft": offered and (free or mine),
    }
    return [verb for verb in VERBS if allowed[verb]]
