"""飞书 group robot. With 签名校验 the body carries the time in seconds and base64(HMAC-SHA256 of nothing under the key
time + "\\n" + secret); the robot refuses what is more than an hour old."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.jobs.clock import real
from engine.notify.channels.letter import Letter
from engine.notify.channels.robot import say, signature

TOO_FAST = (9499, 11232)


def send(settings: Mapping[str, Any], secret: Mapping[str, str], letter: Letter, allowed: Sequence[str]) -> None:
    """A text message to the group, signed where the channel has a secret."""
    body: dict[str, Any] = {"msg_type": "text", "content": {"text": letter.text}}
    if key := secret.get("secret"):
        at = str(int(real().timestamp()))
        body = {"timestamp": at, "sign": signature(f"{at}\n{key}", ""), **body}
    say(secret["url"], body, allowed, code="code", slower=TOO_FAST)
