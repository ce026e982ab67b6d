"""Facts of files, in the stream of their case: the hash, never the name or the content."""

from dataclasses import dataclass
from typing import Any

from engine.kernel import InstanceFact
from engine.kernel.facts import unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class AttachmentAdded(InstanceFact):
    attachment_id: str
    sha256: str
    size: int
    media: str
    row: Any = unrecorded()
    content: bytes = unrecorded()
