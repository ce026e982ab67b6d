"""The defects of the stock library that this room is built around: each shown there, and shown absent here.

When an upgrade of SpiffWorkflow makes the first half of such a test fail, the remedy can be looked at again.
"""

import json
from contextlib import suppress

import pytest
from lxml import etree
from SpiffWorkflow import TaskState
from SpiffWorkflow.bpmn import BpmnEvent, BpmnWorkflow
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.specs.event_definitions import MessageEventDefinition

from engine import runtime as rt
from tests.engine.runtime.draw import draw, model, properties, script, timer
from tests.engine.runtime.world import World

AGAIN = "s -> m -> p1 -> a -> p2 -> review -> x -[default]-> m; p1 -> b -> p2; x -[done]-> e"
HUMAN = {"a": "userTask", "b": "userTask", "review": "userTask", "m": "exclusiveGateway"}


def stock(xml: bytes) -> BpmnWorkflow:
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(xml))
    flow = BpmnWorkflow(parser.get_spec("p"), parser.get_subprocess_specs("p"))
    flow.do_engine_steps()
    return flow


def ready(flow: BpmnWorkflow) -> list[str]:
    return sorted(task.task_spec.name for task in flow.get_tasks(state=TaskState.READY, manual=True))


def complete(flow: BpmnWorkflow, name: str, **data: object) -> None:
    task = flow.get_next_task(state=TaskState.READY, spec_name=name)
    task.data.update(data)
    task.run()
    flow.do_engine_steps()


def test_d1_a_parallel_join_in_a_loop_does_not_count_the_arrivals_of_an_earlier_round():
    flow = stock(draw(AGAIN, **HUMAN))
    for task in ("a", "b", "review", "b"):
        complete(flow, task, done=False)
    assert ready(flow) == ["a", "review"]

    world = World(model(draw(AGAIN, **HUMAN)))
    world.start("p", {"done": False})
    for task in ("a", "b", "review", "b"):
        world.complete(task)
    assert world.open_tasks() == ["a"]


def test_d1_an_inclusive_join_in_a_loop_waits_for_this_rounds_tokens():
    chains = AGAIN.replace("p1 -> a", "o1 -[true]-> a").replace("p1 -> b", "o1 -[true]-> b")
    chains = chains.replace("p1", "o1").replace("p2", "o2")
    world = World(model(draw(chains, **HUMAN)))
    world.start("p", {"done": False})

    for task in ("a", "b", "review", "b"):
        world.complete(task)

    assert world.open_tasks() == ["a"]


def test_d2_a_long_way_does_not_end_in_silence():
    row = " -> ".join(f"t{number}" for number in range(150))
    chains = f"s -> m -> {row} -> a -> x -[default]-> m; x -[done]-> e"
    kinds = {"a": "userTask", "m": "exclusiveGateway"} | {
        f"t{n}": ("scriptTask", "<script>n = 1</script>") for n in range(150)
    }
    flow = stock(draw(chains, **kinds))
    for _ in range(6):
        complete(flow, "a", done=False)
    assert ready(flow) == []
    assert not flow.completed

    world = World(model(draw(chains, **kinds | {f"t{n}": "task" for n in range(150)})))
    case = world.start("p", {"done": False})
    for _ in range(6):
        world.complete("a")
    assert (world.open_tasks(), case.trace.count("t149")) == (["a"], 7)


def test_d3_what_a_later_step_writes_does_not_change_what_an_earlier_one_left():
    one, two = (
        ("scriptTask", "<script>c = {'a': {'b': 1}}</script>"),
        ("scriptTask", "<script>c['a']['b'] = 2</script>"),
    )
    flow = stock(draw("s -> one -> two -> e", one=one, two=two))
    assert flow.get_next_task(spec_name="one").data == {"c": {"a": {"b": 2}}}

    two = script('context put(c, ["a", "b"], 2)', result="c")
    world = World(
        model(draw("s -> one -> h -> two -> e", one=script("{a: {b: 1}}", result="c"), h="userTask", two=two))
    )
    case = world.start("p")
    before = case.variables
    world.complete("h")
    assert before == {"c": {"a": {"b": 1}}}
    assert case.variables == {"c": {"a": {"b": 2}}}


def test_d4_both_branches_of_a_join_keep_what_they_append():
    one, two = (("scriptTask", f"<script>list = list + [{{'id': {n}}}]</script>") for n in (2, 3))
    first = ("scriptTask", "<script>list = [{'id': 1}]</script>")
    flow = stock(draw("s -> first -> p1 -> u -> p2 -> e; p1 -> v -> p2", first=first, u=one, v=two))
    assert [item["id"] for item in flow.data["list"]] in ([1, 2], [1, 3])

    u, v = script("append(list, {id: 2})", result="list"), script("append(list, {id: 3})", result="list")
    case = World(model(draw("s -> p1 -> u -> p2 -> e; p1 -> v -> p2", u=u, v=v))).start("p", {"list": [{"id": 1}]})
    assert [item["id"] for item in case.variables["list"]] == [1, 2, 3]


SIGNAL = "<signalEventDefinition signalRef='S'/>"


def test_d5_a_signal_at_an_end_is_thrown():
    heard = {"heard": ("intermediateCatchEvent", SIGNAL), "told": ("endEvent", SIGNAL), "a": "userTask"}
    xml = draw("s -> p1 -> heard -> e; p1 -> a -> told", "<signal id='S' name='sig'/>", **heard)
    flow = stock(xml)
    complete(flow, "a")
    assert not flow.completed

    world = World(model(xml))
    case = world.start("p")
    world.complete("a")
    assert (case.status, "heard" in case.trace) == ("completed", True)


def test_d5_a_link_goes_on_at_its_target():
    link = "<linkEventDefinition name='L'/>"
    xml = draw("s -> go; come -> e", go=("intermediateThrowEvent", link), come=("intermediateCatchEvent", link))
    flow = stock(xml)
    assert (flow.completed, ready(flow)) == (False, [])

    assert World(model(xml)).start("p").status == "completed"


def test_d5_an_interrupting_event_subprocess_interrupts():
    start = "<startEvent id='hs' isInterrupting='true'><messageEventDefinition messageRef='M'/></startEvent>"
    flows = "<endEvent id='he'/><sequenceFlow id='h1' sourceRef='hs' targetRef='he'/>"
    inner = ("subProcess triggeredByEvent='true'", start + flows)
    xml = draw("s -> a -> e", "<message id='M' name='m'/>", a="userTask", h=inner)
    flow = stock(xml)
    flow.catch(BpmnEvent(MessageEventDefinition("m"), {}))
    flow.do_engine_steps()
    assert ready(flow) == ["a"]

    world = World(model(xml))
    case = world.start("p")
    world.message("m")
    assert (case.status, world.open_tasks()) == ("completed", [])


def test_d7_a_state_does_not_depend_on_the_order_of_its_keys():
    one = ("scriptTask", "<script>x = 1</script>")
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(draw("s -> one -> a -> b -> e", one=one, a="userTask", b="userTask")))
    lost = 0
    for _ in range(8):  # the keys are random ids
        flow = BpmnWorkflow(parser.get_spec("p"))
        flow.do_engine_steps()
        state = json.loads(BpmnWorkflowSerializer().serialize_json(flow))
        with suppress(Exception):
            again = BpmnWorkflowSerializer().deserialize_json(json.dumps(state, sort_keys=True))
            lost -= again.get_next_task(spec_name="a").data == {"x": 1}
        lost += 1
    assert lost > 0

    world = World(model(draw("s -> one -> a -> b -> e", one=script("1", result="x"), a="userTask", b="userTask")))
    case = world.start("p")
    assert case.state[:1] == b"1"
    case.state = b"1" + json.dumps(json.loads(case.state[1:]), sort_keys=True).encode()
    world.complete("a")
    world.complete("b")
    assert (case.status, case.variables["x"]) == ("completed", 1)


def test_d8_the_librarys_own_upgrade_of_a_state_fails_and_is_not_asked():
    inner = "<startEvent id='s1'/><userTask id='a'/><endEvent id='e1'/>"
    inner += "<sequenceFlow id='i1' sourceRef='s1' targetRef='a'/><sequenceFlow id='i2' sourceRef='a' targetRef='e1'/>"
    flow = stock(draw("s -> sub -> e", sub=("subProcess", inner)))
    state = json.loads(BpmnWorkflowSerializer().serialize_json(flow))
    state["serializer_version"] = "1.4"
    with pytest.raises(NameError):
        BpmnWorkflowSerializer().deserialize_json(json.dumps(state))

    world = World(model(draw("s -> sub -> e", sub=("subProcess", inner))))
    case = world.start("p")
    assert b"serializer_version" not in case.state
    world.complete("a")
    assert case.status == "completed"


def handler(name: str) -> tuple[str, str]:
    inner = (
        "<startEvent id='hs' isInterrupting='false'><messageEventDefinition messageRef='M'/></startEvent>"
        "<task id='ht'/><endEvent id='he'/><sequenceFlow id='h1' sourceRef='hs' targetRef='ht'/>"
        "<sequenceFlow id='h2' sourceRef='ht' targetRef='he'/>"
    )
    return f"subProcess name='{name}' triggeredByEvent='true'", inner.replace(
        "<task", "<manualTask"
    ) if name == "stock" else inner


def test_d6_an_event_subprocess_that_ran_in_one_instance_leaves_the_next_one_alone():
    parser = BpmnParser()
    message = "<message id='M' name='m'/>"
    parser.add_bpmn_xml(etree.fromstring(draw("s -> a -> e", message, a="userTask", h=handler("stock"))))
    spec, inner = parser.get_spec("p"), parser.get_subprocess_specs("p")
    first = BpmnWorkflow(spec, inner)
    first.do_engine_steps()
    first.catch(BpmnEvent(MessageEventDefinition("m"), {}))
    first.do_engine_steps()
    second = BpmnWorkflow(spec, inner)
    second.do_engine_steps()
    complete(second, "a")
    assert not second.completed

    world = World(model(draw("s -> a -> e", message, a="userTask", h=handler("ours"))))
    one, two = world.start("p"), world.start("p")
    world.message("m")
    for case in (one, two):
        world.complete("a")
        assert case.status == "completed"
    assert "ht" in one.trace
    assert "ht" not in two.trace


def test_d9_a_state_of_another_version_is_refused_before_anything_in_it_is_looked_at(tmp_path):
    trap = tmp_path / "opened"
    wait = ("intermediateCatchEvent", timer("'PT1H'"))
    parser = BpmnParser()
    parser.add_bpmn_xml(etree.fromstring(draw("s -> wait -> e", wait=wait)))
    state = json.loads(BpmnWorkflowSerializer().serialize_json(BpmnWorkflow(parser.get_spec("p"))))
    state["serializer_version"] = "1.1"
    old = {"typename": "TimerEventDefinition", "label": "wait", "dateTime": f"__import__('os').mkdir({str(trap)!r})"}
    state["spec"]["task_specs"]["wait"]["event_definition"] = old
    with suppress(Exception):
        BpmnWorkflowSerializer().deserialize_json(json.dumps(state))
    assert trap.exists()

    env = World()._env(World(model(draw("s -> e"))).start("p"))
    with pytest.raises(rt.UnknownFormat):
        rt.advance(model(draw("s -> e")), json.dumps(state).encode(), {}, rt.Cancel(), env)


def test_python_in_a_model_is_not_feel_and_is_refused():
    parsed = rt.parse(
        draw("s -> a -> e", a=("scriptTask", properties(result="x") + "<script>__import__('os').getcwd()</script>"))
    )

    assert [finding.code for finding in parsed.findings if finding.severity == "error"] == ["expression_invalid"]


@pytest.mark.parametrize("rounds", [10, 300])
def test_a_looping_human_task_leaves_a_state_of_the_same_size_for_ever(rounds):
    world = World(model(draw("s -> m -> a -> x -[default]-> m; x -[done]-> e", a="userTask", m="exclusiveGateway")))
    case = world.start("p", {"done": False})

    for _ in range(rounds):
        world.complete("a")

    assert len(case.state) < 80
