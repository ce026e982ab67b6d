"""Random models on random paths: a snapshot after every step changes nothing, and what must happen happens.

A short run by default; KEFLOW_EXAMPLES sets how many models are drawn.
"""

from collections import Counter

from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st

from engine import runtime as rt
from engine.runtime.engine import obey
from engine.runtime.snapshot import load
from engine.runtime.stepping import drain
from tests.engine.runtime.blocks import TREES, drawing
from tests.engine.runtime.draw import draw, model
from tests.engine.runtime.world import Case, World

MESSAGE = "<message id='M' name='m'/>"
SHORT = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


class Twin:
    """The same instance, loaded once and never saved."""

    def __init__(self, case: Case, env: rt.Env) -> None:
        self.run = load(case.model, case.state, case.variables, env)

    def do(self, command: rt.Command) -> list[rt.Event]:
        self.run.events = []
        obey(self.run, command)
        drain(self.run)
        return self.run.events


@SHORT
@given(TREES, st.data())
def test_undisturbed_everything_completes_as_often_as_it_must(tree, data):
    chains, kinds, done = drawing(tree)
    note(chains)
    world = World(model(draw(chains, MESSAGE, **kinds)))
    case = world.start("p", {"loud": False})

    for _ in range(400):
        if not case.open:
            break
        world.do(case, rt.Complete(data.draw(st.sampled_from(sorted(case.open)))))

    assert case.status == "completed", case.incidents
    assert Counter(case.trace) == done


@SHORT
@given(TREES, st.data())
def test_a_reload_after_every_step_changes_nothing(tree, data):
    chains, kinds, _ = drawing(tree)
    note(chains)
    world = World(model(draw(chains, MESSAGE, **kinds)))
    case = world.start("p", {"loud": False})
    twin = Twin(case, world._env(case))

    for number in range(60):
        choices = [
            *(rt.Complete(t, {f"v{number}": number}) for t in case.open),
            *(rt.Deliver(t) for t in case.messages),
        ]
        if case.status == "completed":
            break
        choices.append(rt.SetVariables({"loud": number % 3 == 0}))
        command = data.draw(st.sampled_from(choices))
        before = len(case.events)
        world.do(case, command)
        assert twin.do(command) == case.events[before:]
        assert dict(twin.run.variables) == case.variables
    every_token_is_told_of_once(case)


def every_token_is_told_of_once(case):
    entered = Counter(event.token for event in case.events if isinstance(event, rt.Entered))
    over = Counter(e.token for e in case.events if isinstance(e, rt.Finished | rt.Cancelled | rt.Joined))
    assert set(entered.values()) <= {1}
    assert set(over.values()) <= {1}
    assert over.keys() <= entered.keys()
    if case.status == "completed":
        assert over == entered
        assert case.open == case.timers == case.messages == {}
