"""The Chinese calendar as rows: statutory holidays and the working weekends that pay for them (调休).

Two packages are import sources, never the truth at run time: `chinesecalendar` (2004 to the last published year) and
`holidays` (any year, but silently without 调休 where nothing is published). Where both know a year they are compared
day by day. Where only one knows it the rows' source says so, and years after the last published one stay provisional.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from engine.clock.calendar import Day

BOTH = "chinesecalendar+holidays"
DISPUTED = "chinesecalendar, holidays differs"
HISTORIC = "holidays alone, adjusted weekends incomplete"
ESTIMATED = "holidays alone, statutory days only"


@dataclass(frozen=True)
class Days:
    """Day rows with the span that counts as published and the days on which the sources disagree."""

    rows: Mapping[date, Day]
    published_from: date
    published_until: date
    disagreements: tuple[date, ...]


def chinese(first_year: int, last_year: int) -> Days:
    """Every holiday (off) and working weekend (working) of the years, with names in both languages.

    Years before 2004 come from `holidays` alone and count as published, because nothing better will ever be. Years
    after the last one `chinesecalendar` knows hold the statutory days only and lie beyond `published_until`.
    """
    import chinese_calendar  # both are read once in a calendar's life, so not with every start of keflow
    import holidays
    from chinese_calendar import constants

    chinese_names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    known_from, known_until = min(constants.holidays).year, max(constants.holidays).year
    years = range(first_year, last_year + 1)
    zh = holidays.country_holidays("CN", years=years, language="zh_CN")
    en = holidays.country_holidays("CN", years=years, language="en_US")
    rows: dict[date, Day] = {}
    disagreements: list[date] = []
    day, end = date(first_year, 1, 1), date(last_year, 12, 31)
    while day <= end:
        works, name, name_en = bool(zh.is_working_day(day)), zh.get(day, ""), en.get(day, "")
        source = HISTORIC if day.year < known_from else ESTIMATED
        if known_from <= day.year <= known_until:
            source = BOTH if works == chinese_calendar.is_workday(day) else DISPUTED
            works = bool(chinese_calendar.is_workday(day))
            # names the holiday an adjusted day belongs to, and the plain weekends inside a holiday
            name_en = chinese_calendar.get_holiday_detail(day)[1] or ""
            name = chinese_names.get(name_en, "")
        if source == DISPUTED:
            disagreements.append(day)
        if works == (day.weekday() >= 5) or (name and not works):
            rows[day] = Day("working" if works else "off", source, name, name_en)
        day += timedelta(days=1)
    until = date(min(last_year, max(known_until, first_year - 1)), 12, 31)
    return Days(rows, date(first_year, 1, 1), until, tuple(disagreements))
