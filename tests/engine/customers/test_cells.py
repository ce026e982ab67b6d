"""Cells of people's tables are read exactly or not at all."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.customers import cells
from engine.customers.cells import Unreadable

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("500万", 500_000_000), ("80万元", 80_000_000), ("1.2亿", 12_000_000_000), ("¥1,234.50", 123_450),
        ("(30.00)", -3_000), ("-3.5", -350), ("１２３", 12_300),
        ("12 元", 1_200), (29.990000000000002, 2_999), (7, 700),
    ],
)  # fmt: skip
def test_amounts(text, cents):
    assert cells.cents(text) == cents


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("viel", "not_an_amount"), ("1,23", "not_an_amount"), ("1E5", "not_an_amount"), ("--3", "not_an_amount"),
        ("29.995", "amount_below_cents"), (0.005, "amount_below_cents"), ("9" * 15, "amount_too_large"),
        (True, "not_an_amount"), (float("nan"), "not_an_amount"), ("(3", "not_an_amount"),
    ],
)  # fmt: skip
def test_amounts_that_are_none(text, code):
    with pytest.raises(Unreadable) as wrong:
        cells.cents(text)
    assert wrong.value.code == code


@given(st.integers(-(10**14), 10**14))
def test_an_amount_written_is_the_amount_read(cents):
    assert cells.cents(cells.yuan_text(cents)) == cents


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_day_in_any_spelling_is_the_same_day(day):
    spellings = ["{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y%m%d}", "{:%Y.%m.%d}", "{0.year}年{0.month}月{0.day}日"]
    assert {cells.moment(text.format(day), SHANGHAI) for text in spellings} == {(day, None)}


def test_a_time_is_read_in_the_zone_of_the_house():
    assert cells.moment("2024-05-20 9:30", SHANGHAI) == (date(2024, 5, 20), datetime(2024, 5, 20, 1, 30, tzinfo=UTC))
    assert cells.moment("2024-05-20T23:30:00Z", SHANGHAI)[0] == date(2024, 5, 21)


@pytest.mark.parametrize("text", ["2024-02-30", "2024-13-01", "1899-12-31", "20.5.2024", "gestern", "2024-05-20 25:00"])
def test_days_that_do_not_exist(text):
    with pytest.raises(Unreadable):
        cells.moment(text, SHANGHAI)


@given(st.integers(0, 1200))
def test_a_duration_written_is_the_duration_read(months):
    assert cells.months(cells.duration(months)) == months


def test_masks_headers_and_lists():
    assert [cells.masked(text) for text in ("*经理", "XXXX", "139XXXX", "138****0000", "Max", "XX科技")] == [
        True, True, True, True, False, False,
    ]  # fmt: skip
    assert cells.header("客戶編號") == cells.header(" 客户编号 ")
    assert cells.header("决策人（姓名/职位）") == cells.header("决策人(姓名/职位)")
    assert cells.words("降本增效、供应链优化,A;B；C") == ["降本增效", "供应链优化", "A", "B", "C"]
    assert cells.name_and_title("*总/采购总监") == ("*总", "采购总监")
