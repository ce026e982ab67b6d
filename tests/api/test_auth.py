"""Signing in and out."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from engine.access import commands
from tests.api.conftest import V1, Caller
from tests.kit import House
from webapi.auth import CSRF_COOKIE, CSRF_HEADER, FAILURES, SESSION_COOKIE

Call = Callable[[str | None], Caller]
SECRET = "correct horse"


@pytest.fixture
def ann(house: House) -> dict[str, str]:
    house.person("ann", password=SECRET)
    return {"username": "ann", "password": SECRET}


def test_a_token_speaks_for_twelve_hours(app: Flask, ann: dict[str, str]) -> None:
    client = app.test_client()
    answer = client.post(f"{V1}/auth/token", json=ann)
    assert answer.status_code == 200
    headers = {"Authorization": f"Bearer {answer.json['access_token']}"}
    me = client.get(f"{V1}/auth/me", headers=headers)
    assert (me.json["username"], me.json["roles"]) == ("ann", ["staff"])


@pytest.mark.parametrize(
    "body", [{"username": "ann", "password": "wrong"}, {"username": "nobody", "password": "wrong"}]
)
def test_a_wrong_password_and_an_unknown_name_answer_alike(
    app: Flask, ann: dict[str, str], body: dict[str, str]
) -> None:
    answer = app.test_client().post(f"{V1}/auth/token", json=body)
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_failed")


def test_a_name_that_failed_too_often_must_wait(app: Flask, ann: dict[str, str]) -> None:
    client = app.test_client()
    for _ in range(FAILURES):
        assert client.post(f"{V1}/auth/token", json={**ann, "password": "x"}).status_code == 401
    limited = client.post(f"{V1}/auth/token", json=ann)
    assert limited.status_code == 429
    assert int(limited.headers["Retry-After"]) > 0


@pytest.mark.parametrize("token", ["", "x", "WyJ4Il0.x.y"])
def test_a_token_we_did_not_sign_is_nobody(app: Flask, token: str) -> None:
    answer = app.test_client().get(f"{V1}/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_session_writes_only_with_its_counter_token(app: Flask, ann: dict[str, str]) -> None:
    client = app.test_client()
    assert client.post(f"{V1}/auth/session", json=ann).status_code == 204
    assert client.get(f"{V1}/auth/me").json["username"] == "ann"
    body = {"name": "x", "ttl": 0}
    forged = client.post(f"{V1}/messages", json=body)
    assert (forged.status_code, forged.json["code"]) == (403, "csrf_failed")
    counter = client.get_cookie(CSRF_COOKIE)
    assert counter is not None
    assert client.post(f"{V1}/messages", json=body, headers={CSRF_HEADER: counter.value}).status_code == 200
    client.delete(f"{V1}/auth/session")
    assert client.get(f"{V1}/auth/me").status_code == 401


def test_scripts_cannot_read_the_session(app: Flask, ann: dict[str, str]) -> None:
    client = app.test_client()
    client.post(f"{V1}/auth/session", json=ann)
    session, counter = client.get_cookie(SESSION_COOKIE), client.get_cookie(CSRF_COOKIE)
    assert session is not None
    assert counter is not None
    assert (session.http_only, session.same_site) == (True, "Lax")
    assert not counter.http_only


def test_a_session_is_no_bearer_token(app: Flask, ann: dict[str, str]) -> None:
    client = app.test_client()
    client.post(f"{V1}/auth/session", json=ann)
    session: Any = client.get_cookie(SESSION_COOKIE)
    fresh = app.test_client()
    assert fresh.get(f"{V1}/auth/me", headers={"Authorization": f"Bearer {session.value}"}).status_code == 401


def test_disabling_ends_what_was_signed(house: House, call: Call) -> None:
    house.person("ann")
    ann = call("ann")
    assert ann.get("/auth/me").status_code == 200
    with house.unit() as ctx:
        commands.disable(ctx, "ann")
    assert ann.get("/auth/me").status_code == 401


def test_a_role_given_or_taken_holds_at_once(house: House, call: Call) -> None:
    house.person("ann")
    ann = call("ann")
    assert ann.get("/ledger").status_code == 403
    with house.unit() as ctx:
        commands.grant(ctx, "ann", role="auditor")
    assert ann.get("/ledger").status_code == 200


def test_who_is_asking_costs_one_statement(house: House, call: Call, counting: Any) -> None:
    house.person("ann")
    ann = call("ann")
    with counting() as seen:
        ann.get("/groups")
    assert len(seen.statements) == 2


def test_a_token_that_was_signed_out_of_opens_nothing(house: House, call: Call) -> None:
    house.person("ann")
    ann, elsewhere = call("ann"), call("ann")
    elsewhere.headers = ann.headers
    assert elsewhere.get("/auth/me").status_code == 200
    assert ann._send("DELETE", "/auth/token").status_code == 204
    assert elsewhere.get("/auth/me").status_code == 401
    assert call("ann").get("/auth/me").status_code == 200
