"""`python -m bench [name …]`: run measures, print the table, keep the results."""

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import webapi.tables  # noqa: F401  every table, before the first database is made
from bench.figures import Figure

MEASURES = ("tasks", "loops", "timers", "feel", "http", "inbox", "scoring", "pages")
RESULTS = Path(__file__).resolve().parent / "results"


def main(names: list[str]) -> int:
    figures: list[Figure] = []
    for name in names or list(MEASURES):
        print(f"measuring {name} …", file=sys.stderr, flush=True)
        figures += import_module(f"bench.{name}").measure()
    _print(figures)
    print(f"\nkept in {_keep(figures)}")
    return 0 if all(figure.reached is not False for figure in figures) else 1


def _print(figures: list[Figure]) -> None:
    width = max(len(figure.what) for figure in figures)
    print(f"\n{'what':{width}}  {'figure':>14}  bar")
    for figure in figures:
        mark = {True: "reached", False: "MISSED", None: ""}[figure.reached]
        print(f"{figure.what:{width}}  {figure.value:>10,.2f} {figure.unit:<8} {figure.bar:<8} {mark}")


def _keep(figures: list[Figure]) -> Path:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    about = {
        "at": now.isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
    }
    file = RESULTS / f"{now:%Y%m%dT%H%M%S}.jsonl"
    file.write_text("".join(json.dumps({**about, **asdict(f)}, ensure_ascii=False) + "\n" for f in figures), "utf-8")
    return file.relative_to(RESULTS.parent.parent)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
