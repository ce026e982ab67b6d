"""What people do with a handbook: publish what it says now, and say that they have read it."""

from typing import Any

from engine.access import rules as access
from engine.handbook import content, queries
from engine.handbook.events import HandbookAcknowledged, HandbookPublished
from engine.handbook.words import LANGUAGES
from engine.kernel import Conflict, Context, Forbidden


def publish(ctx: Context, key: str) -> int:
    """Keep the handbook as it reads now, in both languages, as the next copy; answers its number.

    NotFound handbook_unknown; Forbidden for who is no process owner; Conflict handbook_unchanged when the last copy
    says the same.
    """
    access.require(ctx.actor, "publish", "handbook")
    told: dict[str, dict[str, Any]] = {language: content.written(ctx, key, language) for language in LANGUAGES}
    last = queries.newest(ctx, key)
    if last is not None and not queries.differing(last.content["zh"], told["zh"]):
        raise Conflict("handbook_unchanged", number=last.number)
    number = last.number + 1 if last else 1
    hashes = {language: queries.hashes(book) for language, book in told.items()}
    ctx.record(HandbookPublished(key=key, number=number, hashes=hashes, content=told))
    return number


def acknowledge(ctx: Context, key: str, number: int) -> None:
    """The signed-in person has read this copy; once said, saying it again changes nothing.

    NotFound handbook_copy_unknown; Forbidden for the system, which reads nothing.
    """
    access.require(ctx.actor, "read", "handbook")
    if ctx.actor.person_id is None:
        raise Forbidden("not_allowed", verb="read", thing="handbook")
    copy = queries.copy(ctx, key, number)
    known = queries.reader(ctx, key)
    if known is None or known.number < copy.number:
        ctx.record(HandbookAcknowledged(key=key, number=number))
