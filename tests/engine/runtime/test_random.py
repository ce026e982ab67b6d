"""Random models on random paths: a snapshot after every step changes nothing, and what must happen happens.

A short run by default. KEFLOW_RELOADS says how many reloads there must be; KEFLOW_SEED repeats a run that failed.
"""

import os
import random
from collections import Counter
from collections.abc import Mapping
from typing import Any

from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from engine import runtime as rt
from engine.runtime.engine import finish, obey
from engine.runtime.run import Run
from engine.runtime.snapshot import load
from engine.runtime.stepping import drain
from tests.engine.runtime.blocks import ROOTS, drawing
from tests.engine.runtime.draw import draw
from tests.engine.runtime.trees import CALM, WILD
from tests.engine.runtime.world import Case, World

RELOADS = int(os.environ.get("KEFLOW_RELOADS", "600"))
SEED = int(os.environ.get("KEFLOW_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
SOME = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


class Unbroken(World):
    """The same instances, loaded once and never again."""

    def __init__(self, *models: rt.Model, decide: Any) -> None:
        super().__init__(*models, decide=decide)
        self.runs: dict[int, Run] = {}

    def begun(self, case: Case, variables: Mapping[str, Any], at: str | None = None) -> rt.Step:
        step = super().begun(case, variables, at)
        if step.status not in ("completed", "cancelled"):
            self.runs[id(case)] = load(case.model, step.state, step.variables, self._env(case))
        return step

    def taken(self, case: Case, command: rt.Command) -> rt.Step:
        run = self.runs[id(case)]
        run.events, run.env = [], self._env(case)
        obey(run, command)
        drain(run)
        return finish(run)


def worlds(tree: Any, *kinds: type[World]) -> list[World]:
    """Worlds in which the tree's process has begun."""
    chains, nodes, _ = drawing(tree)
    note(chains)
    parsed = rt.parse(draw(chains, ROOTS, **nodes))
    assert [one for one in parsed.findings if one.severity == "error"] == []
    begun = [kind(*parsed.models, decide=lambda key, variables, binding: len(variables)) for kind in kinds]
    for world in begun:
        world.start("p", {"loud": False})
    return begun


def calm(world: World) -> list[tuple[int, rt.Command]]:
    """What would not disturb: tasks, services and the events that the flow itself waits for."""
    return [(at, command) for at, command in wild(world) if not _disturbs(world.cases[at], command)]


def _disturbs(case: Case, command: rt.Command) -> bool:
    if isinstance(command, rt.Fire | rt.Deliver):
        return not next(e for e in case.events if getattr(e, "token", "") == command.token).element.startswith("w")
    return not isinstance(command, rt.Complete | rt.Resume)


def wild(world: World, number: int = 0) -> list[tuple[int, rt.Command]]:
    """All that could happen next."""
    found: list[tuple[int, rt.Command]] = []
    for at, case in enumerate(world.cases):
        found += [(at, rt.Complete(token, {f"v{number}": number})) for token in case.open]
        found += [(at, rt.Deliver(token, {"heard": number})) for token in [*case.messages, *case.signals]]
        found += [(at, rt.Fire(token)) for token in case.timers]
        found += [(at, rt.Retry(token)) for token in case.incidents]
        for token in case.services:
            if token not in case.incidents:
                found += [
                    (at, rt.Resume(token, {"n": number})),
                    (at, rt.Fail(token, "ONE")),
                    (at, rt.GiveUp(token, "x")),
                ]
    if world.cases[0].status != "completed":
        found.append((0, rt.SetVariables({"loud": number % 3 == 0})))
    return found


@SOME
@given(CALM, st.data())
def test_undisturbed_everything_completes_as_often_as_it_must(tree, data):
    [world] = worlds(tree, World)
    case = world.cases[0]

    for _ in range(400):
        if not (choices := calm(world)):
            break
        at, command = data.draw(st.sampled_from(choices))
        world.do(world.cases[at], command)

    assert case.status == "completed", case.incidents
    assert Counter(case.trace) == drawing(tree)[2]


def seen(world: World) -> list[Any]:
    """Everything that anybody is told of a world."""
    return [
        [case.events, case.variables, case.status, case.open, case.timers, case.messages, case.signals, case.services]
        for case in world.cases
    ]


def test_a_reload_after_every_step_changes_nothing(capsys):
    reloads = models = batch = 0

    @SOME
    @given(WILD, st.data())
    def one_model(tree, data):
        nonlocal reloads, models
        models += 1
        note(f"KEFLOW_SEED={SEED + batch}")
        world, twin = worlds(tree, World, Unbroken)
        for number in range(60):
            if world.cases[0].status == "completed":
                break
            at, command = data.draw(st.sampled_from(wild(world, number)))
            for one in (world, twin):
                one.do(one.cases[at], command)
            reloads += 1
            assert seen(world) == seen(twin)
        for case in world.cases:
            every_token_is_told_of_once(case)

    while reloads < RELOADS:
        seed(SEED + batch)(one_model)()
        batch += 1
    with capsys.disabled():
        print(f"\n{reloads} reloads of {models} models, KEFLOW_SEED={SEED}")


def every_token_is_told_of_once(case):
    entered = Counter(event.token for event in case.events if isinstance(event, rt.Entered))
    over = Counter(e.token for e in case.events if isinstance(e, rt.Finished | rt.Cancelled | rt.Joined))
    assert set(entered.values()) <= {1}
    assert set(over.values()) <= {1}
    assert over.keys() <= entered.keys()
    if case.status == "completed":
        assert over == entered
        assert case.open == case.timers == case.messages == {}
