"""`keflow worker`: does the jobs (timers, calls to the outside, messages, notices), any number beside any servers."""

import os
import signal
import threading

import click

from engine.jobs.worker import Worker
from webapi import chores, log
from webapi.commands.installation import opened

PARENT = "KEFLOW_PARENT"
"""The process that this worker belongs to, when a server started it; the worker ends with it."""


@click.command("worker")
@click.option("--host", default="127.0.0.1", hidden=True, help="where the server beside it listens")
@click.option("--threads", default=4, show_default=True, help="jobs at the same time")
@click.option("--log-level", default="INFO", show_default=True)
def command(host: str, threads: int, log_level: str) -> None:
    """Do the jobs until SIGTERM; the job in hand is finished first."""
    at = opened(host=host)
    log.configure(log_level)
    ending = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: ending.set())
    if parent := os.environ.pop(PARENT, None):
        threading.Thread(target=_end_with, args=(int(parent), ending), daemon=True).start()
    worker = Worker(
        at.database, at.parts.context, clock_setting=at.parts.config.clock, threads=threads, chores=chores.of(at.parts)
    )
    worker.start()
    ending.wait()
    worker.stop()


def _end_with(parent: int, ending: threading.Event) -> None:
    while not ending.wait(2.0):
        if os.getppid() != parent:
            ending.set()
