"""Signed links for people who do not sign in: what for, about what, until when; nothing is stored.

The time that counts is the company's. A link says nothing that is not an id, and opens one page only: the purpose is
part of the signature.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer

from engine.kernel import Context, Rejected
from engine.notify import queries as notify

COMPLAINT, SERVICE, SURVEY, STATUS, OPT_OUT = "complaint", "service", "survey", "status", "opt-out"
PRIVACY, COPY, FEEDBACK = "privacy", "copy", "feedback"
PURPOSES = (COMPLAINT, SERVICE, SURVEY, STATUS, OPT_OUT, PRIVACY, COPY, FEEDBACK)
DAYS = {COMPLAINT: 90, SERVICE: 90, SURVEY: 14, STATUS: 365, OPT_OUT: 3650, PRIVACY: 3650, COPY: 15, FEEDBACK: 3650}
"""How long a link lives unless its maker says otherwise."""


class LinkRefused(Rejected):
    """The link is not one of ours, is for another page, or its time is over."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link that was believed."""

    purpose: str
    about: dict[str, Any]
    until: datetime


def sign(ctx: Context, purpose: str, about: dict[str, Any], days: int | None = None) -> str:
    """The token of a link."""
    until = ctx.now + timedelta(days=DAYS[purpose] if days is None else days)
    return str(_serializer(ctx, purpose).dumps({"t": ctx.tenant, "u": int(until.timestamp()), **about}))


def address(ctx: Context, purpose: str, about: dict[str, Any], days: int | None = None) -> str:
    """The whole link; without the address of the installation (notice settings), from its root."""
    root = str(notify.settings(ctx)["address"]).rstrip("/")
    return f"{root}/p/{purpose}/{sign(ctx, purpose, about, days)}"


def read(ctx: Context, purpose: str, token: str) -> Link:
    """What a token says; LinkRefused says why it is not believed."""
    if purpose not in PURPOSES or len(token) > 2000:
        raise LinkRefused("link_invalid")
    try:
        told = _serializer(ctx, purpose).loads(token)
        until = datetime.fromtimestamp(told.pop("u"), UTC)
        tenant = told.pop("t")
    except (BadSignature, ValueError, TypeError, KeyError, AttributeError):
        raise LinkRefused("link_invalid") from None
    if tenant != ctx.tenant:
        raise LinkRefused("link_invalid")
    if until <= ctx.now:
        raise LinkRefused("link_expired")
    return Link(purpose, told, until)


def _serializer(ctx: Context, purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(ctx.vault.signing_keys("public links"), salt=purpose)
