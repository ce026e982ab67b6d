"""The arithmetic of reports, by hand and by the papers that it is from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reports import figures

NUMBERS = st.lists(st.integers(0, 1000), min_size=1, max_size=50)


def test_the_middle_and_the_ninetieth_percentile() -> None:
    assert figures.median([3, 1, 2]) == 2
    assert figures.median([4, 1, 2, 3]) == 2.5
    assert figures.p90(range(1, 11)) == 9
    assert figures.p90([7]) == 7


def test_nothing_divided_by_nothing_is_no_value() -> None:
    assert figures.percent(0, 0) is None
    assert figures.ratio(1, 0) is None
    assert figures.mean([]) is None
    assert figures.median([]) is None
    assert figures.p90([]) is None


def test_a_difference_of_means_has_the_large_sample_interval() -> None:
    # means 75 and 87, variances 62.5 and 22.5 over 5 each: 12 ± 1.96·√17 = 12 ± 8.08
    before, after = [65, 70, 75, 80, 85], [81, 84, 87, 90, 93]
    assert figures.mean_difference(before, after, 2) == (12.0, 3.92, 20.08)
    assert figures.mean_difference([75], after) is None


@pytest.mark.parametrize(
    ("part", "whole", "other", "of", "expected"),
    [
        (56, 70, 48, 80, (20.0, 5.24, 33.39)),
        (9, 10, 3, 10, (60.0, 17.05, 80.90)),
        (10, 10, 0, 10, (100.0, 60.75, 100.0)),
    ],
)  # Newcombe 1998, Table II, method 10
def test_a_difference_of_shares_has_newcombes_interval(part, whole, other, of, expected) -> None:  # type: ignore[no-untyped-def]
    assert figures.share_difference((other, of), (part, whole), 2) == pytest.approx(expected, abs=0.011)
    assert figures.share_difference((0, 0), (part, whole)) is None


@given(st.integers(1, 200), st.data())
def test_wilsons_interval_holds_the_share(whole: int, data: st.DataObject) -> None:
    part = data.draw(st.integers(0, whole))
    low, high = figures.wilson(part, whole)
    assert 0 <= low <= part / whole + 1e-12
    assert part / whole - 1e-12 <= high <= 1


@given(NUMBERS)
def test_nine_tenths_do_not_exceed_the_ninetieth_percentile(numbers: list[int]) -> None:
    limit = figures.p90(numbers)
    assert limit in numbers
    assert sum(one <= limit for one in numbers) * 10 >= 9 * len(numbers)
