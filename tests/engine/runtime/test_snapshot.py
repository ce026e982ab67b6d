"""Snapshots: small, without the model, and readable by every later release."""

from decimal import Decimal

import pytest

from engine import runtime as rt
from tests.engine.runtime.draw import body, boundary, draw, model, properties, timer
from tests.engine.runtime.world import World

VOTE = (
    "<multiInstanceLoopCharacteristics isSequential='true'>"
    f"{properties(collection='list', element='item', output_collection='out', output_element='item * rate')}"
    "</multiInstanceLoopCharacteristics>"
)
XML = draw(
    "s -> sub -> e; late -> e2",
    sub=("subProcess", body("s1 -> p1 -> a -> p2 -> e1; p1 -> b -> p2", a=("userTask", VOTE), b="userTask")),
    late=boundary("sub", timer("PT1H")),
)
STORED = (
    b'1[9,null,[["0",null,":process",32],["2","0","sub",32],["3","2","late",8,{"sub":1,"w":[["timer",'
    b'"2026-01-05T10:00:00+00:00",0,""]]}],["9","2","p2",8,{"via":"f3_b"}],["6","2","a",32,{"n":3,"k":1,"next":2},"",'
    b'"{\\"out\\":[[1,0.15]],\\"items\\":[0.1,0.2,{\\"$date\\":\\"2026-01-01\\"}]}"],'
    b'["8","6","a",32,{"i":2,"own":1},"{\\"loopCounter\\":2,\\"item\\":0.2}",""]]]'
)
"""What format 1 wrote for an instance in the middle of XML; never to be changed: later releases must read it."""


def test_a_stored_snapshot_of_an_earlier_release_goes_on():
    one = model(XML)
    world = World(one)
    case = world.start("p", {"list": [], "rate": 1})

    step = rt.advance(one, STORED, {"rate": Decimal("1.5")}, rt.Complete("8"), world._env(case))

    assert next(event for event in step.events if isinstance(event, rt.HumanTask)).data["item"].year == 2026
    assert step.status == "running"


@pytest.mark.parametrize("state", [b"", b"9[]", b'{"serializer_version": "1.4"}', b"\x80\x04K\x01."])
def test_other_bytes_are_refused(state):
    world = World(model(XML))
    case = world.start("p", {"list": []})

    with pytest.raises(rt.UnknownFormat):
        rt.advance(case.model, state, {}, rt.Cancel(), world._env(case))


def test_a_finished_instance_leaves_next_to_nothing():
    case = World(model(draw("s -> a -> b -> e"))).start("p")

    assert len(case.state) < 20


def test_exact_values_and_long_lists_survive():
    items = [Decimal("0.10") * n for n in range(300)]
    world = World(model(draw("s -> a -> e", a=("userTask", VOTE))))
    case = world.start("p", {"list": items, "rate": 2})

    for _ in items:
        world.complete("a")

    assert case.variables["out"] == [item * 2 for item in items]
    assert all(isinstance(value, Decimal) for value in case.variables["out"])
