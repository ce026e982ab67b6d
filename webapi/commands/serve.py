"""`keflow serve`: pages and API on gunicorn's threads (waitress where there is no fork), the job worker beside them.

It checks that the database is at this release and changes nothing. SIGTERM lets running requests finish.
"""

import os
import subprocess
import sys
import threading
from typing import Any

import click

from webapi import log
from webapi.app import create_app
from webapi.commands.installation import opened
from webapi.commands.worker import PARENT
from webapi.parts import Parts

GRACE = 30
RESTART_AFTER = 5.0


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="other than loopback needs KEFLOW_SECRET_KEY")
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="server processes")
@click.option("--threads", default=8, show_default=True, help="threads of each")
@click.option("--worker/--no-worker", "jobs", default=True, help="do the jobs here too")
@click.option("--log-level", default="INFO", show_default=True)
def command(host: str, port: int, workers: int, threads: int, jobs: bool, log_level: str) -> None:
    """Serve pages and API. Deploys and loads nothing, never prompts."""
    at = opened(host=host)
    at.database.dispose()  # each server process opens its own
    log.configure(log_level)
    beside = JobWorker(host) if jobs else None
    click.echo(f"keflow: http://{f'[{host}]' if ':' in host else host}:{port}", err=True)
    serve = _gunicorn if hasattr(os, "fork") else _waitress
    serve(at.parts, host, port, workers, threads, beside)


def _gunicorn(parts: Parts, host: str, port: int, workers: int, threads: int, beside: "JobWorker | None") -> None:
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
    from gunicorn.glogging import Logger  # type: ignore[import-untyped]

    class JsonLog(Logger):  # type: ignore[misc]
        """gunicorn's own lines through our handler."""

        def setup(self, cfg: Any) -> None:
            self.error_log.handlers.clear()
            self.error_log.propagate = True
            self.error_log.setLevel("WARNING")

    class Server(BaseApplication):  # type: ignore[misc]
        def load_config(self) -> None:
            settings: dict[str, Any] = {
                "bind": f"{f'[{host}]' if ':' in host else host}:{port}",
                "worker_class": "gthread",
                "workers": workers,
                "threads": threads,
                "graceful_timeout": GRACE,
                "timeout": 120,
                "keepalive": 5,
                "logger_class": JsonLog,
            }
            if beside is not None:  # hooks of the first process: a server process must not touch the worker
                settings |= {"when_ready": lambda _: beside.start(), "on_exit": lambda _: beside.stop()}
            for name, value in settings.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            return create_app(parts)

    sys.argv[1:] = []  # gunicorn would read our options as its own
    Server().run()


def _waitress(parts: Parts, host: str, port: int, workers: int, threads: int, beside: "JobWorker | None") -> None:
    import waitress  # type: ignore[import-untyped]

    if beside is not None:
        beside.start()
    try:
        waitress.serve(create_app(parts), host=host, port=port, threads=threads * workers)
    finally:
        if beside is not None:
            beside.stop()


class JobWorker(threading.Thread):
    """A `keflow worker` beside the server, started again when it dies; it ends when this process does."""

    def __init__(self, host: str) -> None:
        super().__init__(daemon=True, name="job-worker")
        self._ending = threading.Event()
        self._command = [sys.executable, "-m", "webapi.cli", "worker", "--host", host]
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        while not self._ending.is_set():
            self._process = subprocess.Popen(self._command, env={**os.environ, PARENT: str(os.getpid())})  # noqa: S603
            self._process.wait()
            self._ending.wait(RESTART_AFTER)

    def stop(self) -> None:
        """Let the job in hand finish, then end."""
        self._ending.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
