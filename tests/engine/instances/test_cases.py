"""A case from start to end: what runs by itself, what waits, what fails and what is on record."""

import pytest

from engine.customers import commands as customers
from engine.instances import commands
from engine.kernel import Conflict
from tests.kit import House
from tests.kit.drawings import drawing


def test_a_case_runs_to_its_first_question_and_to_its_end(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > b:user > done:end"))
    run = house.start("p", amount=3)
    assert (run.status, run.open) == ("waiting", ["a"])
    run.task("a").completed_with(x=1)
    run.task("b").completed_with()
    assert (run.finished, run.outcome) == (True, "done")
    assert run.trace == ["start", "a", "b", "done"]
    assert run.variables == {"amount": 3, "x": 1}


def test_a_condition_chooses_the_way_and_the_default_takes_the_rest(house: House) -> None:
    flows = "start > choose:xor > much:user > end; choose > little:user > end"
    house.deploy(p__bpmn=drawing("p", flows, choose={"default": "little"}, much={"condition": "amount > 100"}))
    assert house.start("p", amount=101).open == ["much"]
    assert house.start("p", amount=100).open == ["little"]


def test_a_condition_that_cannot_be_evaluated_is_an_incident_and_retried_when_mended(house: House) -> None:
    flows = "start > a:user > choose:xor > much:user > end; choose > little:user > end"
    house.deploy(p__bpmn=drawing("p", flows, choose={"default": "little"}, much={"condition": "amount > 100"}))
    run = house.start("p")
    run.task("a").completed_with(amount="many")
    assert run.status == "incident"
    assert run.trace == ["start", "a"]
    assert [incident.element for incident in run.incidents] == ["choose"]


def test_a_boundary_timer_fires_when_it_is_due_and_not_before(house: House) -> None:
    flows = "start > a:user > end; late:boundary > b:user > end"
    late = {"attachedToRef": "a", "cancelActivity": "false", "timer": "PT2H"}
    house.deploy(p__bpmn=drawing("p", flows, late=late))
    run = house.start("p")
    house.later(hours=1)
    assert run.open == ["a"]
    house.later(hours=1)
    assert run.open == ["a", "b"]
    assert "TimerFired" in [entry.fact for entry in run.facts]


def test_a_finished_task_takes_its_timer_with_it(house: House) -> None:
    flows = "start > a:user > c:user > end; late:boundary > b:user > end"
    house.deploy(p__bpmn=drawing("p", flows, late={"attachedToRef": "a", "timer": "PT2H"}))
    run = house.start("p")
    run.task("a").completed_with()
    assert house.later(hours=3) == 0
    assert run.open == ["c"]


def test_a_message_reaches_the_case_that_waits_for_its_key(house: House) -> None:
    wait = {"message": "paid", "correlation": "{order: order}"}
    house.deploy(p__bpmn=drawing("p", "start > wait:catch > a:user > end", wait=wait))
    first, second = house.start("p", order="1"), house.start("p", order="2")
    delivery = house.message("paid", {"order": "2"}, amount=5)
    assert delivery.delivered == [second.id]
    assert (first.open, second.open, second.variables["amount"]) == ([], ["a"], 5)


def test_an_early_message_waits_and_two_that_wait_are_an_error_naming_both(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > wait:catch > a:user > end", wait={"message": "go"}))
    assert house.message("go").buffered
    first = house.start("p")
    assert first.open == ["a"]
    waiting = [house.start("p"), house.start("p")]
    with pytest.raises(Conflict, match="message_ambiguous") as refused:
        house.message("go")
    assert refused.value.params["instances"] == sorted(run.id for run in waiting)


def test_a_case_that_another_starts_by_message_is_about_the_same_customer(house: House) -> None:
    house.deploy(first__bpmn=drawing("first", "start > tell:throw > end", tell={"message": "go"}))
    house.deploy(second__bpmn=drawing("second", "start > a:user > end", start={"message": "go"}))
    with house.unit() as ctx:
        customer = customers.create(ctx, "C-1", "甲公司").id
    house.start("first", customer_id=customer)
    house.settle()
    assert [run.row.customer_id for run in house.runs("second")] == [customer]


def test_a_message_nobody_takes_expires(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > wait:catch > a:user > end", wait={"message": "go"}))
    house.message("go")
    house.later(hours=2)
    assert house.start("p").open == []


def test_a_called_case_runs_in_the_same_step_and_hands_its_result_back(house: House) -> None:
    house.deploy(
        inner__bpmn=drawing(
            "inner", "start > double:script > ask:user > end", double={"script": "n * 2", "result": "twice"}
        ),
        outer__bpmn=drawing("outer", "start > call:call > b:user > end", call={"calledElement": "inner"}),
    )
    run = house.start("outer", n=4)
    assert run.open == ["ask"]
    child = run.children()[0]
    child.task("ask").completed_with(ok=True)
    assert (child.finished, run.open, run.variables["twice"]) == (True, ["b"], 8)


def test_cancelling_a_case_takes_everything_with_it(house: House) -> None:
    house.deploy(
        inner__bpmn=drawing("inner", "start > ask:user > end"),
        outer__bpmn=drawing("outer", "start > call:call > b:user > end", call={"calledElement": "inner"}),
    )
    run = house.start("outer")
    child = run.children()[0]
    with house.unit() as ctx:
        commands.cancel(ctx, run.id, "ordered twice")
    assert (run.status, child.status, run.open) == ("cancelled", "cancelled", [])


def test_a_suspended_case_takes_nothing_until_it_is_resumed(house: House) -> None:
    flows = "start > a:user > end; late:boundary > b:user > end"
    house.deploy(p__bpmn=drawing("p", flows, late={"attachedToRef": "a", "timer": "PT2H"}))
    run = house.start("p")
    with house.unit() as ctx:
        commands.suspend(ctx, run.id, "audit")
    with pytest.raises(Conflict, match="instance_suspended"):
        run.task("a").completed_with()
    house.later(hours=3)
    assert run.open == ["a"]
    with house.unit() as ctx:
        commands.resume(ctx, run.id, "audit over")
    house.settle()
    assert run.open == ["b"]


def test_a_running_case_keeps_its_version(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > b:user > end"))
    old = house.start("p")
    house.deploy(p__bpmn=drawing("p", "start > a:user > c:user > end"))
    new = house.start("p")
    old.task("a").completed_with()
    new.task("a").completed_with()
    assert (old.open, new.open) == (["b"], ["c"])


def test_a_service_nobody_offers_is_an_incident_in_front_of_its_task(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > s:service > end", s={"service": "no.such"}))
    run = house.start("p")
    assert (run.status, [incident.code for incident in run.incidents]) == ("incident", ["service_unknown"])


def test_the_same_occasion_starts_a_process_once(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > end"))
    with house.unit() as ctx:
        commands.start(ctx, "p", once="K-1")
    with pytest.raises(Conflict, match="business_key_taken"), house.unit() as ctx:
        commands.start(ctx, "p", once="K-1")
    assert len(house.runs("p")) == 1


def test_an_operator_does_the_work_of_a_stuck_element_by_hand(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > s:service > a:user > end", s={"service": "no.such", "result": "answer"}))
    run = house.start("p")
    with house.unit() as ctx:
        commands.resolve(ctx, run.incidents[0].id, {"ok": True}, "done by phone")
    assert (run.status, run.open, run.variables["answer"]) == ("waiting", ["a"], {"ok": True})


def test_a_mended_variable_lets_a_stuck_case_go_on(house: House) -> None:
    flows = "start > choose:xor > much:user > end; choose > little:user > end"
    house.deploy(p__bpmn=drawing("p", flows, choose={"default": "little"}, much={"condition": "amount > 100"}))
    run = house.start("p", amount="many")
    with house.unit() as ctx:
        commands.set_variables(ctx, run.id, {"amount": 200}, "typing error")
    with house.unit() as ctx:
        commands.retry(ctx, run.incidents[0].id)
    assert (run.open, run.incidents) == (["much"], [])


def test_a_timer_start_begins_again_and_again_in_the_version_in_force(house: House) -> None:
    start = {"cycle": "R3/PT1H"}
    house.deploy(p__bpmn=drawing("p", "start > a:user > end", start=start))
    house.later(hours=1)
    house.deploy(p__bpmn=drawing("p", "start > b:user > end", start=start))
    house.later(hours=5)
    assert [run.open for run in house.runs("p")] == [["a"], ["b"], ["b"], ["b"]]
