"""What the demo company hands to its customers: `library.yaml`, each a text file found by what customers need."""

from pathlib import Path

import yaml

from engine.kernel import Context
from engine.library import commands, queries

FILE = Path(__file__).with_name("library.yaml")


def fill(ctx: Context) -> None:
    """Put into the library what it does not hold yet."""
    held = {item.title for item in queries.items(ctx)}
    for item in yaml.safe_load(FILE.read_text("utf-8")):
        title, title_en = item["title"]
        if title in held:
            continue
        told = {"title": title, "title_en": title_en, "kind": item["kind"], "tags": item["tags"]}
        commands.add(ctx, told, f"{title}.txt", item["text"].encode())
