from datetime import date, timedelta

from engine.clock import Calendar, chinese


def _weekend_work(days):
    return [d for d, row in days.rows.items() if row.kind == "working"]


def test_2026_has_248_working_days_and_six_working_weekends():
    days = chinese(2026, 2026)
    calendar = Calendar("中国", days.published_until, days=days.rows)
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(map(calendar.is_working_day, year)) == 248
    assert [f"{d:%m-%d}" for d in _weekend_work(days)] == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]


def test_the_weekdays_off_in_2026():
    off = [f"{d:%m-%d}" for d, row in chinese(2026, 2026).rows.items() if row.kind == "off" and d.weekday() < 5]
    months = {month: [d[3:] for d in off if d[:2] == month] for month in sorted({d[:2] for d in off})}
    assert months.pop("10") == ["01", "02", "05", "06", "07"]
    assert months.pop("02") == ["16", "17", "18", "19", "20", "23"]
    assert months == {"01": ["01", "02"], "04": ["06"], "05": ["01", "04", "05"], "06": ["19"], "09": ["25"]}


def test_both_sources_agree_on_every_year_in_use_but_one_day():
    assert chinese(2004, 2026).disagreements == (date(2005, 12, 31),)


def test_an_unpublished_year_is_estimated_and_lies_beyond_the_published_end():
    days = chinese(2026, 2027)
    assert days.published_until == date(2026, 12, 31)
    assert _weekend_work(days)[-1].year == 2026
    assert "statutory" in days.rows[date(2027, 1, 1)].source


def test_years_before_the_first_package_say_how_little_is_known():
    days = chinese(1997, 1998)
    assert days.published_until == date(1998, 12, 31)
    assert days.rows[date(1998, 1, 28)].kind == "off"
    assert {row.source for row in days.rows.values()} == {"holidays alone, adjusted weekends incomplete"}


def test_a_weekend_inside_a_holiday_is_off_even_for_a_shop_that_opens_on_saturdays():
    saturday = chinese(2026, 2026).rows[date(2026, 2, 21)]
    assert (saturday.kind, saturday.name, saturday.name_en) == ("off", "春节", "Spring Festival")
