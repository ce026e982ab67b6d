"""What happens at the same moment in one case: one thing wins, nothing is done for the others, and nobody is harmed."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from engine import jobs
from engine.kernel import Conflict
from tests.engine.runtime.draw import draw
from tests.kit import House
from tests.kit.drawings import drawing
from tests.kit.house import TaskHandle

WIDE = 100


def test_what_a_branch_asked_for_and_another_one_ended_at_once_is_not_done(house: House) -> None:
    tell = {"service": "notice.send", "kind": "k"}
    drawn = drawing("p", "start > fork:and > tell:service > end; fork > stop:end", tell=tell)
    stop, terminate = b'<endEvent id="stop">', b'<endEvent id="stop"><terminateEventDefinition/>'
    house.deploy(p__bpmn=drawn.replace(stop, terminate))
    run = house.start("p")
    assert run.finished
    assert "ServiceAnswered" not in [entry.fact for entry in run.facts]


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What the deeds answer when all begin together; a Conflict is an answer, any other error is not."""
    ready = Barrier(len(deeds))

    def begun(deed: Callable[[], Any]) -> Any:
        ready.wait()
        try:
            return deed()
        except Conflict as refused:
            return refused

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(begun, deeds))


def branches() -> bytes:
    ways = "\n".join(f"p1 -> t{n} -> p2" for n in range(WIDE))
    return draw(f"s -> p1\n{ways}\np2 -> after -> e", after="userTask", **{f"t{n}": "userTask" for n in range(WIDE)})


def rounds() -> bytes:
    many = f"<loopCardinality>{WIDE}</loopCardinality>"
    loop = f"<multiInstanceLoopCharacteristics>{many}</multiInstanceLoopCharacteristics>"
    return draw("s -> all -> after -> e", all=("userTask", loop), after="userTask")


@pytest.mark.parametrize("wide", [branches, rounds])
def test_a_hundred_branches_that_are_completed_at_once_join_once(house: House, wide: Callable[[], bytes]) -> None:
    house.person("ann").deploy(p__bpmn=wide())
    run = house.start("p")
    handles = [TaskHandle(run, task.id, "ann") for task in run.tasks]
    refused = [answer for answer in at_once(*[one.completed_with for one in handles]) if isinstance(answer, Conflict)]
    assert (refused, run.open, run.status) == ([], ["after"], "waiting")
    assert Counter(entry.fact for entry in run.facts)["TaskCompleted"] == WIDE


FIRST = drawing(
    "first",
    "start > ask:user > done:end; told:boundary > heard:end; late:boundary > over:end",
    told={"attachedToRef": "ask", "message": "told", "correlation": "{number: number}"},
    late={"attachedToRef": "ask", "timer": "PT1H"},
)


def test_of_a_person_a_message_and_a_timer_exactly_one_is_first(house: House) -> None:
    house.person("ann").deploy(first__bpmn=FIRST)
    for number in range(12):
        run = house.start("first", number=number)
        task, due = run.task("ask").by_whom("ann"), house.now.replace(hour=house.now.hour + 1)
        at_once(
            task.completed_with,
            lambda n=number: house.message("told", {"number": n}),
            lambda due=due: jobs.drain(house.engine, house.context, due),
        )
        assert run.finished
        assert len({"ask", "told", "late"} & set(run.trace)) == 1
        assert run.incidents == []
