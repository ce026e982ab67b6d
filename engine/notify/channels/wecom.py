"""企业微信 group robot: the key in the address is all the proof it wants; at most 20 messages a minute."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.notify.channels.letter import Letter
from engine.notify.channels.robot import say

TOO_FAST = (45009,)


def send(settings: Mapping[str, Any], secret: Mapping[str, str], letter: Letter, allowed: Sequence[str]) -> None:
    """A text message to the group."""
    body = {"msgtype": "text", "text": {"content": letter.text}}
    say(secret["url"], body, allowed, code="errcode", slower=TOO_FAST)
