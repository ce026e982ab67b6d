"""The migrations make exactly the tables of the code, on both databases, and guard the ledger."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

import webapi.tables  # noqa: F401
from engine.history.models import guards
from engine.kernel import Base
from tests.kit.databases import fresh, postgres_answers
from webapi import release


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    if request.param == "postgresql" and not postgres_answers():
        pytest.skip("no PostgreSQL server answers")
    with fresh(request.param, tmp_path) as engine:
        drop(engine)
        yield engine


def drop(engine: Engine) -> None:
    """The kit's databases have tables already; here they must come from the migrations."""
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).unlink()
        engine.dispose()
        return
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))


def _ours(item: object, name: str | None, kind: str, reflected: bool, other: object) -> bool:
    """Other tests may have added tables of their own to the metadata."""
    return not (kind == "table" and str(name).startswith("test_"))


def test_an_empty_database_comes_to_this_release(empty: Engine) -> None:
    with empty.connect() as connection:
        assert release.standing(connection) == release.EMPTY
    release.upgrade(empty)
    with empty.connect() as connection:
        assert release.standing(connection) == release.CURRENT
        found = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True, "include_object": _ours}), Base.metadata
        )
    assert found == [], "run: python -m migrations"


def test_the_migrated_ledger_refuses_changes(empty: Engine) -> None:
    release.upgrade(empty)
    names = {line.split()[2] for line in guards(empty.dialect.name) if line.startswith("CREATE TRIGGER")}
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with empty.connect() as connection:
        there = set(connection.scalars(text(catalogue[empty.dialect.name])))
    assert names <= there


def test_a_database_of_somebody_else_is_left_alone(empty: Engine) -> None:
    with empty.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    with empty.connect() as connection:
        assert release.standing(connection) == release.UNKNOWN


def test_going_down_leaves_nothing(empty: Engine) -> None:
    from alembic import command

    release.upgrade(empty)
    with empty.begin() as connection:
        command.downgrade(release.alembic_config(connection), "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
