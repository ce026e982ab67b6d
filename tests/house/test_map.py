"""docs/map.md is compared with the code, so that it cannot lie."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MAP = (ROOT / "docs" / "map.md").read_text("utf-8")
LATER = {"webapi/static/app"}  # made by the build, not in the repository


def test_every_room_is_on_the_map() -> None:
    rooms = {f"engine/{path.parent.name}" for path in (ROOT / "engine").glob("*/__init__.py")}
    assert rooms == set(re.findall(r"^\| `(engine/\w+)` \|", MAP, re.M))


def test_the_arrows_are_those_that_are_enforced() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert "\n".join(layers) in MAP


@pytest.mark.parametrize(
    "page", [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md"], ids=lambda page: page.name
)
def test_every_path_that_is_named_exists(page: Path) -> None:
    tops = "engine|webapi|webui|processes|forms|tests|docs|migrations|bench"
    named = set(re.findall(rf"(?<![\w/.-])((?:{tops})/[\w./-]*[\w-])", page.read_text("utf-8"))) - LATER
    assert [path for path in sorted(named) if not (ROOT / path).exists()] == []
