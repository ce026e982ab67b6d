"""The elements that every process is made of."""

from datetime import timedelta
from decimal import Decimal

import pytest

from engine import runtime as rt
from tests.engine.runtime.draw import boundary, draw, model, process, properties, script, timer
from tests.engine.runtime.world import World


def events(case, kind):
    return [event for event in case.events if isinstance(event, kind)]


def test_three_human_tasks_run_one_after_the_other():
    world = World(model(draw("s -> a -> b -> c -> e", a="userTask", b="userTask", c="manualTask")))
    case = world.start("p")

    for task in ("a", "b", "c"):
        assert world.open_tasks() == [task]
        world.complete(task)

    assert case.status == "completed"
    assert case.trace == ["s", "a", "b", "c", "e"]
    assert case.events[-1] == rt.Ended("e", "completed")


def test_form_data_become_variables_and_the_dict_handed_in_is_not_changed():
    world = World(model(draw("s -> a -> e", a="userTask")))
    given = {"tier": "silver"}
    case = world.start("p", given)

    world.complete("a", tier="gold", amount=Decimal("12.50"))

    assert case.variables == {"tier": "gold", "amount": Decimal("12.50")}
    assert given == {"tier": "silver"}


def test_form_data_can_be_kept_as_one_object():
    world = World(model(draw("s -> a -> e", a=("userTask", properties(result="review")))))
    case = world.start("p")

    world.complete("a", approved=True)

    assert case.variables == {"review": {"approved": True}}


@pytest.mark.parametrize(("amount", "way"), [(5, "small"), (500, "big"), (50, "middle")])
def test_an_exclusive_gateway_takes_the_first_true_flow_or_the_default(amount, way):
    xml = draw("s -> x; x -[amount > 100]-> big -> e; x -[amount < 10]-> small -> e; x -[default]-> middle -> e")

    case = World(model(xml)).start("p", {"amount": amount})

    assert way in case.trace
    assert len(case.trace) == 4


def test_no_true_flow_is_an_incident_and_retry_after_a_correction_goes_on():
    world = World(model(draw("s -> a -> x; x -[n > 1]-> b -> e; x -[n < 0]-> e")))
    case = world.start("p", {"n": 1})
    (incident,) = case.incidents.values()
    assert (incident.element, incident.code, case.status) == ("x", "no_flow", "incident")
    assert case.trace == ["s", "a"]

    world.do(case, rt.SetVariables({"n": 2}))
    world.do(case, rt.Retry(incident.token))

    assert (case.status, case.trace) == ("completed", ["s", "a", "x", "b", "e"])


def test_a_condition_that_is_not_true_or_false_is_an_incident_that_shows_the_inputs():
    case = World(model(draw("s -> x; x -[n > 1]-> e; x -[default]-> e2"))).start("p", {"m": 1})

    (incident,) = case.incidents.values()

    assert incident.code == "expression_failed"
    assert incident.params["expression"] == "n > 1"
    assert incident.params["inputs"] == {"n": None}


def test_both_branches_of_a_parallel_gateway_run_and_meet():
    world = World(model(draw("s -> p1 -> a -> p2 -> c -> e; p1 -> b -> p2", a="userTask", b="userTask")))
    case = world.start("p")
    assert world.open_tasks() == ["a", "b"]

    world.complete("b")
    assert "c" not in case.trace
    world.complete("a")

    assert case.trace[-3:] == ["p2", "c", "e"]
    assert len(events(case, rt.Joined)) == 1


def test_a_script_is_feel_and_its_value_goes_to_result():
    xml = draw("s -> double -> both -> e", double=script("n * 2", result="m"), both=script("{a: n, b: m}"))

    case = World(model(xml)).start("p", {"n": 21})

    assert case.variables == {"n": 21, "m": 42, "a": 21, "b": 42}


def test_a_failing_script_leaves_the_token_in_front_of_it():
    world = World(model(draw("s -> a -> calc -> e", calc=script("1 / n", result="m"))))
    case = world.start("p", {"n": 0})
    (incident,) = case.incidents.values()
    assert (incident.element, case.trace) == ("calc", ["s", "a"])

    world.do(case, rt.SetVariables({"n": 4}))
    world.do(case, rt.Retry(incident.token))

    assert case.variables["m"] == Decimal("0.25")


def test_a_service_is_asked_for_and_its_result_becomes_variables():
    xml = draw(
        "s -> send -> e", send=("serviceTask", properties(service="mail", in_="to = customer.mail", retries="3"))
    )
    world = World(model(xml))
    case = world.start("p", {"customer": {"mail": "a@b.c"}})
    (request,) = case.services.values()
    assert request == rt.ServiceRequest("2", "send", "mail", {"to": "a@b.c"}, 3)

    world.do(case, rt.Resume(request.token, {"sent": True}))

    assert case.variables["sent"] is True
    assert case.status == "completed"


def test_a_technical_failure_is_an_incident_and_retry_asks_again():
    world = World(model(draw("s -> call -> e", call=("serviceTask", properties(service="mail")))))
    case = world.start("p")

    world.do(case, rt.GiveUp("2", "connector_down", {"status": 503}))
    (incident,) = case.incidents.values()
    assert (incident.code, case.status) == ("connector_down", "incident")
    world.do(case, rt.Retry("2"))

    assert len(events(case, rt.ServiceRequest)) == 2
    assert case.status == "running"


def test_a_business_error_reaches_its_boundary_and_only_its_own():
    roots = "<error id='No' errorCode='NO_MAIL'/><error id='Other' errorCode='OTHER'/>"
    xml = draw(
        "s -> call -> e; no -> phone -> e2; other -> e3",
        roots,
        call=("serviceTask", properties(service="mail")),
        no=boundary("call", "<errorEventDefinition errorRef='No'/>"),
        other=boundary("call", "<errorEventDefinition errorRef='Other'/>"),
    )
    world = World(model(xml))
    case = world.start("p")

    world.do(case, rt.Fail("2", "NO_MAIL", "no address"))

    assert case.trace == ["s", "no", "phone", "e2"]
    assert case.variables["error"] == {"code": "NO_MAIL", "message": "no address"}


def test_a_decision_is_taken_and_reported():
    seen = []

    def decide(key, variables, binding):
        seen.append((key, dict(variables), binding))
        return {"tier": "gold"}

    xml = draw("s -> rate -> e", rate=("businessRuleTask", properties(decision="tier_rules", result="proposal")))
    case = World(model(xml), decide=decide).start("p", {"spend": 500})

    assert seen == [("tier_rules", {"spend": 500}, "latest")]
    assert case.variables["proposal"] == {"tier": "gold"}
    assert events(case, rt.Decided) == [rt.Decided("rate", "2", "tier_rules", {"tier": "gold"})]


def test_a_decision_that_cannot_be_taken_is_an_incident():
    def decide(key, variables, binding):
        raise rt.Stuck("decision_unknown", decision=key)

    xml = draw("s -> rate -> e", rate=("businessRuleTask", properties(decision="nowhere")))

    (incident,) = World(model(xml), decide=decide).start("p").incidents.values()

    assert (incident.element, incident.code, incident.params) == ("rate", "decision_unknown", {"decision": "nowhere"})


def test_an_interrupting_timer_takes_the_task_away():
    xml = draw("s -> a -> e; late -> b -> e2", a="userTask", late=boundary("a", timer("PT4H")))
    world = World(model(xml))
    case = world.start("p")
    assert list(case.timers.values()) == [world.now + timedelta(hours=4)]

    world.later(4 * 3600)

    assert case.trace == ["s", "late", "b", "e2"]
    assert [event.element for event in events(case, rt.Cancelled)] == ["a"]


def test_a_finished_task_ends_its_timer():
    world = World(
        model(draw("s -> a -> b -> e; late -> e2", a="userTask", b="userTask", late=boundary("a", timer("PT4H"))))
    )
    case = world.start("p")

    world.complete("a")

    assert case.timers == {}
    assert len(events(case, rt.WaitEnded)) == 1


def test_a_reminder_repeats_three_times_while_the_task_is_open():
    again = boundary("a", timer("R3/P1D", "timeCycle"), interrupting=False)
    world = World(model(draw("s -> a -> e; again -> remind -> e2", a="userTask", again=again)))
    case = world.start("p")

    world.later(10 * 86400)

    assert case.trace.count("remind") == 3
    assert world.open_tasks() == ["a"]
    assert case.timers == {}


def test_a_message_waits_with_its_correlation():
    catch = (
        "intermediateCatchEvent",
        properties(correlation="{order: id}") + "<messageEventDefinition messageRef='M'/>",
    )
    xml = draw("s -> paid -> e", "<message id='M' name='payment'/>", paid=catch)
    world = World(model(xml))
    case = world.start("p", {"id": "A-7"})
    assert case.messages["2"] == rt.MessageWait("2", "paid", "payment", {"order": "A-7"})

    world.message("payment", amount=5)

    assert (case.status, case.variables["amount"]) == ("completed", 5)


def test_a_thrown_message_starts_another_process():
    throw = (
        "intermediateThrowEvent",
        properties(in_="customer", correlation="{c: customer}") + "<messageEventDefinition messageRef='M'/>",
    )
    begin = ("startEvent", "<messageEventDefinition messageRef='M'/>")
    message = "<message id='M' name='review wanted'/>"
    one = draw("s -> tell -> e", message + process("q", "go -> a -> e1", go=begin), tell=throw)
    world = World(*rt.parse(one).models)

    world.start("p", {"customer": "C-1", "secret": 1})

    assert [case.model.key for case in world.cases] == ["p", "q"]
    assert world.cases[1].variables == {"customer": "C-1"}
    assert world.cases[1].trace == ["go", "a", "e1"]


def test_assignment_is_literal_unless_marked_as_feel():
    settings = properties(
        assignee="=owner", groups="等级管理员, review", not_done_by="propose", due="8bh", priority="n + 1", form="tier"
    )
    case = World(model(draw("s -> a -> e", a=("userTask", settings)))).start("p", {"owner": "ann", "n": 1})

    (task,) = events(case, rt.HumanTask)

    assert (task.assignee, task.groups, task.not_done_by) == ("ann", ("等级管理员", "review"), ("propose",))
    assert (task.due, task.priority, task.form) == ("8bh", 2, "tier")


def test_a_lane_names_the_group_of_its_tasks():
    lanes = "<laneSet><lane id='l' name='客服部'><flowNodeRef>a</flowNodeRef></lane></laneSet>"
    xml = draw("s -> a -> e", a="userTask").replace(b"<startEvent", lanes.encode() + b"<startEvent", 1)

    case = World(model(xml)).start("p")

    assert events(case, rt.HumanTask)[0].groups == ("客服部",)
    assert case.model.references.groups == {"客服部"}


def test_a_command_for_a_token_that_is_gone_changes_nothing():
    world = World(model(draw("s -> a -> b -> e", a="userTask", b="userTask")))
    case = world.start("p")
    world.complete("a")

    for command in (rt.Complete("2"), rt.Fire("3"), rt.Deliver("99"), rt.Resume("3"), rt.Retry("3")):
        with pytest.raises(rt.NoSuchToken):
            world.do(case, command)


def test_cancel_ends_everything():
    world = World(
        model(draw("s -> p1 -> a -> e; p1 -> wait -> e", a="userTask", wait=("intermediateCatchEvent", timer("PT1H"))))
    )
    case = world.start("p")

    world.do(case, rt.Cancel())

    assert case.status == "cancelled"
    assert {event.element for event in events(case, rt.Cancelled)} == {"a", "wait"}
    assert case.timers == {}


def test_nothing_can_be_done_with_an_instance_that_is_over():
    world = World(model(draw("s -> e")))
    case = world.start("p")

    for command in (rt.Cancel(), rt.SetVariables({"a": 1})):
        with pytest.raises(rt.NoSuchToken):
            world.do(case, command)
