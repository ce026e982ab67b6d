"""The arithmetic of the proof, pure: canonical text, the hash of an entry, the Merkle root, the signature.

An auditor can recompute all of it with any SHA-256: an entry's hash is taken over the JSON array of the previous hash
and the entry's own columns, as UTF-8 without spaces; the Merkle tree is that of RFC 6962 (leaf prefix 00, node 01).
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import simplejson

GENESIS = "0" * 64
_UNSTORABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")


def instant(at: datetime) -> str:
    """The instant as fixed-width text in UTC, `2026-11-21T08:00:00.000000Z`: sorts as time, equal on every database."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


def canonical(data: Mapping[str, Any]) -> str:
    """A fact's data as compact JSON text in the order of its fields; numbers exact, instants in UTC."""
    # lone surrogates (possible in a JSON request) and two more are neither UTF-8 nor XML: they keep their escapes
    return _UNSTORABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", _data.encode(data))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"a fact cannot keep a {type(value).__name__}")


_data = simplejson.JSONEncoder(
    use_decimal=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=_plain
)
_array = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _bytes(*parts: Any) -> bytes:
    return _array(parts).encode(errors="surrogatepass")


def entry_hash(
    previous: str, tenant: str, stream: str, seq: int, at: str, fact: str, element: str | None, actor: str, data: str
) -> str:
    """SHA-256 (hex) that binds an entry to everything before it in its stream."""
    return hashlib.sha256(_bytes(previous, tenant, stream, seq, at, fact, element, actor, data)).hexdigest()


class Chain:
    """Follows entries in the order of their streams and numbers, and says what does not fit."""

    def __init__(self) -> None:
        self.streams = 0
        self.stream: tuple[str, str] | None = None
        self.seq = 0
        self.hash = GENESIS

    def follow(self, tenant: str, stream: str, seq: int, at: str, *rest: Any, claimed: str) -> str | None:
        """What is wrong with this entry after the one before: `gap`, `order` or `hash`; None when it fits.

        `rest` is fact, element, actor and data. After a break the chain goes on from what the entry claims.
        """
        if (tenant, stream) != self.stream:
            self.streams += 1
            self.stream, self.seq, self.hash = (tenant, stream), 0, GENESIS
        wrong = None
        if seq != self.seq + 1:
            wrong = "order" if not isinstance(seq, int) or seq <= self.seq else "gap"
        else:
            try:
                fits = entry_hash(self.hash, tenant, stream, seq, at, *rest) == claimed
            except TypeError:  # another type than text in the row
                fits = False
            wrong = None if fits else "hash"
        self.seq, self.hash = seq, claimed
        return wrong


class Merkle:
    """A Merkle root (RFC 6962) over leaves given one by one; keeps only log2(n) hashes."""

    def __init__(self) -> None:
        self.count = 0
        self._peaks: list[tuple[int, bytes]] = []  # (height, hash), heights strictly falling

    def add(self, stream: str, seq: int, entry: str) -> None:
        """The next leaf: this stream stood at this entry."""
        height, node = 0, hashlib.sha256(b"\0" + _bytes(stream, seq, entry)).digest()
        while self._peaks and self._peaks[-1][0] == height:
            node = _node(self._peaks.pop()[1], node)
            height += 1
        self._peaks.append((height, node))
        self.count += 1

    def root(self) -> str:
        """The root (hex) of the leaves so far; of none, the hash of nothing."""
        if not self._peaks:
            return hashlib.sha256(b"").hexdigest()
        node = self._peaks[-1][1]
        for _, left in reversed(self._peaks[:-1]):
            node = _node(left, node)
        return node.hex()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def sign(secret: str, purpose: str, *parts: Any) -> str:
    """HMAC-SHA-256 (hex) of these parts under a key made from the secret for this purpose alone."""
    key = hmac.digest(secret.encode(), f"keflow ledger {purpose}".encode(), "sha256")
    return hmac.digest(key, _bytes(*parts), "sha256").hex()


def same(one: str, other: str) -> bool:
    """Whether two signatures are equal, in constant time."""
    return hmac.compare_digest(one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass"))
