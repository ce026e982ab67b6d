"""Every process of the house: its file has no findings, every scenario is played on the real engine, and together they
reach every element."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from engine import runtime
from engine.wiring import WIRING
from tests.kit import House, Run
from tests.kit.databases import fresh, postgres_answers
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import Play, Scenario, folders, scenarios, world

FOLDERS = folders(PROCESSES)
ALL = [scenario for folder in FOLDERS for scenario in scenarios(folder)]
TRACES: dict[str, set[str]] = {}
PLAYED: dict[str, set[str]] = {}


def _furnished(engine: Engine) -> None:
    world.furnish(House(engine, WIRING))


@pytest.fixture(params=["sqlite", "postgresql"])
def company(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """The demo's people with all processes deployed; founded once a run."""
    if request.param == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    with fresh(request.param, tmp_path, _furnished) as engine:
        yield House(engine, WIRING)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_drawing_has_no_findings(folder: Path) -> None:
    parsed = runtime.parse((folder / f"{folder.name}.bpmn").read_bytes())
    assert parsed.findings == ()
    assert [model.key for model in parsed.models if model.executable] == [folder.name]


@pytest.mark.parametrize("scenario", ALL, ids=str)
def test_scenario(company: House, scenario: Scenario) -> None:
    play = Play(company, scenario)
    play.begin(_given(company, scenario))
    for step in scenario.told.get("steps", ()):
        play.act(step)
    company.settle()
    run = Run(company, play.case)
    assert (run.incidents, run.outcome) == ([], scenario.told["ends"])
    for number, member in scenario.told.get("customer", {}).items():
        assert world.tier(company, number) == member
    play.check_knows(scenario.told.get("knows", {}))
    assert set(scenario.told.get("history", ())) <= {fact.fact for one in [run, *_called(run)] for fact in one.facts}
    for process, count in scenario.told.get("started", {}).items():
        assert len(company.runs(process)) == count
    if "reviews" in scenario.told:
        assert len(company.runs("tier_review")) == scenario.told["reviews"]
    TRACES.setdefault(scenario.process, set()).update(run.trace)
    PLAYED.setdefault(scenario.process, set()).add(scenario.name)


def _called(run: Run) -> list[Run]:
    """The cases that a case called, and theirs."""
    return [found for child in run.children() for found in (child, *_called(child))]


def _given(house: House, scenario: Scenario) -> dict[str, Any]:
    """The world before it, and the variables that the case starts with."""
    told = scenario.told
    made = world.settle(house, told.get("given", {}))
    variables = world.proposal(house, made, told["review"]) if made and "review" in told else {}
    return {**variables, **told.get("variables", {})}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_scenarios_reach_every_element(folder: Path) -> None:
    """Stands last: looks at what the scenarios above completed."""
    if PLAYED.get(folder.name) != {scenario.name for scenario in ALL if scenario.process == folder.name}:
        pytest.skip("not all scenarios of this process were played in this run")
    (model,) = runtime.parse((folder / f"{folder.name}.bpmn").read_bytes()).models
    assert sorted(set(model.elements) - TRACES[folder.name]) == []
