"""Databases for tests: a fresh SQLite file each, and a fresh PostgreSQL database where a server answers."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Engine

from engine.kernel import Base
from engine.kernel.database import open_engine

SERVER = os.environ.get("KEFLOW_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")


def postgres_answers() -> bool:
    """Whether there is a PostgreSQL server to test against."""
    with suppress(psycopg.OperationalError), psycopg.connect(SERVER, connect_timeout=2):
        return True
    return False


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Engine]:
    """An engine on an empty database with all tables; the database is gone afterwards."""
    if kind == "sqlite":
        engine = open_engine(f"sqlite:///{folder / 'house.sqlite'}")
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()
        return
    name = f"keflow_test_{uuid4().hex[:12]}"
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
    place = SERVER.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://")
    engine = open_engine(f"{place}/{name}")
    Base.metadata.create_all(engine)
    try:
        yield engine
    finally:
        engine.dispose()
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
