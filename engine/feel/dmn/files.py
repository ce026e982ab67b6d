"""Several DMN files that import each other, read in the order that their imports ask for."""

from __future__ import annotations

from collections.abc import Mapping

from engine.feel.dmn import xml
from engine.feel.dmn.model import Model, read


def read_all(files: Mapping[str, bytes], known: Mapping[str, Model] | None = None) -> dict[str, Model]:
    """The models of files by their paths; `known` are models by namespace that are there already. What imports a
    namespace that nobody has, or itself in a circle, is read with the finding `missing_import`."""
    spaces: dict[str, str] = {}
    wanted: dict[str, set[str]] = {}
    for path, data in files.items():
        try:
            top = xml.root(data)
        except xml.Refused:
            spaces[path], wanted[path] = "", set()
            continue
        spaces[path] = top.get("namespace") or ""
        wanted[path] = {element.get("namespace") or "" for element in xml.children(top, "import")}
    found = dict(known or {})
    models: dict[str, Model] = {}
    pending = list(files)
    while pending:
        waiting = {spaces[path] for path in pending}
        ready = [path for path in pending if not wanted[path] & (waiting - {spaces[path]})] or pending
        for path in ready:
            models[path] = read(files[path], found)
        found |= {spaces[path]: models[path] for path in ready}
        pending = [path for path in pending if path not in ready]
    return {path: models[path] for path in files}
