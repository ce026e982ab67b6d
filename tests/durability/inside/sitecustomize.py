"""Comes with every Python process that has this folder in its PYTHONPATH: `keflow` with a connector of the test's, and
with an end at the commits that PROOF_KILL names, as in `worker:before:3` (once, then the file PROOF_KILLED is there).

The product knows nothing of this. All processes of the killed group end at once, as by `kill -9`.
"""

import os
import signal
import sys
import threading
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

LEASE = timedelta(seconds=2)  # shorter than the product's, so that a test need not wait 15 seconds


def equip() -> None:
    from engine.jobs import worker
    from engine.wiring import WIRING
    from tests.durability.pay import Pay

    worker.LEASE = LEASE
    WIRING.connectors[Pay.key] = Pay()  # type: ignore[index]


def end_at(side: str, number: int, mark: Path) -> None:
    """Listens to the commits of transactions that wrote something."""
    from sqlalchemy import Engine, event
    from sqlalchemy.orm import Session

    here = threading.local()
    commits = count(1)

    def wrote(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            here.wrote = True

    def before(_connection: Any) -> None:
        here.number = next(commits) if getattr(here, "wrote", False) else 0
        here.wrote = False
        reached("before")

    def after(_session: Any) -> None:
        reached("after")

    def undone(_connection: Any) -> None:
        here.wrote = False

    def reached(where: str) -> None:
        if where == side and getattr(here, "number", 0) == number:
            mark.touch()
            os.killpg(0, signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", wrote)
    event.listen(Engine, "commit", before)
    event.listen(Engine, "rollback", undone)
    event.listen(Session, "after_commit", after)


if "webapi.cli" in sys.orig_argv:
    equip()
    for kill in os.environ["PROOF_KILL"].split(","):
        role, side, number = kill.split(":")
        mark = Path(os.environ["PROOF_KILLED"] + role)
        if role in sys.orig_argv and not mark.exists():
            end_at(side, int(number), mark)
