"""A scenario from the world before it to what must hold afterwards."""

from sqlalchemy import func, select

from engine.history.models import Entry
from engine.instances import queries as cases
from engine.instances.models import Instance
from engine.kernel import Context
from webapi.scenarios import world
from webapi.scenarios.playing import Astray, Play, Stage
from webapi.scenarios.reading import Scenario


def play_whole(stage: Stage, scenario: Scenario) -> set[str]:
    """Play a scenario in a furnished company; the elements that the case completed. Astray where it ends otherwise."""
    told, play = scenario.told, Play(stage, scenario)
    made = world.settle(stage, told.get("given", {}))
    proposed = world.proposal(stage, made, told["review"]) if made and "review" in told else {}
    play.begin({**proposed, **told.get("variables", {})})
    for step in told.get("steps", ()):
        play.act(step)
    stage.settle()
    play.check_knows(told.get("knows", {}))
    for number, member in told.get("customer", {}).items():
        _same(f"the tier of {number}", world.tier(stage, number), member)
    with stage.unit(write=False) as ctx:
        family = _family(ctx, play.case)
        stuck = [incident.code for incident in ctx.session.scalars(cases.open_incidents(ctx, family))]
        _same("stuck", stuck, [])
        _same("the end", cases.instance(ctx, play.case).outcome, told["ends"])
        for process, count in _started(scenario).items():
            _same(f"cases of {process}", _count(ctx, process), count)
        uncounted = [str(entry.element) for entry in _entries(ctx, family) if entry.fact == "SlaUnavailable"]
        _same("promises that could not be counted", uncounted, [])
        missing = set(told.get("history", ())) - {entry.fact for entry in _entries(ctx, family)}
        _same("not on record", sorted(missing), [])
        done = (entry for entry in _entries(ctx, family[:1]) if entry.fact == "ElementCompleted")
        return {str(entry.element) for entry in done}


def _started(scenario: Scenario) -> dict[str, int]:
    told = dict(scenario.told.get("started", {}))
    return {**told, "tier_review": scenario.told["reviews"]} if "reviews" in scenario.told else told


def _family(ctx: Context, case: str) -> list[str]:
    """The case, those it called or started, and theirs."""
    found = [case]
    for parent in found:
        found.extend(row.id for row in ctx.session.scalars(cases.instances(ctx, parent=parent)))
    return found


def _count(ctx: Context, process: str) -> int:
    counted = select(func.count()).select_from(Instance)
    return ctx.session.scalar(counted.where(Instance.tenant_id == ctx.tenant, Instance.process == process)) or 0


def _entries(ctx: Context, ids: list[str]) -> list[Entry]:
    streams = [f"instance:{case}" for case in ids]
    return list(ctx.session.scalars(select(Entry).where(Entry.stream.in_(streams)).order_by(Entry.seq)))


def _same(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise Astray(f"{what}: {found}, not {wanted}")
