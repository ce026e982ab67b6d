"""Multi-instance activities and standard loops."""

import pytest

from engine import runtime as rt
from tests.engine.runtime.draw import body, boundary, draw, model, properties, script, timer
from tests.engine.runtime.world import World


def multi(sequential=False, inner="", **settings):
    return (
        f"<multiInstanceLoopCharacteristics isSequential='{str(sequential).lower()}'>"
        f"{properties(**settings)}{inner}</multiInstanceLoopCharacteristics>"
    )


def until(condition):
    return f"<completionCondition>{condition.replace('<', '&lt;')}</completionCondition>"


def run(xml, **variables):
    world = World(model(xml))
    return world, world.start("p", variables)


VOTE = {
    "collection": "people",
    "element": "person",
    "output_collection": "votes",
    "output_element": "{who: person, yes: yes}",
}


@pytest.mark.parametrize("sequential", [False, True])
def test_outputs_come_in_the_order_of_the_items(sequential):
    world, case = run(
        draw("s -> vote -> e", vote=("userTask", multi(sequential, **VOTE))), people=["ann", "bob", "eve"]
    )
    assert world.open_tasks() == ["vote"] * (1 if sequential else 3)

    while case.open:
        token = max(case.open)
        world.do(case, rt.Complete(token, {"yes": case.data[token]["person"] != "bob"}))

    assert [vote["who"] for vote in case.variables["votes"]] == ["ann", "bob", "eve"]
    assert [vote["yes"] for vote in case.variables["votes"]] == [True, False, True]
    assert "yes" not in case.variables
    assert case.trace.count("vote") == 3


def test_a_round_sees_its_own_element_and_counter():
    _, case = run(draw("s -> vote -> e", vote=("userTask", multi(**VOTE))), people=["ann", "bob"])

    assert [data["loopCounter"] for data in case.data.values()] == [1, 2]
    assert [data["person"] for data in case.data.values()] == ["ann", "bob"]


def test_the_completion_condition_ends_the_loop_and_cancels_the_rest():
    loop = multi(inner=until("nrOfCompletedInstances / nrOfInstances >= 0.5"), **VOTE)
    world, case = run(draw("s -> vote -> e", vote=("userTask", loop)), people=["ann", "bob", "eve", "joe"])

    world.complete("vote", yes=True)
    assert len(case.open) == 3
    world.complete("vote", yes=True)

    assert case.status == "completed"
    assert len(case.variables["votes"]) == 2
    assert sum(isinstance(event, rt.Cancelled) for event in case.events) == 2


def test_the_completion_condition_sees_the_outputs_so_far():
    loop = multi(True, until("some v in votes satisfies not(v.yes)"), **VOTE)
    world, case = run(draw("s -> vote -> e", vote=("userTask", loop)), people=["ann", "bob", "eve"])

    world.complete("vote", yes=True)
    world.complete("vote", yes=False)

    assert case.status == "completed"


@pytest.mark.parametrize("sequential", [False, True])
def test_no_items_is_no_round_and_an_empty_list(sequential):
    _, case = run(draw("s -> vote -> e", vote=("userTask", multi(sequential, **VOTE))), people=[])

    assert (case.status, case.variables["votes"]) == ("completed", [])


def test_a_sequential_loop_without_outputs_runs_all_items():
    world, case = run(draw("s -> a -> e", a=("userTask", multi(True, collection="people"))), people=["ann", "bob"])

    world.complete("a")
    world.complete("a")

    assert case.status == "completed"


def test_a_multi_instance_inside_a_loop_starts_anew_each_round():
    xml = draw(
        "s -> m -> vote -> count -> x -[default]-> m; x -[n > 1]-> e",
        m="exclusiveGateway",
        vote=("userTask", multi(**VOTE)),
        count=script("n + 1", result="n"),
    )
    world, case = run(xml, people=["ann", "bob"], n=0)

    for _ in range(4):
        world.complete("vote", yes=True)

    assert case.status == "completed"
    assert case.trace.count("vote") == 4
    assert len(case.variables["votes"]) == 2


def test_each_round_of_a_subprocess_has_its_own_variables():
    inner = body("s1 -> a -> calc -> e1", a="userTask", calc=script("mine * 10", result="mine"))
    loop = multi(collection="numbers", element="n", output_collection="out", output_element="mine + n")
    world, case = run(draw("s -> sub -> e", sub=("subProcess", inner + loop)), numbers=[1, 2])

    world.complete("a", mine=1)
    world.complete("a", mine=2)

    assert case.variables["out"] == [11, 22]
    assert "mine" not in case.variables


def test_a_boundary_timer_takes_all_rounds_away():
    loop = multi(collection="people")
    world, case = run(
        draw("s -> a -> e; late -> e2", a=("userTask", loop), late=boundary("a", timer("PT1H"))), people=["ann", "bob"]
    )

    world.later(3600)

    assert case.trace == ["s", "late", "e2"]
    assert len(case.timers) == 0


def test_something_that_is_no_list_is_an_incident():
    _, case = run(draw("s -> a -> e", a=("userTask", multi(collection="people"))), people="ann")

    (incident,) = case.incidents.values()

    assert (incident.element, incident.code) == ("a", "not_a_list")


@pytest.mark.parametrize(("before", "n", "rounds"), [("true", 9, 0), ("false", 9, 1), ("true", 0, 3)])
def test_a_standard_loop_tests_before_or_after(before, n, rounds):
    condition = "<loopCondition>n &lt; 3</loopCondition>"
    loop = f"<standardLoopCharacteristics testBefore='{before}'>{condition}</standardLoopCharacteristics>"
    kind, inner = script("n + 1", result="n")

    _, case = run(draw("s -> up -> e", up=(kind, inner + loop)), n=n)

    assert case.trace.count("up") == rounds
    assert case.status == "completed"


def test_a_standard_loop_of_human_tasks_stops_at_its_maximum():
    loop = "<standardLoopCharacteristics loopMaximum='2'/>"
    world, case = run(draw("s -> a -> e", a=("userTask", loop)))

    world.complete("a")
    world.complete("a")

    assert case.status == "completed"


def test_a_hundred_parallel_rounds_finish_exactly_once():
    world, case = run(draw("s -> vote -> e", vote=("userTask", multi(**VOTE))), people=[f"p{n}" for n in range(100)])

    for token in sorted(case.open):
        world.do(case, rt.Complete(token, {"yes": True}))

    assert case.status == "completed"
    assert len(case.variables["votes"]) == 100
