"""What people do with a handbook: publish what it says now, and say that they have read it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.access import rules as access
from engine.feel import values
from engine.handbook import content, copies, queries
from engine.handbook.events import HandbookAcknowledged, HandbookPublished
from engine.handbook.words import LANGUAGES
from engine.instances.models import Instance
from engine.kernel import Conflict, Context, Forbidden
from engine.tasks import commands as tasks
from engine.tasks import queries as inbox
from engine.tasks.models import Task

CHARTER = ("audience", "information", "goal")
READING = (Task.process == "handbook_lifecycle", Task.element == "read")
"""The step in which somebody reads a copy."""


def publish(
    ctx: Context,
    key: str,
    told: Mapping[str, Any] | None = None,
    *,
    review_on: date | None = None,
    case: str | None = None,
) -> int:
    """Keep the handbook as it reads now, in both languages, as the next copy; answers its number. `told` is what people
    wrote for it, else that of the last copy.

    NotFound handbook_unknown; Forbidden for who is no process owner; Conflict handbook_without_charter while nobody has
    said whom it is for, handbook_unchanged when the last copy says the same.
    """
    access.require(ctx.actor, "publish", "handbook")
    last = copies.newest(ctx, key)
    told = told if told is not None else last.authored if last else {}
    charter = told.get("charter") or {}
    books: dict[str, dict[str, Any]] = {
        language: content.written(ctx, key, language, told=told) for language in LANGUAGES
    }
    if not all(charter.get(name) for name in CHARTER):
        raise Conflict("handbook_without_charter", key=key)
    if last is not None and not queries.differing(last.content["zh"], books["zh"]):
        raise Conflict("handbook_unchanged", number=last.number)
    number = last.number + 1 if last else 1
    hashes = {language: queries.hashes(book) for language, book in books.items()}
    day = review_on or (last.review_on if last else None)
    ctx.record(
        HandbookPublished(
            key=key,
            number=number,
            hashes=hashes,
            case_id=case,
            review_on=day.isoformat() if day else None,
            content=books,
            authored=dict(told),
        )
    )
    return number


def acknowledge(ctx: Context, key: str, number: int) -> None:
    """The signed-in person has read this copy; once said, saying it again changes nothing.

    NotFound handbook_copy_unknown; Forbidden for the system, which reads nothing.
    """
    access.require(ctx.actor, "read", "handbook")
    if ctx.actor.person_id is None:
        raise Forbidden("not_allowed", verb="read", thing="handbook")
    copy = copies.copy(ctx, key, number)
    known = queries.reader(ctx, key)
    if known is None or known.number < copy.number:
        ctx.record(HandbookAcknowledged(key=key, number=number))
    _settle(ctx, key, number)


def _settle(ctx: Context, key: str, number: int) -> None:
    """The reader's tasks to read this copy, or one before it, are done by this, too: whichever case asked."""
    for task in inbox.inbox(ctx, "mine", where=READING):
        told = values.loads(ctx.session.get_one(Instance, task.instance_id).variables)
        if told["plan"]["book"] == key and told["number"] <= number:
            tasks.complete(ctx, task.id, {"read": True})
