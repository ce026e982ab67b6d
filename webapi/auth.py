"""Who is asking: bearer tokens for programs, a cookie session with a counter-token for pages.

Both are the same signed claim (person, credential number, time) under different salts, so nothing is stored and any
number of servers agree; a new password, a disabled person or signing out ends them at the next request, which looks the
person up anyway. Failed sign-ins are counted per name, whether or not anybody has it, by the real clock.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_hex
from typing import Any

from flask import Request, Response
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from engine.access import queries
from engine.jobs.clock import real
from engine.kernel import TENANT, Forbidden, new_id
from engine.kernel.database import transaction
from engine.kernel.vault import derived
from webapi.db import RevokedToken, SignInFailure, db
from webapi.errors import SignedOut, TooMany

LIFE = timedelta(hours=12)
SESSION_COOKIE, CSRF_COOKIE, CSRF_HEADER = "keflow_session", "keflow_csrf", "X-CSRF-Token"
FAILURES, WINDOW = 10, timedelta(minutes=15)
SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True, slots=True)
class Claim:
    """What a valid token says; whether the person is still here is looked up in the request's transaction."""

    person_id: str
    credential: int
    digest: str = ""
    """Of the token itself, by which it can be revoked."""


class Signer:
    """Signs and reads claims with the installation's secrets: the first signs, all of them are believed."""

    def __init__(self, *secrets: str) -> None:
        keys = [derived(secret, "tokens") for secret in reversed(secrets)]  # itsdangerous signs with the last one
        self._token = URLSafeTimedSerializer(keys, salt="token")
        self._session = URLSafeTimedSerializer(keys, salt="session")
        self._csrf = derived(secrets[0], "csrf")
        self._names = derived(secrets[0], "sign-in names")

    def claim(self, request: Request) -> Claim:
        """The claim that a request carries. SignedOut without a valid one; Forbidden when a write by cookie lacks the
        counter-token that only our own pages can read."""
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return self._read(self._token, token.strip())
        session = request.cookies.get(SESSION_COOKIE)
        if session is None:
            raise SignedOut("signed_out")
        claim = self._read(self._session, session)
        given = request.headers.get(CSRF_HEADER, "")
        if request.method not in SAFE and not hmac.compare_digest(given.encode(), self._counter(session).encode()):
            raise Forbidden("csrf_failed")
        return claim

    def token(self, claim: Claim) -> tuple[str, datetime]:
        """A bearer token and when it ends."""
        return self._token.dumps([claim.person_id, claim.credential, token_hex(4)]), real() + LIFE

    def start_session(self, response: Response, claim: Claim, *, secure: bool) -> None:
        """Give a browser its session cookie, which scripts cannot read, and the counter-token, which ours can."""
        session = self._session.dumps([claim.person_id, claim.credential, token_hex(4)])
        age = int(LIFE.total_seconds())
        response.set_cookie(SESSION_COOKIE, session, max_age=age, httponly=True, samesite="Lax", secure=secure)
        response.set_cookie(CSRF_COOKIE, self._counter(session), max_age=age, samesite="Lax", secure=secure)

    def name_digest(self, name: str) -> str:
        """What is kept of a name that somebody tried to sign in with."""
        return hmac.new(self._names, name.encode(), sha256).hexdigest()

    def _counter(self, session: str) -> str:
        return hmac.new(self._csrf, session.encode(), sha256).hexdigest()

    @staticmethod
    def _read(serializer: URLSafeTimedSerializer, token: str) -> Claim:
        try:
            person_id, credential, _ = serializer.loads(token, max_age=int(LIFE.total_seconds()))
        except (BadSignature, ValueError, TypeError):
            raise SignedOut("signed_out") from None
        return Claim(person_id, credential, sha256(token.encode()).hexdigest())


def revoked(claim: Claim) -> Any:
    """A scalar to be read along with other rows: whether this token was signed out of."""
    return exists().where(RevokedToken.digest == claim.digest).select().scalar_subquery()


def revoke(session: Session, claim: Claim) -> None:
    """Sign out of this token, everywhere it was copied to."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    row = {"digest": claim.digest, "until": real() + LIFE}
    session.execute(dialect.insert(RevokedToken).values(row).on_conflict_do_nothing())


def end_session(response: Response) -> None:
    """Take the browser's session away."""
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Lax")
    response.delete_cookie(CSRF_COOKIE, samesite="Lax")


def sign_in(signer: Signer, name: str, password: str) -> Claim:
    """The claim of a person whose password fits. SignedOut with one answer for every other case, after the same time;
    TooMany once a name has failed too often. The slow check runs outside any transaction."""
    digest, now = signer.name_digest(name), real()
    with transaction(db.session(), write=False) as session:
        known = queries.credentials(session, name)
        failures = _failures(session, digest, now)
    if failures >= FAILURES:
        raise TooMany("sign_in_limited", minutes=int(WINDOW.total_seconds() // 60), seconds=int(WINDOW.total_seconds()))
    fits = known.fit(password)
    if not fits or failures:
        with transaction(db.session(), write=True) as session:
            _count(session, digest, now, failed=not fits)
    if not fits or known.person_id is None:
        raise SignedOut("sign_in_failed")
    return Claim(known.person_id, known.credential)


def _failures(session: Session, digest: str, now: datetime) -> int:
    count = select(SignInFailure.failures).where(
        SignInFailure.tenant_id == TENANT, SignInFailure.name_digest == digest, SignInFailure.last_at > now - WINDOW
    )
    return session.scalars(count).one_or_none() or 0


def _count(session: Session, digest: str, now: datetime, *, failed: bool) -> None:
    """Forget what is old (and this name, once it succeeded), or count one more failure."""
    forgotten = SignInFailure.last_at <= now - WINDOW
    if not failed:
        forgotten = forgotten | (SignInFailure.name_digest == digest)
    session.execute(delete(SignInFailure).where(forgotten))
    if failed:
        dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
        row = {"id": new_id(), "tenant_id": TENANT, "name_digest": digest, "failures": 1, "last_at": now}
        more = {"failures": SignInFailure.failures + 1, "last_at": now}
        keys = ["tenant_id", "name_digest"]
        session.execute(dialect.insert(SignInFailure).values(row).on_conflict_do_update(index_elements=keys, set_=more))
