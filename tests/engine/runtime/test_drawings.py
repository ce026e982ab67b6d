"""Drawings as people and tools make them: what is repaired, what is refused with which finding, what is warned of."""

import pytest

from engine import runtime as rt
from tests.engine.runtime.draw import (
    NAMESPACES,
    body,
    boundary,
    draw,
    errors,
    model,
    process,
    properties,
    script,
    timer,
)
from tests.engine.runtime.world import CONFORMANCE, World

M = "<message id='M' name='m'/>"
MESSAGE = "<messageEventDefinition messageRef='M'/>"


def trace(xml, **variables):
    case = World(model(xml)).start("p", variables)
    assert case.status == "completed", case.incidents
    return case.trace


def test_flows_without_ids_are_flows():
    xml = draw("s -> a -> b -> e").replace(b"sequenceFlow id='f0_s' ", b"sequenceFlow ").replace(b"id='f1_a' ", b"")

    assert trace(xml) == ["s", "a", "b", "e"]


def test_a_process_may_begin_and_end_without_events():
    assert trace(draw("a -> b")) == ["a", "b"]


def test_several_flows_out_of_a_task_are_a_split():
    assert sorted(trace(draw("s -> a -> b; a -> c"))) == ["a", "b", "c", "s"]


def test_conditions_behind_a_task_choose_all_true_ones_or_the_default():
    xml = draw("s -> a; a -[n > 1]-> b; a -[n > 2]-> c; a -[default]-> d")

    assert sorted(trace(xml, n=3)) == ["a", "b", "c", "s"]
    assert sorted(trace(xml, n=1)) == ["a", "d", "s"]


def test_ids_that_the_library_uses_itself_are_just_ids():
    xml = draw(
        "Start -> End -> p.EndJoin -> Root", Start="startEvent", End="task", **{"p.EndJoin": "task", "Root": "endEvent"}
    )

    assert trace(xml) == ["Start", "End", "p.EndJoin", "Root"]


def test_a_thousand_nodes_in_a_row_run():
    row = [f"t{number}" for number in range(1000)]

    assert trace(draw(" -> ".join(["s", *row, "e"]))) == ["s", *row, "e"]


def test_prefixed_references_and_prefixed_tags_are_understood():
    xml = draw("s -> wait -> e", M, wait=("intermediateCatchEvent", MESSAGE.replace("'M'", "'tns:M'")))
    xml = xml.replace(b"<definitions xmlns=", b"<definitions xmlns:bpmn=").replace(b"<spiff", b"<SPIFF")
    for name in (b"definitions", b"message", b"process", b"startEvent", b"endEvent", b"sequenceFlow"):
        xml = xml.replace(b"<" + name + b" ", b"<bpmn:" + name + b" ").replace(
            b"</" + name + b">", b"</bpmn:" + name + b">"
        )
    xml = xml.replace(b"<intermediateCatchEvent", b"<bpmn:intermediateCatchEvent")
    xml = xml.replace(b"</intermediateCatchEvent", b"</bpmn:intermediateCatchEvent")
    xml = xml.replace(b"<messageEventDefinition", b"<bpmn:messageEventDefinition")

    case = World(model(xml)).start("p")

    assert case.messages["2"].name == "m"


def test_a_shared_event_definition_is_found_by_its_reference():
    roots = M + MESSAGE.replace(" ", " id='shared' ", 1)
    xml = draw(
        "s -> wait -> e", roots, wait=("intermediateCatchEvent", "<eventDefinitionRef>shared</eventDefinitionRef>")
    )

    assert World(model(xml)).start("p").messages["2"].name == "m"


def test_a_drawing_that_is_not_executable_is_documentation():
    parsed = rt.parse(draw("s -> a").replace(b"isExecutable='true'", b"isExecutable='false'"))

    assert parsed.documentation
    assert not parsed.models[0].executable
    assert {finding.code for finding in parsed.findings} == {"documentation_only", "no_diagram"}
    assert list(parsed.models[0].elements) == ["s", "a"]


@pytest.mark.parametrize(
    ("xml", "code"),
    [
        (b"", "file_empty"),
        (b"   ", "file_empty"),
        (b"no xml", "xml_broken"),
        (b"<a><b></a>", "xml_broken"),
        (b"\xff\xfe\x00", "xml_broken"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "doctype"),
        (b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "doctype"),
        (b"<html/>", "not_bpmn"),
        (f"<definitions {NAMESPACES}/>".encode(), "no_process"),
    ],
)
def test_what_is_no_bpmn_is_a_finding(xml, code):
    parsed = rt.parse(xml)

    assert [finding.code for finding in parsed.findings if finding.severity == "error"] == [code]
    assert parsed.models == ()


SUB = "subProcess", ""
LOOP = "<standardLoopCharacteristics{}/>"
LINK = "<linkEventDefinition name='L'/>"
REFUSED = {
    "dangling flow": (draw("s -> a").replace(b"targetRef='a'", b"targetRef='gone'"), ("flow_dangling", "f0_s")),
    "flow into a subprocess": (
        draw("s -> sub; a -> b", sub=("subProcess", body("i -> j"))).replace(b"targetRef='b'", b"targetRef='j'"),
        ("flow_crosses_scope", "f1_a"),
    ),
    "flow out of an end": (draw("s -> e -> a"), ("flow_out_of_end", "e")),
    "flow into a start": (draw("s -> a -> s"), ("flow_into_start", "s")),
    "two plain starts": (draw("s -> a; s2 -> a"), ("several_plain_starts", "s2")),
    "an empty subprocess": (draw("s -> sub", sub=SUB), ("nothing_to_run", "sub")),
    "ad hoc": (draw("s -> a", a=("adHocSubProcess", "<task id='t'/>")), ("unsupported", "a")),
    "compensation without a handler": (
        draw("s -> a -> e; b -> c", a="task", b=boundary("a", "<compensateEventDefinition/>")),
        ("compensation_handler", "b"),
    ),
    "a complex join": (draw("s -> a -> c; s -> b -> c", c="complexGateway"), ("unsupported", "c")),
    "a choreography": (draw("s -> a", a="choreographyTask"), ("unsupported", "a")),
    "a message without name": (draw("s -> a", a=("intermediateCatchEvent", MESSAGE)), ("event_reference", "a")),
    "a timer without text": (
        draw("s -> a", a=("intermediateCatchEvent", "<timerEventDefinition/>")),
        ("timer_missing", "a"),
    ),
    "a timer that is none": (draw("s -> a", a=("intermediateCatchEvent", timer("R0/P1D"))), ("timer_invalid", "a")),
    "a catch of nothing": (draw("s -> a", a="intermediateCatchEvent"), ("event_without_definition", "a")),
    "a boundary of nothing": (
        draw("s -> a; b -> c", b=boundary("gone", timer("P1D"))),
        ("boundary_without_activity", "b"),
    ),
    "a lasting error boundary": (
        draw("s -> a; b -> c", a="userTask", b=boundary("a", "<errorEventDefinition/>", False)),
        ("boundary_must_interrupt", "b"),
    ),
    "cancel without transaction": (
        draw("s -> a", a=("endEvent", "<cancelEventDefinition/>")),
        ("cancel_outside_transaction", "a"),
    ),
    "a link to nowhere": (draw("s -> a", a=("intermediateThrowEvent", LINK)), ("link_target", "a")),
    "a flow without condition": (draw("s -> x -> a; x -> b"), ("flow_without_condition", "x")),
    "a condition that is not looked at": (draw("s -> p1 -[n > 1]-> a; p1 -> b"), ("condition_without_effect", "p1")),
    "a default that is gone": (draw("s -> a", a="userTask default='gone'"), ("default_dangling", "a")),
    "a condition that is not FEEL": (draw("s -> x -[n == 1]-> a; x -[default]-> b"), ("expression_invalid", "x")),
    "a script in another language": (
        draw("s -> a", a=("scriptTask scriptFormat='groovy'", "<script>x = 1</script>")),
        ("script_language", "a"),
    ),
    "a script without text": (draw("s -> a", a="scriptTask"), ("script_missing", "a")),
    "a call of nothing": (draw("s -> a", a="callActivity"), ("process_missing", "a")),
    "a race to a task": (draw("s -> r -> a", r="eventBasedGateway"), ("race_target", "r")),
    "an endless loop": (draw("s -> a", a=("task", LOOP.format(""))), ("loop_without_end", "a")),
    "a negative maximum": (draw("s -> a", a=("task", LOOP.format(" loopMaximum='-1'"))), ("loop_maximum", "a")),
    "no items": (draw("s -> a", a=("task", "<multiInstanceLoopCharacteristics/>")), ("loop_without_items", "a")),
    "no tokens at all": (draw("s -> a", a="task completionQuantity='0'"), ("quantity_invalid", "a")),
    "a join that waits for itself": (draw("s -> p1 -> a -> p1; a -> e"), ("join_waits_for_itself", "p1")),
    "a typed start in a subprocess": (
        draw("s -> sub", M, sub=("subProcess", body("s1 -> a", s1=("startEvent", MESSAGE)))),
        ("subprocess_start", "s1"),
    ),
    "an event subprocess in the flow": (
        draw("s -> h", M, h=("subProcess triggeredByEvent='true'", body("s1 -> a", s1=("startEvent", MESSAGE)))),
        ("handler_in_flow", "h"),
    ),
    "an event subprocess without event": (
        draw("s -> a", h=("subProcess triggeredByEvent='true'", body("s1 -> b"))),
        ("handler_start", "h"),
    ),
    "the same id twice": (draw("s -> a").replace(b"<task id='a'>", b"<task id='s'>"), ("duplicate_id", "s")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_run_wrongly_is_refused(name):
    xml, finding = REFUSED[name]

    assert finding in errors(xml)


def test_what_is_doubtful_is_only_warned_of():
    xml = draw(
        "s -> a -> x -[n > 1]-> e; x -> svc -> e2; lost -> lost2", a="userTask", svc="serviceTask", lost="subProcess"
    )
    parsed = rt.parse(xml.replace(b"<subProcess id='lost'>", b"<subProcess id='lost'><task id='t'/>"))
    found = {(finding.code, finding.element) for finding in parsed.findings}

    assert not any(finding.severity == "error" for finding in parsed.findings)
    for code in ("task_without_form", "task_without_role", "task_without_due", "task_without_help"):
        assert (code, "a") in found
    assert {
        ("flow_taken_as_default", "x"),
        ("service_missing", "svc"),
        ("unreachable", "lost"),
        ("no_diagram", None),
    } <= found


def test_a_join_that_can_never_go_on_is_an_incident_and_no_silence():
    case = World(model(draw("s -> x -[true]-> a -> p2 -> e; x -[default]-> b -> p2"))).start("p")

    (incident,) = case.incidents.values()

    assert (incident.element, incident.code, incident.params) == ("p2", "stalled", {"missing": ["b"]})


def test_an_automatic_loop_without_end_is_an_incident():
    xml = draw("s -> m -> a -> x -[default]-> m; x -[n > 1]-> e", m="exclusiveGateway")

    case = World(model(xml)).start("p", {"n": 0})

    assert [incident.code for incident in case.incidents.values()] == ["endless_loop"]


def test_camunda_7_settings_are_read_in_our_terms():
    task = (
        "userTask camunda:formKey='tier' camunda:assignee='${owner}' camunda:candidateGroups='sales,review' "
        "camunda:candidateUsers='ann' camunda:dueDate='P2D'"
    )
    job = (
        "serviceTask camunda:type='external' camunda:topic='mail'",
        (
            "<extensionElements><camunda:inputOutput>"
            "<camunda:inputParameter name='to'>${customer.mail}</camunda:inputParameter>"
            "<camunda:inputParameter name='kind'>hello</camunda:inputParameter>"
            "<camunda:outputParameter name='done'>${sent}</camunda:outputParameter>"
            "</camunda:inputOutput></extensionElements>"
        ),
    )
    world = World(model(draw("s -> a -> job -> e", a=task, job=job)))
    case = world.start("p", {"owner": "bob", "customer": {"mail": "x@y"}})
    (human,) = [event for event in case.events if isinstance(event, rt.HumanTask)]
    assert (human.assignee, human.groups, human.people, human.form, human.due) == (
        "bob",
        ("sales", "review"),
        ("ann",),
        "tier",
        "P2D",
    )

    world.complete("a")
    assert case.services["3"].params == {"to": "x@y", "kind": "hello"}
    world.do(case, rt.Resume("3", {"sent": True, "noise": 1}))

    assert case.variables.keys() == {"owner", "customer", "done"}


def test_camunda_8_settings_are_read_in_our_terms():
    human = (
        "<extensionElements><zeebe:formDefinition formKey='tier'/>"
        "<zeebe:assignmentDefinition assignee='=owner' candidateGroups='sales'/></extensionElements>"
    )
    job = (
        "<extensionElements><zeebe:taskDefinition type='mail' retries='5'/>"
        "<zeebe:taskHeaders><zeebe:header key='h' value='v'/></zeebe:taskHeaders>"
        "<zeebe:ioMapping><zeebe:input source='=1 + 1' target='two'/></zeebe:ioMapping></extensionElements>"
    )
    subscription = "<extensionElements><zeebe:subscription correlationKey='=order.id'/></extensionElements>"
    roots = f"<message id='M' name='paid'>{subscription}</message>"
    xml = draw(
        "s -> a -> job -> wait -> e",
        roots,
        a=("userTask", human),
        job=("serviceTask", job),
        wait=("intermediateCatchEvent", MESSAGE),
    )
    world = World(model(xml))
    case = world.start("p", {"owner": "bob", "order": {"id": 7}})

    world.complete("a")
    assert case.services["3"] == rt.ServiceRequest("3", "job", "mail", {"h": "v", "two": 2}, 5)
    world.do(case, rt.Resume("3"))

    assert case.messages["4"].correlation == {"id": 7}


def test_keflows_own_properties_win_and_name_english_and_references_are_read():
    task = (
        "userTask name='审批' camunda:assignee='bob'",
        properties(assignee="ann", help="看金额", **{"name:en": "Approve"}),
    )
    one = model(
        draw(
            "s -> a -> r -> c",
            a=task,
            r=("businessRuleTask", properties(decision="d1")),
            c="callActivity calledElement='q'",
        )
    )

    assert (one.elements["a"].name, one.elements["a"].name_en, one.elements["a"].help) == ("审批", "Approve", "看金额")
    assert (one.references.people, one.references.decisions, one.references.calls) == ({"ann"}, {"d1"}, {"q"})


def test_the_ways_to_start_are_read():
    xml = draw(
        "s1 -> a; s2 -> a; s3 -> a",
        M + "<signal id='S' name='sig'/>",
        s1=("startEvent", properties(correlation="{id: id}") + MESSAGE),
        s2=("startEvent", timer("R/P1D", "timeCycle")),
        s3=("startEvent", "<signalEventDefinition signalRef='S'/>"),
    )

    assert model(xml).starts == (
        rt.Start("s1", "message", "m", "", "{id: id}"),
        rt.Start("s2", "timer", "", "R/P1D"),
        rt.Start("s3", "signal", "sig"),
    )


def test_a_process_with_several_event_starts_begins_only_where_it_is_told():
    starts = {f"s{n}": ("startEvent", timer(f"P{n}D")) for n in (1, 2)}
    world = World(model(draw("s1 -> a; s2 -> b", **starts)))

    with pytest.raises(rt.NoSuchToken):
        world.start("p")
    with pytest.raises(rt.NoSuchToken):
        world.start("p", at="a")

    assert world.start("p", at="s2").trace == ["s2", "b"]


def test_all_processes_of_a_file_are_models():
    parsed = rt.parse(draw("s -> a", process("q", "s5 -> b") + process("r", "s6 -> c").replace("'true'", "'false'")))

    assert [(one.key, one.executable) for one in parsed.models] == [("q", True), ("r", False), ("p", True)]


def uploads():
    folder = CONFORMANCE / "uploads"
    found = sorted(folder.glob("*")) if folder.exists() else []
    return found or [pytest.param(None, marks=pytest.mark.skip(reason="../shared/conformance is missing"))]


@pytest.mark.parametrize("path", uploads(), ids=lambda path: getattr(path, "name", "none"))
def test_an_uploaded_file_ends_in_models_or_findings_and_never_hangs(path):
    parsed = rt.parse(path.read_bytes())
    if any(finding.severity == "error" for finding in parsed.findings):
        return
    assert parsed.documentation or any(one.executable for one in parsed.models)

    world = World(*(one for one in parsed.models if one.executable))
    for one in world.models.values():
        for start in one.starts[:2]:
            walk(world, world.start(one.key, {}, None if start.kind == "none" else start.element))


def walk(world, case):
    """Completes whatever can be completed, and lets time pass: at each moment somebody must be waited for."""
    for _ in range(25):
        for open_, command in ((case.open, rt.Complete), (case.services, rt.Resume), (case.messages, rt.Deliver)):
            for token in list(open_)[:2]:
                if token in open_:
                    world.do(case, command(token))
        world.later(86400)
        waited_for = case.open or case.timers or case.messages or case.signals or case.services or case.calls
        conditional = any(element.event == "condition" for element in case.model.elements.values())
        assert case.status != "running" or waited_for or conditional


def test_data_objects_are_drawn_and_their_names_are_variables():
    data = (
        "<dataObject id='D'/><dataObjectReference id='R' dataObjectRef='D' name='tier'/><dataStoreReference id='DS'/>"
    )
    task = (
        "task",
        "<dataInputAssociation id='i'><sourceRef>R</sourceRef><targetRef>x</targetRef></dataInputAssociation>",
    )
    xml = draw("s -> a -> calc -> e", a=task, calc=script('tier + "!"', result="tier"))

    case = World(model(xml.replace(b"<startEvent", data.encode() + b"<startEvent", 1))).start("p", {"tier": "gold"})

    assert case.variables == {"tier": "gold!"}


def test_a_data_mapping_that_would_be_ignored_is_refused():
    task = "task", "<dataInputAssociation id='i'><transformation>a + 1</transformation></dataInputAssociation>"

    assert ("unsupported", "a") in errors(draw("s -> a", a=task))


def test_a_text_with_expressions_in_it_is_put_together():
    catch = ("intermediateCatchEvent", timer("PT${hours}H"))
    xml = draw("s -> w -> a -> e", w=catch, a="userTask camunda:assignee='head-${region}'")
    world = World(model(xml))
    case = world.start("p", {"hours": 2, "region": "east"})

    world.later(7200)

    (task,) = [event for event in case.events if isinstance(event, rt.HumanTask)]
    assert task.assignee == "head-east"
