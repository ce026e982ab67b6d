"""A house whose books hold what a test writes into them, row by row, so that every figure can be counted by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from engine.customers.models import Customer, Purchase
from engine.customers.satisfaction import Satisfaction
from engine.definitions import queries as definitions
from engine.instances.models import Instance
from engine.kernel import new_id
from engine.reports import running
from engine.reports.report import span
from engine.sla.models import SlaClock
from engine.tasks.models import Task
from tests.kit import House
from tests.kit.drawings import drawing

FIRST, LAST = date(2026, 3, 1), date(2026, 3, 31)
PROCESSES = (
    "complaint",
    "followup",
    "customer_flow",
    "escalation",
    "supervision_check",
    "supervision_item",
    "policy_review",
)


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A time in March 2026, in UTC."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


class Books:
    """Rows of customers, purchases, answers, cases, tasks and clocks; and a report over March 2026."""

    def __init__(self, house: House) -> None:
        self.house = house
        house.deploy(**{f"{key}__bpmn": drawing(key, "start > ask:user > end") for key in PROCESSES})

    def _add(self, row: Any) -> Any:
        with self.house.unit() as ctx:
            ctx.session.add(row)
        return row

    def customer(self, number: str, band: int = 3, created: datetime | None = None, **more: Any) -> str:
        made = created or datetime(2025, 1, 1, tzinfo=UTC)
        id = new_id()
        self._add(Customer(id=id, number=number, name=f"Customer {number}", band=band, created_at=made, **more))
        return id

    def bought(self, customer: str, yuan: float, *days: date) -> None:
        for day in days:
            self._add(Purchase(customer_id=customer, bought_on=day, amount_cents=round(yuan * 100)))

    def scored(self, customer: str, day: date, *scores: int, band: int = 3) -> None:
        for score in scores:
            self._add(Satisfaction(customer_id=customer, on=day, score=score, about="plan", channel="phone", band=band))

    def case(self, process: str, customer: str | None, began: datetime, **more: Any) -> str:
        definition = self.house.look(lambda ctx: definitions.latest(ctx, "process", process)).id
        id = new_id()
        told = {"status": "completed", "root_id": id, **more}
        self._add(
            Instance(id=id, process=process, version=1, definition_id=definition, customer_id=customer,
                     started_at=began, started_by="ann", **told)
        )  # fmt: skip
        return id

    def task(self, case: str, process: str, element: str, opened: datetime, done: datetime | None = None, **more: Any):
        status = "completed" if done else "open"
        told = {"completed_by": "ann" if done else None, "root_id": case, **more}
        self._add(
            Task(instance_id=case, token="1", process=process, element=element, name=element, kind="user",
                 sort_at=opened, opened_at=opened, completed_at=done, status=status, **told)
        )  # fmt: skip

    def clock(self, case: str, customer: str, target: str, began: datetime, **more: Any) -> None:
        told = {"kind": "投诉", "band": 3, "status": "running", "text": "24h", **more}
        self._add(
            SlaClock(instance_id=case, root_id=case, customer_id=customer, element="ask", target=target,
                     override="none", calendar="clock", pausable=False, warn_at=[], due={}, started_at=began,
                     recorded_at=began, due_at=told.pop("due_at", began), **told)
        )  # fmt: skip

    def report(self, key: str, by: str | None = None, first: date = FIRST, last: date = LAST, **filters: Any):
        """The rows in English."""
        with self.house.unit(by, write=False) as ctx:
            found = running.one(ctx, key)
            return running.told(running.run(ctx, found, span(ctx, first, last), **filters), "en")


@pytest.fixture
def books(house: House) -> Books:
    return Books(house)
