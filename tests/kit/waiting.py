"""Waiting for what another process does, never longer than a while."""

import time
from collections.abc import Callable

PATIENCE = 60.0
LOOK = 0.05


def until(seen: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Returns as soon as `seen` says yes; AssertionError when it never does."""
    end = time.monotonic() + seconds
    while not seen():
        assert time.monotonic() < end, "it never came"
        time.sleep(LOOK)
