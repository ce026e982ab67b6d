"""The conformance cases: each model runs as BPMN says, or is refused at deployment with a finding."""

import json
from collections import Counter
from typing import Any

import pytest

from engine import runtime as rt
from tests.engine.runtime.world import CONFORMANCE, World

CASES = CONFORMANCE / "bpmn" / "cases.json"
REFUSED: set[str] = set()
"""Models that may be refused, with a finding: none at the moment."""


def cases() -> list[Any]:
    if not CASES.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/conformance is missing"))]
    return [pytest.param(case, id=case["id"]) for case in json.loads(CASES.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("case", cases())
def test_a_model_runs_right_or_is_refused(case):
    parsed = [rt.parse((CONFORMANCE / "bpmn" / name).read_bytes()) for name in case["files"]]
    errors = [finding for one in parsed for finding in one.findings if finding.severity == "error"]
    models = [model for one in parsed for model in one.models if model.executable]
    if errors:
        expected = {trace["error"] for trace in case.get("traces", [])}
        assert case["id"] in REFUSED or expected & {"deployment", "generic"}, errors
        return
    for trace in case.get("traces", []):
        play_trace(case, models, trace)
    if "steps" in case:
        play_steps(case, models)


def play_trace(case: Any, models: list[rt.Model], trace: Any) -> None:
    world = World(*models)
    for key in case["start_first"]:
        if any(start.kind == "none" for start in world.models[key].starts):
            world.start(key)
    world.start(case["main"], dict(trace["variables"]))
    for _ in range(trace["clock_seconds"] * 2):
        world.later(0.5)
    labels = case["labels"]
    played = [labels[element] for one in world.cases for element in one.trace if element in labels]
    assert Counter(played) == Counter(trace["trace"])
    incidents = [i for one in world.cases for i in one.incidents.values() if i.code != "stalled"]
    assert bool(incidents) == bool(trace["error"]), incidents


def play_steps(case: Any, models: list[rt.Model]) -> None:
    world = World(*models)
    main = world.start(case["main"], dict(case.get("variables", {})))
    for number, (verb, *args) in enumerate(case["steps"]):
        play_step(world, main, verb, args, (number, verb, args))


def play_step(world: World, main: Any, verb: str, args: list[Any], where: Any) -> None:
    match verb:
        case "expect":
            assert world.open_tasks() == sorted(args[0]), where
        case "has":
            assert args[0] in world.open_tasks(), where
        case "count":
            assert len(world.open_tasks()) == args[0], where
        case "complete":
            world.complete(args[0])
        case "completeall":
            for element in world.open_tasks():
                world.complete(element)
        case "auto":
            while tasks := world.open_tasks():
                world.complete(tasks[0])
        case "message":
            assert world.message(args[0]), where
        case "nomessage":
            assert not world.message(args[0]), where
        case "wait":
            due = min(at for case in world.cases for at in case.timers.values())
            world.later((due - world.now).total_seconds() + 1)
        case "error":
            assert any(one.incidents for one in world.cases), where
        case "end":
            assert main.status == "completed", where
        case _:
            raise AssertionError(f"unknown step {verb}")
