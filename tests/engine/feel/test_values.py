"""Values through JSON and back, and the calendar arithmetic below them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine.feel import expression, values
from engine.feel.stdlib import from_python, to_datetime
from engine.feel.times import Date, DateTime, DayTimeDuration, Time, YearMonthDuration
from engine.feel.values import Range

DATES = st.builds(Date.from_days, st.integers(-(10**9), 10**9))
ZONES = st.one_of(
    st.just((None, None)),
    st.tuples(st.integers(-18 * 60, 18 * 60).map(lambda minutes: minutes * 60), st.none()),
    st.tuples(st.none(), st.sampled_from(["Asia/Shanghai", "Europe/Paris", "Australia/Lord_Howe"])),
)
TIMES = st.builds(lambda nanos, zone: Time.from_nanos(nanos, *zone), st.integers(0, 86400 * 10**9 - 1), ZONES)
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False)
SIMPLE = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    st.text(),
    DATES,
    TIMES,
    st.builds(DateTime, DATES, TIMES),
    st.builds(DayTimeDuration, st.integers(-(10**22), 10**22)),
    st.builds(YearMonthDuration, st.integers(-(10**9), 10**9)),
    st.builds(Range, NUMBERS, NUMBERS, st.booleans(), st.booleans()),
)
PLACES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Paris", "America/St_Johns", "Africa/Monrovia", "UTC")]
KEYS = st.one_of(st.text(max_size=5), st.sampled_from(["$date", "$context", "$", "$range"]))
VALUES = st.recursive(SIMPLE, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4))


@given(VALUES)
def test_dump_and_load_lose_nothing(value):
    assert values.loads(values.dumps(value)) == value


@given(VALUES)
def test_wire_is_plain_json(value):
    plain = values.wire(value)
    assert values.wire(plain) == plain


@given(st.decimals(allow_nan=False, allow_infinity=False, places=2))
def test_wire_keeps_every_digit(number):
    assert Decimal(str(values.wire(number))) == number


@given(st.dates())
def test_days_are_those_of_the_calendar(day):
    assert from_python(day).days == (day - date(1970, 1, 1)).days
    assert Date.from_days(from_python(day).days) == from_python(day)
    assert from_python(day).weekday == day.isoweekday()


@given(st.datetimes(timezones=st.sampled_from(PLACES)))
@example(datetime(2024, 10, 27, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Paris")))
def test_an_instant_is_that_of_python(moment):
    utc = moment.astimezone(UTC)
    assert to_datetime(from_python(moment), "UTC") == utc


def test_an_hour_later_is_an_hour_later_in_a_repeated_hour():
    before = DateTime.parse("2024-10-27T02:30:00@Europe/Paris")
    assert before.plus_nanos(3600 * 10**9).instant - before.instant == 3600 * 10**9


@given(DATES, st.integers(-5000, 5000))
def test_months_go_there_and_back(day, months):
    first = Date(day.year, day.month, 1)
    assert first.plus_months(months).plus_months(-months) == first


@given(st.one_of(DATES, TIMES, st.builds(DateTime, DATES, TIMES)))
def test_texts_of_dates_and_times_read_back(value):
    assert type(value).parse(str(value)) == value


@given(st.integers(-(10**20), 10**20))
def test_texts_of_durations_read_back(nanos):
    assert DayTimeDuration.parse(str(DayTimeDuration(nanos))) == DayTimeDuration(nanos)


@pytest.mark.parametrize("text", ["2024-02-30", "998-12-31", "2024-1-1", "+2024-01-01", "24-01-01", "02024-01-01"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match="no"):
        Date.parse(text)


def test_foreign_values_become_feel_values():
    scope = {"at": datetime(2024, 5, 1, 10, tzinfo=UTC), "wait": timedelta(hours=2), "rate": 0.1, "pair": (1, 2)}
    read = expression("{t: string(at + wait), r: rate + 0.2, n: count(pair)}")
    assert read(scope) == {"t": "2024-05-01T12:00:00Z", "r": Decimal("0.3"), "n": 2}


def test_a_function_cannot_be_stored():
    with pytest.raises(TypeError):
        values.dumps(expression("function(x) x")({}))
