"""Contracts that end are talked about in time; one that is not renewed is a sign that the customer may leave."""

from contextlib import nullcontext
from datetime import date, timedelta

import pytest

from engine.customers import churn, contracts
from engine.customers.commands import find
from engine.customers.dealing_commands import change_need
from engine.customers.dealings import Need
from engine.instances import commands as instances
from engine.kernel import Invalid
from tests.kit import House
from webapi.scenarios import world

TODAY = date(2026, 3, 2)


@pytest.fixture
def company(house: House) -> House:
    """C-1 has a contract that ends in 30 days, C-2 none."""
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": {"C-1": {"band": 1}, "C-2": {"band": 2}}})
    signs(house, "C-1", "HT-1", ends=30)
    return house


def signs(house: House, customer: str, number: str, ends: int) -> None:
    with house.unit() as ctx:
        last = TODAY + timedelta(days=ends)
        contracts.sign(ctx, find(ctx, customer), number, TODAY - timedelta(days=335), last, 12_000_000)


def told(house: House, customer: str) -> tuple[int | None, bool | None]:
    signals = house.look(lambda ctx: churn.signals(ctx, find(ctx, customer)))
    return signals["contract_days_left"], signals["renewal_talk"]


def reminded(house: House) -> int:
    with house.unit() as ctx:
        count = contracts.remind(ctx)
    house.settle()
    return count


def test_a_contract_that_ends_soon_is_a_sign_until_somebody_has_talked_about_it(company: House) -> None:
    assert told(company, "C-1") == (30, False)
    assert told(company, "C-2") == (None, None)
    assert (reminded(company), reminded(company)) == (1, 0)
    assert [task.assignee for task in company.runs("work_item")[0].tasks] == [world.OWNER]
    with company.unit() as ctx:
        need = ctx.session.query(Need).one()
        change_need(ctx, find(ctx, "C-1"), need, {"state": "confirmed"})
    assert told(company, "C-1") == (30, True)


@pytest.mark.parametrize(
    ("customer", "number", "free"), [("C-2", "HT-1", False), ("C-2", "HT-9", True), ("C-1", "HT-1", True)]
)
def test_a_form_names_no_contract_of_another_customer(company: House, customer: str, number: str, free: bool) -> None:
    with company.unit() as ctx:
        case = instances.start(ctx, "work_item", {"title": "x"}, customer_id=find(ctx, customer).id)
        with nullcontext() if free else pytest.raises(Invalid, match="contract_number_taken"):
            contracts.may_be_numbered(ctx, number, case)


def test_a_later_contract_renews_an_earlier_one(company: House) -> None:
    signs(company, "C-1", "HT-2", ends=395)
    assert told(company, "C-1") == (395, False)
    assert reminded(company) == 0
    shown = company.look(lambda ctx: contracts.of_customer(ctx, find(ctx, "C-1").id))
    assert [(one["number"], one["status"]) for one in shown] == [("HT-2", "running"), ("HT-1", "renewed")]


@pytest.mark.parametrize(("days", "left"), [(31, 0), (90, 0), (91, None)])
def test_an_end_without_renewal_counts_for_sixty_days(company: House, days: int, left: int | None) -> None:
    company.now += timedelta(days=days)
    assert told(company, "C-1")[0] == left


def test_a_number_belongs_to_one_customer_and_a_contract_ends_after_it_begins(company: House) -> None:
    with pytest.raises(Invalid, match="contract_number_taken"):
        signs(company, "C-2", "HT-1", ends=60)
    with pytest.raises(Invalid, match="contract_span_wrong"):
        signs(company, "C-2", "HT-3", ends=-400)
    signs(company, "C-1", "HT-1", ends=45)
    assert told(company, "C-1") == (45, False)
