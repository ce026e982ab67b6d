"""Events: boundaries, event subprocesses, races, errors, escalations, signals, links, terminate and cancel."""

import pytest

from engine import runtime as rt
from tests.engine.runtime.draw import body, boundary, draw, model, process, properties, timer
from tests.engine.runtime.world import World

M = "<message id='M' name='m'/>"
S = "<signal id='S' name='sig'/>"
ERRORS = "<error id='E1' errorCode='ONE'/><error id='E2' errorCode='TWO'/>"
ESCALATION = "<escalation id='X' escalationCode='UP'/>"
MESSAGE = "<messageEventDefinition messageRef='M'/>"
SIGNAL = "<signalEventDefinition signalRef='S'/>"
ESCALATE = "<escalationEventDefinition escalationRef='X'/>"


def error(ref="E1"):
    return f"<errorEventDefinition errorRef='{ref}'/>"


def handler(definition, interrupting=True, work="hw"):
    start = (f"startEvent isInterrupting='{str(interrupting).lower()}'", definition)
    return "subProcess triggeredByEvent='true'", body(f"hs -> {work} -> he", hs=start, he="endEvent")


def sub(chains, **kinds):
    return "subProcess", body(chains, **kinds)


def run(xml, **variables):
    world = World(model(xml))
    return world, world.start("p", variables)


def test_the_first_event_of_a_race_wins_and_the_others_are_void():
    xml = draw(
        "s -> race -> paid -> e; race -> late -> e2",
        M,
        race="eventBasedGateway",
        paid=("intermediateCatchEvent", MESSAGE),
        late=("intermediateCatchEvent", timer("P1D")),
    )
    world, case = run(xml)
    world.message("m")
    assert (case.status, case.trace, case.timers) == ("completed", ["s", "race", "paid", "e"], {})

    world, case = run(xml)
    world.later(86400)
    assert (case.status, case.trace, case.messages) == ("completed", ["s", "race", "late", "e2"], {})


@pytest.mark.parametrize("interrupting", [True, False])
def test_an_event_subprocess_of_the_process_takes_a_message(interrupting):
    world, case = run(draw("s -> a -> e", M, a="userTask", h=handler(MESSAGE, interrupting)))

    world.message("m")

    assert "hw" in case.trace
    assert world.open_tasks() == ([] if interrupting else ["a"])
    assert case.status == ("completed" if interrupting else "running")


@pytest.mark.parametrize("interrupting", [True, False])
def test_a_timer_event_subprocess_inside_a_subprocess(interrupting):
    inner = sub("s1 -> a -> e1", a="userTask", h=handler(timer("PT1H"), interrupting))
    world, case = run(draw("s -> sub -> after -> e", sub=inner))

    world.later(3600)
    assert ("after" in case.trace) == interrupting
    if not interrupting:
        world.complete("a")

    assert case.status == "completed"
    assert case.trace.count("hw") == 1


def test_an_unfired_timer_event_subprocess_does_not_keep_the_process_open():
    world, case = run(draw("s -> a -> e", a="userTask", h=handler(timer("P1D"), interrupting=False)))

    world.complete("a")

    assert (case.status, case.timers) == ("completed", {})


def test_an_error_event_subprocess_takes_the_error_and_ends_the_scope():
    inner = sub("s1 -> p1 -> a -> e1; p1 -> x1", a="userTask", x1=("endEvent", error()), h=handler(error()))
    _, case = run(draw("s -> sub -> after -> e", ERRORS, sub=inner))

    assert case.status == "completed"
    assert {"x1", "hw", "sub", "after"} <= set(case.trace)
    assert [event.element for event in case.events if isinstance(event, rt.Cancelled)] == ["a"]


@pytest.mark.parametrize(("thrown", "way"), [("E1", "exact"), ("E2", "anyway")])
def test_an_exact_code_is_caught_before_any_code(thrown, way):
    xml = draw(
        "s -> sub -> e; anyway -> e2; exact -> e3",
        ERRORS,
        sub=sub("s1 -> boom", boom=("endEvent", error(thrown))),
        anyway=boundary("sub", "<errorEventDefinition/>"),
        exact=boundary("sub", error()),
    )
    _, case = run(xml)

    assert way in case.trace
    assert case.status == "completed"


def test_an_error_goes_outwards_past_those_who_do_not_want_it():
    deep = sub("s2 -> boom", boom=("endEvent", error()))
    outer = sub("s1 -> deep -> e1; other -> e4", deep=deep, other=boundary("deep", error("E2")))
    _, case = run(draw("s -> sub -> e; caught -> e2", ERRORS, sub=outer, caught=boundary("sub", error())))

    assert case.trace == ["s", "s1", "s2", "boom", "caught", "e2"]


def test_an_error_that_nobody_catches_is_an_incident_at_its_end():
    _, case = run(draw("s -> a -> boom", ERRORS, boom=("endEvent", error())))

    (incident,) = case.incidents.values()

    assert (incident.element, incident.code, incident.params) == ("boom", "error_uncaught", {"error": "ONE"})
    assert case.trace == ["s", "a"]


@pytest.mark.parametrize("interrupting", [True, False])
def test_only_the_nearest_catcher_takes_an_escalation(interrupting):
    deep = sub("s2 -> up -> a -> e2", up=("intermediateThrowEvent", ESCALATE), a="userTask")
    outer = sub("s1 -> deep -> e1; near -> n -> e4", deep=deep, near=boundary("deep", ESCALATE, interrupting))
    world, case = run(draw("s -> sub -> e; far -> e5", ESCALATION, sub=outer, far=boundary("sub", ESCALATE)))

    assert case.trace.count("near") == 1
    assert "far" not in case.trace
    assert world.open_tasks() == ([] if interrupting else ["a"])


def test_an_event_subprocess_catches_an_escalation_before_the_boundary():
    inner = sub("s1 -> up -> e1", up=("intermediateThrowEvent", ESCALATE), h=handler(ESCALATE, interrupting=False))
    _, case = run(draw("s -> sub -> e; far -> e5", ESCALATION, sub=inner, far=boundary("sub", ESCALATE)))

    assert {"hw", "e1", "e"} <= set(case.trace)
    assert "far" not in case.trace


def test_an_escalation_that_nobody_catches_is_told_and_the_token_goes_on():
    _, case = run(draw("s -> up -> e", ESCALATION, up=("intermediateThrowEvent", ESCALATE)))

    assert case.status == "completed"
    assert [event.name for event in case.events if isinstance(event, rt.Thrown)] == ["UP"]


def test_an_interrupting_signal_boundary_stops_what_stands_behind_the_throw():
    inner = sub("s1 -> tell -> never -> e1", tell=("intermediateThrowEvent", SIGNAL))
    _, case = run(draw("s -> sub -> e; heard -> e2", S, sub=inner, heard=boundary("sub", SIGNAL)))

    assert case.trace == ["s", "s1", "tell", "heard", "e2"]


def test_a_signal_end_reaches_every_instance_that_listens():
    listening = process("q", "s9 -> heard -> e9", heard=("intermediateCatchEvent", SIGNAL))
    xml = draw("s -> tell", S + listening, tell=("endEvent", SIGNAL))
    world = World(*rt.parse(xml).models)
    one, two = world.start("q"), world.start("q")

    world.start("p")

    assert (one.status, two.status) == ("completed", "completed")


def test_a_link_goes_on_at_its_target():
    link = "<linkEventDefinition name='L'/>"
    _, case = run(
        draw("s -> go; come -> a -> e", go=("intermediateThrowEvent", link), come=("intermediateCatchEvent", link))
    )

    assert case.trace == ["s", "go", "come", "a", "e"]


def test_terminate_ends_its_own_scope_only():
    inner = sub("s1 -> p1 -> a -> e1; p1 -> stop", a="userTask", stop=("endEvent", "<terminateEventDefinition/>"))
    _, case = run(draw("s -> sub -> after -> e", sub=inner))

    assert case.status == "completed"
    assert {"stop", "sub", "after", "e"} <= set(case.trace)


def test_terminate_of_the_process_ends_everything():
    xml = draw(
        "s -> p1 -> a -> e1; p1 -> b -> stop",
        a="userTask",
        b="userTask",
        stop=("endEvent", "<terminateEventDefinition/>"),
    )
    world, case = run(xml)

    world.complete("b")

    assert case.events[-1] == rt.Ended("stop", "terminated")
    assert world.open_tasks() == []


def test_a_cancelled_transaction_leaves_by_its_cancel_boundary():
    cancel = "<cancelEventDefinition/>"
    inner = "transaction", body("s1 -> p1 -> a -> e1; p1 -> no", a="userTask", no=("endEvent", cancel))
    _, case = run(draw("s -> tx -> e; undone -> b -> e2", tx=inner, undone=boundary("tx", cancel)))

    assert case.trace[-3:] == ["undone", "b", "e2"]
    assert case.status == "completed"


def test_a_conditional_event_waits_until_its_condition_becomes_true():
    condition = "<conditionalEventDefinition><condition>n > 5</condition></conditionalEventDefinition>"
    world, case = run(draw("s -> full -> e", full=("intermediateCatchEvent", condition)), n=1)
    assert case.status == "running"

    world.do(case, rt.SetVariables({"n": 6}))

    assert case.status == "completed"


def test_a_conditional_boundary_fires_each_time_it_becomes_true():
    condition = "<conditionalEventDefinition><condition>n > 5</condition></conditionalEventDefinition>"
    world, case = run(draw("s -> a -> e; alarm -> e2", a="userTask", alarm=boundary("a", condition, False)), n=1)

    for n in (6, 7, 1, 8):
        world.do(case, rt.SetVariables({"n": n}))

    assert case.trace.count("alarm") == 2
    assert world.open_tasks() == ["a"]


def test_all_events_of_a_parallel_multiple_catch_must_come():
    both = MESSAGE + SIGNAL
    world, case = run(draw("s -> both -> e", M + S, both=("intermediateCatchEvent parallelMultiple='true'", both)))
    assert (list(case.messages), list(case.signals)) == (["2.0"], ["2.1"])

    world.message("m", a=1)
    assert case.status == "running"
    world.signal("sig", {"b": 2})

    assert (case.status, case.variables) == ("completed", {"a": 1, "b": 2})


def test_a_receive_task_is_an_activity_with_events_on_its_edge():
    xml = draw(
        "s -> wait -> e; late -> e2", M, wait=("receiveTask messageRef='M'", ""), late=boundary("wait", timer("PT1H"))
    )
    world, case = run(xml)
    world.later(3600)
    assert (case.trace, case.messages) == (["s", "late", "e2"], {})

    world, case = run(xml)
    world.message("m", ok=True)
    assert (case.trace, case.timers, case.variables) == (["s", "wait", "e"], {}, {"ok": True})


def test_a_message_that_is_kept_as_one_object():
    catch = ("intermediateCatchEvent", properties(result="reply") + MESSAGE)
    world, case = run(draw("s -> wait -> e", M, wait=catch))

    world.message("m", ok=True)

    assert case.variables == {"reply": {"ok": True}}


def called(chains, **kinds):
    return process("q", chains, **kinds)


def call(**settings):
    return "callActivity calledElement='q'", properties(**settings) if settings else ""


def test_a_called_process_gets_what_in_names_and_gives_what_out_names():
    inner = called("s9 -> a9 -> e9", a9="userTask")
    xml = draw("s -> c -> e", inner, c=call(in_="customer, n = m + 1", out="tier"))
    world = World(*rt.parse(xml).models)
    case = world.start("p", {"customer": "C-1", "m": 1, "secret": 9})
    assert world.cases[1].variables == {"customer": "C-1", "n": 2}

    world.complete("a9", tier="gold", noise=1)

    assert case.variables == {"customer": "C-1", "m": 1, "secret": 9, "tier": "gold"}
    assert case.status == "completed"


def test_an_error_out_of_a_called_process_is_caught_at_the_call():
    inner = called("s9 -> p9 -> boom; p9 -> a9 -> e9", a9="userTask", p9="parallelGateway", boom=("endEvent", error()))
    world = World(
        *rt.parse(draw("s -> c -> e; caught -> e2", ERRORS + inner, c=call(), caught=boundary("c", error()))).models
    )

    case = world.start("p")

    assert case.trace == ["s", "caught", "e2"]
    assert world.open_tasks() == []


def test_an_error_out_of_a_called_process_that_nobody_catches_is_an_incident_there():
    inner = called("s9 -> boom", boom=("endEvent", error()))
    world = World(*rt.parse(draw("s -> c -> e", ERRORS + inner, c=call())).models)

    world.start("p")

    assert [one.status for one in world.cases] == ["running", "incident"]


def test_a_called_process_is_cancelled_with_its_call():
    inner = called("s9 -> a9 -> e9", a9="userTask")
    world = World(*rt.parse(draw("s -> c -> e; late -> e2", inner, c=call(), late=boundary("c", timer("PT1H")))).models)
    world.start("p")

    world.later(3600)

    assert [one.status for one in world.cases] == ["completed", "cancelled"]


def test_an_unknown_process_is_an_incident_at_the_call_and_can_be_retried():
    world = World(model(draw("s -> c -> e", c=call())))
    case = world.start("p")
    (incident,) = case.incidents.values()
    assert (incident.element, incident.code) == ("c", "process_unknown")

    (world.models["q"],) = rt.parse(draw("s -> e").replace(b"'p'", b"'q'")).models
    world.do(case, rt.Retry(incident.token))

    assert case.status == "completed"


def test_a_failing_boundary_timer_stands_in_front_of_its_activity():
    world, case = run(draw("s -> a -> e; late -> e2", a="userTask", late=boundary("a", timer("=wait"))))
    (incident,) = case.incidents.values()
    assert (incident.element, world.open_tasks()) == ("a", [])

    world.do(case, rt.SetVariables({"wait": "PT1H"}))
    world.do(case, rt.Retry(incident.token))

    assert world.open_tasks() == ["a"]
    assert len(case.timers) == 1


def test_a_failing_event_subprocess_of_the_process_can_be_retried_too():
    world, case = run(draw("s -> a -> e", a="userTask", h=handler(timer("=wait"))))
    (incident,) = case.incidents.values()
    assert incident.element == "p"

    world.do(case, rt.SetVariables({"wait": "PT1H"}))
    world.do(case, rt.Retry(incident.token))

    assert world.open_tasks() == ["a"]


UNDO = "<compensateEventDefinition/>"


def undoable(*tasks):
    """Kinds of tasks with a compensation handler each, and the associations that bind them."""
    kinds = {f"b_{task}": boundary(task, UNDO) for task in tasks}
    kinds |= {f"un_{task}": "task isForCompensation='true'" for task in tasks}
    links = "".join(f"<association id='as_{task}' sourceRef='b_{task}' targetRef='un_{task}'/>" for task in tasks)
    return kinds, links


def test_compensation_undoes_what_was_completed_latest_first():
    kinds, links = undoable("a", "b", "c")
    xml = draw("s -> a -> b -> undo -> c -> e", links, undo=("intermediateThrowEvent", UNDO), **kinds)

    _, case = run(xml)

    assert case.trace == ["s", "a", "b", "un_b", "un_a", "undo", "c", "e"]


def test_compensation_of_one_activity_leaves_the_others():
    kinds, links = undoable("a", "b")
    throw = ("endEvent", UNDO.replace("/>", " activityRef='a'/>"))

    _, case = run(draw("s -> a -> b -> undo", links, undo=throw, **kinds))

    assert case.trace == ["s", "a", "b", "un_a", "undo"]


def test_a_completed_subprocess_is_undone_from_its_inside():
    kinds, links = undoable("a")
    xml = draw("s -> sub -> undo -> e", links, sub=sub("s1 -> a -> e1", **kinds), undo=("intermediateThrowEvent", UNDO))

    _, case = run(xml)

    assert case.trace[-3:] == ["un_a", "undo", "e"]


def test_an_event_subprocess_says_how_its_subprocess_is_undone():
    inner = sub("s1 -> a -> e1", a="task", h=handler(UNDO))

    _, case = run(draw("s -> sub -> undo -> e", sub=inner, undo=("intermediateThrowEvent", UNDO)))

    assert case.trace == ["s", "s1", "a", "e1", "sub", "hs", "hw", "he", "h", "undo", "e"]


def test_a_cancelled_transaction_is_undone_by_people_if_need_be():
    kinds, links = undoable("a")
    kinds["un_a"] = "userTask isForCompensation='true'"
    cancel = "<cancelEventDefinition/>"
    inner = "transaction", body("s1 -> a -> no", no=("endEvent", cancel), **kinds)
    world, case = run(draw("s -> tx -> e; undone -> e2", links, tx=inner, undone=boundary("tx", cancel)))
    assert world.open_tasks() == ["un_a"]

    world.complete("un_a")

    assert case.trace[-3:] == ["un_a", "undone", "e2"]
    assert case.status == "completed"


def test_nothing_to_undo_is_no_obstacle():
    _, case = run(draw("s -> undo -> e", undo=("intermediateThrowEvent", UNDO)))

    assert case.trace == ["s", "undo", "e"]


def test_any_of_several_events_takes_the_activity_away():
    either = boundary("sub", MESSAGE + error())
    inner = sub("s1 -> a -> x1; x1 -[bad]-> boom; x1 -[default]-> e1", a="userTask", boom=("endEvent", error()))
    xml = draw("s -> sub -> e; either -> e2", M + ERRORS, sub=inner, either=either)

    world, case = run(xml)
    world.message("m")
    assert case.trace[-2:] == ["either", "e2"]

    world, case = run(xml)
    world.complete("a", bad=True)
    assert case.trace[-3:] == ["boom", "either", "e2"]


def test_all_events_of_a_parallel_multiple_boundary_must_come():
    kind, inner = boundary("a", MESSAGE + SIGNAL)
    world, case = run(
        draw("s -> a -> e; both -> e2", M + S, a="userTask", both=(f"{kind} parallelMultiple='true'", inner))
    )

    world.message("m")
    assert world.open_tasks() == ["a"]
    world.signal("sig")

    assert case.trace == ["s", "both", "e2"]


def test_a_global_task_can_be_called_like_a_process():
    roots = "<globalUserTask id='check' name='Check'/>"
    world = World(*rt.parse(draw("s -> c -> e", roots, c="callActivity calledElement='check'")).models)
    case = world.start("p")

    world.complete("check", ok=True)

    assert (case.status, case.variables) == ("completed", {"ok": True})


def test_a_retry_leaves_the_deadline_on_the_edge_as_it_was():
    job = ("serviceTask", properties(service="mail"))
    world, case = run(draw("s -> job -> e; late -> e2", job=job, late=boundary("job", timer("PT4H"))))
    deadline = dict(case.timers)
    world.later(3600)
    world.do(case, rt.GiveUp("2", "down"))

    world.do(case, rt.Retry("2"))

    assert case.timers == deadline
    assert len(case.services) == 1


def test_an_operator_can_do_a_stuck_elements_work_by_hand():
    job = ("serviceTask", properties(service="mail", result="answer"))
    world, case = run(draw("s -> job -> e; late -> e2", job=job, late=boundary("job", timer("PT4H"))))
    world.do(case, rt.GiveUp("2", "down"))

    world.do(case, rt.Resolve("2", {"sent": True}))

    assert (case.status, case.timers, case.incidents) == ("completed", {}, {})
    assert case.variables == {"answer": {"sent": True}}


def test_a_message_boundary_that_does_not_interrupt_fires_each_time():
    xml = draw("s -> a -> e; told -> note -> e2", M, a="userTask", told=boundary("a", MESSAGE, interrupting=False))
    world, case = run(xml)

    world.message("m")
    world.message("m")

    assert (case.trace.count("note"), world.open_tasks()) == (2, ["a"])
