"""What a service task may call: the form that every connector has, and what it is told about the case that calls it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.kernel import Context


class BusinessError(Exception):
    """The connector worked and the answer is no: the error boundary of the task with this code takes it."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Case:
    """The case that calls: never its variables, a connector gets what the model hands it."""

    instance_id: str
    process: str
    version: int
    business_key: str | None
    customer_id: str | None
    started_by: str
    element: str
    token: str


class Connector(Protocol):
    """A type of service task.

    `inline` connectors work on our own rows inside the transaction of the case (`run`); the others are called between
    two transactions (`call`), at least once, with a key by which the other side can recognise a repetition.
    """

    key: str
    names: Mapping[str, str]
    parameters: Mapping[str, Any]
    inline: bool

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]: ...

    def call(self, params: Mapping[str, Any], idempotency_key: str) -> Mapping[str, Any]: ...
