from datetime import datetime
from functools import cache

import pytest

from engine.clock import Calendar, chinese


@cache
def _china() -> Calendar:
    days = chinese(1997, 2027)
    return Calendar("中国", days.published_until, days=days.rows, published_from=days.published_from)


@pytest.fixture(scope="session")
def china():
    return _china()


@pytest.fixture(scope="session")
def at(china):
    """`at("2026-02-13 17:00")`: that minute in China."""
    return lambda text: datetime.fromisoformat(text).replace(tzinfo=china.zone)
