"""Names that a drawing's formulas can read, as far as they are known: to tell a slip of the pen while somebody types.

Variables may come from anywhere (a caller, a message, the API), so a strange name is no fault. It is doubted only where
a name that something here gives is nearly the same.
"""

from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches

from engine.definitions import queries
from engine.kernel import Context, NotFound

NEAR = 0.82
SHORTEST = 4
"""Below that nearly every name is near some other."""


def given(ctx: Context, *, forms: Iterable[str], decisions: Iterable[str]) -> set[str]:
    """What these forms ask for and these decisions answer, as they are in force; nothing of those that are not."""
    found: set[str] = set()
    for key in forms:
        with suppress(NotFound):
            asked = queries.form(ctx, queries.latest(ctx, "form", key)).schema
            found |= {name for name in asked.get("properties", {}) if isinstance(name, str)}
    for key in decisions:
        with suppress(NotFound):
            table = queries.decisions(ctx, queries.latest(ctx, "decision", key)).table(key)
            found |= {output.name for output in table.outputs if output.name} if table is not None else set()
    return found


def doubted(names: Iterable[str], given: set[str], mentioned: Iterable[str] = ()) -> dict[str, str]:
    """Name -> the given one that is probably meant. Names `mentioned` elsewhere are meant as they are."""
    known = given | set(mentioned)
    found = {}
    for name in names:
        if name in known or len(name) < SHORTEST:
            continue
        if near := get_close_matches(name, sorted(given), 1, NEAR):
            found[name] = near[0]
    return found
