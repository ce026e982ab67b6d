"""Days that come back every year by the sun or by the moon: birthdays and festivals. Pure.

A day is a month and a day of the Gregorian or of the Chinese calendar, without a year. What a year lacks falls on the
nearest day before, so that nobody is left out and nobody is greeted twice in one year of their calendar:

- 29 February is kept on the 28th in a year without it;
- the 30th of a lunar month that has 29 days is kept on the 29th;
- a day of a leap month (闰六月) is kept in that leap month where the year has it, else in the ordinary month.

lunar-python (MIT) knows the calendar; it raises for a leap month or a 30th that is not there, so it is asked the other
way round: which days fall on a given date.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from lunar_python import LunarMonth, LunarYear, Solar

from engine.clock.calendar import Calendar, ClockError

_TEXT = re.compile(r"(?P<lunar>lunar )?(?P<leap>leap )?(?P<month>\d\d)-(?P<day>\d\d)")
LONGEST_SOLAR = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
LONGEST_LUNAR = 30


@dataclass(frozen=True, slots=True, order=True)
class Yearly:
    """A day of every year: `05-01`, `lunar 08-15`, `lunar leap 06-01`."""

    month: int
    day: int
    lunar: bool = False
    leap: bool = False

    def __str__(self) -> str:
        return f"{'lunar ' * self.lunar}{'leap ' * self.leap}{self.month:02}-{self.day:02}"


FESTIVALS: dict[str, Yearly] = {
    "new_year": Yearly(1, 1),
    "spring": Yearly(1, 1, lunar=True),
    "dragon_boat": Yearly(5, 5, lunar=True),
    "mid_autumn": Yearly(8, 15, lunar=True),
}


def yearly(text: str) -> Yearly:
    """The day that a text says; ClockError when it says none."""
    found = _TEXT.fullmatch(text.strip())
    if found is None or (found["leap"] and not found["lunar"]):
        raise ClockError("yearly_unreadable", text=text)
    told = Yearly(int(found["month"]), int(found["day"]), bool(found["lunar"]), bool(found["leap"]))
    if not 1 <= told.month <= 12 or not 1 <= told.day <= (
        LONGEST_LUNAR if told.lunar else LONGEST_SOLAR[told.month - 1]
    ):
        raise ClockError("yearly_unreadable", text=text)
    return told


def kept_on(day: date) -> frozenset[Yearly]:
    """All the days of every year that are kept on this date."""
    found = {Yearly(day.month, day.day)}
    if (day.month, day.day) == (2, 28) and (day + timedelta(days=1)).month == 3:
        found.add(Yearly(2, 29))
    moon = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    year, month, at = moon.getYear(), moon.getMonth(), moon.getDay()  # a leap month is told as a negative number
    last = at == LunarMonth.fromYm(year, month).getDayCount()
    for number in range(at, LONGEST_LUNAR + 1) if last else (at,):
        found.add(Yearly(abs(month), number, lunar=True, leap=month < 0))
        if month > 0 and LunarYear.fromYear(year).getLeapMonth() != month:
            found.add(Yearly(month, number, lunar=True, leap=True))
    return frozenset(found)


def greeted_on(calendar: Calendar, day: date) -> frozenset[Yearly]:
    """The days that are greeted on this date: its own and those of the free days that follow it; on a free day none,
    for they were greeted on the working day before."""
    if not calendar.is_working_day(day):
        return frozenset()
    found, following = set(kept_on(day)), day + timedelta(days=1)
    while not calendar.is_working_day(following):
        found |= kept_on(following)
        following += timedelta(days=1)
    return frozenset(found)
