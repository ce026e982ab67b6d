"""Definitions back as the files they came from: to download, to edit elsewhere, to take into another house."""

from typing import Any

import simplejson

from engine.definitions import queries
from engine.definitions.catalogue import Version, catalogue
from engine.kernel import Context

KINDS = ("process", "decision", "form", "scenario")


def of_version(ctx: Context, kind: str, key: str, number: int) -> dict[str, bytes]:
    """The files of one version: name -> bytes as they were deployed (a form's parts are written out anew)."""
    return _files(ctx, queries.version(ctx, kind, key, number))


def in_force(ctx: Context) -> dict[str, bytes]:
    """The files of everything that is in force now."""
    known = catalogue(ctx)
    found: dict[str, bytes] = {}
    for kind in KINDS:
        for head in known.heads(kind, ctx.now):
            found |= _files(ctx, head)
    return found


def _files(ctx: Context, of: Version) -> dict[str, bytes]:
    content = queries.content(ctx, of)
    if of.kind == "form":
        bundle = simplejson.loads(content, use_decimal=True)
        parts = {"schema": bundle["schema"], "ui": bundle.get("ui") or None, **bundle.get("texts", {})}
        return {f"{of.key}.{part}.json": _written(value) for part, value in parts.items() if value}
    if of.kind == "scenario":
        return {f"{of.key}.scenarios.yaml": content}
    return {of.file.rsplit("/", 1)[-1]: content}


def _written(value: Any) -> bytes:
    text: str = simplejson.dumps(value, ensure_ascii=False, indent=2, use_decimal=True)
    return (text + "\n").encode()
