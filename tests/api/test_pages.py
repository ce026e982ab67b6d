"""How the built pages are served."""

import gzip
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small build: index.html, one hashed script with its .gz, the build's stamp; a secret beside it."""
    folder = tmp_path / "app"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<html>the app</html>")
    script = folder / "assets" / "main-1a2b.js"
    script.write_text("console.log(1)")
    script.with_name("main-1a2b.js.gz").write_bytes(gzip.compress(script.read_bytes()))
    (folder / "stamp").write_text("x")
    (tmp_path / "secret-key").write_text("secret")
    monkeypatch.setattr("webapi.pages.PAGES", folder)
    return folder


def get(app: Flask, path: str, **headers: str) -> TestResponse:
    with app.test_client().get(path, headers=headers) as answer:
        answer.get_data()
        return answer


@pytest.mark.parametrize("path", ["/app", "/app/", "/app/inbox", "/app/customers/007/timeline"])
def test_every_address_inside_is_the_app(app: Flask, pages: Path, path: str) -> None:
    answer = get(app, path)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_an_asset_is_kept_for_a_year_and_packed_for_those_who_take_it(app: Flask, pages: Path) -> None:
    packed = get(app, "/app/assets/main-1a2b.js", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.get_data()) == b"console.log(1)"
    assert (packed.headers["Content-Encoding"], packed.mimetype) == ("gzip", "text/javascript")
    assert "immutable" in packed.headers["Cache-Control"]
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert get(app, "/app/assets/main-1a2b.js").get_data() == b"console.log(1)"


def test_a_missing_asset_is_no_page(app: Flask, pages: Path) -> None:
    assert get(app, "/app/assets/main-old.js").status_code == 404


@pytest.mark.parametrize(
    "path", ["/app/../secret-key", "/app/%2e%2e/secret-key", "/app/assets/..%2f..%2f..%2fsecret-key"]
)
def test_nothing_outside_the_build_is_served(app: Flask, pages: Path, path: str) -> None:
    assert b"secret" not in get(app, path).get_data()


def test_without_a_build_the_way_to_one_is_told(app: Flask, pages: Path) -> None:
    (pages / "index.html").unlink()
    assert get(app, "/app/").status_code == 503
