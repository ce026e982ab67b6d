"""A process that is switched off begins nowhere; what runs goes on, and what it calls it gets."""

import pytest

from engine.definitions import switches
from engine.kernel import Conflict, NotFound
from tests.kit import House
from tests.kit.drawings import drawing


def switch(house: House, process: str, on: bool) -> bool:
    with house.unit() as ctx:
        return switches.switch(ctx, process, on=on)


def test_nobody_starts_what_is_off_and_a_running_case_goes_on(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start > a:user > end"))
    run = house.start("p")
    assert (switch(house, "p", on=False), switch(house, "p", on=False)) == (True, False)
    with pytest.raises(Conflict, match="process_off"):
        house.start("p")
    run.task("a").completed_with()
    assert run.finished
    assert switch(house, "p", on=True)
    assert house.start("p").open == ["a"]
    told = [entry.data for entry in house.ledger("settings") if entry.fact == "ProcessSwitched"]
    assert len(told) == 2


def test_a_case_still_calls_what_is_off(house: House) -> None:
    house.deploy(q__bpmn=drawing("q", "start > b:user > end"))
    house.deploy(p__bpmn=drawing("p", "start > c:call > end", c={"calledElement": "q"}))
    switch(house, "q", on=False)
    house.start("p").children()[0].task("b").completed_with()
    assert house.runs("p")[0].finished


def test_timers_and_messages_start_nothing_while_it_is_off_and_again_afterwards(house: House) -> None:
    house.deploy(p__bpmn=drawing("p", "start:start > a:user > end", start={"cycle": "R/PT1H"}))
    house.deploy(m__bpmn=drawing("m", "start:start > a:user > end", start={"message": "hello"}))
    for process in "pm":
        switch(house, process, on=False)
    house.later(hours=5)
    assert (house.message("hello").delivered, house.runs("p"), house.runs("m")) == ([], [], [])
    for process in "pm":
        switch(house, process, on=True)
    house.later(hours=1)
    house.message("hello")
    assert (len(house.runs("p")), len(house.runs("m"))) == (1, 1)


def test_only_what_is_deployed_is_switched(house: House) -> None:
    with pytest.raises(NotFound):
        switch(house, "nothing", on=False)
