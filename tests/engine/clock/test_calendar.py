from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clock import Calendar, ClockError, Day, due, hours, months_after, week
from tests.engine.clock.conftest import _china

PLAIN = Calendar("plain", date(2030, 12, 31))
minutes = st.integers(0, 60 * 24 * 365 * 3).map(lambda m: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=m))


@pytest.mark.parametrize(
    ("start", "hours", "expected"),
    [
        ("2026-02-13 17:00", 8, "2026-02-14 17:00"),
        ("2026-09-18 17:00", 8, "2026-09-20 17:00"),
        ("2026-09-30 16:00", 16, "2026-10-09 16:00"),
        ("2026-01-03 10:00", 1, "2026-01-04 10:00"),
        ("2026-09-30 17:30", 2, "2026-10-08 10:30"),
    ],
)
def test_the_oracle_of_working_hours_around_adjusted_weekends(china, at, start, hours, expected):
    found = china.add(at(start), hours, "bh")
    assert (found.at, found.provisional) == (at(expected).astimezone(UTC), False)


def test_hours_past_the_published_year_are_provisional_and_never_an_exception(china, at):
    assert not china.add(at("2026-12-31 10:00"), 7, "bh").provisional
    late = china.add(at("2026-12-31 16:00"), 8, "bh")
    assert late.provisional
    assert china.local(late.at) == at("2027-01-04 16:00")


def test_a_result_may_be_the_closing_minute_but_a_start_there_waits_for_the_opening(china, at):
    assert china.add(at("2026-03-02 16:00"), 2, "bh").at == at("2026-03-02 18:00")
    assert china.add(at("2026-03-02 18:00"), 0, "bh").at == at("2026-03-03 09:00")
    assert china.add(at("2026-03-02 12:00"), 1, "bh").at == at("2026-03-02 14:00")


@given(minutes, st.integers(0, 400))
def test_between_is_the_inverse_of_add(start, quarters):
    china = _china()
    assert china.between(start, china.add(start, Decimal(quarters) / 4, "bh").at) == quarters * 15


@given(minutes, st.integers(1, 30))
def test_working_days_equal_full_days_of_hours(start, n):
    china = _china()
    assert china.between(start, china.add(start, n, "wd").at) == n * 480


@given(minutes, minutes, minutes)
def test_time_adds_up(a, b, c):
    china = _china()
    assert china.between(a, b) + china.between(b, c) == china.between(a, c)


@given(minutes, st.integers(0, 400), st.integers(0, 400))
def test_more_hours_are_never_due_earlier(start, less, more):
    china = _china()
    first, second = sorted((less, more))
    assert china.add(start, first, "bh").at <= china.add(start, second, "bh").at


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2026-02-13 17:00", 1, "2026-02-14 17:00"),
        ("2026-02-13 17:00", 2, "2026-02-24 17:00"),
        ("2026-03-02 20:00", 1, "2026-03-03 18:00"),
        ("2026-03-02 07:00", 1, "2026-03-03 09:00"),
        ("2026-03-07 10:00", 1, "2026-03-09 18:00"),
    ],
)
def test_working_days_keep_the_time_of_day_within_opening_hours(china, at, start, n, expected):
    assert china.add(at(start), n, "wd").at == at(expected)


def test_half_days_cut_working_days_and_own_hours_beat_the_pattern(at):
    friday, saturday = date(2026, 3, 6), date(2026, 3, 7)
    days = {friday: Day("half", "hand"), saturday: Day("working", "hand", intervals=hours("10:00-11:00"))}
    calendar = Calendar("branch", date(2026, 12, 31), days=days)
    assert calendar.add(at("2026-03-05 17:00"), 1, "wd").at == at("2026-03-06 12:00")
    assert calendar.add(at("2026-03-06 11:30"), 1, "bh").at == at("2026-03-07 10:30")


def test_a_working_weekend_follows_the_weekday_it_names(at):
    pattern = week({"mon": ["09:00-17:00"], "fri": ["09:00-12:00"]})
    sunday = date(2026, 3, 8)
    assert Calendar("x", sunday, pattern=pattern, days={sunday: Day("working", "hand")}).hours_of(sunday) == pattern[0]
    friday = Calendar("x", sunday, pattern=pattern, days={sunday: Day("working", "hand", follows=4)})
    assert friday.hours_of(sunday) == pattern[4]


def test_a_night_shift_and_a_clock_change_count_real_minutes():
    night = week({"sat": ["22:00-24:00"], "sun": ["00:00-06:00"]})
    calendar = Calendar("night", date(2026, 12, 31), ZoneInfo("America/New_York"), night)
    start = datetime(2026, 3, 7, 22, tzinfo=calendar.zone)  # clocks go forward on Sunday 2026-03-08
    assert calendar.between(start, start + timedelta(days=1)) == 7 * 60
    assert calendar.local(calendar.add(start, 7, "bh").at).hour == 6


@pytest.mark.parametrize(
    ("text", "start", "expected"),
    [
        ("24h", "2026-09-30 17:30", "2026-10-01 17:30"),
        ("7d", "2026-09-30 17:30", "2026-10-07 17:30"),
        ("2mo", "2026-12-31 09:00", "2027-02-28 09:00"),
        ("90min", "2026-09-30 17:30", "2026-09-30 19:00"),
        ("1w", "2026-09-30 17:30", "2026-10-07 17:30"),
        ("1.5bh", "2026-09-30 17:00", "2026-10-08 09:30"),
    ],
)
def test_due_texts(china, at, text, start, expected):
    found = due(text, at(start), china)
    assert found.at == at(expected)
    assert found.provisional is False


@pytest.mark.parametrize("text", ["", "8", "bh", "-1bh", "8 hours", "1.5wd", "999999999bh", "0.001bh", "12x", "٣bh"])
def test_an_unreadable_due_text_says_why(china, at, text):
    with pytest.raises(ClockError) as raised:
        due(text, at("2026-03-02 10:00"), china)
    assert raised.value.code in {"due_unreadable", "amount_not_whole", "too_far", "amount_not_minutes"}


def test_follow_ups_move_to_the_next_working_day_and_greetings_to_the_one_before(china):
    assert china.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert china.previous_working_day(date(2026, 10, 7)) == date(2026, 9, 30)


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(-60, 60))
def test_months_keep_the_day_or_clip_it(day, months):
    moved = months_after(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@pytest.mark.parametrize("bad", [{"mon": ["9-12"]}, {"mon": ["09:00-08:00"]}, {"mon": ["09:00-12:00", "11:00-13:00"]}])
def test_a_pattern_that_cannot_be_is_refused(bad):
    with pytest.raises(ClockError):
        week(bad)


def test_a_calendar_that_never_opens_is_refused():
    with pytest.raises(ClockError, match="calendar_never_opens"):
        Calendar("closed", date(2026, 12, 31), pattern=week({}))


SHORT = week({key: ["08:00-12:00", "13:00-17:00"] for key in ("mon", "tue", "wed", "thu")})
BORDER = date(2025, 1, 1)
BEFORE = Calendar("before", date(2030, 12, 31))
AFTER = Calendar("after", date(2030, 12, 31), pattern=SHORT)
BOTH = Calendar("both", date(2030, 12, 31), later=[(BORDER, SHORT)])
midnight = datetime(2025, 1, 1, tzinfo=BOTH.zone).astimezone(UTC)


@given(minutes, st.integers(0, 4_000))
def test_a_week_from_a_day_on_counts_as_the_old_one_before_and_the_new_one_after(start, quarters):
    found = BOTH.add(start, Decimal(quarters) / 4, "bh").at
    assert BOTH.between(start, found) == quarters * 15
    if start >= midnight:
        assert found == AFTER.add(start, Decimal(quarters) / 4, "bh").at
        return
    left = quarters * 15 - BEFORE.between(start, midnight)
    assert found == (BEFORE.add(start, quarters * 15, "bmin") if left <= 0 else AFTER.add(midnight, left, "bmin")).at


@given(minutes, minutes)
def test_time_across_a_new_week_is_that_before_and_that_after(a, b):
    a, b = sorted((a, b))
    before = BEFORE.between(a, min(b, midnight)) if a < midnight else 0
    after = AFTER.between(max(a, midnight), b) if b > midnight else 0
    assert BOTH.between(a, b) == before + after


@given(minutes, st.integers(1, 60))
def test_working_days_across_a_new_week_end_on_its_days(start, n):
    found = BOTH.local(BOTH.add(start, n, "wd").at)
    assert BOTH.is_working_day(found.date())
    days = [BOTH.local(start).date() + timedelta(days=one) for one in range(1, 400)]
    assert [day for day in days if BOTH.is_working_day(day)][n - 1] == found.date()


def test_a_due_date_across_a_new_week_says_so(at):
    told = BOTH.add(at("2024-12-31 17:00"), 2, "bh")
    assert (told.at, told.derivation["weeks_from"]) == (at("2025-01-01 09:00"), ["2025-01-01"])
    assert "weeks_from" not in BOTH.add(at("2025-01-01 10:00"), 2, "bh").derivation


def test_a_later_week_that_never_opens_is_refused():
    with pytest.raises(ClockError, match="calendar_never_opens"):
        Calendar("x", BORDER, later=[(BORDER, week({}))])
