"""Personal data at rest: sealed with a key of its own per subject, so that erasing the key erases the person.

AES-256-GCM (NIST SP 800-38D) with 96-bit random nonces. Each subject (`person:<id>`, `contact:<id>`) has a data key,
itself sealed by the master key that is derived from the installation's secret (HKDF-SHA256). The column and the
subject are authenticated with every value: a value moved to another row or column does not open. Equality search goes
by a blind index (HMAC-SHA256 under a key that is kept like a data key), never by the sealed text. Changing the secret
re-seals data keys only: values and blind indexes stay as they are.
"""

import base64
import hmac
import os
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import String, UniqueConstraint, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from engine.kernel.base import TENANT, Base, Row, new_id

NONCE = 12
PARAMETERS = 10_000  # of one statement; SQLite takes 32,766
INDEX_SUBJECT = "blind-index"

Sealed = tuple[str, str, str | None]
"""Subject, column (`table.column`), and the text or its sealed form."""


class DataKey(Row, Base):
    """A subject's key, sealed under the master key named by `key_id`. Without this row its values are noise."""

    __tablename__ = "data_key"
    __table_args__ = (UniqueConstraint("tenant_id", "subject"),)

    subject: Mapped[str] = mapped_column(String(64))
    key_id: Mapped[str] = mapped_column(String(16))
    sealed: Mapped[str] = mapped_column(String(120))


class Vault:
    """Seals and opens personal values. `secrets` are the current secret and, while rotating, older ones after it."""

    def __init__(self, *secrets: str, tenant: str = TENANT) -> None:
        if not secrets or not all(secrets):
            raise ValueError("the vault needs a secret")
        masters = [derived(secret, "vault") for secret in secrets]
        self._masters = {sha256(master).hexdigest()[:16]: master for master in masters}
        self._current = next(iter(self._masters))
        self._tenant = tenant
        self._index_key: bytes | None = None

    def seal(self, session: Session, subject: str, column: str, text: str) -> str:
        """The sealed form of one value; makes the subject's key at its first value."""
        return self.seal_all(session, [(subject, column, text)])[0] or ""

    def open(self, session: Session, subject: str, column: str, sealed: str | None) -> str | None:
        """The value; None when there is none or its subject was erased."""
        return self.open_all(session, [(subject, column, sealed)])[0]

    def seal_all(self, session: Session, values: Sequence[Sealed]) -> list[str | None]:
        """Seal many values with two statements for up to 10,000 subjects; None stays None."""
        subjects = {subject for subject, _, text in values if text is not None}
        keys = self._keys(session, subjects)
        fresh = {subject: os.urandom(32) for subject in sorted(subjects - keys.keys())}
        self._keep(session, fresh)
        keys = {**keys, **fresh}
        return [None if text is None else _seal(keys[s], f"{c}\0{s}", text.encode()) for s, c, text in values]

    def open_all(self, session: Session, values: Sequence[Sealed]) -> list[str | None]:
        """Open many values, likewise with one statement; None for an absent value and for an erased subject."""
        keys = self._keys(session, {subject for subject, _, sealed in values if sealed is not None})
        return [
            None if sealed is None or s not in keys else _open(keys[s], f"{c}\0{s}", sealed).decode()
            for s, c, sealed in values
        ]

    def index(self, session: Session, column: str, text: str) -> str:
        """The blind index of a value in a column: equal texts give equal indexes, which tell nothing else."""
        if self._index_key is None:
            keys = self._keys(session, {INDEX_SUBJECT})
            if not keys:
                keys = {INDEX_SUBJECT: os.urandom(32)}
                self._keep(session, keys)
                return _blind(keys[INDEX_SUBJECT], column, text)  # not remembered: the transaction may yet fail
            self._index_key = keys[INDEX_SUBJECT]
        return _blind(self._index_key, column, text)

    def erase(self, session: Session, subject: str) -> bool:
        """Destroy the subject's key; False when there was none. Nothing of the subject opens any more."""
        row = delete(DataKey).where(DataKey.tenant_id == self._tenant, DataKey.subject == subject).returning(DataKey.id)
        return session.execute(row).first() is not None

    def rotate(self, session: Session, batch: int = 1000) -> int:
        """Re-seal every data key that an older secret sealed under the current one; how many there were."""
        stale = select(DataKey.id, DataKey.subject, DataKey.key_id, DataKey.sealed).where(
            DataKey.tenant_id == self._tenant, DataKey.key_id != self._current
        )
        count = 0
        while rows := session.execute(stale.limit(batch)).all():
            session.execute(
                update(DataKey),
                [{"id": row.id, **self._wrapped(row.subject, self._unwrapped(row.subject, row))} for row in rows],
            )
            count += len(rows)
        return count

    def signing_keys(self, purpose: str) -> list[bytes]:
        """Keys for signing, of this purpose only: the last one signs, all of them are believed."""
        return [derived(master.hex(), purpose) for master in reversed(self._masters.values())]

    def _keys(self, session: Session, subjects: Iterable[str]) -> dict[str, bytes]:
        wanted = list(subjects)
        keys: dict[str, bytes] = {}
        for start in range(0, len(wanted), PARAMETERS):
            rows = select(DataKey.subject, DataKey.key_id, DataKey.sealed).where(
                DataKey.tenant_id == self._tenant, DataKey.subject.in_(wanted[start : start + PARAMETERS])
            )
            keys |= {row.subject: self._unwrapped(row.subject, row) for row in session.execute(rows)}
        return keys

    def _keep(self, session: Session, keys: Mapping[str, bytes]) -> None:
        if keys:
            rows = [{"subject": subject, **self._wrapped(subject, key)} for subject, key in keys.items()]
            session.execute(insert(DataKey), [{"id": new_id(), "tenant_id": self._tenant, **row} for row in rows])

    def _wrapped(self, subject: str, key: bytes) -> dict[str, str]:
        sealed = _seal(self._masters[self._current], f"data_key\0{self._tenant}\0{subject}", key)
        return {"key_id": self._current, "sealed": sealed}

    def _unwrapped(self, subject: str, row: object) -> bytes:
        key_id, sealed = row.key_id, row.sealed  # type: ignore[attr-defined]
        if key_id not in self._masters:
            raise LookupError(f"personal data was sealed under another secret key (key id {key_id})")
        return _open(self._masters[key_id], f"data_key\0{self._tenant}\0{subject}", sealed)


def derived(secret: str, purpose: str) -> bytes:
    """A 32-byte key for one purpose from the installation's secret: HKDF-SHA256 (RFC 5869)."""
    return HKDF(SHA256(), 32, salt=b"keflow", info=purpose.encode()).derive(secret.encode())


def _seal(key: bytes, bound_to: str, plain: bytes) -> str:
    nonce = os.urandom(NONCE)
    return base64.b64encode(nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())).decode()


def _open(key: bytes, bound_to: str, sealed: str) -> bytes:
    raw = base64.b64decode(sealed)
    try:
        return AESGCM(key).decrypt(raw[:NONCE], raw[NONCE:], bound_to.encode())
    except InvalidTag:
        raise ValueError("a sealed value was altered, or belongs to another row or column") from None


def _blind(key: bytes, column: str, text: str) -> str:
    return hmac.new(key, f"{column}\0{text}".encode(), sha256).hexdigest()
