"""Planned follow-up: whose turn it is, how much that makes of how many, and that the plan and the forecast agree."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.customers import audience, forecast, planning
from engine.customers.audience import Group
from engine.customers.commands import find
from engine.customers.profile import profile
from engine.customers.rhythm import BUCKETS, due_on, next_turn, rhythm
from engine.feel import dmn, values
from engine.kernel import Context, Invalid
from tests.kit import House
from webapi.demo.shipped import PROCESSES
from webapi.scenarios import world

START = date(2026, 3, 2)
CALLED = ("followup", "satisfaction", "churn_rescue")
rhythms = st.sampled_from([("P10D", 100), ("P14D", 100), ("P1M", 100), ("P1M", 10), ("P3M", 10), ("P3M", 1)])


@given(rhythms, st.integers(0, 400))
def test_in_one_cycle_each_has_at_most_one_turn_and_over_all_cycles_everybody_has(
    told: tuple[str, int], at: int
) -> None:
    of = rhythm(*told)
    first = date.fromordinal((START.toordinal() // of.days + at) * of.days)
    turns = [bucket for day in range(of.days) for bucket in due_on(of, first + timedelta(days=day))]
    assert len(turns) == len(set(turns)) == of.buckets
    rounds = -(-BUCKETS // of.buckets)
    ever = {bucket for day in range(of.days * rounds) for bucket in due_on(of, first + timedelta(days=day))}
    assert ever == set(range(BUCKETS))


@given(rhythms, st.integers(0, BUCKETS - 1), st.integers(0, 900))
def test_the_next_turn_is_the_first_day_on_which_the_bucket_is_due(told: tuple[str, int], bucket: int, at: int) -> None:
    of, after = rhythm(*told), START + timedelta(days=at)
    day = next_turn(of, bucket, after)
    assert bucket in due_on(of, day)
    between = range(1, min((day - after).days, 40))
    assert all(bucket not in due_on(of, after + timedelta(days=n)) for n in between)


@pytest.fixture
def company(house: House) -> House:
    world.furnish(house)
    customers = {
        "core": {"band": 1, "bought": {date(2025, 1, 5): 9000, date(2025, 6, 5): 9000, date(2025, 12, 5): 9000}},
        "young": {"band": 2, "bought": {date(2025, 12, 5): 900}},
        "falling": {"band": 2, "bought": {date(2025, 1, 5): 9, date(2025, 5, 5): 9000, date(2025, 12, 5): 90}},
        "rising": {"band": 3, "bought": {date(2025, 1, 5): 9, date(2025, 5, 5): 90, date(2025, 12, 5): 900}},
        "silent": {"band": 2, "bought": {date(2024, 1, 5): 9}, "met": {date(2025, 11, n): "care" for n in range(1, 6)}},
    }
    world.settle(house, {"crowd": 4, "customers": customers})
    return house


def test_all_customers_are_counted_where_their_profiles_place_them(company: House) -> None:
    def placed(ctx: Context) -> list[tuple[bool, int, str | None]]:
        numbers = ["core", "young", "falling", "rising", "silent", *(f"X-{n}" for n in range(4))]
        told = [profile(ctx, find(ctx, number)) for number in numbers]
        return sorted((one["prospect"], one["band"], str(one["cell"])) for one in told)

    counted = company.look(audience.groups)
    spread = [(g.prospect, g.band, str(g.cell)) for g, size in counted.items() for _ in range(size)]
    assert sorted(spread) == company.look(placed)
    assert {group.cell for group in counted} == {None, "high_value", "potential", "at_risk"}


def test_a_year_of_plans_makes_as_many_cases_as_the_forecast_says(company: House) -> None:
    told = company.look(lambda ctx: forecast.forecast(ctx, forecast.FOLLOWUP))

    def planned(ctx: Context) -> int:
        return sum(1 for _ in planning.turns(ctx, [START + timedelta(days=n) for n in range(365)]))

    turns = company.look(planned)
    assert turns == pytest.approx(told["touches_a_month"] * 12, rel=0.1)
    assert 0 < told["tasks_a_month"] < told["touches_a_month"]


CELLS = (None, "high_value", "loyalty_to_improve", "potential", "ordinary", "at_risk")
EVERYBODY = [Group(cell is None, band, cell) for band in (1, 2, 3) for cell in CELLS]


@given(st.lists(st.integers(0, 1_000), min_size=len(EVERYBODY), max_size=len(EVERYBODY)).filter(any))
def test_two_million_members_make_no_four_million_tasks_a_quarter(weights: list[int]) -> None:
    """However they fall into groups: not a quarter of that."""
    table = dmn.read((PROCESSES / "rules" / "followup_frequency.dmn").read_bytes())

    def ask(inputs: Mapping[str, Any]) -> Any:
        return table.evaluate("followup_frequency", values.of(dict(inputs))).value

    sizes = {group: 2_000_000 * weight // sum(weights) for group, weight in zip(EVERYBODY, weights, strict=True)}
    a_quarter = sum(
        3 * size * touch.rhythm.a_month
        for group, size in sizes.items()
        for touch in forecast.touches(ask, group, size)
        if touch.staff
    )
    assert a_quarter < 1_000_000


def test_planning_twice_a_day_starts_nothing_twice_and_a_weekend_is_taken_along(company: House) -> None:
    world.settle(
        company, {"crowd": 0, "customers": {"many": {"copies": 60, "band": 1, "bought": {date(2025, 12, 5): 9}}}}
    )
    friday = START + timedelta(days=4)
    started = []
    for _ in range(2):
        with company.unit() as ctx:
            planning.plan(ctx, friday - timedelta(days=7))
        company.settle()
        started.append([run.row for process in CALLED for run in company.runs(process)])
    assert len(started[0]) == len(started[1]) > 0
    assert not any(":" in (row.business_key or "") for row in started[1])  # what starts it once is no number for people


def test_only_tables_that_make_work_can_be_foretold_and_a_draft_is_read_like_the_one_in_force(company: House) -> None:
    with pytest.raises(Invalid, match="forecast_unknown"):
        company.look(lambda ctx: forecast.forecast(ctx, "region"))
    drawn = (PROCESSES / "rules" / "followup_frequency.dmn").read_bytes()
    weekly = drawn.replace(b'"P1M"', b'"P7D"')
    now, draft = (
        company.look(lambda ctx, draft=draft: forecast.forecast(ctx, forecast.FOLLOWUP, draft))
        for draft in (None, weekly)
    )
    assert draft["tasks_a_month"] > now["tasks_a_month"]
    with pytest.raises(Invalid, match="followup_row_wrong"):
        company.look(lambda ctx: forecast.forecast(ctx, forecast.FOLLOWUP, drawn.replace(b'"P1M"', b'"often"')))
