"""Loops: multi-instance activities (parallel, sequential) and standard loops.

The activity's token stands for the whole loop, its rounds are tokens below it. A multi-instance round has a scope of
its own (`loopCounter` from 1, its element) of which only the output element leaves; a standard loop works on the
variables of its surroundings. Outputs come out in the order of the items, whatever the order of completion.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from engine.feel import values
from engine.runtime.compensation import remember
from engine.runtime.expressions import Formula, Scope
from engine.runtime.model import Stuck
from engine.runtime.tokens import Token

if TYPE_CHECKING:
    from engine.runtime.waits import Definition


def start_round(token: Token, number: int, data: dict[str, Any], own: bool) -> None:
    """The next round of the loop of `token`."""
    memory: dict[str, Any] = {"i": number}
    if own:
        memory["own"] = 1
    token.workflow.place(token, token.task_spec, memory, {"loopCounter": number, **data})


@dataclass(slots=True, eq=False)
class StandardLoop:
    """Repeats while `condition` holds, at most `maximum` times; `before`: tested before the first round too."""

    condition: Formula | None
    maximum: int | None
    before: bool

    def open(self, token: Token) -> bool | None:
        """Starts the first round below `token`: True when there is none to run. Raises Stuck."""
        if self.maximum == 0 or (self.before and not self._holds(token, 1)):
            return True
        token.memory["n"] = 0
        start_round(token, 1, {}, own=False)
        return None

    def _holds(self, token: Token, number: int) -> bool:
        scope = token.workflow.scope(token).plus({"loopCounter": number})
        return self.condition is None or self.condition.yes_or_no(scope)

    def counters(self, token: Token) -> Mapping[str, Any]:
        """What a round sees of the loop beside its number: nothing."""
        return {}

    def collect(self, round_: Token) -> None:
        """A round is done: the next one starts, or the loop is over. Raises Stuck, nothing is done then."""
        run, token, number = round_.workflow, round_.above, round_.memory["i"]
        again = self._holds(token, number) and (self.maximum is None or number < self.maximum)
        run.report_finished(round_)
        remember(round_, token)
        run.remove(round_)
        if again:
            start_round(token, number + 1, {}, own=False)
        else:
            run.wake(token, {})


@dataclass(slots=True, eq=False)
class MultiInstance:
    """One round for each item of `collection` (or `cardinality` rounds), all at once or one after the other."""

    sequential: bool
    cardinality: Formula | None = None
    collection: Formula | None = None
    element: str | None = None
    output_collection: str | None = None
    output_element: Formula | None = None
    completion: Formula | None = None
    behavior: str = "All"
    behavior_event: "Definition | None" = None

    def open(self, token: Token) -> bool | None:
        """Starts the rounds below `token`: True when there is none to run. Raises Stuck."""
        run = token.workflow
        items = self._items(run.scope(token))
        if not items:
            if self.output_collection:
                run.assign(token, {self.output_collection: []})
            return True
        token.memory.update({"n": len(items), "k": 0, "next": len(items), "out": []})
        if self.sequential:
            token.memory.update({"next": 1, "items": items})
            items = items[:1]
        for number, item in enumerate(items, start=1):
            start_round(token, number, self._data(item), own=True)
        return None

    def _items(self, scope: Scope) -> list[Any]:
        if self.collection is not None:
            items = self.collection(scope)
            if not isinstance(items, list):
                raise Stuck("not_a_list", expression=self.collection.text, value=values.wire(items))
            return items
        assert self.cardinality is not None
        count = self.cardinality(scope)
        if not isinstance(count, int | Decimal) or isinstance(count, bool) or count < 0 or count != int(count):
            raise Stuck("cardinality_invalid", expression=self.cardinality.text, value=values.wire(count))
        return [None] * int(count)

    def _data(self, item: Any) -> dict[str, Any]:
        return {self.element: item} if self.element else {}

    def counters(self, token: Token) -> Mapping[str, Any]:
        """The numbers of the loop that its rounds may read."""
        memory = token.memory
        return _counts(memory["n"], memory["next"] - memory["k"], memory["k"])

    def collect(self, round_: Token) -> None:
        """A round is done: its output is kept, the next one starts or the loop is over. Stuck: nothing is done."""
        run, token, number = round_.workflow, round_.above, round_.memory["i"]
        memory = token.memory
        scope = run.scope(round_)
        out = memory["out"]
        if self.output_collection:
            value = self.output_element(scope) if self.output_element else scope.get(self.element or "")
            out = sorted([*out, [number, value]], key=lambda entry: entry[0])
        done = memory["k"] + 1
        enough = done == memory["n"] or self._complete(scope, memory, done, out)
        memory.update({"k": done, "out": out})
        run.report_finished(round_)
        remember(round_, token)
        run.remove(round_)
        self._throw_behavior(token, done)
        if enough:
            for other in token.below:
                if not other.subscription:
                    run.cancel(other)
            if self.output_collection:
                run.assign(token.outer, {self.output_collection: [value for _, value in out]})
            run.wake(token, {})
        elif self.sequential:
            memory["next"] += 1
            start_round(token, number + 1, self._data(memory["items"][number]), own=True)

    def _complete(self, scope: Scope, memory: dict[str, Any], done: int, out: list[Any]) -> bool:
        if self.completion is None:
            return False
        numbers = _counts(memory["n"], memory["next"] - done, done)
        so_far = {self.output_collection: [value for _, value in out]} if self.output_collection else {}
        return self.completion.yes_or_no(scope.plus({**numbers, **so_far}))

    def _throw_behavior(self, token: Token, done: int) -> None:
        """The event that `behavior` None (each round) or One (the first round) throws to the activity's own boundary,
        which does not interrupt the rounds."""
        event = self.behavior_event
        if event is None or self.behavior == "All" or (self.behavior == "One" and done > 1):
            return
        run, node = token.workflow, token.task_spec
        scope = run.scope(token)
        for boundary in node.boundaries:
            for other in boundary.definitions:
                names = [one.name(scope) if one.name is not None else one.code for one in (event, other)]
                if other.kind == event.kind and names[0] == names[1]:
                    run.place(token.above, boundary, {"r": {}})


def _counts(of: int, active: int, completed: int) -> dict[str, int]:
    counts = {"Instances": of, "ActiveInstances": active, "CompletedInstances": completed, "TerminatedInstances": 0}
    return {f"{prefix}{name}": count for prefix in ("nrOf", "numberOf") for name, count in counts.items()}


Loop = StandardLoop | MultiInstance
"""What repeats an activity."""
