"""Churn signals, incentives within their budget, satisfaction, and contacts that are eased off."""

from datetime import date, timedelta

import pytest

from engine.customers import churn, consents, incentives, satisfaction
from engine.customers.commands import find
from engine.customers.models import Purchase
from engine.kernel import Context, Invalid, new_id
from engine.scoring import window
from tests.kit import House
from webapi.scenarios import world

TODAY = date(2026, 3, 2)


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    customers = {
        "regular": {"band": 2, "bought": {TODAY - timedelta(days=30 * n): 100 for n in range(1, 7)}},
        "broken": {"band": 2, "bought": {TODAY - timedelta(days=200 + 30 * n): 100 for n in range(6)}},
        "eased": {"band": 2, "contact": {"preferred": "phone"}},
    }
    world.settle(house, {"crowd": 0, "customers": customers})
    return house


def test_a_rhythm_is_broken_beyond_two_standard_deviations_and_unknown_below_four_purchases() -> None:
    bought = [window.Purchase("c", TODAY - timedelta(days=days), 100) for days in (100, 130, 160, 190)]
    assert churn.overdue_days(bought, TODAY) == 100 - 30
    assert churn.overdue_days(bought[:3], TODAY) is None


def test_what_is_not_known_of_a_customer_is_null(company: House) -> None:
    told = company.look(lambda ctx: churn.signals(ctx, find(ctx, "broken")))
    assert told["overdue_days"] > 0
    assert (told["satisfaction"], told["complaint_level"], told["contract_days_left"]) == (None, None, None)
    assert company.look(lambda ctx: churn.signals(ctx, find(ctx, "regular")))["overdue_days"] <= 0


def test_who_buys_again_has_come_back(company: House) -> None:
    def back(ctx: Context) -> bool:
        return bool(churn.came_back(ctx, find(ctx, "broken"), TODAY - timedelta(days=90))["won"])

    assert company.look(back) is False
    with company.unit() as ctx:
        bought = Purchase(id=new_id(), tenant_id=ctx.tenant, customer_id=find(ctx, "broken").id)
        bought.bought_on, bought.amount_cents = TODAY - timedelta(days=1), 100
        ctx.session.add(bought)
    assert company.look(back) is True


def test_a_reward_is_granted_once_a_quarter_and_again_in_the_next(company: House) -> None:
    for days, rewards in ((0, ["coupon"]), (1, []), (90, ["coupon"])):
        company.now += timedelta(days=days)
        with company.unit() as ctx:
            given = incentives.grant(ctx, find(ctx, "regular"), "quarter")
        assert [one["reward"] for one in given] == rewards
    company.settle()
    told = [run.variables["reward"] for run in company.runs("incentive_notice")]
    assert told == ["季度优惠券"] * 2


def test_a_round_never_goes_beyond_the_budget_of_the_month(company: House) -> None:
    many = {"copies": 105, "band": 1, "bought": {TODAY.replace(year=2025, day=1): 100}}
    world.settle(company, {"crowd": 0, "customers": {"old": many}})
    told = company.look(incentives.foresee)
    loyal = next(row for row in told["rows"] if row["reward"] == "loyalty")
    assert (loyal["customers"], loyal["over_budget"], loyal["cost"]) == (100, 5, 20_000)
    with company.unit() as ctx:
        incentives.grant_round(ctx, None)
    company.settle()
    granted = company.look(lambda ctx: incentives.report(ctx, TODAY, TODAY))
    assert {row["reward"]: row["value"] for row in granted}["loyalty"] == 20_000
    assert company.look(incentives.foresee)["customers"] == 0


def test_a_score_is_from_0_to_100_and_the_newest_counts(company: House) -> None:
    with company.unit() as ctx:
        customer = find(ctx, "regular")
        told = [satisfaction.record(ctx, customer, n, about="plan", channel="phone", case="") for n in (79, 80)]
        ctx.session.flush()
        assert [one["satisfied"] for one in told] == [False, True]
        assert satisfaction.last_score(ctx, customer.id) == 80
        with pytest.raises(Invalid, match="score_out_of_range"):
            satisfaction.record(ctx, customer, 101, about="plan", channel="phone", case="")


def test_a_contact_that_dislikes_it_is_asked_once_a_month_from_then_on(company: House) -> None:
    for changed in (True, False):
        with company.unit() as ctx:
            assert consents.ease_off(ctx, find(ctx, "eased")) is changed
    assert company.look(lambda ctx: consents.of_customer(ctx, find(ctx, "eased")))["cap_left"] == consents.CAP_AVERSE
    with company.unit() as ctx:
        assert consents.ease_off(ctx, find(ctx, "regular")) is False
