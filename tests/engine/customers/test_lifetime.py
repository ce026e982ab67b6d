"""What customers are expected to bring is fitted after an evaluation and told beside the tier; it decides nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.customers import lifetime, queries
from tests.engine.customers.test_evaluation import HEAD, members, run

AS_OF = date(1998, 6, 30)
FIRST = date(1997, 1, 1)


def purchases(number: int) -> list[str]:
    """Customer n comes back n mod 5 times, every so many days, for the same money."""
    step = 20 + number % 40
    return [
        f"L-{number},{FIRST + timedelta(days=number % 90 + step * n)},{20 + number % 50}" for n in range(number % 5 + 1)
    ]


@pytest.fixture
def trading(ruled, table):
    """Two hundred and forty customers, evaluated."""
    lines = [line for number in range(240) for line in purchases(number)]
    ruled.takes("purchases", table(HEAD, *lines), create_customers=True)
    run(ruled, AS_OF)
    return ruled


def told(shop, number: str) -> dict:
    with shop.unit(write=False) as ctx:
        others = {one["method"]: one for one in queries.tier(ctx, number)["others"]}
    return others.get("lifetime", {}).get("values", {})


def test_a_forecast_stands_beside_the_tier_with_its_grounds_and_moves_nobody(trading):
    before = members(trading)
    assert told(trading, "L-4") == {}
    trading.house.settle()
    often, once = told(trading, "L-4"), told(trading, "L-5")
    assert (often["customers"], often["as_of"]) == (240, "1998-06-30")
    assert 0 < often["alive"] < 1
    assert once["alive"] == 1  # by the model alone: nothing speaks against somebody who came once
    assert often["purchases"] > 0
    assert float(often["value"]) > 0
    assert members(trading) == before
    assert trading.facts("settings")[-1] == "LifetimeFitted"


def test_too_few_who_come_back_are_said_to_be_too_few(ruled, table):
    ruled.takes("purchases", table(HEAD, *(f"L-{n},1998-03-01,20" for n in range(210))), create_customers=True)
    run(ruled, AS_OF)
    ruled.house.settle()
    assert told(ruled, "L-1") == {"as_of": "1998-06-30", "customers": 210}


def test_a_large_house_is_sampled(trading, monkeypatch):
    monkeypatch.setattr(lifetime, "SAMPLE", 100)
    trading.house.settle()
    assert told(trading, "L-4") == {"as_of": "1998-06-30", "customers": 80}  # every third, and they are too few


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(-5_000, 50_000)), max_size=30))
def test_days_count_once_and_what_was_given_back_counts_against_its_day(bought):
    days = [(FIRST + timedelta(days=day), cents) for day, cents in bought]
    spent = {}
    for day, cents in days:
        spent[day] = spent.get(day, 0) + cents
    kept = sorted(day for day, cents in spent.items() if cents > 0 and day <= AS_OF)
    one = lifetime.buyer(days, AS_OF)
    assert (one is None) == (not kept)
    if one is not None:
        assert one.repeats == len(kept) - 1
        assert 0 <= one.recency <= one.age
        assert one.age == (AS_OF - kept[0]).days / 7
