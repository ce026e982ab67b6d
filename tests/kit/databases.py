"""Databases for tests: a fresh SQLite file each, and a fresh PostgreSQL database where a server answers.

All tables are made once a test run, in a template that every fresh database is a copy of; what many tests need before
they begin (`prepare`) is done once too, in a template of its own.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
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


Prepare = Callable[[Engine], None]


@contextmanager
def fresh(kind: str, folder: Path, prepare: Prepare | None = None) -> Iterator[Engine]:
    """An engine on a database with all tables, and what `prepare` put there; the database is gone afterwards."""
    with fresh_url(kind, folder, prepare) as url:
        engine = open_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def fresh_url(kind: str, folder: Path, prepare: Prepare | None = None) -> Iterator[str]:
    """The same by its address, for processes of their own."""
    if kind == "sqlite":
        file = folder / "house.sqlite"
        shutil.copy(_sqlite_template(prepare), file)
        yield f"sqlite:///{file}"
        return
    name = f"keflow_test_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{_postgres_template(prepare)}"')
    try:
        yield _address(name)
    finally:
        _drop(name)


@cache
def _sqlite_template(prepare: Prepare | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="keflow-tests-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "template.sqlite"
    _make_tables(f"sqlite:///{file}", prepare)
    return file


@cache
def _postgres_template(prepare: Prepare | None) -> str:
    name = f"keflow_template_{uuid4().hex[:12]}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}"')
    atexit.register(_drop, name)
    _make_tables(_address(name), prepare)
    return name


def _make_tables(url: str, prepare: Prepare | None) -> None:
    engine = open_engine(url)
    Base.metadata.create_all(engine)
    if prepare is not None:
        prepare(engine)
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
