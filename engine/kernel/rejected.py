"""The caller's mistakes. Each maps once to an HTTP status in webapi/errors.py; nothing has changed when one is raised.

A code is stable and has its sentences (zh, en) where people meet them; `params` fill the sentence.
"""

from typing import Any


class Rejected(Exception):
    """The command was refused; nothing changed."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.code}({told})" if told else self.code


class NotFound(Rejected):
    """No such thing, or none that this person may see."""


class Forbidden(Rejected):
    """The person may not do this."""


class Conflict(Rejected):
    """Somebody was faster, or the thing is no longer in a state that allows this."""


class Invalid(Rejected):
    """The input is wrong; `errors` names each place as {path, code, params}."""

    def __init__(self, code: str, errors: list[dict[str, Any]] | None = None, **params: Any) -> None:
        super().__init__(code, **params)
        self.errors = errors or []
