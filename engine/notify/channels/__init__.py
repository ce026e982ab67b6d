"""The ways out of the house, one file each: `send(settings, secret, letter, allowed)`, in no transaction.

A sender answers when the other side has taken the letter. It raises GiveUp when no further try can help (a wrong key),
Retry when the other side asks for patience, anything else when it may be tried again.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from engine.notify.channels import dingtalk, feishu, mail, webhook, wecom
from engine.notify.channels.letter import Letter

Sender = Callable[[Mapping[str, Any], Mapping[str, str], Letter, Sequence[str]], None]

SENDERS: dict[str, Sender] = {
    "mail": mail.send,
    "wecom": wecom.send,
    "dingtalk": dingtalk.send,
    "feishu": feishu.send,
    "webhook": webhook.send,
}

__all__ = ["SENDERS", "Letter", "Sender"]
