"""Scenarios of a draft are really played, in a company that is thrown away."""

from pathlib import Path

from webapi.demo.shipped import PROCESSES
from webapi.scenarios.rehearsing import play

APPROVAL = PROCESSES / "approval"
GOOD = (APPROVAL / "scenarios.yaml").read_bytes()


def files(scenarios: bytes) -> dict[str, bytes]:
    drawing = (APPROVAL / "approval.bpmn").read_bytes()
    return {"approval.bpmn": drawing, "approval.scenarios.yaml": scenarios}


def test_good_and_bad_scenarios_are_told_apart(tmp_path: Path) -> None:
    first = GOOD.decode().split("\n\n")[0]
    wrong = first.replace(first.splitlines()[0], "走错的:").replace("ends: ", "ends: nowhere_")
    outcome = play("approval", files(f"{first}\n\n{wrong}\n".encode()))
    assert [one["ok"] for one in outcome.scenarios] == [True, False]
    assert "nowhere_" in outcome.scenarios[1]["why"]
    assert not outcome.green


def test_elements_that_no_scenario_reaches_are_named() -> None:
    first = GOOD.decode().split("\n\n")[0]
    outcome = play("approval", files(f"{first}\n".encode()))
    assert [one["ok"] for one in outcome.scenarios] == [True]
    assert outcome.unreached
    assert not outcome.green
