"""Files of models read once a process: the content is the key and what was read is never changed, so that an entry is
true for ever."""

from functools import lru_cache

from engine import runtime
from engine.feel import dmn

KEPT = 512


@lru_cache(maxsize=KEPT)
def processes(content: bytes) -> runtime.Parsed:
    """The processes of a BPMN file with its findings."""
    return runtime.parse(content)


@lru_cache(maxsize=KEPT)
def decisions(content: bytes) -> dmn.Model:
    """The model of a DMN file with its findings."""
    return dmn.read(content)
