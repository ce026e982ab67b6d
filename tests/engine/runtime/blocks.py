"""Random block-structured models, and what must happen in them: for property tests.

A block knows how to draw itself and which elements must be completed how often when it runs undisturbed.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from hypothesis import strategies as st

from tests.engine.runtime.draw import body, boundary, properties, script, timer


@dataclass
class Drawn:
    """A drawn block: its flows, the kinds of its nodes, where it begins and ends, what it completes."""

    begin: str
    end: str
    chains: list[str] = field(default_factory=list)
    kinds: dict[str, Any] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def take(self, other: "Drawn", times: int = 1) -> None:
        """Adds another block's drawing; it runs `times` times."""
        self.chains += other.chains
        self.kinds |= other.kinds
        for name, number in other.done.items():
            self.done[name] += number * times


def render(block: Any, names: Any) -> Drawn:
    """Draws a block tree such as ("and", [...])."""
    kind, *rest = block
    return DRAW[kind](names, *rest)


def _task(names: Any) -> Drawn:
    name = f"t{next(names)}"
    return Drawn(name, name, [], {name: "userTask"}, Counter([name]))


def _seq(names: Any, inner: list[Any]) -> Drawn:
    parts = [render(block, names) for block in inner]
    whole = Drawn(parts[0].begin, parts[-1].end)
    for part in parts:
        whole.take(part)
    whole.chains += [f"{one.end} -> {two.begin}" for one, two in pairwise(parts)]
    return whole


def _gateways(names: Any, letter: str, inner: list[Any], conditions: list[str], runs: list[bool]) -> Drawn:
    split, join = f"{letter}{next(names)}", f"{letter}{next(names)}"
    whole = Drawn(split, join, done=Counter([split]))
    for block, condition, runs_here in zip(inner, conditions, runs, strict=True):
        part = render(block, names)
        whole.take(part, int(runs_here))
        whole.chains.append(f"{split} -{condition}> {part.begin} -> {join}" if part.begin == part.end else "")
        if part.begin != part.end:
            whole.chains[-1] = f"{split} -{condition}> {part.begin}"
            whole.chains.append(f"{part.end} -> {join}")
    whole.done[join] += 1
    return whole


def _and(names: Any, inner: list[Any]) -> Drawn:
    return _gateways(names, "p", inner, [""] * len(inner), [True] * len(inner))


def _xor(names: Any, inner: list[Any], chosen: int) -> Drawn:
    chosen %= len(inner)
    conditions = [f"[{'true' if at == chosen else 'false'}]-" for at in range(len(inner))]
    return _gateways(names, "x", inner, conditions, [at == chosen for at in range(len(inner))])


def _or(names: Any, inner: list[Any], mask: int) -> Drawn:
    runs = [bool(mask >> at & 1) for at in range(len(inner))]
    if not any(runs):
        runs[0] = True
    return _gateways(names, "o", inner, [f"[{str(run).lower()}]-" for run in runs], runs)


def _loop(names: Any, inner: Any, rounds: int) -> Drawn:
    n = next(names)
    begin, merge, step, test = f"z{n}", f"x{n}", f"i{n}", f"x{n}0000"
    part = render(inner, names)
    whole = Drawn(begin, test)
    whole.take(part, rounds)
    whole.kinds |= {begin: script("0", result=f"n{n}"), step: script(f"n{n} + 1", result=f"n{n}")}
    whole.chains += [f"{begin} -> {merge} -> {part.begin}", f"{part.end} -> {step} -> {test}"]
    whole.chains.append(f"{test} -[n{n} < {rounds}]-> {merge}")
    whole.done.update({begin: 1, merge: rounds, step: rounds, test: rounds})
    whole.chains.append(f"{test} -[default]-> after{n}")
    whole.end = f"after{n}"
    whole.done[whole.end] += 1
    return whole


def _scope(names: Any, inner: Any) -> tuple[str, str, Counter[str]]:
    n = next(names)
    part = render(inner, names)
    start, end = f"s{n}", f"e{n}"
    drawn = body("\n".join([*part.chains, f"{start} -> {part.begin}", f"{part.end} -> {end}"]), **part.kinds)
    return f"sub{n}", drawn, part.done + Counter([start, end])


def _sub(names: Any, inner: Any) -> Drawn:
    name, drawn, done = _scope(names, inner)
    return Drawn(name, name, [], {name: ("subProcess", drawn)}, done + Counter([name]))


def _multi(names: Any, inner: Any, number: int, sequential: bool) -> Drawn:
    name, drawn, done = _scope(names, inner)
    loop = (
        f"<multiInstanceLoopCharacteristics isSequential='{str(sequential).lower()}'>"
        f"{properties(output_collection='out_' + name, output_element='loopCounter * 10')}"
        f"<loopCardinality>{number}</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    whole = Drawn(name, name, [], {name: ("subProcess", drawn + loop)})
    for element, times in (done + Counter([name])).items():
        whole.done[element] = times * number
    return whole


def _repeat(names: Any, number: int) -> Drawn:
    name = f"t{next(names)}"
    condition = "<loopCondition>true</loopCondition>"
    loop = f"<standardLoopCharacteristics loopMaximum='{number}'>{condition}</standardLoopCharacteristics>"
    return Drawn(name, name, [], {name: ("userTask", loop)}, Counter({name: number}))


EVENTS = {
    "message": "<messageEventDefinition messageRef='M'/>",
    "timer": timer("PT1H"),
    "cycle": timer("R2/PT1H", "timeCycle"),
    "condition": "<conditionalEventDefinition><condition>loud</condition></conditionalEventDefinition>",
}


def _guarded(names: Any, inner: Any, interrupting: bool, event: str) -> Drawn:
    """A subprocess with an event on its edge; undisturbed it never comes."""
    name, drawn, done = _scope(names, inner)
    edge, after = f"b_{name}", f"t_{name}"
    kind = boundary(name, EVENTS[event], interrupting)
    whole = Drawn(name, f"x_{name}", [f"{name} -> x_{name}", f"{edge} -> {after}"], done=done + Counter([name]))
    whole.kinds = {name: ("subProcess", drawn), edge: kind, after: "userTask", f"x_{name}": "exclusiveGateway"}
    if interrupting:
        whole.chains.append(f"{after} -> x_{name}")
    whole.done[f"x_{name}"] += 1
    return whole


def _handled(names: Any, inner: Any, interrupting: bool, event: str) -> Drawn:
    """A subprocess with an event subprocess inside; undisturbed it never starts."""
    name, drawn, done = _scope(names, inner)
    start = (f"startEvent isInterrupting='{str(interrupting).lower()}'", EVENTS[event])
    handler = body(f"hs_{name} -> ht_{name}", **{f"hs_{name}": start, f"ht_{name}": "userTask"})
    drawn += f"<subProcess id='h_{name}' triggeredByEvent='true'>{handler}</subProcess>"
    return Drawn(name, name, [], {name: ("subProcess", drawn)}, done + Counter([name]))


DRAW = {
    "task": _task,
    "seq": _seq,
    "and": _and,
    "xor": _xor,
    "or": _or,
    "loop": _loop,
    "sub": _sub,
    "multi": _multi,
    "repeat": _repeat,
    "guarded": _guarded,
    "handled": _handled,
}


def _compound(inner: Any) -> Any:
    some = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        st.tuples(st.just("seq"), some),
        st.tuples(st.just("and"), some),
        st.tuples(st.just("xor"), some, st.integers(0, 2)),
        st.tuples(st.just("or"), some, st.integers(1, 7)),
        st.tuples(st.just("loop"), inner, st.integers(1, 3)),
        st.tuples(st.just("sub"), inner),
        st.tuples(st.just("multi"), inner, st.integers(0, 3), st.booleans()),
        st.tuples(st.sampled_from(["guarded", "handled"]), inner, st.booleans(), st.sampled_from(sorted(EVENTS))),
    )


TREES = st.recursive(
    st.one_of(st.just(("task",)), st.tuples(st.just("repeat"), st.integers(1, 3))), _compound, max_leaves=6
)


def drawing(tree: Any) -> tuple[str, dict[str, Any], Counter[str]]:
    """The chains and kinds of a whole process around a block tree, and what it completes."""
    part = render(tree, count(1))
    return "\n".join([*part.chains, f"s -> {part.begin}", f"{part.end} -> e"]), part.kinds, part.done + Counter("se")
