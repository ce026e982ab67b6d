"""A quarter's satisfaction for its analysis: counts, mean, satisfied, response rate; in each group the lowest first."""

from datetime import date, timedelta

import pytest

from engine.customers.satisfaction_quarter import quarter, span
from engine.kernel import Invalid
from tests.kit import House
from webapi.scenarios import world


def test_a_quarter_is_told_by_band_segment_department_and_occasion(house: House) -> None:
    world.furnish(house)
    scored = {"a": 50, "b": 90, "c": 71}
    world.settle(house, {"crowd": 0, "customers": {key: {"scored": score} for key, score in scored.items()}})
    told = house.look(lambda ctx: quarter(ctx, "2026-Q1"))
    assert (told["answers"], told["mean"], told["csat"], told["low"]) == (3, 70.3, 33.3, 1)
    assert (told["unanswered"], told["response_rate"]) == (0, 100.0)
    assert [(row["by"], row["group"], row["answers"]) for row in told["rows"]] == [
        ("band", "2", 3),
        ("segment", "–", 3),
        ("department", "华南销售部", 3),
        ("about", "plan", 3),
    ]


def test_who_did_not_answer_counts_against_the_response_and_not_against_the_score(house: House) -> None:
    world.furnish(house)
    world.settle(house, {"crowd": 0, "customers": {"a": {"scored": 80}, "b": {"band": 2}}})
    house.start("satisfaction", customer="b", about="plan")
    house.later(days=20)
    told = house.look(lambda ctx: quarter(ctx, "2026Q1"))
    assert (told["answers"], told["mean"], told["unanswered"], told["response_rate"]) == (1, 80.0, 1, 50.0)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_quarter_before_is_the_one_that_ended_last(house: House, month: int) -> None:
    house.now = house.now.replace(year=2026, month=month, day=15)
    name, first, last = house.look(lambda ctx: span(ctx, None))
    assert last < date(2026, month, 15) <= last + timedelta(days=92)
    assert name == f"{first.year}-Q{(first.month + 2) // 3}"
    assert house.look(lambda ctx: span(ctx, name)) == (name, first, last)


def test_a_quarter_that_nobody_can_mean_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="quarter_unknown"):
        house.look(lambda ctx: span(ctx, "2026-Q5"))
