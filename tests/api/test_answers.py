"""Answers that are not a success have one shape; all answers keep the same manners."""

import json
import logging
from collections.abc import Callable

import pytest
from flask import Flask

from tests.api.conftest import V1, Caller
from tests.kit import House

Call = Callable[[str | None], Caller]


@pytest.fixture
def ann(house: House, call: Call) -> Caller:
    house.person("ann")
    return call("ann")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/app/assets/nothing.js", 404),
        ("PUT", "/api/v1/tasks", 405),
        ("GET", "/api/v1/tasks", 401),
    ],
)
def test_every_refusal_is_a_problem(app: Flask, method: str, path: str, status: int) -> None:
    answer = app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json.keys() >= {"title", "status", "detail", "code"}
    assert answer.json["status"] == status


def test_a_problem_speaks_the_readers_language(app: Flask) -> None:
    client = app.test_client()
    chinese, english = (
        client.get(f"{V1}/tasks", headers={"Accept-Language": lang}).json for lang in ("zh-CN,zh;q=0.9", "en-GB,en")
    )
    assert chinese["code"] == english["code"] == "signed_out"
    assert "登录" in chinese["detail"]
    assert "signed in" in english["detail"]


@pytest.mark.parametrize("body", ["{", "[1", '{"name": NaN}', "\xff"])
def test_what_is_not_json_is_a_bad_request(ann: Caller, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    refused = ann.post("/messages", data=body.encode("latin-1"), headers=headers)
    assert (refused.status_code, refused.json["code"]) == (400, "json_invalid")


def test_nesting_without_end_is_a_bad_request(ann: Caller) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    assert ann.post("/messages", data=deep, headers={"Content-Type": "application/json"}).status_code == 400


def test_another_kind_of_body_is_refused(ann: Caller) -> None:
    assert ann.post("/messages", data="name=x", headers={"Content-Type": "text/plain"}).status_code == 415


def test_an_enormous_body_is_refused(ann: Caller) -> None:
    huge = json.dumps({"name": "x" * (17 * 1024 * 1024)})
    assert ann.post("/messages", data=huge, headers={"Content-Type": "application/json"}).status_code == 413


def test_an_unknown_field_is_named(ann: Caller) -> None:
    refused = ann.post("/messages", {"name": "x", "colour": "red"})
    assert refused.status_code == 422
    assert [error["path"] for error in refused.json["errors"]] == ["colour"]


def test_null_in_an_optional_field_is_leaving_it_out(ann: Caller) -> None:
    sent = ann.post("/messages", {"name": "x", "message_id": None, "variables": None, "ttl": 0})
    assert sent.status_code == 200
    assert sent.json == {"delivered": [], "buffered": False}


@pytest.mark.parametrize("limit", [5000, 0, -3])
def test_a_limit_out_of_bounds_is_bent(ann: Caller, limit: int) -> None:
    assert ann.get(f"/people?limit={limit}").status_code == 200


@pytest.mark.parametrize("cursor", ["x", "e30", "%00"])
def test_a_cursor_that_is_not_ours_is_refused(ann: Caller, cursor: str) -> None:
    refused = ann.get(f"/tasks?cursor={cursor}")
    assert (refused.status_code, refused.json["code"]) == (422, "cursor_invalid")


def test_a_bug_shows_nothing_of_its_inside(app: Flask, ann: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    app.testing = False
    monkeypatch.setattr("webapi.api.people.queries.groups", lambda *_, **__: 1 / 0)
    answer = ann.get("/groups")
    assert (answer.status_code, answer.json["code"]) == (500, "internal_error")
    assert "division" not in answer.get_data(as_text=True)


def test_security_headers_stand_on_every_answer(app: Flask) -> None:
    head = app.test_client().get("/healthz").headers
    assert "script-src 'self';" in head["Content-Security-Policy"]
    assert "unsafe-eval" not in head["Content-Security-Policy"]
    assert head["X-Content-Type-Options"] == "nosniff"


def test_logs_tell_no_names_and_no_queries(ann: Caller, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        ann.get("/people?q=13912341234")
    assert "13912341234" not in caplog.text


def test_the_root_leads_to_the_pages(app: Flask) -> None:
    answer = app.test_client().get("/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/app/")


def test_operators_are_answered_without_sign_in(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/healthz").json == {"status": "ok"}
    assert "keflow_people" in client.get("/metrics").get_data(as_text=True)


def test_the_openapi_document_tells_every_call(app: Flask) -> None:
    document = app.test_client().get(f"{V1}/openapi.json").json
    assert document["openapi"] == "3.1.0"
    told = {(path, method.upper()) for path, verbs in document["paths"].items() for method in verbs}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("api-docs") or not rule.rule.startswith(V1):
            continue
        path = rule.rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
        assert {(path, method) for method in rule.methods - {"HEAD", "OPTIONS"}} <= told
    assert all(
        verb.get("summary")
        for verbs in document["paths"].values()
        for key, verb in verbs.items()
        if key != "parameters"
    )
