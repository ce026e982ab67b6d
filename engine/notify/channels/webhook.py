"""A signed webhook for any other program, after the Standard Webhooks specification (v1, symmetric).

`webhook-signature` is `v1,` and base64(HMAC-SHA256(secret, id + "." + timestamp + "." + body)). The receiver refuses a
timestamp (seconds) more than five minutes off and an id that it has had: the id is the same on every try, so a
repetition by us and a replay by somebody else have one effect.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import simplejson

from engine.jobs.clock import real
from engine.notify.channels.door import post
from engine.notify.channels.letter import Letter

PREFIX = "whsec_"


def send(settings: Mapping[str, Any], secret: Mapping[str, str], letter: Letter, allowed: Sequence[str]) -> None:
    """The letter as JSON: its codes and parameters, and the text in the channel's language."""
    told = {"type": "notice", **letter.data, "text": letter.text, "language": letter.language}
    if letter.to is not None:
        told["to"] = letter.to
    body = simplejson.dumps(told, ensure_ascii=False).encode()
    at = str(int(real().timestamp()))
    headers = {
        "webhook-id": letter.id,
        "webhook-timestamp": at,
        "webhook-signature": f"v1,{sign(secret['secret'], letter.id, at, body)}",
    }
    post(secret["url"], headers, body, allowed)


def sign(secret: str, letter_id: str, at: str, body: bytes) -> str:
    """The signature of a body; the secret is `whsec_` and base64, or any other text as it is."""
    key = secret.encode()
    if secret.startswith(PREFIX):
        try:
            key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except binascii.Error:
            key = secret.encode()
    proof = hmac.new(key, f"{letter_id}.{at}.".encode() + body, sha256).digest()
    return base64.b64encode(proof).decode()
