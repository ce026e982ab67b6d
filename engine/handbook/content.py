"""A handbook as it reads today: all its chapters in one language, made from the versions in force."""

from collections.abc import Mapping
from typing import Any

from engine.definitions import queries as definitions
from engine.handbook import authored, copies, drawing, duties, picture
from engine.handbook.blocks import Chapter
from engine.handbook.chapters import WRITERS
from engine.handbook.words import CHAPTERS, TITLES, Language, of, say
from engine.kernel import Context, NotFound

BOOKS = tuple(TITLES)


def written(
    ctx: Context, book: str, language: Language, *, measured: bool = True, told: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """{key, title, language, chapters}; with `measured` the medians of the last 90 days stand beside the promises.
    What people wrote is that of the last copy, or `told` where it is given. NotFound handbook_unknown."""
    if book not in TITLES:
        raise NotFound("handbook_unknown", key=book)
    if told is None:
        last = copies.newest(ctx, book)
        told = last.authored if last else {}
    groups = duties.names(ctx, language)
    return {
        "key": book,
        "title": of(TITLES[book], language),
        "language": language,
        "chapters": [_chapter(ctx, book, key, language, measured, told, groups) for key in CHAPTERS],
    }


def _chapter(
    ctx: Context,
    book: str,
    key: str,
    language: Language,
    measured: bool,
    told: Mapping[str, Any],
    groups: Mapping[str, str],
) -> dict[str, Any]:
    chapter = Chapter(key, of(CHAPTERS[key], language), language)
    authored.put(chapter, book, language, told, groups)
    WRITERS[key](ctx, chapter, book, language, measured)
    return chapter.told


def mine(ctx: Context, language: Language) -> dict[str, Any]:
    """The page of the signed-in person: the steps that their groups are meant for, in every process in force."""
    chapter = Chapter("mine", say("mine", language), language)
    if ctx.actor.departments:
        chapter.text(say("heads", language))
    found = duties.of_actor(ctx)
    if found:
        duties.table(ctx, chapter, found, language, processes=True)
        chapter.made_from(*(duty.process for duty in found))
    else:
        chapter.text(say("no_duties", language))
    return chapter.told


def figure(ctx: Context, process: str, version: int, language: Language) -> picture.Picture | None:
    """The drawing of a version; None when its file holds none. NotFound when there is no such version."""
    content = definitions.content(ctx, definitions.version(ctx, "process", process, version))
    return drawing.picture(content, language, duties.names(ctx, language))
