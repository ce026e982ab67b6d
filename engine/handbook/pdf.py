"""A handbook as a PDF to hand in, to print, to keep: contents with page numbers, drawings as lines, fonts inside.

`paper.typ` says how it looks; here the handbook becomes the plain data that it asks for. Only the fonts given are used,
so that a page looks the same on every machine.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import typst

from engine.handbook.blocks import Block
from engine.handbook.picture import Picture, svg
from engine.handbook.words import say

Draw = Callable[[Block], Picture | None]
PAPER = Path(__file__).with_name("paper.typ")


def file(book: Mapping[str, Any], draw: Draw, fonts: Path, subtitle: str = "") -> bytes:
    """The whole handbook as the bytes of a PDF, with the parts of the fonts in `fonts` that it needs."""
    language = book["language"]
    chapters = [
        {"title": chapter["title"], "blocks": [told for block in chapter["blocks"] if (told := _told(block, draw))]}
        for chapter in book["chapters"]
    ]
    given = {
        "title": book["title"],
        "language": language,
        "subtitle": subtitle,
        "note": say("generated", language),
        "contents": say("contents", language),
        "chapters": chapters,
    }
    made = typst.compile(
        PAPER,
        font_paths=[fonts],
        ignore_system_fonts=True,
        sys_inputs={"book": json.dumps(given, ensure_ascii=False)},
    )
    return bytes(made or b"")


def _told(block: Block, draw: Draw) -> dict[str, Any] | None:
    if block["kind"] != "figure":
        return block
    drawn = draw(block)
    if drawn is None:
        return None
    return {
        "kind": "figure",
        "caption": block["caption"],
        "svg": svg(drawn),
        "width": drawn.width,
        "height": drawn.height,
    }
