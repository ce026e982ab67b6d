"""Table D20 (`masking`), asked wherever something personal is shown: what a right may see of a class of field.

Where the table is not deployed, or gives no answer, the rules that keflow brings along hold (engine/access/masking.py).
"""

from dataclasses import dataclass

from engine.access import masking
from engine.definitions import queries as definitions
from engine.kernel import Context, NotFound

TABLE = "masking"


@dataclass(frozen=True, slots=True)
class Sight:
    """`show` is hidden, masked, last4 or full; `reveal` whether it may be read in clear: no, purpose, reason."""

    show: str
    reveal: str


def sight(ctx: Context, field_class: str, right: str) -> Sight:
    """What this right sees of a class of field; asked once a unit of work."""
    known: dict[tuple[str, str], Sight] = ctx.memo.setdefault("definitions.masking", {})
    if (field_class, right) not in known:
        known[field_class, right] = _asked(ctx, field_class, right)
    return known[field_class, right]


def _asked(ctx: Context, field_class: str, right: str) -> Sight:
    try:
        table = definitions.latest(ctx, "decision", TABLE)
    except NotFound:
        return Sight(*masking.DEFAULT[field_class][right])
    answer = definitions.decide(ctx, table, {"field_class": field_class, "right": right})
    if answer.failed or not isinstance(answer.value, dict):
        return Sight("hidden", "no")  # a table without an answer shows nothing
    return Sight(str(answer.value.get("show") or "hidden"), str(answer.value.get("reveal") or "no"))


def show(ctx: Context, field_class: str, value: str | None, right: str) -> str | None:
    """The value as this right may see it; None (absent, or erased) stays None."""
    return None if value is None else masking.shown(field_class, value, sight(ctx, field_class, right).show)
