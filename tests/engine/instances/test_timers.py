"""Timers: all of them, in the order of their due times, never early, never twice, however long nobody was there."""

import random
from datetime import UTC, datetime

import pytest

from engine.definitions import calendars
from tests.kit import House, Run
from tests.kit.drawings import drawing

ALWAYS = {"pattern": {day: ["00:00-24:00"] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}
WAIT = drawing("p", "start > wait:catch > end", wait={"timer": "=delay"})


def fired(run: Run) -> list[datetime]:
    return [datetime.fromisoformat(entry.at) for entry in run.facts if entry.fact == "TimerFired"]


@pytest.mark.parametrize("stop", [{"hours": 30}, {"days": 400}, {"days": 365 * 20}])
def test_after_a_stop_of_any_length_all_timers_fire_once_in_order_and_none_early(house: House, stop) -> None:
    house.deploy(p__bpmn=WAIT)
    hours = random.Random(7).sample(range(1, 25), 24)
    runs = {number: house.start("p", delay=f"PT{number}H") for number in hours}
    begun = house.now
    house.later(**stop)
    times = {number: fired(run) for number, run in runs.items()}
    assert all(len(at) == 1 for at in times.values())
    assert [at for _, [at] in sorted(times.items())] == sorted(at for [at] in times.values())
    assert all((at - begun).total_seconds() >= number * 3600 for number, [at] in times.items())


def test_a_cycle_that_was_slept_through_fires_each_time_it_should_have(house: House) -> None:
    cycle = {"attachedToRef": "a", "cancelActivity": "false", "cycle": "R5/PT1H"}
    house.deploy(p__bpmn=drawing("p", "start > a:user > end; late:boundary > tell:task > end2:end", late=cycle))
    run = house.start("p")
    house.later(days=30)
    assert len(fired(run)) == 5
    assert house.later(days=30) == 0


@pytest.mark.parametrize("where", ["element", "process"])
def test_a_timer_counts_in_the_calendar_that_its_drawing_names(house: House, where: str) -> None:
    with house.unit() as ctx:
        calendars.create(ctx, "值班", reason="7×24", **ALWAYS)
    wait = {"timer": "10bh"} | ({"calendar": "值班"} if where == "element" else {})
    drawn = drawing("p", "start > wait:catch > a:user > end", wait=wait)
    setting = b'<spiffworkflow:properties><spiffworkflow:property name="calendar" value="\xe5\x80\xbc\xe7\x8f\xad"/>'
    told = b"<extensionElements>" + setting + b"</spiffworkflow:properties></extensionElements><startEvent"
    house.deploy(p__bpmn=drawn if where == "element" else drawn.replace(b"<startEvent", told, 1))
    run = house.start("p")
    house.later(hours=9)
    assert run.open == []
    house.later(hours=1)
    assert run.open == ["a"]


def test_a_timer_moves_when_its_own_calendar_is_edited_and_not_with_another(house: House) -> None:
    house.person("dora", "process_owner")
    with house.unit() as ctx:
        calendars.create(ctx, "值班", reason="7×24", **ALWAYS)
    wait = {"timer": "30bh", "calendar": "值班"}
    house.deploy(p__bpmn=drawing("p", "start > wait:catch > a:user > end", wait=wait))
    run = house.start("p")
    with house.unit("dora") as ctx:
        calendars.change(ctx, "值班", reason="审计日停班", days={house.now.date(): {"kind": "off"}})
    house.settle()
    moved = [entry for entry in run.facts if entry.fact == "TimerMoved"]
    assert len(moved) == 1
    assert house.now.astimezone(UTC) < datetime.fromisoformat(run.row.tokens.popitem()[1]["due"])
