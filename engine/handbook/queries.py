"""Reading handbooks: published copies, what has changed since, and who has read what."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from engine.handbook import content
from engine.handbook.copies import copy, newest
from engine.handbook.models import HandbookCopy, HandbookReader
from engine.handbook.words import Language
from engine.kernel import Context


def reader(ctx: Context, key: str) -> HandbookReader | None:
    """What the signed-in person last read of a handbook."""
    if ctx.actor.person_id is None:
        return None
    return ctx.session.get(HandbookReader, (ctx.tenant, ctx.actor.person_id, key))


def hashes(book: Mapping[str, Any]) -> dict[str, str]:
    """Chapter -> hash."""
    return {chapter["key"]: chapter["hash"] for chapter in book["chapters"]}


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The chapters that say something else in the new handbook, with the sources whose version moved:
    {key, title, sources: [{kind, key, name, before, after}]}; before or after is None where there was none."""
    known = {chapter["key"]: chapter for chapter in old["chapters"]}
    found = []
    for chapter in new["chapters"]:
        before = known.get(chapter["key"], {"hash": "", "sources": []})
        if before["hash"] != chapter["hash"]:
            moved = _moved(before["sources"], chapter["sources"])
            found.append({"key": chapter["key"], "title": chapter["title"], "sources": moved})
    return found


def _moved(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    before, after = ({(one["kind"], one["key"]): one["version"] for one in some} for some in (old, new))
    names = {(one["kind"], one["key"]): one.get("name", one["key"]) for one in (*old, *new)}
    return [
        {"kind": kind, "key": key, "name": name, "before": before.get((kind, key)), "after": after.get((kind, key))}
        for (kind, key), name in sorted(names.items())
        if before.get((kind, key)) != after.get((kind, key))
    ]


def standing(ctx: Context, live: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """How what the handbook says now stands to its last copy (`stale`) and to what the person last read (`changed`).

    {published: {number, at, by, readers} or None, stale, read: {number, at} or None, changed}
    """
    key = live["key"]
    last, mine = newest(ctx, key), reader(ctx, key)
    seen = None if mine is None else last if last and last.number == mine.number else copy(ctx, key, mine.number)
    return {
        "published": last and {
            "number": last.number,
            "at": last.published_at,
            "by": last.published_by,
            "readers": _readers(ctx, key, last.number),
        },
        "stale": differing(last.content[language], live) if last else [],
        "read": mine and {"number": mine.number, "at": mine.read_at},
        "changed": differing(seen.content[language], live) if seen else [],
    }  # fmt: skip


def editions(ctx: Context, key: str) -> dict[str, Any]:
    """All published copies, newest first, without their text: {copies: [{number, at, by, case}]}."""
    asked = select(
        HandbookCopy.number,
        HandbookCopy.published_at.label("at"),
        HandbookCopy.published_by.label("by"),
        HandbookCopy.case_id.label("case"),
    ).where(HandbookCopy.tenant_id == ctx.tenant, HandbookCopy.key == key)
    rows = ctx.session.execute(asked.order_by(HandbookCopy.number.desc())).all()
    return {"copies": [dict(row._mapping) for row in rows]}


def _readers(ctx: Context, key: str, number: int) -> int:
    of_copy = select(func.count()).where(HandbookReader.tenant_id == ctx.tenant, HandbookReader.key == key)
    return ctx.session.scalar(of_copy.where(HandbookReader.number == number)) or 0


def every(ctx: Context, language: Language) -> list[dict[str, Any]]:
    """All handbooks with their standing: {key, title, published, stale, read, changed}."""
    books = [content.written(ctx, key, language, measured=False) for key in content.BOOKS]
    return [{"key": live["key"], "title": live["title"], **standing(ctx, live, language)} for live in books]
