"""What is sent, and how sending can fail."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.jobs import GiveUp


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `id` is the same on every try, so that the other side can tell a repetition; `to` is an address
    (mail, phone) where the channel needs one; `data` is what a program is told beside the text."""

    id: str
    to: str | None
    language: str
    subject: str
    text: str
    data: Mapping[str, Any]


class Undeliverable(GiveUp):
    """No further try can succeed; the code says why and is what the list of deliveries shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(Exception):
    """The other side did not take it; it may be tried again."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
