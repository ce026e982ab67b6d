"""A house that sells things: the shipped rule tables, the scheme `cdnow`, and tables to take in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.customers import commands
from engine.customers.imports import Report, load
from engine.customers.templates import template
from tests.kit import House

SCHEME = {
    "names": {"zh": "六个月消费等级", "en": "Tiers by six months"},
    "table": "tier_cdnow",
    "window_months": 6,
    "min_tenure": 3,
}


class Shop:
    """What the tests of this room say about a house."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.unit = house.unit
        house.now = datetime(1998, 7, 1, 1, tzinfo=UTC)

    def rows(self, sql: str, **parameters) -> list[tuple]:
        with self.house.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), parameters)]

    def one(self, sql: str, **parameters):
        return self.rows(sql, **parameters)[0][0]

    def takes(self, key: str, path: Path, **options) -> Report:
        with self.unit() as ctx:
            return load(ctx, template(key), path, **options)

    def facts(self, stream: str) -> list[str]:
        return [entry.fact for entry in self.house.ledger(stream)]

    def stream(self, number: str) -> str:
        return f"customer:{self.one('SELECT id FROM customer WHERE number = :n', n=number)}"


@pytest.fixture
def shop(house: House) -> Shop:
    """An empty shop."""
    return Shop(house)


@pytest.fixture
def ruled(shop: Shop) -> Shop:
    """A shop with the shipped rule tables deployed and the scheme `cdnow` leading."""
    shop.house.deploy("processes/rules")
    with shop.unit() as ctx:
        commands.save_scheme(ctx, "cdnow", SCHEME, leading=True)
    return shop


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    """Writes a CSV: table("单号,客户编号", "1,C-1")."""

    def write(*lines: str, name: str = "table.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes("\n".join(lines).encode(encoding))
        return path

    return write
