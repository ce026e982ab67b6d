"""The wheel that `make wheel` builds: it holds everything, and keflow runs from it in an empty folder elsewhere."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = ROOT / "webapi" / "static" / "app" / "index.html"
SHIPPED = ("processes", "forms", "migrations", "engine", "webapi")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from the pages as they stand: building those is npm's matter, not this test's."""
    folder = tmp_path_factory.mktemp("dist")
    words = ["wheel", "--quiet", "--no-deps", "--disable-pip-version-check", "--wheel-dir", str(folder), str(ROOT)]
    environment = {**os.environ, "SKIP_WEBUI": "1"}
    done = subprocess.run([sys.executable, "-m", "pip", *words], env=environment, capture_output=True, text=True)
    if done.returncode and "hatchling" in done.stderr:
        pytest.skip("the build backend cannot be had here")
    assert done.returncode == 0, done.stderr
    return next(folder.glob("keflow-*.whl"))


def tracked(*folders: str) -> set[str]:
    """What git knows in these folders, without what is only there for people who read the sources."""
    listed = subprocess.run(["git", "ls-files", *folders], cwd=ROOT, capture_output=True, text=True, check=True)
    return {name for name in listed.stdout.splitlines() if (ROOT / name).is_file()}


def test_the_wheel_holds_every_process_form_migration_and_page(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert tracked(*SHIPPED) - held == set()
    if PAGES.is_file():
        built = {path.relative_to(ROOT).as_posix() for path in PAGES.parent.rglob("*") if path.is_file()}
        assert len(built) > 20
        assert "webapi/static/app/index.html" in held


def test_keflow_runs_from_the_wheel_in_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    unpacked, empty = tmp_path / "installed", tmp_path / "empty"
    zipfile.ZipFile(wheel).extractall(unpacked)
    empty.mkdir()
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(unpacked), "LANG": "C.UTF-8"}

    def keflow(*words: str, given: str = "") -> str:
        program = "import sys; from webapi.cli import main; sys.argv[0] = 'keflow'; main()"
        words = ("-c", program, *words)
        done = subprocess.run(
            [sys.executable, *words], cwd=empty, env=environment, input=given, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    keflow("user", "add", "boss", "--role", "admin", "--password-stdin", given="a long password\n")
    keflow("deploy", str(unpacked / "processes" / "work_item"), str(unpacked / "forms" / "work_item"))
    assert "boss" in keflow("user", "list")
    assert (empty / "var" / "keflow.sqlite").is_file()
