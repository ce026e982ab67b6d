"""The append-only, hash-chained ledger: what happened, in whose name, with proof that nothing was altered.

Each instance, each customer and the settings have a chain of their own (`stream`), so that writers of different cases
never wait for each other. `append` is the only way in; the database refuses UPDATE and DELETE.
"""

from engine.history.checkpoints import checkpoint
from engine.history.commands import append
from engine.history.export import export
from engine.history.exported import verify_export
from engine.history.models import Checkpoint, Entry, Head, Leaf, guards
from engine.history.verify import Broken, Report, verify

__all__ = [
    "Broken",
    "Checkpoint",
    "Entry",
    "Head",
    "Leaf",
    "Report",
    "append",
    "checkpoint",
    "export",
    "guards",
    "verify",
    "verify_export",
]
