"""A job whose last try failed: an incident that somebody sees and retries, never only a number in the metrics."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from engine import jobs
from engine.instances import commands, queries
from engine.jobs import Inside, Job
from engine.kernel import Conflict, Context
from tests.kit import House
from tests.kit.drawings import drawing


class Broken:
    """A kind of job that fails until it is mended."""

    def __init__(self, whole: Inside) -> None:
        self.whole, self.fails = whole, True

    def run(self, ctx: Context, job: Job) -> None:
        if self.fails:
            raise ValueError("a bug with 张三 in it")
        self.whole.run(ctx, job)


@pytest.fixture
def breaks(house: House) -> Callable[[str], Broken]:
    """Lets a kind of job fail in this house."""

    def broken(kind: str, whole: Inside | None = None) -> Broken:
        found = Broken(whole or house.wiring.jobs[kind])
        jobs_ = {**house.wiring.jobs, kind: Inside(found.run, lock=found.whole.lock)}
        house.wiring = replace(house.wiring, jobs=jobs_)
        return found

    return broken


def incidents(house: House) -> list[Any]:
    return house.look(lambda ctx: list(ctx.session.scalars(queries.open_incidents(ctx))))


def retry(house: House, incident: Any) -> None:
    with house.unit() as ctx:
        commands.retry(ctx, incident.id)
    house.settle()


def timed(house: House) -> Any:
    house.deploy(p__bpmn=drawing("p", "start > wait:catch > a:user > end", wait={"timer": "PT1H"}))
    return house.start("p")


def test_a_timer_that_cannot_fire_is_an_incident_at_its_element_and_fires_when_retried(house, breaks) -> None:
    broken, run = breaks("timer"), timed(house)
    house.later(hours=2)
    [incident] = run.incidents
    assert (run.status, incident.element, incident.code) == ("incident", "wait", "job_failed")
    assert incident.params == {"job": "timer", "error": "ValueError"}
    broken.fails = False
    retry(house, incident)
    assert (run.status, run.open, run.incidents) == ("waiting", ["a"], [])


def test_what_fails_again_is_an_incident_again(house, breaks) -> None:
    breaks("timer")
    run = timed(house)
    house.later(hours=2)
    [first] = run.incidents
    retry(house, first)
    house.later(hours=2)
    [second] = run.incidents
    assert first.id != second.id


def test_a_case_that_is_cancelled_leaves_no_incident_behind(house, breaks) -> None:
    breaks("timer")
    run = timed(house)
    house.later(hours=2)
    with house.unit() as ctx:
        commands.cancel(ctx, run.id, "over")
    assert (run.incidents, run.status) == ([], "cancelled")


def test_a_timer_that_a_case_waits_for_cannot_be_dropped(house, breaks) -> None:
    breaks("timer")
    run = timed(house)
    house.later(hours=2)
    with pytest.raises(Conflict, match="incident_waits"), house.unit() as ctx:
        commands.resolve(ctx, run.incidents[0].id, {}, "not needed")


def test_a_message_that_cannot_be_brought_is_an_incident_of_its_sender(house, breaks) -> None:
    broken = breaks("message")
    house.deploy(p__bpmn=drawing("p", "start > tell:throw > a:user > end", tell={"message": "hello"}))
    run = house.start("p")
    house.later(hours=2)
    [incident] = run.incidents
    assert (incident.element, incident.params["job"], run.open) == (None, "message", ["a"])
    broken.fails = False
    retry(house, incident)
    assert run.incidents == []


def test_a_job_of_no_case_is_an_incident_of_the_house(house, breaks) -> None:
    broken = breaks("chore", Inside(lambda ctx, job: None))
    with house.unit() as ctx:
        jobs.later(ctx, "chore")
    house.later(hours=2)
    [incident] = incidents(house)
    assert (incident.instance_id, incident.params["job"]) == (None, "chore")
    assert "JobGivenUp" in [entry.fact for entry in house.ledger("settings")]
    broken.fails = False
    retry(house, incident)
    assert (incidents(house), house.look(lambda ctx: ctx.session.query(Job).filter_by(kind="chore").all())) == ([], [])


def test_a_kind_of_job_that_nobody_knows_any_more_is_an_incident_too(house: House) -> None:
    with house.unit() as ctx:
        jobs.later(ctx, "of_an_older_release")
    house.later(hours=2)
    assert [incident.params["error"] for incident in incidents(house)] == ["KeyError"]
