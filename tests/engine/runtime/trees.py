"""Which trees of blocks a property test draws."""

from typing import Any

from hypothesis import strategies as st

from tests.engine.runtime.blocks import CANCEL, ERROR, ESCALATION, EVENTS

PLAIN = ["task", "link", "undone", "service", "decide", "call", "say"]
AWAITED = ["message", "signal", "timer"]


def _tasks_only(modes: list[str]) -> Any:
    return st.one_of(
        st.just(("task",)),
        st.tuples(st.just("repeat"), st.integers(1, 3), st.booleans()),
        st.tuples(st.just("tasks"), st.integers(0, 3), st.booleans(), st.sampled_from(modes)),
    )


def _leaves(plain: list[str], modes: list[str]) -> Any:
    return st.one_of(
        _tasks_only(modes),
        st.tuples(st.sampled_from(plain)),
        st.tuples(st.just("wait"), st.sampled_from([*AWAITED, "receive"])),
        st.tuples(st.just("race"), st.sampled_from(AWAITED), st.sampled_from(AWAITED)),
    )


def _compounds(modes: list[str], thrown: list[tuple[str, bool]]) -> Any:
    def compound(inner: Any) -> Any:
        some = st.lists(inner, min_size=2, max_size=3)
        edges = st.sampled_from(["guarded", "handled"])
        return st.one_of(
            st.tuples(st.just("seq"), some),
            st.tuples(st.just("and"), some),
            st.tuples(st.just("xor"), some, st.integers(0, 2)),
            st.tuples(st.sampled_from(["or", "fork"]), some, st.integers(1, 7)),
            st.tuples(st.just("loop"), inner, st.integers(1, 3)),
            st.tuples(st.sampled_from(["sub", "terminated"]), inner),
            st.tuples(st.just("multi"), inner, st.integers(0, 3), st.booleans(), st.sampled_from(modes)),
            st.tuples(edges, inner, st.booleans(), st.sampled_from(sorted(EVENTS))),
            st.sampled_from(thrown).flatmap(lambda how: st.tuples(st.just("thrown"), inner, *map(st.just, how))),
        )

    return compound


def _trees(leaves: Any, modes: list[str], thrown: list[tuple[str, bool]]) -> Any:
    return st.recursive(leaves, _compounds(modes, thrown), max_leaves=6)


SURE, ALL = ["numbers", "items", "none"], ["numbers", "items", "none", "some"]
CAUGHT = [(ERROR, True), (ESCALATION, False)]
TASKS = _trees(_tasks_only(SURE), SURE, CAUGHT)
"""Trees in which only people are asked."""
CALM = _trees(_leaves(PLAIN, SURE), SURE, CAUGHT)
"""Trees of which it is known beforehand what they complete when they run undisturbed."""
WILD = _trees(_leaves([*PLAIN, "signal"], ALL), ALL, [*CAUGHT, (ESCALATION, True), (CANCEL, True)])
"""All that is supported."""
