"""Drawings that somebody broke: parsing ends in findings, running ends in incidents, and nothing raises."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine import runtime as rt
from tests.engine.runtime.draw import body, boundary, draw, properties, script, timer
from tests.engine.runtime.world import World

MULTI = (
    "<multiInstanceLoopCharacteristics>"
    f"{properties(collection='[1, 2]', element='n')}</multiInstanceLoopCharacteristics>"
)
WHOLE = draw(
    "s -> p1 -> a -> p2 -> x -[n > 1]-> sub -> e; p1 -> b -> p2"
    "; x -[default]-> race -> w -> e; race -> t -> e; late -> e2",
    "<message id='M' name='m'/><error id='E' errorCode='C'/><signal id='S' name='sig'/>",
    a=("userTask", properties(groups="g", due="8bh") + MULTI),
    b=script("1 + 1", result="n"),
    sub=(
        "subProcess",
        body(
            "s1 -> c -> boom",
            c=("serviceTask", properties(service="k")),
            boom=("endEvent", "<errorEventDefinition errorRef='E'/>"),
        ),
    ),
    race="eventBasedGateway",
    w=("intermediateCatchEvent", "<messageEventDefinition messageRef='M'/>"),
    t=("intermediateCatchEvent", timer("PT1H")),
    late=boundary("sub", "<errorEventDefinition/>"),
)
ANYTHING = ["", "x", "true", "-1", "=a", "${!a}", "R3/PT1S", "null", "s", "sub", "race", '"text"', "sum"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 3), st.sampled_from(ANYTHING)), min_size=1, max_size=4))
def test_a_mutilated_drawing_ends_in_findings_or_incidents(wounds):
    root = etree.fromstring(WHOLE)
    for at, kind, text in wounds:
        wound(root, at, kind, text)

    parsed = rt.parse(etree.tostring(root))

    if any(finding.severity == "error" for finding in parsed.findings):
        return
    world = World(*(one for one in parsed.models if one.executable))
    for one in world.models.values():
        case = world.start(one.key, {"n": 1}, one.starts[0].element if one.starts[0].kind != "none" else None)
        for token in [*case.open]:
            world.do(case, rt.Complete(token))
        world.later(7200)
        for token in [*case.incidents]:
            world.do(case, rt.Retry(token))


def wound(root, at, kind, text):
    elements = [element for element in root.iter() if element is not root]
    element = elements[at % len(elements)]
    names = list(element.attrib)
    if kind == 0 and names:
        del element.attrib[names[at % len(names)]]
    elif kind == 1 and names:
        element.set(names[at % len(names)], text)
    elif kind == 2:
        element.getparent().remove(element)
    else:
        element.text = text
