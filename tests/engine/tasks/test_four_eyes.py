"""Four eyes hold whatever people do, and nothing ever stands still for want of somebody who may."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from engine.access import absences
from engine.access import commands as people
from engine.kernel import Rejected
from engine.tasks import commands, rules
from engine.tasks.eyes import excluded_from
from engine.tasks.models import Task
from engine.wiring import WIRING
from tests.kit import House, Run
from tests.kit.databases import fresh
from tests.kit.drawings import drawing

STAFF = ("boss", "ann", "bob", "cat")
APART = {"check": {"start", "ask"}, "left": {"ask", "right"}, "right": {"ask", "left"}}
"""Who did these elements may not do that one."""
DRAWN = drawing(
    "pay",
    "start > ask:user > check:user > split:and > left:user > join:and > end; split > right:user > join",
    ask={"assignee": "=asked"},
    check={"groups": "主管", "not_done_by": "start, ask", "not_person": "=accused"},
    left={"assignee": "ann", "not_done_by": "ask, right", "not_person": "=accused"},
    right={"groups": "主管", "not_done_by": "ask, left", "not_person": "=accused"},
)
VERBS = ("claim", "release", "complete", "delegate", "reassign", "away")
steps = st.lists(st.tuples(st.sampled_from(VERBS), *[st.sampled_from(STAFF)] * 2, st.integers(0, 1)), max_size=14)


@pytest.fixture(scope="module")
def firm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A small firm: boss wears every hat, the others have none."""
    folder: Path = tmp_path_factory.mktemp("firm")
    with fresh("sqlite", folder) as engine:
        house = House(engine, WIRING)
        with house.unit() as ctx:
            people.add_department(ctx, "全公司")
            people.ensure_groups(ctx, ["主管"])
            for name in STAFF:
                people.add_person(ctx, name, roles=["staff"], department="全公司")
            people.grant(ctx, "boss", group="主管")
            people.set_head(ctx, "全公司", "boss")
        house.deploy(pay__bpmn=DRAWN)
        yield house


def attempt(house: House, run: Run, verb: str, who: str, other: str, nth: int) -> None:
    """Somebody tries something; what is refused changes nothing."""
    tasks = run.tasks
    try:
        with house.unit(who) as ctx:
            if verb == "away":
                today = ctx.now.astimezone(ctx.zone).date()
                absences.record(ctx, who, today, today, other)
            elif tasks:
                more = {"complete": ({},), "delegate": (other,), "reassign": (other,)}.get(verb, ())
                getattr(commands, verb)(ctx, tasks[nth % len(tasks)].id, *more)
    except Rejected:
        pass
    house.settle()


def doers(run: Run) -> dict[str, str]:
    rows = run.house.look(lambda ctx: ctx.session.query(Task).filter(Task.instance_id == run.id).all())
    return {row.element: row.completed_by for row in rows if row.completed_by}


def able(house: House, task: Task) -> str | None:
    """Somebody who may complete this task now."""
    for name in STAFF:
        with house.unit(name, write=False) as ctx:
            row = ctx.session.get_one(Task, task.id)
            if "complete" in rules.verbs(ctx.actor, row, excluded_from(ctx, row)):
                return name
    return None


def everybody_back(house: House) -> None:
    with house.unit() as ctx:
        for row, _, _ in absences.listed(ctx):
            absences.end(ctx, row.id)


@given(starter=st.sampled_from(STAFF), asked=st.sampled_from(STAFF), accused=st.sampled_from(STAFF), acts=steps)
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_nobody_checks_their_own_work_and_nothing_stands_still(
    firm: House, starter: str, asked: str, accused: str, acts: list[tuple[str, str, str, int]]
) -> None:
    run = firm.start("pay", by=starter, asked=asked, accused=[accused])
    for act in acts:
        attempt(firm, run, *act)
        assert [task.element for task in run.tasks if able(firm, task) is None] == []
    while run.tasks:
        attempt(firm, run, "complete", able(firm, run.tasks[0]), "", 0)
    done = {"start": starter, **doers(run)}
    assert run.finished
    for element, others in APART.items():
        assert done[element] not in {accused, *(done[other] for other in others)}
    everybody_back(firm)


def test_the_next_above_steps_in_where_the_only_one_of_the_group_may_not(house: House) -> None:
    with house.unit() as ctx:
        people.add_department(ctx, "总部")
        people.add_department(ctx, "销售部", parent="总部")
        people.ensure_groups(ctx, ["主管"])
        for name, at in (("eve", "总部"), ("bob", "销售部"), ("ann", "销售部")):
            people.add_person(ctx, name, roles=["staff"], department=at)
            people.set_head(ctx, at, name) if name != "ann" else None
        people.grant(ctx, "bob", group="主管")
    flows = "start > check:user > end"
    house.deploy(p__bpmn=drawing("p", flows, check={"groups": "主管", "not_person": "=accused"}))
    run = house.start("p", by="ann", accused="bob")
    assert run.task("check").row.people == ["eve"]
    run.task("check").completed_by("eve")
    assert run.finished


def test_who_is_away_gives_the_work_to_the_substitute_on_the_day(house: House) -> None:
    for name in ("ann", "bob"):
        house.person(name)
    house.deploy(p__bpmn=drawing("p", "start > do:user > end", do={"assignee": "ann"}))
    run = house.start("p")
    with house.unit("ann") as ctx:
        tomorrow = ctx.now.astimezone(ctx.zone).date().replace(day=3)
        absences.record(ctx, "ann", tomorrow, tomorrow, "bob")
    assert run.task("do").row.assignee == "ann"
    house.later(days=1)
    task = run.task("do").row
    assert (task.assignee, task.owner) == ("bob", "ann")


def test_a_task_for_somebody_away_opens_with_the_substitute(house: House) -> None:
    for name in ("ann", "bob"):
        house.person(name)
    house.deploy(p__bpmn=drawing("p", "start > do:user > end", do={"assignee": "ann"}))
    with house.unit("ann") as ctx:
        today = ctx.now.astimezone(ctx.zone).date()
        absences.record(ctx, "ann", today, today, "bob")
    assert house.start("p").task("do").row.assignee == "bob"


def test_what_is_given_to_somebody_away_goes_on_to_the_substitute(house: House) -> None:
    for name in ("ann", "bob", "cat"):
        house.person(name)
    house.deploy(p__bpmn=drawing("p", "start > do:user > end", do={"assignee": "cat"}))
    run = house.start("p")
    with house.unit("ann") as ctx:
        today = ctx.now.astimezone(ctx.zone).date()
        absences.record(ctx, "ann", today, today, "bob")
    with house.unit("cat") as ctx:
        commands.reassign(ctx, run.task("do").id, "ann")
    task = run.task("do").row
    assert (task.assignee, task.owner) == ("bob", "ann")


def test_in_a_firm_of_two_the_second_checks_the_first_whatever_the_groups_say(house: House) -> None:
    with house.unit() as ctx:
        people.ensure_groups(ctx, ["主管"])
        people.add_person(ctx, "boss", roles=["staff"], groups=["主管"])
        people.add_person(ctx, "ann", roles=["staff"])
    flows = "start > ask:user > check:user > end"
    house.deploy(p__bpmn=drawing("p", flows, check={"groups": "主管", "not_done_by": "ask"}))
    run = house.start("p").task("ask").completed_by("boss")
    run.task("check").completed_by("ann")
    assert run.finished
