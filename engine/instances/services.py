"""What a service task may call: the form that every connector has, and what it is told about the case that calls it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from engine.kernel import Context, Invalid


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
    """A type of service task, with the JSON Schema of its parameters. One of the two kinds below."""

    @property
    def key(self) -> str: ...

    @property
    def names(self) -> Mapping[str, str]: ...

    @property
    def parameters(self) -> Mapping[str, Any]: ...


@runtime_checkable
class Inline(Connector, Protocol):
    """A connector that works on our own rows, inside the transaction of the case."""

    def run(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Mapping[str, Any]: ...


def must_have(connector: Connector, params: Mapping[str, Any]) -> None:
    """Invalid parameter_missing when the model leaves out, or has nothing for, a parameter that the connector needs."""
    for name in connector.parameters.get("required", ()):
        if params.get(name) is None:
            raise Invalid("parameter_missing", service=connector.key, parameter=name)


class Outward(Connector, Protocol):
    """A connector that takes long or leaves the house: called between two transactions, at least once.

    `prepare` reads what the call needs, `call` runs in no transaction and gets a key by which the other side can tell
    a repetition, `finish` writes what came back and answers the result.
    """

    def prepare(self, ctx: Context, params: Mapping[str, Any], case: Case) -> Any: ...

    def call(self, request: Any, idempotency_key: str) -> Any: ...

    def finish(self, ctx: Context, answer: Any, case: Case) -> Mapping[str, Any]: ...
