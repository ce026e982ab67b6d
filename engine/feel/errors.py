"""What can be wrong with an expression or a model, as codes and parameters.

A sentence for people is made from `code` and `params` at the edge, in Chinese or English; nothing here is prose.
`Finding` is what a reader of a file reports at deployment; `FeelError` is what an expression raises or records while it
is compiled or evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Finding:
    """One remark about a file: an `error` refuses the deployment, a `warning` is shown. `element` is the id in the
    file, or None for the whole file.
    """

    code: str
    element: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"


class FeelError(Exception):
    """An expression that cannot be compiled, or that went wrong while it was evaluated.

    `code` names the kind, `position` is the offset of the first character concerned (None: unknown), `params` hold the
    details, `expression` the text and `inputs` the variables that the expression reads with their values at that
    moment. `soft` marks the plain absence of a value (a missing variable, a null operand), which FEEL answers with null
    and which only matters when the result is null.
    """

    def __init__(
        self,
        code: str,
        position: int | None = None,
        params: dict[str, Any] | None = None,
        *,
        expression: str = "",
        inputs: dict[str, Any] | None = None,
        soft: bool = False,
    ) -> None:
        super().__init__(code, position, params or {}, expression)
        self.code = code
        self.position = position
        self.params = params or {}
        self.expression = expression
        self.inputs = inputs or {}
        self.soft = soft

    @property
    def line(self) -> int:
        """1-based line of `position` in the expression."""
        return self.expression.count("\n", 0, self.position or 0) + 1

    @property
    def column(self) -> int:
        """1-based column of `position` in its line."""
        return (self.position or 0) - (self.expression.rfind("\n", 0, self.position or 0) + 1) + 1


class Wrong(Exception):
    """Raised inside operators and functions: the caller turns it into a recorded `FeelError` and the value null."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
