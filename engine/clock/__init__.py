"""Business time: working hours and days, 调休, due dates with their derivation. Pure; imports nothing of ours."""

from engine.clock.calendar import (
    BUSINESS_UNITS,
    OFFICE_HOURS,
    OFFICE_WEEK,
    WEEKDAYS,
    Calendar,
    ClockError,
    Day,
    Due,
    Hours,
    Interval,
    Week,
    hours,
    months_after,
    week,
)
from engine.clock.chinese import Days, chinese
from engine.clock.due import due, parse
from engine.clock.words import Lang, due_in_words, words

__all__ = [
    "BUSINESS_UNITS",
    "OFFICE_HOURS",
    "OFFICE_WEEK",
    "WEEKDAYS",
    "Calendar",
    "ClockError",
    "Day",
    "Days",
    "Due",
    "Hours",
    "Interval",
    "Lang",
    "Week",
    "chinese",
    "due",
    "due_in_words",
    "hours",
    "months_after",
    "parse",
    "week",
    "words",
]
