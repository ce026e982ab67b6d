"""Random block-structured models, and what must happen in them: for property tests.

A block knows how to draw itself and which elements must be completed how often when it runs undisturbed.
"""

from collections import Counter
from dataclasses import dataclass, field
from itertools import count, pairwise
from typing import Any

from tests.engine.runtime.draw import body, boundary, process, properties, script, timer


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


def _gateways(
    names: Any, letter: str, inner: list[Any], conditions: list[str], runs: list[bool], split: str = ""
) -> Drawn:
    split, join = split or f"{letter}{next(names)}", f"{letter}{next(names)}"
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


def _or(names: Any, inner: list[Any], mask: int, split: str = "") -> Drawn:
    runs = [bool(mask >> at & 1) for at in range(len(inner))]
    if not any(runs):
        runs[0] = True
    return _gateways(names, "o", inner, [f"[{str(run).lower()}]-" for run in runs], runs, split)


def _fork(names: Any, inner: list[Any], mask: int) -> Drawn:
    """Conditions on the flows out of a task."""
    task = _task(names)
    whole = _or(names, inner, mask, split=task.begin)
    whole.kinds |= task.kinds
    return whole


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


def _rounds(name: str, number: int, sequential: bool, mode: str) -> tuple[str, int]:
    """A multi-instance's characteristics, and how many rounds it has."""
    inner, attributes = f"<loopCardinality>{number}</loopCardinality>", f"isSequential='{str(sequential).lower()}'"
    if mode == "items":
        items = "[" + ", ".join(f'"{at}"' for at in range(number)) + "]"
        inner = properties(collection=items, element="item", output_collection=f"out_{name}", output_element="item")
    elif mode == "numbers":
        inner = properties(output_collection=f"out_{name}", output_element="loopCounter * 10") + inner
    elif mode == "some":
        inner += "<completionCondition>nrOfCompletedInstances >= 1</completionCondition>".replace(">=", "&gt;=")
        number = min(number, 1)
    return f"<multiInstanceLoopCharacteristics {attributes}>{inner}</multiInstanceLoopCharacteristics>", number


def _multi(names: Any, inner: Any, number: int, sequential: bool, mode: str) -> Drawn:
    name, drawn, done = _scope(names, inner)
    loop, rounds = _rounds(name, number, sequential, mode)
    whole = Drawn(name, name, [], {name: ("subProcess", drawn + loop)})
    for element, times in (done + Counter([name])).items():
        whole.done[element] = times * rounds
    return whole


def _tasks(names: Any, number: int, sequential: bool, mode: str) -> Drawn:
    name = f"t{next(names)}"
    loop, rounds = _rounds(name, number, sequential, mode)
    return Drawn(name, name, [], {name: ("userTask", loop)}, Counter({name: rounds}))


def _repeat(names: Any, number: int, bounded: bool) -> Drawn:
    name = f"t{next(names)}"
    condition = f"<loopCondition>{'true' if bounded else f'loopCounter &lt; {number}'}</loopCondition>"
    limit = f" loopMaximum='{number}'" if bounded else ""
    loop = f"<standardLoopCharacteristics{limit}>{condition}</standardLoopCharacteristics>"
    return Drawn(name, name, [], {name: ("userTask", loop)}, Counter({name: number}))


EVENTS = {
    "message": "<messageEventDefinition messageRef='M'/>",
    "signal": "<signalEventDefinition signalRef='S'/>",
    "timer": timer("PT1H"),
    "cycle": timer("R2/PT1H", "timeCycle"),
    "condition": "<conditionalEventDefinition><condition>loud</condition></conditionalEventDefinition>",
}
ERROR = "<errorEventDefinition errorRef='E'/>"
ESCALATION = "<escalationEventDefinition escalationRef='U'/>"
UNDO = "<compensateEventDefinition/>"
NAMES = (
    "<message id='M' name='m'/><message id='N' name='n'/><signal id='S' name='sig'/><error id='E' errorCode='ONE'/>"
    "<escalation id='U' escalationCode='UP'/>"
)
ROOTS = NAMES + process("q", "s0 -> qa -> qb -> e0", qa="userTask", qb="userTask")
"""What the drawings refer to: messages, a signal, an error, an escalation; and a process to call."""


def _leaf(kind: Any, letter: str = "t") -> Any:
    """A block of one element, done once."""

    def drawn(names: Any) -> Drawn:
        name = f"{letter}{next(names)}"
        return Drawn(name, name, [], {name: kind}, Counter([name]))

    return drawn


def _wait(names: Any, event: str) -> Drawn:
    kind = ("receiveTask messageRef='M'", "") if event == "receive" else ("intermediateCatchEvent", EVENTS[event])
    return _leaf(kind, "w")(names)


def _race(names: Any, winner: str, loser: str) -> Drawn:
    """An event-based gateway; undisturbed the same event wins."""
    n = next(names)
    first, other = _wait(names, winner), _wait(names, loser)
    whole = Drawn(f"r{n}", f"x{n}", done=first.done + Counter([f"r{n}", f"x{n}"]))
    whole.kinds = {f"r{n}": "eventBasedGateway", **first.kinds, f"v{n}": other.kinds[other.begin]}
    whole.chains = [f"r{n} -> {first.begin} -> x{n}", f"r{n} -> v{n} -> x{n}"]
    return whole


def _link(names: Any) -> Drawn:
    n = next(names)
    link = f"<linkEventDefinition name='L{n}'/>"
    kinds = {f"go{n}": ("intermediateThrowEvent", link), f"come{n}": ("intermediateCatchEvent", link)}
    return Drawn(f"go{n}", f"come{n}", [], kinds, Counter([*kinds]))


def _thrown(names: Any, inner: Any, definition: str, interrupting: bool) -> Drawn:
    """A subprocess whose end throws what an event on its edge catches."""
    n = next(names)
    part, start, end, name = render(inner, names), f"s{n}", f"e{n}", f"sub{n}"
    up = "endEvent" if definition != ESCALATION else "intermediateThrowEvent"
    chains = [*part.chains, f"{start} -> {part.begin}", f"{part.end} -> up{n}"]
    chains += [f"up{n} -> {end}"] if up != "endEvent" else []
    drawn = body("\n".join(chains), **part.kinds, **{f"up{n}": (up, definition)})
    edge, after, over = f"b{n}", f"t{n}", f"x{n}"
    tail = f"{edge} -> {after} -> {over}" if interrupting else f"{edge} -> {after}"
    whole = Drawn(name, over, [f"{name} -> {over}", tail], done=part.done + Counter([start, f"up{n}", edge, after]))
    kind = "transaction" if definition == CANCEL else "subProcess"
    whole.kinds = {name: (kind, drawn), edge: boundary(name, definition, interrupting), after: "userTask"}
    whole.kinds[over] = "exclusiveGateway"
    whole.done.update([over, *([] if interrupting else [name, end])])
    return whole


def _terminated(names: Any, inner: Any) -> Drawn:
    n = next(names)
    part = render(inner, names)
    chains = [*part.chains, f"s{n} -> {part.begin}", f"{part.end} -> e{n}"]
    drawn = body("\n".join(chains), **part.kinds, **{f"e{n}": ("endEvent", "<terminateEventDefinition/>")})
    done = part.done + Counter([f"s{n}", f"e{n}", f"sub{n}"])
    return Drawn(f"sub{n}", f"sub{n}", [], {f"sub{n}": ("subProcess", drawn)}, done)


def _undone(names: Any) -> Drawn:
    """A task that a later throw has undone by a person."""
    n = next(names)
    kinds: dict[str, Any] = {f"t{n}": "userTask", f"b{n}": boundary(f"t{n}", UNDO)}
    kinds |= {f"un{n}": "userTask isForCompensation='true'", f"undo{n}": ("intermediateThrowEvent", UNDO)}
    bound = f"<association id='as{n}' sourceRef='b{n}' targetRef='un{n}'/>"
    drawn = body(f"s{n} -> t{n} -> undo{n} -> e{n}", **kinds) + bound
    done = Counter([f"s{n}", f"t{n}", f"un{n}", f"undo{n}", f"e{n}", f"sub{n}"])
    return Drawn(f"sub{n}", f"sub{n}", [], {f"sub{n}": ("subProcess", drawn)}, done)


CANCEL = "<cancelEventDefinition/>"


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
    **{
        draw.__name__.strip("_"): draw
        for draw in (
            _task,
            _seq,
            _and,
            _xor,
            _or,
            _fork,
            _loop,
            _sub,
            _multi,
            _tasks,
            _repeat,
            _guarded,
            _handled,
            _wait,
            _race,
            _link,
            _thrown,
            _terminated,
            _undone,
        )
    },
    "service": _leaf(("serviceTask", properties(service="k", result="answer")), "k"),
    "decide": _leaf(("businessRuleTask", properties(decision="d", result="decided"))),
    "call": _leaf("callActivity calledElement='q'", "c"),
    "say": _leaf(("intermediateThrowEvent", "<messageEventDefinition messageRef='N'/>")),
    "signal": _leaf(("intermediateThrowEvent", "<signalEventDefinition signalRef='S'/>")),
}


def drawing(tree: Any) -> tuple[str, dict[str, Any], Counter[str]]:
    """The chains and kinds of a whole process around a block tree, and what it completes."""
    part = render(tree, count(1))
    return "\n".join([*part.chains, f"s -> {part.begin}", f"{part.end} -> e"]), part.kinds, part.done + Counter("se")
