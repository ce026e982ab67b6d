"""What may be done to a case, and how messages and tokens are read. Pure."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import simplejson

from engine.instances.models import Instance
from engine.kernel import Conflict

ENDED = ("completed", "cancelled")


def may_advance(instance: Instance) -> None:
    """A case that is over or suspended takes nothing."""
    if instance.status in ENDED:
        raise Conflict("instance_over", status=instance.status)
    if instance.status == "suspended":
        raise Conflict("instance_suspended")


def status_of(tokens: Mapping[str, Mapping[str, Any]]) -> str:
    """The status of an unfinished case by what is open: incident before running (a call outside) before waiting."""
    kinds = {token.get("kind") for token in tokens.values()}
    if "incident" in kinds or any(token.get("incident") for token in tokens.values()):
        return "incident"
    return "running" if "service" in kinds else "waiting"


def canonical(correlation: Mapping[str, Any]) -> str:
    """The one text of a correlation, whatever the order of its keys; numbers that are equal are written equally."""
    plain = {
        key: str(value) if not isinstance(value, str | bool | None) else value for key, value in correlation.items()
    }
    text: str = simplejson.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text


def correlation_hash(correlation: Mapping[str, Any]) -> str:
    return sha256(canonical(correlation).encode()).hexdigest()


def correlates(waiting: Mapping[str, Any], message: Mapping[str, Any]) -> bool:
    """Whether a message reaches a wait: every key that the wait names is equal in it; an empty one fits any."""
    if not waiting or not message:
        return True
    plain_wait, plain = simplejson.loads(canonical(waiting)), simplejson.loads(canonical(message))
    return all(key in plain and plain[key] == value for key, value in plain_wait.items())
