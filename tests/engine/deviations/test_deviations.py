"""What an emergency does to running cases: on record, with a reason, never against the rules."""

from typing import Any

import pytest

from engine.deviations import commands, queries
from engine.deviations.models import Deviation
from engine.kernel import Conflict, Invalid
from tests.kit import House, Run
from tests.kit.drawings import drawing

WORK = drawing(
    "work",
    "start > look:user > check:user > end",
    look={"name": "查看", "assignee": "ann", "due": "2wd"},
    check={"name": "复核", "assignee": "bob", "not_done_by": "look"},
)


@pytest.fixture
def desk(house: House) -> House:
    house.person("ann").person("bob").person("dora", "process_owner")
    house.deploy(work__bpmn=WORK, emergency__bpmn=drawing("emergency", "start > wait:user > end"))
    return house


def deviate(house: House, targets: list[Run], kind: str, element: str | None = "look", **params: Any) -> str:
    """Order a deviation in a fresh emergency, and let the jobs run; the emergency's id."""
    emergency = house.start("emergency").id
    with house.unit() as ctx:
        found, unknown = commands.find(ctx, [run.id for run in targets])
        assert unknown == []
        commands.order(
            ctx, found, kind, element=element, params=params, reason="停电", approved_by="dora", ordered_in=emergency
        )
    house.settle()
    return emergency


def rows(house: House, **asked: Any) -> list[Deviation]:
    return house.look(lambda ctx: list(ctx.session.scalars(queries.deviations(ctx, **asked))))


def facts(run: Run, *names: str) -> list[str]:
    return [entry.fact for entry in run.facts if entry.fact in names]


def test_a_step_is_skipped_by_a_recorded_move(desk: House) -> None:
    runs = [desk.start("work") for _ in range(2)]
    deviate(desk, runs, "skip", to="check")
    assert [run.open for run in runs] == [["check"], ["check"]]
    told = ("DeviationOrdered", "TokenMoved", "DeviationDone")
    assert facts(runs[0], *told) == list(told)
    entries = desk.told(f"instance:{runs[0].id}")
    (ordered,) = [entry.data for entry in entries if entry.fact == "DeviationOrdered"]
    assert (ordered["reason"], ordered["approved_by"]) == ("停电", "dora")


def test_steps_are_named_as_people_see_them_on_the_drawing(desk: House) -> None:
    run, other = desk.start("work"), desk.start("work")
    deviate(desk, [run], "skip", element="查看", to="复核")
    deviate(desk, [other], "reassign", element="查看", person="bob")
    assert run.open == ["check"]
    assert other.task("look").row.assignee == "bob"


def test_a_task_is_handed_to_somebody_else(desk: House) -> None:
    run = desk.start("work")
    deviate(desk, [run], "reassign", person="bob")
    assert run.task("look").row.assignee == "bob"


def test_a_task_is_due_later(desk: House) -> None:
    run = desk.start("work")
    before = run.task("look").row.due_at
    deviate(desk, [run], "extend", due="5wd")
    assert run.task("look").row.due_at > before
    deviate(desk, [run], "extend", due="1wd")
    assert [row.code for row in rows(desk, status="refused")] == ["deviation_not_later"]


def test_four_eyes_hold_in_an_emergency_too(desk: House) -> None:
    run = desk.start("work")
    run.task("look").completed_by("ann")
    deviate(desk, [run], "reassign", "check", person="ann")
    assert run.task("check").row.assignee == "bob"
    assert [(row.status, row.code) for row in rows(desk)] == [("refused", "four_eyes")]
    assert facts(run, "DeviationRefused") == ["DeviationRefused"]


@pytest.mark.parametrize(("kind", "params"), [("skip", {"to": "nowhere"}), ("skip", {}), ("reassign", {"person": "x"})])
def test_what_cannot_be_done_is_refused_on_record_and_changes_nothing(
    desk: House, kind: str, params: dict[str, str]
) -> None:
    run = desk.start("work")
    deviate(desk, [run], kind, **params)
    assert (run.open, [row.status for row in rows(desk)]) == (["look"], ["refused"])


def test_a_reason_is_needed(desk: House) -> None:
    with pytest.raises(Invalid), desk.unit() as ctx:
        commands.order(ctx, [], "skip", element=None, params={}, reason=" ", approved_by="x", ordered_in="x")


def test_the_list_says_what_nobody_has_seconded_and_what_has_lapsed(desk: House) -> None:
    run = desk.start("work")
    emergency = deviate(desk, [run], "skip", to="check")
    since = desk.now

    def told() -> dict[str, Any]:
        (row,) = desk.look(lambda ctx: queries.report(ctx, since, desk.now.replace(year=2027)))
        return row

    assert (told()["done"], told()["unseconded"], told()["lapsed"]) == (1, 1, 0)
    with desk.unit() as ctx:
        assert commands.second(ctx, emergency, by="bob", says="approve") == 1
    desk.later(days=8)
    assert (told()["unseconded"], told()["lapsed"]) == (0, 1)
    with desk.unit() as ctx:
        commands.renew(ctx, emergency)
    assert told()["lapsed"] == 0


def rejected(house: House, emergency: str) -> None:
    with house.unit() as ctx:
        commands.second(ctx, emergency, by="bob", says="reject")
    house.settle()


@pytest.mark.parametrize(
    ("kind", "params"), [("skip", {"to": "check"}), ("reassign", {"person": "bob"}), ("extend", {"due": "5wd"})]
)
def test_what_a_second_look_rejects_is_taken_back(desk: House, kind: str, params: dict[str, str]) -> None:
    run = desk.start("work")
    before = run.task("look").row
    emergency = deviate(desk, [run], kind, **params)
    rejected(desk, emergency)
    after = run.task("look").row
    assert (after.assignee, after.due_at) == (before.assignee, before.due_at)
    assert ([row.status for row in rows(desk)], facts(run, "DeviationUndone")) == (["undone"], ["DeviationUndone"])


def test_a_case_that_has_gone_on_cannot_be_taken_back_and_says_so(desk: House) -> None:
    run = desk.start("work")
    emergency = deviate(desk, [run], "reassign", person="bob")
    run.task("look").completed_by("bob")
    rejected(desk, emergency)
    assert [(row.status, row.code) for row in rows(desk)] == [("stands", "deviation_gone_on")]


@pytest.mark.parametrize("ended_by", ["done", "rejected"])
def test_a_case_stands_still_for_an_inserted_step_until_it_is_done_or_rejected(desk: House, ended_by: str) -> None:
    run = desk.start("work")
    emergency = deviate(desk, [run], "insert", hold=True)
    with pytest.raises(Conflict, match="instance_suspended"):
        run.task("look").completed_by("ann")
    if ended_by == "rejected":
        rejected(desk, emergency)
    else:
        with desk.unit() as ctx:
            assert commands.release(ctx, emergency) == 1
        desk.settle()
    run.task("look").completed_by("ann")
    assert run.open == ["check"]


def test_without_hold_an_inserted_step_stops_nothing(desk: House) -> None:
    run = desk.start("work")
    deviate(desk, [run], "insert")
    run.task("look").completed_by("ann")
    assert run.open == ["check"]
