"""What a handbook is made of: chapters of headings, texts, tables and figures, as plain data that JSON can hold.

A block is one of
    {kind: "heading", text}        {kind: "text", text}
    {kind: "table", columns, rows, measured}     `measured` numbers the columns that hold figures of the day
    {kind: "figure", process, version, caption}  the drawing of a version
A chapter's hash is that of everything but what is measured: it changes when a rule does, not when time passes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from engine.definitions.catalogue import Version
from engine.handbook.words import Language, title
from engine.kernel.base import dumps

Block = dict[str, Any]


@dataclass(slots=True)
class Chapter:
    """One chapter in one language, with the versions that it was made from."""

    key: str
    title: str
    language: Language
    blocks: list[Block] = field(default_factory=list)
    sources: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)

    def heading(self, text: str) -> None:
        self.blocks.append({"kind": "heading", "text": text})

    def text(self, text: str) -> None:
        if text:
            self.blocks.append({"kind": "text", "text": text})

    def table(self, columns: Sequence[str], rows: Iterable[Sequence[str]], measured: Sequence[int] = ()) -> None:
        told = [list(row) for row in rows]
        self.blocks.append({"kind": "table", "columns": list(columns), "rows": told, "measured": list(measured)})

    def figure(self, of: Version, caption: str) -> None:
        self.blocks.append({"kind": "figure", "process": of.key, "version": of.version, "caption": caption})

    def made_from(self, *versions: Version) -> None:
        self.sources |= {(one.kind, one.key): (title(one, self.language), one.version) for one in versions}

    @property
    def told(self) -> dict[str, Any]:
        """The chapter as plain data."""
        sources = [
            {"kind": kind, "key": key, "name": name, "version": version}
            for (kind, key), (name, version) in sorted(self.sources.items())
        ]
        return {
            "key": self.key,
            "title": self.title,
            "hash": _hash(self.blocks),
            "sources": sources,
            "blocks": self.blocks,
        }


def _hash(blocks: Iterable[Block]) -> str:
    return sha256(dumps([_lasting(block) for block in blocks]).encode()).hexdigest()


def _lasting(block: Block) -> Block:
    if not block.get("measured"):
        return block
    kept = [place for place in range(len(block["columns"])) if place not in block["measured"]]
    return {**block, "rows": [[row[place] for place in kept] for row in block["rows"]]}
