"""The inbox verbs: who may take, answer and hand over a task, and what happens to those who come second."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from engine.access import queries as access
from engine.kernel import Conflict, Forbidden, Invalid
from engine.tasks import commands, queries, rules
from tests.kit import House
from tests.kit.drawings import drawing

ASK = drawing("leave", "start > ask:user > check:user > end", ask={"groups": "一线客服"}, check={"not_done_by": "ask"})


@pytest.fixture
def office(house: House) -> House:
    house.person("ann", groups=("一线客服",)).person("bob", groups=("一线客服",)).person("eve").person("boss", "admin")
    house.deploy(leave__bpmn=ASK, plain__bpmn=drawing("plain", "start > a:user > end"))
    return house


def test_a_task_is_offered_to_its_group_only(office: House) -> None:
    office.start("leave", by="eve")
    assert [task.element for task in offered(office, "ann")] == ["ask"]
    assert offered(office, "eve") == []


def test_completing_an_unclaimed_task_claims_it_and_the_case_goes_on(office: House) -> None:
    run = office.start("leave")
    run.task("ask").completed_by("ann", why="rest")
    assert run.open == ["check"]
    assert run.variables["why"] == "rest"
    completed = [entry for entry in run.facts if entry.fact == "TaskCompleted"]
    assert [(entry.actor, '"answer":{"why":"rest"}' in entry.data) for entry in completed] == [("ann", True)]


def test_the_second_to_complete_is_told_who_was_faster(office: House) -> None:
    run = office.start("leave")
    task = run.task("ask")
    task.completed_by("ann")
    with pytest.raises(Conflict, match="task_completed") as refused:
        task.completed_by("bob")
    assert refused.value.params == {"by": "ann"}
    assert run.open == ["check"]


def test_a_claimed_task_is_nobody_elses_until_released(office: House) -> None:
    run = office.start("leave")
    held = run.task("ask").claimed_by("ann")
    with pytest.raises(Conflict, match="task_claimed"):
        run.task("ask").completed_by("bob")
    with office.unit("ann") as ctx:
        commands.release(ctx, held.id)
    run.task("ask").completed_by("bob")
    assert run.open == ["check"]


def test_of_four_who_claim_at_once_one_has_the_task(office: House) -> None:
    names = ("bob", "eve", "ann", "boss")
    run = office.start("plain")
    held, together = run.task("a"), Barrier(len(names))

    def claim(name: str) -> bool:
        together.wait()
        try:
            held.claimed_by(name)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(len(names)) as pool:
        won = [name for name, has in zip(names, pool.map(claim, names), strict=True) if has]
    claimed = [entry.actor for entry in run.facts if entry.fact == "TaskClaimed"]
    assert won == claimed == [held.row.assignee]


def test_four_eyes_hold_on_every_route(office: House) -> None:
    run = office.start("leave")
    run.task("ask").completed_by("ann")
    check = run.task("check")
    with pytest.raises(Forbidden, match="four_eyes"):
        check.claimed_by("ann")
    with pytest.raises(Forbidden, match="four_eyes"):
        check.completed_by("ann")
    with pytest.raises(Forbidden, match="four_eyes"), office.unit("bob") as ctx:
        commands.delegate(ctx, check.id, "ann")
    with pytest.raises(Forbidden, match="four_eyes"), office.unit("boss") as ctx:
        commands.reassign(ctx, check.id, "ann")
    check.completed_by("bob")
    assert run.finished


def test_an_assignee_whom_four_eyes_keep_away_is_replaced_by_the_manager(house: House) -> None:
    house.person("top").person("mid", manager="top").person("low", manager="mid")
    settings = {"assignee": "=who", "not_done_by": "=who"}
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", a=settings))
    run = house.start("p", who="low")
    assert run.task("a").row.assignee == "mid"


def test_a_delegated_task_keeps_its_owner_and_moves_to_the_other_inbox(office: House) -> None:
    run = office.start("leave")
    held = run.task("ask").claimed_by("ann")
    with office.unit("ann") as ctx:
        commands.delegate(ctx, held.id, "eve", "on leave")
    assert (held.row.assignee, held.row.owner) == ("eve", "ann")
    assert [task.id for task in offered(office, "eve")] == [held.id]


def test_a_task_of_one_person_does_not_become_everybodys_when_a_deputy_gives_it_back(house: House) -> None:
    house.person("ann").person("bob").person("eve")
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", a={"assignee": "ann"}))
    held = house.start("p").task("a")
    with house.unit("ann") as ctx:
        commands.delegate(ctx, held.id, "bob")
    with house.unit("bob") as ctx:
        commands.release(ctx, held.id)
    with pytest.raises(Forbidden, match="task_not_yours"):
        held.completed_by("eve")
    assert [task.id for task in offered(house, "ann")] == [held.id]
    assert held.completed_by("ann").finished


def test_a_task_given_back_by_a_deputy_stands_in_the_inboxes_of_all_staff_again(house: House) -> None:
    house.person("ann").person("bob").person("eve")
    house.deploy(p__bpmn=drawing("p", "start > a:user > end"))
    held = house.start("p").task("a").claimed_by("ann")
    with house.unit("ann") as ctx:
        commands.delegate(ctx, held.id, "bob")
    with house.unit("bob") as ctx:
        commands.release(ctx, held.id)
    assert [task.id for task in offered(house, "eve")] == [held.id]


def test_whom_four_eyes_keep_away_does_not_choose_who_decides_instead(office: House) -> None:
    run = office.start("leave")
    run.task("ask").completed_by("ann")
    check = run.task("check")
    for hand_over in (commands.delegate, commands.reassign):
        with pytest.raises(Forbidden, match="four_eyes"), office.unit("ann") as ctx:
            hand_over(ctx, check.id, "eve")
    assert office.look(lambda ctx: rules.verbs(access.actor_of(ctx.session, "ann"), check.row, {"ann"})) == ["comment"]


def test_four_eyes_may_name_the_start_and_keep_away_whoever_started_the_case(house: House) -> None:
    house.person("ann").person("bob")
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", a={"not_done_by": '=[who, "start"]'}))
    run = house.start("p", by="ann", who="nobody")
    with pytest.raises(Forbidden, match="four_eyes"):
        run.task("a").completed_by("ann")
    run.task("a").completed_by("bob")
    assert run.finished


def test_nobody_takes_over_when_four_eyes_keep_away_the_only_one_named(house: House) -> None:
    house.person("top").person("low").person("boss", "admin")
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", a={"assignee": "top", "not_done_by": "top"}))
    held = house.start("p").task("a")
    for name in ("top", "low"):
        with pytest.raises(Forbidden):
            held.completed_by(name)
    with house.unit("boss") as ctx:
        commands.reassign(ctx, held.id, "low")
    assert held.completed_by("low").finished


def test_a_draft_waits_for_its_author_and_is_gone_with_the_answer(office: House) -> None:
    run = office.start("leave")
    held = run.task("ask").claimed_by("ann")
    with office.unit("ann") as ctx:
        commands.draft(ctx, held.id, {"why": "not yet sure"})
    assert held.row.draft == {"why": "not yet sure"}
    held.completed_with(why="sure")
    assert held.row.draft is None


def test_an_empty_comment_is_refused_and_a_real_one_is_kept_with_its_hash_on_record(office: House) -> None:
    run = office.start("leave")
    task = run.task("ask")
    with pytest.raises(Invalid), office.unit("ann") as ctx:
        commands.comment(ctx, task.id, "  ")
    with office.unit("ann") as ctx:
        commands.comment(ctx, task.id, "called twice")
    said = office.look(lambda ctx: queries.comments(ctx, task.id))
    assert [(row.author, row.text) for row in said] == [("ann", "called twice")]
    assert "called twice" not in str([entry.data for entry in run.facts])


def test_an_auditor_reads_every_task_and_may_do_nothing(office: House) -> None:
    office.person("audit", "auditor")
    run = office.start("leave")
    assert [task.element for task in offered(office, "audit")] == ["ask"]
    with pytest.raises(Forbidden):
        run.task("ask").completed_by("audit")


def offered(house: House, name: str) -> list[queries.Task]:
    with house.unit(name, write=False) as ctx:
        return queries.inbox(ctx)


def test_a_named_person_beats_the_lane(house: House) -> None:
    house.person("ann", groups=("主管",)).person("bob", groups=("主管",))
    house.deploy(p__bpmn=LANE)
    house.start("p", who="ann")
    assert ([task.element for task in offered(house, "ann")], offered(house, "bob")) == (["a"], [])


def test_whom_four_eyes_keep_away_leaves_the_task_to_the_lane(house: House) -> None:
    house.person("ann", groups=("主管",)).person("bob", groups=("主管",))
    house.deploy(p__bpmn=LANE)
    run = house.start("p", who="ann", asked="ann")
    assert [task.element for task in offered(house, "bob")] == ["a"]
    run.task("a").completed_by("bob")
    assert run.finished


LANES = '<laneSet id="ls"><lane id="l" name="主管"><flowNodeRef>a</flowNodeRef></lane></laneSet>'
LANE = drawing(
    "p", "start > a:user > end", a={"assignee": "=who", "not_done_by": "=if asked = null then [] else asked"}
).replace(b'isExecutable="true">', f'isExecutable="true">{LANES}'.encode())


def test_who_did_a_step_of_the_calling_case_does_not_decide_in_the_called_one(house: House) -> None:
    house.person("ann", groups=("一线客服",)).person("bob", groups=("一线客服",))
    house.deploy(sub__bpmn=drawing("sub", "start > decide:user > end", decide={"not_done_by": "=askers"}))
    call = {"calledElement": "sub", "in": '={askers: ["ask"]}'}
    house.deploy(main__bpmn=drawing("main", "start > ask:user > sub:call > end", sub=call))
    run = house.start("main").task("ask").completed_by("ann")
    with pytest.raises(Forbidden, match="four_eyes"):
        run.task("decide").completed_by("ann")
    assert run.task("decide").completed_by("bob").finished
