"""Two requests at the same moment: one wins, the other is told, and the case is unharmed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.api.conftest import Caller
from tests.kit import House, Run
from tests.kit.drawings import drawing

Call = Callable[[str | None], Caller]
LEAVE = drawing("leave", "start > ask:user > check:user > end")


@pytest.fixture
def task(house: House, call: Call) -> str:
    house.person("ann").person("bob").deploy(leave__bpmn=LEAVE)
    return str(house.start("leave", by="ann").task("ask").id)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """What the calls answer when all of them begin together."""
    ready = Barrier(len(calls))

    def begun(one: Callable[[], Any]) -> Any:
        ready.wait()
        return one()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(begun, one) for one in calls]]


def test_two_people_completing_one_task(house: House, call: Call, task: str) -> None:
    ann, bob = call("ann"), call("bob")
    path = f"/tasks/{task}/complete"
    answers = at_once(lambda: ann.post(path, {"data": {}}), lambda: bob.post(path, {"data": {}}))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    [run] = house.runs("leave")
    assert (run.open, run.status) == (["check"], "waiting")
    assert completed(run) == 1


def test_of_fifty_people_completing_one_task_one_does(house: House, call: Call, task: str) -> None:
    names = [f"p{number}" for number in range(50)]
    for name in names:
        house.person(name)
    callers = [call(name) for name in names]
    answers = at_once(*[lambda c=caller: c.post(f"/tasks/{task}/complete", {"data": {}}) for caller in callers])
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 49]
    assert (house.runs("leave")[0].open, completed(house.runs("leave")[0])) == (["check"], 1)


def test_one_completion_sent_twice_with_its_key(house: House, call: Call, task: str) -> None:
    callers = [call("ann"), call("ann")]
    key = {"Idempotency-Key": "the same"}
    sends = [lambda c=caller: c.post(f"/tasks/{task}/complete", {"data": {}}, headers=key) for caller in callers]
    answers = at_once(*sends)
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json == answers[1].json
    assert completed(house.runs("leave")[0]) == 1


def test_starting_many_at_once_loses_none(house: House, call: Call, task: str) -> None:
    callers = [call("ann") for _ in range(6)]
    answers = at_once(*[lambda c=caller: c.post("/instances", {"process": "leave"}) for caller in callers])
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 6


def completed(run: Run) -> int:
    return sum(entry.fact == "TaskCompleted" for entry in run.facts)


def test_the_same_customer_number_twice(house: House, call: Call) -> None:
    house.person("ann").person("bob")
    callers = [call("ann"), call("bob")]
    new = {"number": "C-9", "name": "甲"}
    answers = at_once(*[lambda c=caller: c.post("/customers", new) for caller in callers])
    assert sorted(answer.status_code for answer in answers) == [201, 409]
    assert {answer.json.get("code") for answer in answers} <= {None, "customer_exists", "taken_meanwhile"}


def test_a_message_with_one_id_sent_twice_has_one_effect(house: House, call: Call) -> None:
    house.person("ann").deploy(hears__bpmn=drawing("hears", "start > ask:user > end", start={"message": "order"}))
    callers = [call("ann"), call("ann")]
    sent = {"name": "order", "message_id": "m-1"}
    answers = at_once(*[lambda c=caller: c.post("/messages", sent) for caller in callers])
    assert {answer.status_code for answer in answers} <= {200, 409}
    assert len(house.runs("hears")) == 1
