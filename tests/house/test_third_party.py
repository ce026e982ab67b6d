"""Every dependency is named in THIRD_PARTY.md."""

import json
import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTICE = (ROOT / "THIRD_PARTY.md").read_text("utf-8").lower().replace("_", "-")
NAMED = set(re.findall(r"[@\w][\w./@-]*[\w]", NOTICE))


def test_python_dependencies_are_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needed = project["dependencies"] + project["optional-dependencies"]["test"]
    names = {re.match(r"[\w-]+", line).group().lower().replace("_", "-") for line in needed}
    assert names - NAMED == set()


def test_packages_in_the_pages_are_named() -> None:
    needed = json.loads((ROOT / "webui" / "package.json").read_text("utf-8"))["dependencies"]
    assert {name.lower() for name in needed} - NAMED == set()
