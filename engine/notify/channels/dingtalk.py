"""钉钉 group robot. With 加签 the address carries the time in milliseconds and
base64(HMAC-SHA256(secret, time + "\\n" + secret)); the robot refuses what is more than an hour old."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from engine.jobs.clock import real
from engine.notify.channels.letter import Letter
from engine.notify.channels.robot import say, signature

TOO_FAST = (130101, 410100)


def send(settings: Mapping[str, Any], secret: Mapping[str, str], letter: Letter, allowed: Sequence[str]) -> None:
    """A text message to the group, signed where the channel has a secret."""
    url = secret["url"]
    if key := secret.get("secret"):
        at = str(int(real().timestamp() * 1000))
        proof = urlencode({"timestamp": at, "sign": signature(key, f"{at}\n{key}")})
        url = f"{url}{'&' if '?' in url else '?'}{proof}"
    body = {"msgtype": "text", "text": {"content": letter.text}}
    say(url, body, allowed, code="errcode", slower=TOO_FAST)
