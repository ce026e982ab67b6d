"""Everything that happens "later": timers, service calls, messages, notices. Rows of our own, done exactly once.

`later` and `cancel` write rows in the caller's transaction; workers, the manual clock and the tests do what is due.
"""

from engine.jobs.commands import cancel, later, retry, withdraw
from engine.jobs.drain import advance, drain
from engine.jobs.handlers import GiveUp, Inside, Outside, Retry
from engine.jobs.models import Job, SystemClock
from engine.jobs.worker import Worker

__all__ = [
    "GiveUp",
    "Inside",
    "Job",
    "Outside",
    "Retry",
    "SystemClock",
    "Worker",
    "advance",
    "cancel",
    "drain",
    "later",
    "retry",
    "withdraw",
]
