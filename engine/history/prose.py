"""What people wrote in their own words, sealed inside the facts that quote it.

Some fields of facts quote people: an answer to a form, a reason, the variables that a case began with (`quoted` in
engine/kernel/facts.py). Words may name or describe a person whom no form asked about, so the ledger keeps them sealed
with the key of the case, or of the customer, that the stream is of: who may read the stream reads them in clear, and
erasing the key erases them while the chain, which is over the sealed form, still verifies. Codes, dates and numbers
stay as they are.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from engine.history.queries import Recorded
from engine.kernel import Context, Fact
from engine.kernel.facts import quotes

SEALED, COLUMN = "sealed:", "ledger.data"
_CODE = re.compile(r"[A-Za-z0-9_][\w.:/+-]{0,63}|", re.ASCII)
_NUMBERED = re.compile(r"\+?\d[\d-]{6,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED = re.compile(r"[A-Z][a-z]+")


def is_code(text: str) -> bool:
    """Whether a text is a code, an id or a date, and no words: a phone number and a name like `Wang` are words."""
    if not _CODE.fullmatch(text) or _NAMED.fullmatch(text):
        return False
    return _DAY.fullmatch(text) is not None or not _NUMBERED.fullmatch(text)


def over(value: Any, change: Callable[[str], str]) -> Any:
    """The value with each text in it changed; keys stay."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: over(inner, change) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [over(inner, change) for inner in value]
    return value


def told(ctx: Context, facts: Sequence[Fact]) -> list[dict[str, Any]]:
    """What the ledger keeps of these facts: two statements of the vault where one quotes somebody, else none."""
    data = [fact.data for fact in facts]
    words: list[tuple[str, str, str]] = []
    for fact, kept in zip(facts, data, strict=True):
        owner = subject(fact.stream)
        if ctx.vault is None or owner is None:
            continue
        for name in quotes(type(fact)):

            def note(text: str, owner: str = owner) -> str:
                if not is_code(text):
                    words.append((owner, COLUMN, text))
                return text

            over(kept.get(name), note)
    if not words:
        return data
    sealed = iter(ctx.vault.seal_all(ctx.session, words))
    for fact, kept in zip(facts, data, strict=True):
        if subject(fact.stream) is not None:
            for name in quotes(type(fact)):
                if name in kept:
                    kept[name] = over(kept[name], lambda text: text if is_code(text) else f"{SEALED}{next(sealed)}")
    return data


def subject(stream: str) -> str | None:
    """Whose key seals what a stream quotes; None for the settings, which are about the house."""
    kind, _, which = stream.partition(":")
    return {"instance": f"case:{which}", "customer": f"customer:{which}"}.get(kind)


def opened(ctx: Context, entries: Sequence[Recorded]) -> list[Recorded]:
    """Entries with what they quote in clear; *** where that was erased."""
    found: list[tuple[str, str, str | None]] = []
    for entry in entries:
        over(entry.data, lambda text, entry=entry: _note(found, entry.stream, text))  # type: ignore[misc]
    if not found:
        return list(entries)
    clear = dict(zip((sealed for _, _, sealed in found), ctx.vault.open_all(ctx.session, found), strict=True))

    def open_(text: str) -> str:
        return (clear.get(text.removeprefix(SEALED)) or "***") if text.startswith(SEALED) else text

    return [replace(entry, data=over(entry.data, open_)) for entry in entries]


def _note(found: list[tuple[str, str, str | None]], stream: str, text: str) -> str:
    owner = subject(stream)
    if owner is not None and text.startswith(SEALED):
        found.append((owner, COLUMN, text.removeprefix(SEALED)))
    return text
