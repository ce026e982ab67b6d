"""What may stand in the library. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from engine.kernel import Invalid

KINDS = ("template", "white_paper", "case")
MOST, LONGEST = 20, 40


def tags(words: Iterable[str]) -> list[str]:
    """The words without those said twice or empty."""
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def check(told: Mapping[str, Any]) -> None:
    """Invalid unless it has a title, a kind that there is, and tags by which customers can be matched."""
    wrong = {
        "title": not 0 < len(str(told["title"]).strip()) <= 200,
        "kind": told["kind"] not in KINDS,
        "tags": not 0 < len(told["tags"]) <= MOST or any(len(tag) > LONGEST for tag in told["tags"]),
    }
    faults = [name for name, fault in wrong.items() if fault]
    if faults:
        raise Invalid("library_invalid", [{"path": name, "code": "required", "params": {}} for name in faults])
