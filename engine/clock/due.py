"""Due texts as process owners write them: `8bh`, `5wd`, `24h`, `7d`, `2mo`.

A model's `due` property and the columns of rule tables hold such a text; this is the one place that reads it.
"""

import re
from datetime import datetime
from decimal import Decimal
from typing import cast

from engine.clock.calendar import Calendar, ClockError, Due, Unit

_TEXT = re.compile(r"\s*(\d{1,9}(?:\.\d{1,6})?)\s*(bmin|bh|wd|min|mo|h|d|w)\s*", re.ASCII)


def parse(text: str) -> tuple[Decimal, Unit]:
    """Amount and unit of a due text; ClockError `due_unreadable` for anything else."""
    found = _TEXT.fullmatch(text)
    if not found:
        raise ClockError("due_unreadable", text=text)
    return Decimal(found[1]), cast(Unit, found[2])


def due(text: str, start: datetime, calendar: Calendar) -> Due:
    """When something started at `start` is due, with its derivation; ClockError when the text cannot be read."""
    amount, unit = parse(text)
    return calendar.add(start, amount, unit)
