"""The world as one step sees it: decisions, business time, and whether a caller would catch an error.

It remembers what it answered, so that the record can say by which version and which rows.
"""

from collections import deque
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine import clock, runtime
from engine.definitions import queries as definitions
from engine.definitions.calendars import calendar
from engine.feel import values
from engine.instances.models import Instance
from engine.instances.opening import row_of
from engine.kernel import Context, NotFound


class World:
    """What one step of a case may ask. `env` is its face to the runtime."""

    def __init__(self, ctx: Context, instance: Instance) -> None:
        self.ctx = ctx
        self.instance = instance
        self._decided: deque[dict[str, Any]] = deque()
        self._counted: list[tuple[str, clock.Due]] = []
        catches = self._catches if instance.parent_id else None
        now = ctx.now.astimezone(UTC)
        self.env = runtime.Env(now, self._decide, ctx.zone.key, catches, business=self._business)

    def how_decided(self) -> dict[str, Any]:
        """Version, rules and inputs of the next decision that the runtime tells of."""
        return self._decided.popleft() if self._decided else {}

    def how_counted(self, due: datetime) -> tuple[str, clock.Due | None]:
        """The business-time text behind a due instant and its derivation; ("", None) for clock time."""
        for known in self._counted:
            if known[1].at == due:
                self._counted.remove(known)
                return known
        return "", None

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

    def _business(self, text: str) -> datetime:
        due = clock.due(text, self.ctx.now, calendar(self.ctx))
        self._counted.append((text, due))
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
