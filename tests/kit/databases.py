"""Databases for tests: a fresh SQLite file each, and a fresh PostgreSQL database where a server answers.

All tables are made once a test run, in a template that every fresh database is a copy of.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
from sqlalchemy import Engine

from engine.kernel import Base
from engine.kernel.database import open_engine

SERVER = os.environ.get("KEFLOW_TEST_POSTGRES", "postgresql://127.0.0.1:5432/postgres")


@cache
def postgres_answers() -> bool:
    """Whether there is a PostgreSQL server to test against."""
    with suppress(psycopg.OperationalError), psycopg.connect(SERVER, connect_timeout=2):
        return True
    return False


@contextmanager
def fresh(kind: str, folder: Path) -> Iterator[Engine]:
    """An engine on an empty database with all tables; the database is gone afterwards."""
    with fresh_url(kind, folder) as url:
        engine = open_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def fresh_url(kind: str, folder: Path) -> Iterator[str]:
    """The same by its address, for processes of their own."""
    if kind == "sqlite":
        file = folder / "house.sqlite"
        shutil.copy(_sqlite_template(), file)
        yield f"sqlite:///{file}"
        return
    name = f"keflow_test_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_postgres_template()}"')
    try:
        yield _address(name)
    finally:
        _drop(name)


@cache
def _sqlite_template() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="keflow-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "template.sqlite"
    _make_tables(f"sqlite:///{file}")
    return file


@cache
def _postgres_template() -> str:
    name = f"keflow_template_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}"')
    atexit.register(_drop, name)
    _make_tables(_address(name))
    return name


def _make_tables(url: str) -> None:
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    if engine.dialect.name == "sqlite":  # a copy of the file must not need its write-ahead log
        with engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
    engine.dispose()


def _server() -> psycopg.Connection:
    return psycopg.connect(SERVER, autocommit=True)


def _drop(name: str) -> None:
    with _server() as server:
        server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _address(name: str) -> str:
    return SERVER.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://") + f"/{name}"
