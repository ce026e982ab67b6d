"""A text of a model on its own, while somebody still types it: what is wrong, and where.

`always`: conditions, scripts, mappings are FEEL with or without a mark; `marked`: literal unless it carries `=` or
`${…}`; `timer`: a time as the standard or keflow writes it, else FEEL.
"""

from dataclasses import dataclass
from typing import Any, Literal

from engine.feel import FeelError, expression
from engine.runtime import timers
from engine.runtime.expressions import feel_text, unwrap
from engine.runtime.model import Stuck

How = Literal["always", "marked", "timer"]


@dataclass(frozen=True, slots=True)
class Checked:
    """`code` is None where nothing is wrong; `position` is the offset in the text as it was typed; `names` are the
    variables that it reads."""

    code: str | None = None
    params: dict[str, Any] | None = None
    position: int | None = None
    names: tuple[str, ...] = ()


def check(text: str, how: How) -> Checked:
    """What the text says about itself; an empty one says nothing."""
    inner, marked = unwrap(text)
    if not inner or (how == "marked" and not marked):
        return Checked()
    if how == "timer" and timers.literal(text):
        return _time(text)
    offset = text.find(inner)
    try:
        found = expression(feel_text(text))
    except FeelError as wrong:
        at = None if wrong.position is None else wrong.position + offset
        return Checked(f"feel_{wrong.code}", dict(wrong.params), at)
    doubt = next(iter(found.doubts), None)
    names = tuple(sorted(found.names))
    if doubt is None:
        return Checked(names=names)
    at = None if doubt.position is None else doubt.position + offset
    return Checked(f"feel_{doubt.code}", dict(doubt.params), at, names)


def _time(text: str) -> Checked:
    try:
        timers.first(text, timers.PROBE, "UTC", lambda _: timers.PROBE)
    except Stuck as wrong:
        return Checked(wrong.code, wrong.params, 0)
    return Checked()
