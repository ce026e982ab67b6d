"""Scenarios of one process with files that nobody has published, in a program of its own: what is tried out cannot hold
up or fill the house's own, and a loop that never ends is stopped."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import simplejson

from engine.definitions.rehearsals import Outcome
from engine.jobs import GiveUp

LONGEST = 600
"""Seconds after which a rehearsal is given up."""


def play(process: str, files: Mapping[str, bytes]) -> Outcome:
    """What comes of the scenarios of a process in a house with these files (names without folders)."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / process
        house = Path(scratch) / "house"
        for place in (folder, house):
            place.mkdir()
        for name, content in files.items():
            told = f"{process}.scenarios.yaml"
            (folder / "scenarios.yaml" if name == told else house / name).write_bytes(content)
        return _told(_run(folder, house, Path(scratch)))


def _run(folder: Path, house: Path, scratch: Path) -> str:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "TZ")}
    command = [sys.executable, "-m", "webapi.cli", "scenario", "run", str(folder), "--house", str(house), "--json"]
    at = Path(__file__).resolve().parents[2]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, paths that we made
            command, cwd=at, env={**kept, "TMPDIR": str(scratch)}, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired as late:
        raise GiveUp(f"{LONGEST} s") from late
    if done.returncode not in (0, 1) or not done.stdout:
        raise GiveUp(" ".join(done.stderr.split())[-500:])
    return done.stdout


def _told(lines: str) -> Outcome:
    scenarios: list[dict[str, Any]] = []
    unreached: list[str] = []
    for line in lines.splitlines():
        said = simplejson.loads(line)
        if "unreached" in said:
            unreached += said["unreached"]
        else:
            scenarios.append({name: said[name] for name in ("name", "ok", "why")})
    return Outcome(scenarios, unreached)
