"""What one evaluation carries: the variables as a chain of environments, and the run's log, clock and depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from engine.feel.errors import FeelError, Wrong
from engine.feel.times import DateTime

MAX_DEPTH: Final = 150
EMPTY: Final[Mapping[str, Any]] = {}


class Run:
    """One evaluation: `log` collects what went wrong, `now` is the moment that now() and today() answer."""

    __slots__ = ("depth", "log", "now")

    def __init__(self, log: list[FeelError], now: DateTime | None = None) -> None:
        self.log = log
        self.now = now
        self.depth = 0

    def note(self, code: str, position: int | None, /, *, soft: bool = False, source: str = "", **params: Any) -> None:
        """Records that something went wrong at `position` of the expression `source`."""
        self.log.append(FeelError(code, position, params, expression=source, soft=soft))

    def wrong(self, error: Wrong, position: int | None, text: str) -> None:
        """Records what an operator or a function raised; a null operand is only soft."""
        soft = error.code in ("null_operand", "null_argument")
        self.log.append(FeelError(error.code, position, error.params, expression=text, soft=soft))


class Env:
    """Variables of one level and the level around it; `item` is the current member inside a filter."""

    __slots__ = ("item", "run", "up", "vars")

    def __init__(self, vars: Mapping[str, Any], up: Env | None, run: Run, item: Any = None) -> None:
        self.vars = vars
        self.up = up
        self.run = run
        self.item = item
