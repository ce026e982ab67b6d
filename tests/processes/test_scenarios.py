"""Every process of the house: its file has no findings, every scenario is played on the real engine, and together they
reach every element."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import runtime
from engine.kernel import Forbidden
from tests.kit import House, Run
from tests.processes import world
from tests.processes.scenarios import FOLDERS, Scenario, duration, scenarios

ALL = list(scenarios())
TRACES: dict[str, set[str]] = {}
PLAYED: dict[str, set[str]] = {}


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    return house


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_drawing_has_no_findings(folder: Path) -> None:
    parsed = runtime.parse((folder / f"{folder.name}.bpmn").read_bytes())
    assert parsed.findings == ()
    assert [model.key for model in parsed.models if model.executable] == [folder.name]


@pytest.mark.parametrize("scenario", ALL, ids=str)
def test_scenario(company: House, scenario: Scenario) -> None:
    run = begin(company, scenario)
    for step in scenario.told.get("steps", ()):
        act(company, run, step)
    company.settle()
    assert (run.incidents, run.outcome) == ([], scenario.told["ends"])
    for number, member in scenario.told.get("customer", {}).items():
        assert world.tier(company, number) == member
    if "reviews" in scenario.told:
        assert len(company.runs("tier_review")) == scenario.told["reviews"]
    TRACES.setdefault(scenario.process, set()).update(run.trace)
    PLAYED.setdefault(scenario.process, set()).add(scenario.name)


def begin(house: House, scenario: Scenario) -> Run:
    told = scenario.told
    made = world.settle(house, told.get("given", {}))
    variables: dict[str, Any] = world.proposal(house, made, told["review"]) if made and "review" in told else {}
    run = house.start(scenario.process, by=told.get("by"), **{**variables, **told.get("variables", {})})
    house.settle()
    return run


def act(house: House, run: Run, step: dict[str, Any]) -> None:
    if "do" in step:
        run.task(step["do"]).completed_by(step["by"], **step["with"])
        house.settle()
    elif "refused" in step:
        with pytest.raises(Forbidden):
            run.task(step["refused"]).completed_by(step["by"], **step.get("with", {"decision": "approve"}))
    elif "later" in step:
        house.later(seconds=duration(step["later"]) / timedelta(seconds=1))
    elif "message" in step:
        house.message(step["message"], **step.get("variables", {}))
        house.settle()
    else:
        assert run.open == sorted(step["open"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_scenarios_reach_every_element(folder: Path) -> None:
    """Stands last: looks at what the scenarios above completed."""
    if PLAYED.get(folder.name) != {scenario.name for scenario in ALL if scenario.process == folder.name}:
        pytest.skip("not all scenarios of this process were played in this run")
    (model,) = runtime.parse((folder / f"{folder.name}.bpmn").read_bytes()).models
    assert sorted(set(model.elements) - TRACES[folder.name]) == []
