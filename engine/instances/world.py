"""The world as one step sees it: decisions, business time, and whether a caller would catch an error.

It remembers what it answered, so that the record can say by which version and which rows.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from engine import clock, runtime
from engine.definitions import queries as definitions
from engine.definitions.calendars import DEFAULT, calendar
from engine.feel import values
from engine.instances.models import Instance
from engine.instances.opening import row_of
from engine.kernel import Context, NotFound


@dataclass(frozen=True, slots=True)
class Counted:
    """A due time that was counted in a business calendar."""

    element: str
    text: str
    calendar: str
    due: clock.Due


class World:
    """What one step of a case may ask. `env` is its face to the runtime."""

    def __init__(self, ctx: Context, instance: Instance, model: runtime.Model | None = None) -> None:
        """`model` where the step leads into another version than that of the case."""
        self.ctx = ctx
        self.instance = instance
        self._model = model
        self._decided: deque[dict[str, Any]] = deque()
        self._counted: list[Counted] = []
        catches = self._catches if instance.parent_id else None
        now = ctx.now.astimezone(UTC)
        self.env = runtime.Env(now, self._decide, ctx.zone.key, catches, business=self._business)

    def how_decided(self) -> dict[str, Any]:
        """Version, rules and inputs of the next decision that the runtime tells of."""
        return self._decided.popleft() if self._decided else {}

    def how_counted(self, element: str, due: datetime) -> Counted | None:
        """How the business time of an element came to a due instant; None for clock time."""
        for known in self._counted:
            if (known.element, known.due.at) == (element, due):
                self._counted.remove(known)
                return known
        return None

    def _decide(self, key: str, variables: Mapping[str, Any], binding: str) -> Any:
        try:
            version = definitions.bound(self.ctx, "decision", key, binding, self.instance.definition_id)
        except NotFound as error:
            raise runtime.Stuck(error.code, **error.params) from error
        result = definitions.decide(self.ctx, version, variables)
        if result.failed:
            first = result.errors[0]
            raise runtime.Stuck("decision_failed", decision=key, error=first.code, expression=first.expression)
        inputs = values.wire(dict(result.inputs))
        self._decided.append({"version": version.version, "matched": tuple(result.matched), "inputs": inputs})
        return result.value

    def _business(self, text: str, element: str) -> datetime:
        model = self._model or model_of(self.ctx, self.instance)
        name = model.calendar_of(element) or DEFAULT
        due = clock.due(text, self.ctx.now, calendar(self.ctx, name))
        self._counted.append(Counted(element, text, name, due))
        return due.at

    def _catches(self, kind: Any, code: str | None) -> bool:
        here: Instance | None = self.instance
        while here is not None and here.parent_id and here.parent_token:
            parent = row_of(self.ctx, here.parent_id)
            if runtime.catches(model_of(self.ctx, parent), parent.state, here.parent_token, kind, code):
                return True
            here = parent
        return False


def model_of(ctx: Context, instance: Instance) -> runtime.Model:
    """The process in the version that the case runs on."""
    return definitions.model(ctx, definitions.by_id(ctx, instance.definition_id))
