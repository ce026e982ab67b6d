"""What the group robots have in common: JSON both ways, a number that says whether it was taken."""

import base64
import hmac
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

import simplejson

from engine.jobs import Retry
from engine.notify.channels.door import PATIENCE, post
from engine.notify.channels.letter import Refused, Undeliverable


def say(url: str, body: Mapping[str, Any], allowed: Sequence[str], *, code: str, slower: Collection[int]) -> None:
    """Post to a robot; `code` names the field that is 0 when it was taken, `slower` are answers that ask for patience.
    Any other number is a refusal that no further try mends (wrong key, wrong signature, keyword missing)."""
    told = post(url, {}, simplejson.dumps(body, ensure_ascii=False).encode(), allowed)
    try:
        number = simplejson.loads(told).get(code)
    except (ValueError, AttributeError) as error:
        raise Refused("answer_unreadable") from error
    if number in slower:
        raise Retry(PATIENCE)
    if number != 0:
        raise Undeliverable(f"robot_{number}")


def signature(key: str, message: str) -> str:
    """HMAC-SHA256 in base64, as DingTalk and Feishu want it."""
    return base64.b64encode(hmac.new(key.encode(), message.encode(), sha256).digest()).decode()
