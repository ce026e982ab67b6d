"""The processes and forms that keflow ships: in a checkout and in an installation they lie beside this package."""

from collections.abc import Collection
from pathlib import Path

HOME = Path(__file__).resolve().parents[2]
PROCESSES = HOME / "processes"
SOURCES = ("processes", "forms")
KINDS = (".bpmn", ".dmn", ".json", ".yaml")


def shipped(only: Collection[str] | None = None) -> dict[str, bytes]:
    """What is deployed on the first day, path to content; of the processes `only` those in these folders."""
    found = [path for source in SOURCES for path in sorted((HOME / source).rglob("*")) if path.suffix in KINDS]
    return {
        path.relative_to(HOME).as_posix(): path.read_bytes()
        for path in found
        if only is None or not path.is_relative_to(PROCESSES) or path.relative_to(PROCESSES).parts[0] in only
    }
