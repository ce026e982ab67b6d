"""Looks at personal data go on record after the answer is made, in a unit of their own: a read stays a read, and nobody
but those who are watched pays for it. An answer whose look cannot be recorded is not given."""

from collections.abc import Callable

from flask import Response, after_this_request

from engine.customers import viewing
from engine.instances.models import Instance
from engine.kernel import Context
from engine.tasks.models import Task
from webapi.unit import unit


def customer(ctx: Context, customer_id: str) -> None:
    """Somebody reads about this customer."""
    _note(ctx, "customer", customer_id)


def case(ctx: Context, case: Instance, what: str = "case") -> None:
    """Somebody reads this case of a customer, or takes its `evidence` along; a case of nobody shows nobody."""
    if case.customer_id is not None or what == viewing.EVIDENCE:
        _note(ctx, what, case.customer_id, case.id)


def task(ctx: Context, task: Task) -> None:
    """Somebody reads a task, with what is filled in: as good as the case."""
    if task.customer_id is not None:
        _note(ctx, "case", task.customer_id, task.instance_id)


def _note(ctx: Context, what: str, customer_id: str | None, case_id: str | None = None) -> None:
    fact = viewing.due(ctx, what, customer_id, case_id)
    if fact is not None:
        after_this_request(_recording(lambda later: later.record(fact)))


def _recording(record: Callable[[Context], None]) -> Callable[[Response], Response]:
    def after(response: Response) -> Response:
        if response.status_code < 400:
            with unit(write=True) as ctx:
                record(ctx)
        return response

    return after
