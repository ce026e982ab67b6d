"""The application on a real database, and people who talk to it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from engine.access import queries
from engine.jobs import clock
from engine.kernel.database import transaction
from tests.kit import House
from webapi.app import create_app
from webapi.auth import Claim
from webapi.config import Config
from webapi.db import db
from webapi.parts import Parts

V1 = "/api/v1"


@pytest.fixture
def app(house: House, tmp_path: Path) -> Iterator[Flask]:
    """The application on the house's database, its clock in the tests' hands."""
    url = house.engine.url.render_as_string(hide_password=False)
    setting = f"manual:{house.now.isoformat()}"
    config = Config(url, "a secret for tests only", clock=setting, var=tmp_path)
    with transaction(db_session(house), write=True) as session:
        clock.begin(session, setting, config.zone)
    app = create_app(Parts(config, house.wiring, house.vault))
    app.testing = True
    yield app
    with app.app_context():
        db.engine.dispose()


def db_session(house: House) -> Any:
    from sqlalchemy.orm import Session

    return Session(house.engine)


class Caller:
    """A person with a bearer token: `ann.get("/tasks").json`."""

    def __init__(self, client: FlaskClient, token: str | None) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, **more: Any) -> TestResponse:
        return self._send("GET", path, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        return self._send("DELETE", path, **more)

    def post(self, path: str, json: Any = None, **more: Any) -> TestResponse:
        return self._send("POST", path, json=json, **more)

    def patch(self, path: str, json: Any = None) -> TestResponse:
        return self._send("PATCH", path, json=json)

    def _send(self, method: str, path: str, headers: dict[str, str] | None = None, **more: Any) -> TestResponse:
        more = {name: value for name, value in more.items() if value is not None}
        with self.client.open(V1 + path, method=method, headers={**self.headers, **(headers or {})}, **more) as answer:
            answer.get_data()
            return answer


@pytest.fixture
def call(app: Flask, house: House) -> Callable[[str | None], Caller]:
    """`call("ann")` speaks as ann, with a token that needs no slow password check; `call(None)` as nobody."""

    def speaks(name: str | None) -> Caller:
        if name is None:
            return Caller(app.test_client(), None)
        row = house.look(lambda ctx: queries.person(ctx.session, name))
        token, _ = app.extensions["keflow.signer"].token(Claim(row.id, row.credential))
        return Caller(app.test_client(), token)

    return speaks


class Counted:
    """What the database was asked for while one looked."""

    def __init__(self) -> None:
        self.statements: list[str] = []
        self.commits = 0


@pytest.fixture
def counting(app: Flask) -> Callable[[], Any]:
    """`with counting() as seen:` counts statements (BEGIN left out) and commits."""

    @contextmanager
    def counts() -> Iterator[Counted]:
        seen = Counted()

        def said(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            if not statement.startswith("BEGIN"):
                seen.statements.append(statement)

        def committed(connection: Any) -> None:
            seen.commits += 1

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", said)
        event.listen(engine, "commit", committed)
        try:
            yield seen
        finally:
            event.remove(engine, "before_cursor_execute", said)
            event.remove(engine, "commit", committed)

    return counts
