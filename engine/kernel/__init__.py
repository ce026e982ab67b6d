"""What every room stands on: rows, facts, the context of one unit of work, and the ways a caller can be wrong."""

from engine.kernel.base import TENANT, Base, JsonText, Row, UtcDateTime, new_id
from engine.kernel.context import Actor, Context, Wiring
from engine.kernel.facts import CustomerFact, Fact, InstanceFact, SettingsFact
from engine.kernel.rejected import Conflict, Forbidden, Invalid, NotFound, Rejected

__all__ = [
    "TENANT",
    "Actor",
    "Base",
    "Conflict",
    "Context",
    "CustomerFact",
    "Fact",
    "Forbidden",
    "InstanceFact",
    "Invalid",
    "JsonText",
    "NotFound",
    "Rejected",
    "Row",
    "SettingsFact",
    "UtcDateTime",
    "Wiring",
    "new_id",
]
