"""One evaluation of a decision model: what it knows on the way, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.feel.errors import FeelError
from engine.feel.run import Run
from engine.feel.times import DateTime


@dataclass(frozen=True)
class Step:
    """One decision of a trace: its id and name, its value, and of its table the input values and the matched rules."""

    decision: str
    name: str
    value: Any = None
    inputs: dict[str, Any] = field(default_factory=dict)
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """The answer of an evaluation: `matched` are the ids of the matched rules of the decision's own tables, `inputs`
    what it asked of the caller's variables, `trace` every decision evaluated on the way (required ones first),
    `errors` all that went wrong."""

    value: Any
    matched: tuple[str, ...]
    inputs: dict[str, Any]
    trace: tuple[Step, ...]
    errors: tuple[FeelError, ...]

    @property
    def failed(self) -> bool:
        """True when something went wrong that must not be ignored: an error, or a null that stems from a missing
        value."""
        return any(not error.soft for error in self.errors) or (self.value is None and bool(self.errors))


class ModelRun(Run):
    """One evaluation of a model: what is known already, and the trace."""

    __slots__ = ("asked", "busy", "inputs", "known", "matched", "stack", "steps")

    def __init__(self, inputs: Mapping[str, Any], log: list[FeelError], now: DateTime | None) -> None:
        super().__init__(log, now)
        self.inputs = inputs
        self.known: dict[tuple[int, str], Any] = {}
        self.asked: dict[str, Any] = {}
        self.steps: list[Step] = []
        self.stack: list[tuple[dict[str, Any], list[str]]] = []
        self.busy: set[tuple[int, str]] = set()

    def within(self, inputs: Mapping[str, Any], known: dict[tuple[int, str], Any]) -> ModelRun:
        """A run of its own for a decision service, sharing log and trace."""
        inner = ModelRun(inputs, self.log, self.now)
        inner.known, inner.steps, inner.stack, inner.depth = known, self.steps, self.stack, self.depth + 1
        return inner
