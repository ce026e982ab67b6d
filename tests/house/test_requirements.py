"""docs/requirements.md does not lie: every process, element, table, form, page, scenario and test it names is there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from engine.customers.templates import TEMPLATES
from engine.reports import REPORTS
from tests.house.drawings import FILES, read

ROOT = Path(__file__).resolve().parents[2]
NOISE = {"X14"}  # advertising around a source document: it asks for nothing
DEMANDS = {"H": 21, "B": 13, "C": 19, "E": 10, "I": 10, "K": 9, "L": 9, "M": 14, "U": 10, "X": 14, "T": 6}
"""How many demands of each kind the source documents make, numbered from 1."""
COLUMNS = ("ID", "中文", "process", "table", "form/screen", "scenario")


def rows() -> list[dict[str, str]]:
    lines = [line for line in (ROOT / "docs/requirements.md").read_text("utf-8").splitlines() if line[:1] == "|"]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert tuple(cells[0]) == COLUMNS
    return [dict(zip(COLUMNS, row, strict=True)) for row in cells[2:]]


def named(column: str) -> Iterator[tuple[str, str]]:
    for row in rows():
        assert re.sub(r"`[^`]+`", "", row[column]).strip() == "", (row["ID"], "names stand in backticks")
        yield from ((row["ID"], name) for name in re.findall(r"`([^`]+)`", row[column]))


def elements() -> set[str]:
    found = {file.stem: read(file) for file in FILES}
    return set(found) | {f"{key}.{element}" for key, things in found.items() for element in things}


def scenarios() -> set[str]:
    files = (ROOT / "processes").glob("*/scenarios.yaml")
    return {f"{file.parent.name}: {name}" for file in files for name in yaml.safe_load(file.read_text("utf-8"))}


def known_tests(names: set[str]) -> set[str]:
    """Those of these `tests/file.py::name` that are there."""
    found = set()
    for one in names:
        path, _, name = one.partition("::")
        if (ROOT / path).is_file() and f"def {name}(" in (ROOT / path).read_text("utf-8"):
            found.add(one)
    return found


def pages() -> set[str]:
    return {f"/{folder.name}" for folder in (ROOT / "webui/src/pages").iterdir() if folder.is_dir()}


def reports() -> set[str]:
    return {f"/reports/{report.key}" for report in REPORTS}


def templates() -> set[str]:
    """The tables of the documents, by the path at which they go in and out."""
    return {f"/tables/{key}" for key in TEMPLATES}


def test_every_demand_is_told_once_and_in_words() -> None:
    ids = [row["ID"] for row in rows()]
    assert len(ids) == len(set(ids))
    assert set(ids) == {f"{kind}{number}" for kind, count in DEMANDS.items() for number in range(1, count + 1)}
    assert all(
        row["中文"] and row["process"] + row["table"] + row["form/screen"] for row in rows() if row["ID"] not in NOISE
    )


@pytest.mark.parametrize(
    ("column", "known"),
    [
        ("process", elements),
        ("table", lambda: {file.stem for file in (ROOT / "processes").rglob("*.dmn")}),
        (
            "form/screen",
            lambda: {folder.name for folder in (ROOT / "forms").iterdir()} | pages() | reports() | templates(),
        ),
    ],
)
def test_what_it_names_exists(column: str, known: object) -> None:
    there = known()
    assert [(of, name) for of, name in named(column) if name not in there] == []


def test_every_scenario_it_names_exists() -> None:
    told = {name for _, name in named("scenario")}
    tests = {name for name in told if name.startswith("tests/")}
    assert sorted(told - scenarios() - known_tests(tests)) == []
