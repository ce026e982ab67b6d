"""Every process of the house: its file has no findings, every scenario is played on the real engine, and together they
reach every element."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from engine import runtime
from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh, postgres_answers
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import Scenario, folders, scenarios, world
from webapi.scenarios.whole import play_whole

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
    TRACES.setdefault(scenario.process, set()).update(play_whole(company, scenario))
    PLAYED.setdefault(scenario.process, set()).add(scenario.name)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_scenarios_reach_every_element(folder: Path) -> None:
    """Stands last: looks at what the scenarios above completed."""
    if PLAYED.get(folder.name) != {scenario.name for scenario in ALL if scenario.process == folder.name}:
        pytest.skip("not all scenarios of this process were played in this run")
    (model,) = runtime.parse((folder / f"{folder.name}.bpmn").read_bytes()).models
    assert sorted(set(model.elements) - TRACES[folder.name]) == []
