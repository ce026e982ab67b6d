"""Fixtures that every test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from engine.wiring import WIRING
from tests.kit import House
from tests.kit.databases import fresh, postgres_answers

settings.register_profile("house", deadline=None)  # no test here is timed
settings.load_profile("house")


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    """An empty house, on SQLite always and on PostgreSQL where a server answers."""
    if request.param == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    with fresh(request.param, tmp_path) as engine:
        yield House(engine, WIRING)
