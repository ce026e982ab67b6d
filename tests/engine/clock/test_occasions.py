"""Days that come back every year: nobody is left out and nobody is greeted twice, whatever their calendar lacks."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunar_python import Lunar, LunarYear, Solar

from engine.clock.calendar import ClockError
from engine.clock.occasions import FESTIVALS, Yearly, greeted_on, kept_on, yearly
from tests.engine.clock.conftest import _china

CHINA = _china()
years = st.integers(1901, 2098)
MOONS = [
    Yearly(month, day, lunar=True, leap=leap)
    for month in range(1, 13)
    for day in range(1, 31)
    for leap in (False, True)
]


def begins(year: int) -> date:
    """The first day of a lunar year."""
    first = Lunar.fromYmd(year, 1, 1).getSolar()
    return date(first.getYear(), first.getMonth(), first.getDay())


def days(first: date, end: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((end - first).days)]


@settings(max_examples=8)
@given(years)
def test_every_lunar_day_is_kept_once_in_every_lunar_year(year: int) -> None:
    kept = Counter(one for day in days(begins(year), begins(year + 1)) for one in kept_on(day) if one.lunar)
    assert kept == Counter(MOONS)


@settings(max_examples=4)
@given(years)
def test_every_solar_day_is_kept_once_in_every_year(year: int) -> None:
    kept = Counter(one for day in days(date(year, 1, 1), date(year + 1, 1, 1)) for one in kept_on(day) if not one.lunar)
    assert set(kept.values()) == {1}
    assert len(kept) == 366


@settings(max_examples=8)
@given(years, st.sampled_from(MOONS))
def test_a_day_is_kept_in_its_own_month_and_at_most_a_day_early(year: int, born: Yearly) -> None:
    (day,) = [day for day in days(begins(year), begins(year + 1)) if born in kept_on(day)]
    moon = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    leap = LunarYear.fromYear(year).getLeapMonth() == born.month and born.leap
    assert moon.getMonth() == (-born.month if leap else born.month)
    assert moon.getDay() in ((29, 30) if born.day == 30 else (born.day,))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 2, 17), "lunar 01-01"),
        (date(2025, 7, 25), "lunar leap 06-01"),  # 2025 has a leap sixth month
        (date(2026, 7, 14), "lunar leap 06-01"),  # 2026 has none: the ordinary one
        (date(2026, 2, 28), "02-29"),
        (date(2028, 2, 29), "02-29"),
        (date(2026, 5, 16), "lunar 03-30"),  # the third month of 2026 has 29 days
        (date(2026, 9, 25), "lunar 08-15"),
    ],
)
def test_known_days(day: date, said: str) -> None:
    assert yearly(said) in kept_on(day)


@pytest.mark.parametrize(
    "text", ["", "5-1", "13-01", "02-30", "leap 05-01", "lunar 08-31", "lunar 00-10", "1980-05-01"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ClockError, match="yearly_unreadable"):
        yearly(text)


@given(st.sampled_from(MOONS))
def test_a_day_reads_as_it_is_written(born: Yearly) -> None:
    assert yearly(str(born)) == born


@settings(max_examples=12)
@given(st.integers(2007, 2024), st.integers(1, 12), st.integers(1, 28))
def test_greetings_go_out_on_working_days_and_none_twice(year: int, month: int, day: int) -> None:
    hours = CHINA
    born = Yearly(month, day)
    on = date(year, month, day)
    greeted = [one for one in days(on - timedelta(days=12), on + timedelta(days=12)) if born in greeted_on(hours, one)]
    assert all(hours.is_working_day(one) for one in greeted)
    assert on in greeted if hours.is_working_day(on) else on not in greeted
    assert len(greeted) == 1


def test_the_spring_festival_is_greeted_on_the_last_working_day_before() -> None:
    hours = CHINA
    (day,) = [one for one in days(date(2024, 2, 1), date(2024, 2, 12)) if FESTIVALS["spring"] in greeted_on(hours, one)]
    assert day == date(2024, 2, 9)
