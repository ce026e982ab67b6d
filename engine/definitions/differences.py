"""The shape of a difference."""

from dataclasses import dataclass
from typing import Literal

What = Literal["added", "removed", "changed", "moved"]
ADDED: What = "added"
REMOVED: What = "removed"
CHANGED: What = "changed"
MOVED: What = "moved"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of which element (its id and what it is called), in which field, from what to what. `field` is
    empty where the whole element came or went."""

    element: str
    name: str
    what: What
    field: str
    old: str | None
    new: str | None
