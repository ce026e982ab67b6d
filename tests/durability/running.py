"""`keflow serve` and `keflow worker` as processes that may be killed, and somebody who goes on until he is answered."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from tests.durability.cluster import free_port
from tests.durability.pay import CALLS
from tests.kit.waiting import LOOK, PATIENCE

ROOT = Path(__file__).resolve().parents[2]
SECRET = "a secret for tests only"


class Keflow:
    """A server and a worker on a database; whoever dies is started again, and is not killed a second time."""

    def __init__(self, url: str, folder: Path, token: str, kill: str) -> None:
        self.port, self.token, self.folder = free_port(), token, folder
        self.environ = {
            **os.environ,
            "DATABASE_URL": url,
            "KEFLOW_SECRET_KEY": SECRET,
            "KEFLOW_CLOCK": "system",
            "KEFLOW_VAR": str(folder),
            "PYTHONPATH": os.pathsep.join([str(ROOT / "tests/durability/inside"), str(ROOT)]),
            "PROOF_KILL": kill,
            "PROOF_KILLED": str(folder / "killed-"),
            CALLS: str(folder / "calls"),
        }
        self.commands = {"serve": ["--port", str(self.port), "--no-worker"], "worker": []}
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self._open = ExitStack()

    def __enter__(self) -> "Keflow":
        self.log = self._open.enter_context((self.folder / "log").open("ab"))
        self._open.callback(self._end)
        self.revive()
        return self

    def __exit__(self, *error: object) -> None:
        self._open.close()

    def revive(self) -> None:
        """Starts what does not run."""
        for name, options in self.commands.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                words = [sys.executable, "-m", "webapi.cli", name, *options]
                self.processes[name] = subprocess.Popen(
                    words, env=self.environ, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True
                )

    def killed(self, role: str) -> bool:
        """Whether the kill has happened."""
        return (self.folder / f"killed-{role}").exists()

    def paid(self) -> set[str]:
        """The keys that the outside world was called with."""
        return set((self.folder / "calls").read_text().split("\n")) - {""}

    def post(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        """Asks until there is an answer, always with the same key; the answer of a 2xx."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.revive()
            with suppress(OSError, HTTPException):
                return self._asked(path, body, key)
            time.sleep(LOOK)
        raise AssertionError(f"no answer to {path}")

    def _asked(self, path: str, body: dict[str, Any], key: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": key, "Content-Type": "application/json"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("POST", f"/api/v1{path}", json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        assert answer.status < 300, (answer.status, text)
        answered: dict[str, Any] = json.loads(text)
        return answered

    def until(self, seen: Any) -> None:
        """Waits for something while everything runs."""
        end = time.monotonic() + PATIENCE
        while not seen():
            assert time.monotonic() < end, "it never came"
            self.revive()
            time.sleep(LOOK)

    def _end(self) -> None:
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
