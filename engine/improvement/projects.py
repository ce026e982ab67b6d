"""One improvement project in the running: its plan on record, its weekly snapshot, how far its goal is reached."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from engine.access import queries as access
from engine.improvement import commands, rules
from engine.improvement.models import Feedback, PlanAction, TrackedGoal
from engine.instances.models import Instance
from engine.kernel import Context, NotFound


def plan(
    ctx: Context, project: str, goal: Mapping[str, Any] | None, actions: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Put a project's goal (T4), where it has one, and key actions (T6) on record; {actions} that are to be done, each
    with its id, and the `snapshot` that the first week is compared with.

    A project that plans once more keeps its goal's row and its actions: only what was not there is added.
    """
    if goal is not None:
        _keep(ctx, project, goal)
    known = {(action.action, action.deliverable) for action in _actions(ctx, project)}
    fresh = [action for action in actions if (action["action"], action.get("deliverable")) not in known]
    for action in fresh:
        commands.record(ctx, PlanAction, {"project": project, **_action(ctx, action)})
    ctx.session.flush()
    todo = [_told(ctx, action) for action in _actions(ctx, project) if not (action.done_on or action.dropped_on)]
    return {"actions": todo, "snapshot": snapshot(ctx, project, None)}


def _keep(ctx: Context, project: str, goal: Mapping[str, Any]) -> None:
    held = _goal(ctx, project)
    told = {name: str(goal[name]) for name in ("base", "target")}
    row = {"goal": goal["goal"], "metric": goal["metric"], "review_on": _day(goal.get("date")), **told}
    if held is None:
        commands.record(
            ctx, TrackedGoal, {"project": project, "unit": goal.get("unit") or "", "current": told["base"], **row}
        )
    else:
        commands.change(ctx, held, row)


def done(ctx: Context, action_id: str) -> dict[str, Any]:
    """A key action is done today, unless it was dropped."""
    held = _known(ctx, action_id)
    if held.dropped_on is None:
        commands.change(ctx, held, {"done_on": held.done_on or _today(ctx)})
    return {"done_on": held.done_on}


def follow(ctx: Context, action_id: str, told: Mapping[str, Any]) -> None:
    """What became of a key action's task: another owner (`owner_id`), another day (`ends_on`), or `dropped`."""
    new = {name: told[name] for name in ("owner_id", "ends_on") if name in told}
    commands.change(ctx, _known(ctx, action_id), new | ({"dropped_on": _today(ctx)} if told.get("dropped") else {}))


def _known(ctx: Context, action_id: str) -> PlanAction:
    held = ctx.session.get(PlanAction, action_id)
    if held is None or held.tenant_id != ctx.tenant:
        raise NotFound("plan_action_unknown", action=action_id)
    return held


def snapshot(ctx: Context, project: str, last: Mapping[str, Any] | None) -> dict[str, Any]:
    """How a project stands this week: {done, total, percent, current, progress, unchanged, overdue, actions}.

    `actions` tells each with owner, end and `state` (done, late: past its end, running); what was dropped counts no
    more. `unchanged` counts the weekly snapshots in a row in which neither another action was done nor the figure
    moved: it is snapshots that are counted, not days since somebody wrote something.
    """
    goal, today = _goal(ctx, project), _today(ctx)
    actions = [each for each in _actions(ctx, project) if each.dropped_on is None]
    count, total = sum(each.done_on is not None for each in actions), len(actions)
    current = goal.current if goal else None
    stands = last is not None and (count, current) == (int(last["done"]), last["current"])
    rows = [_stands(ctx, each, today) for each in actions]
    return {
        "done": count,
        "total": total,
        "percent": round(100 * count / total) if total else 0,
        "current": current,
        "progress": _percent(goal),
        "unchanged": int(last["unchanged"]) + 1 if last and stands else 0,
        "overdue": any(row["state"] == "late" for row in rows),
        "actions": rows,
    }


def _stands(ctx: Context, held: PlanAction, today: date) -> dict[str, Any]:
    late = held.ends_on is not None and held.ends_on < today
    told = {name: value for name, value in _told(ctx, held).items() if name in ("action", "owner", "ends")}
    return told | {"state": "done" if held.done_on else "late" if late else "running"}


def measure(ctx: Context, project: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The goal's figure as it is now, with gap and measures; {progress in percent, reached}. NotFound where none is."""
    goal = _goal(ctx, project)
    if goal is None:
        raise NotFound("improvement_goal_unknown", project=project)
    new: dict[str, Any] = {name: told[name] for name in ("gap", "measures") if told.get(name)}
    if told.get("current") is not None:
        new["current"] = str(told["current"])
    if told.get("review_on"):
        new["review_on"] = _day(told["review_on"])
    commands.change(ctx, goal, new)
    made = _percent(goal)
    return {"progress": made, "reached": made is not None and made >= 100}


def _percent(goal: TrackedGoal | None) -> int | None:
    if goal is None or goal.current is None:
        return None
    made = rules.progress(Decimal(goal.base), Decimal(goal.target), Decimal(goal.current))
    return None if made is None else int(rules.percent(made))


def _goal(ctx: Context, project: str) -> TrackedGoal | None:
    rows = select(TrackedGoal).where(TrackedGoal.tenant_id == ctx.tenant, TrackedGoal.project == project)
    return ctx.session.scalars(rows).first()


def _actions(ctx: Context, project: str) -> list[PlanAction]:
    rows = select(PlanAction).where(PlanAction.tenant_id == ctx.tenant, PlanAction.project == project)
    return list(ctx.session.scalars(rows.order_by(PlanAction.id)))


def _action(ctx: Context, told: Mapping[str, Any]) -> dict[str, Any]:
    who = access.person(ctx.session, told["owner"], tenant=ctx.tenant) if told.get("owner") else None
    return {
        "action": told["action"],
        "owner_id": who.id if who else None,
        "starts_on": _day(told.get("starts")),
        "ends_on": _day(told.get("ends")),
        "resources": told.get("resources"),
        "deliverable": told.get("deliverable"),
        "helpers": list(told.get("helpers") or []),
    }


def _told(ctx: Context, held: PlanAction) -> dict[str, Any]:
    who = access.person(ctx.session, held.owner_id, tenant=ctx.tenant).name if held.owner_id else None
    return {
        "id": held.id,
        "action": held.action,
        "owner": who,
        "ends": held.ends_on,
        "resources": held.resources,
        "deliverable": held.deliverable,
        "helpers": held.helpers,
    }


def _day(told: Any) -> date | None:
    return date.fromisoformat(told) if isinstance(told, str) and told else told or None


def _today(ctx: Context) -> date:
    return ctx.now.astimezone(ctx.zone).date()


def concerned(ctx: Context, category: str | None, days: int) -> list[str]:
    """The customers whose feedback of the last `days` was sorted into this category, each once, by id; what came
    without a name has nobody to tell (U8)."""
    since = ctx.now.astimezone(ctx.zone).date() - timedelta(days=days)
    said = (
        select(Instance.customer_id)
        .join(Feedback, Feedback.case_id == Instance.id)
        .where(Feedback.tenant_id == ctx.tenant, Feedback.category == category, Feedback.on > since)
        .where(Instance.customer_id.is_not(None))
    )
    return sorted({str(one) for one in ctx.session.scalars(said)})
