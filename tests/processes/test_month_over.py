"""On the first of each month the leading schemes are evaluated as of the last month end; no month end twice."""

from datetime import UTC, date, datetime

import pytest

from engine.customers import commands as customers
from engine.jobs import clock
from tests.kit import House, Run
from webapi.demo.months import DEFINITION, SCHEME
from webapi.scenarios import world

MARCH = date(2026, 3, 31)


@pytest.fixture
def company(house: House) -> House:
    """A house whose leading scheme is evaluated by itself; it is March."""
    world.furnish(house)
    world.settle(house, {"crowd": 30, "customers": {"C-1": {"tier": "regular", "bought": {date(2026, 2, 10): 200}}}})
    switched(house, on=True)
    return house


def switched(house: House, *, on: bool) -> None:
    with house.unit() as ctx:
        customers.save_scheme(ctx, SCHEME, {**DEFINITION, "automatic": on}, leading=True)


def evaluations(house: House) -> list[Run]:
    return [run for run in house.runs("tier_batch_evaluation") if run.variables.get("mode") == "live"]


def until(house: House, day: date) -> None:
    house.later(seconds=(datetime(day.year, day.month, day.day, tzinfo=UTC) - house.now).total_seconds())


def test_a_month_that_is_over_is_evaluated_and_waits_for_its_confirmation(company: House) -> None:
    until(company, date(2026, 4, 2))
    (run,) = evaluations(company)
    assert run.variables["summary"]["as_of"] == MARCH.isoformat()
    assert [task.element for task in run.tasks] == ["confirm"]


def test_a_month_end_that_somebody_evaluated_is_not_evaluated_again(company: House) -> None:
    world.evaluate(company, MARCH)
    until(company, date(2026, 4, 2))
    assert evaluations(company) == []
    until(company, date(2026, 5, 2))
    assert [run.variables["summary"]["as_of"] for run in evaluations(company)] == ["2026-04-30"]


def test_a_scheme_may_be_left_to_people(company: House) -> None:
    switched(company, on=False)
    until(company, date(2026, 5, 2))
    assert evaluations(company) == []


def test_months_in_which_nobody_worked_are_one_start(company: House) -> None:
    company.now = datetime(2026, 7, 15, tzinfo=UTC)
    with company.unit() as ctx:
        clock.begin(ctx.session, f"manual:{company.now.isoformat()}", ctx.zone)
    company.settle()
    assert [run.variables["summary"]["as_of"] for run in evaluations(company)] == ["2026-06-30"]
    assert len(company.runs("tier_batch_evaluation")) == 2
