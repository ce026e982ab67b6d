"""Settings come from the environment, with defaults that are safe."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from webapi.config import Misconfigured, from_environment

SECRET = "sixteen letters!"


def settings(folder: Path, host: str = "127.0.0.1", **environ: str):
    return from_environment({"KEFLOW_VAR": str(folder), **environ}, host=host)


def test_an_empty_environment_is_enough_on_this_machine(tmp_path: Path) -> None:
    config = settings(tmp_path)
    assert config.database_url == f"sqlite:///{tmp_path / 'keflow.sqlite'}"
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600
    assert settings(tmp_path).secret == config.secret


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "example.com"])
def test_an_open_address_needs_a_secret_of_ones_own(tmp_path: Path, host: str) -> None:
    with pytest.raises(Misconfigured, match="KEFLOW_SECRET_KEY"):
        settings(tmp_path, host)
    assert not (tmp_path / "secret-key").exists()
    assert settings(tmp_path, host, KEFLOW_SECRET_KEY=SECRET).secret == SECRET


def test_processes_that_start_at_once_share_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: settings(tmp_path).secret, range(16)))
    assert len(secrets) == 1


@pytest.mark.parametrize("url", ["postgres://u@h/n", "postgresql://u@h/n", "postgresql+psycopg://u@h/n"])
def test_every_spelling_of_postgresql_is_understood(tmp_path: Path, url: str) -> None:
    assert settings(tmp_path, DATABASE_URL=url).database_url == "postgresql+psycopg://u@h/n"


@pytest.mark.parametrize(
    "environ",
    [
        {"DATABASE_URL": "mysql://u@h/n"},
        {"DATABASE_URL": "keflow.sqlite"},
        {"DATABASE_URL": "sqlite://"},
        {"KEFLOW_CLOCK": "soon"},
        {"KEFLOW_CLOCK": "manual:yesterday"},
        {"KEFLOW_CLOCK": "system:2026-01-05"},
        {"KEFLOW_TIMEZONE": "Mars/Olympus"},
        {"KEFLOW_SECRET_KEY": "short"},
    ],
)
def test_a_setting_that_cannot_work_is_named(tmp_path: Path, environ: dict[str, str]) -> None:
    with pytest.raises(Misconfigured, match=next(iter(environ))):
        settings(tmp_path, **environ)
