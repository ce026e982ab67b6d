"""Pure checks and choices: quiet hours, whom a used-up clock concerns, what a channel must have."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from engine.kernel import Invalid

MAIL, WEBHOOK = "mail", "webhook"
ROBOTS = ("wecom", "dingtalk", "feishu")
KINDS = (MAIL, *ROBOTS, WEBHOOK)
AUDIENCES = ("house", "customers")
LANGUAGES = ("zh", "en")
WHO = ("doers", "owner", "managers")
"""Whom a used-up clock concerns: who has the open tasks, the first owner of the case, the managers of the doers."""

DEFAULTS: dict[str, Any] = {
    "quiet_from": "22:00",
    "quiet_to": "08:00",
    "address": "",  # of this installation as people reach it: links begin with it
    "sla_50": ["doers"],
    "sla_80": ["doers", "owner"],
    "sla_100": ["doers", "owner", "managers"],
    "allowed_hosts": [],  # host or host:port inside the house, or without https; only an operator's command adds one
}
OPERATOR = ("allowed_hosts",)

HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
COUNTRY = re.compile(r"[A-Z]{2}")
MENTION = re.compile(r"(?<![\w@.])@([\w.\-·]{1,64})")
URGENT_LEVEL = 3
"""From this level of escalation on nobody is left alone (LV3, 高管介入)."""


def quiet_until(now: datetime, zone: ZoneInfo, begins: str, ends: str) -> datetime | None:
    """When the quiet hours that `now` lies in are over; None outside of them, or when both ends are equal."""
    start, end = _clock(begins), _clock(ends)
    local = now.astimezone(zone)
    at = local.time()
    if start == end or not (start <= at < end if start < end else at >= start or at < end):
        return None
    day = local.date() if at < end else local.date() + timedelta(days=1)
    return datetime.combine(day, end, zone).astimezone(now.tzinfo)


def _clock(text: str) -> time:
    hours, minutes = text.split(":")
    return time(int(hours), int(minutes))


def mentioned(text: str) -> list[str]:
    """The names behind an @ in a comment, in order, each once; a sentence's dot is not part of a name."""
    return list(dict.fromkeys(name.rstrip(".-") for name in MENTION.findall(text)))


def serves(kinds: Sequence[str], kind: str) -> bool:
    """Whether a channel (or a person's list of muted kinds) that names these kinds means this one; none means all."""
    return not kinds or kind in kinds


def check_settings(new: Mapping[str, Any]) -> None:
    """Invalid names each setting that cannot be."""
    errors = [
        _place(name, "notify_setting_invalid", name=name) for name, value in new.items() if not _fits(name, value)
    ]
    if errors:
        raise Invalid("notify_setting_invalid", errors, name=errors[0]["path"])


def _fits(name: str, value: Any) -> bool:
    if name in ("quiet_from", "quiet_to"):
        return isinstance(value, str) and bool(HOUR.fullmatch(value))
    if name == "address":
        return isinstance(value, str) and (not value or _is_address(value))
    if name in ("sla_50", "sla_80", "sla_100"):
        return isinstance(value, list) and set(value) <= set(WHO)
    return name in DEFAULTS and isinstance(value, list) and all(isinstance(one, str) and one for one in value)


def _is_address(text: str) -> bool:
    parts = urlsplit(text)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.query and not parts.fragment


def check_hours(begins: str | None, ends: str | None) -> None:
    """A person's quiet hours: both or neither."""
    if (begins is None) != (ends is None):
        raise Invalid("quiet_hours_half", [_place("quiet_to" if ends is None else "quiet_from", "quiet_hours_half")])
    for path, text in (("quiet_from", begins), ("quiet_to", ends)):
        if text is not None and not HOUR.fullmatch(text):
            raise Invalid("notify_setting_invalid", [_place(path, "notify_setting_invalid", name=path)], name=path)


def check_channel(
    kind: str, audience: str, language: str, settings: Mapping[str, Any], secret: Mapping[str, str]
) -> None:
    """A channel has what its kind needs, and nothing else. `secret` is what it will have, kept or new."""
    wanted, hidden = _NEEDS.get(kind, (frozenset(), frozenset()))
    errors = []
    for path, value, allowed in (
        ("kind", kind, KINDS),
        ("audience", audience, AUDIENCES),
        ("language", language, LANGUAGES),
    ):
        if value not in allowed:
            errors.append(_place(path, "channel_value", value=value, allowed=", ".join(allowed)))
    if kind in ROBOTS and audience == "customers":
        errors.append(_place("audience", "channel_robot_customers"))
    missing = [f"settings.{name}" for name in sorted(wanted) if not settings.get(name)]
    missing += [f"secret.{name}" for name in sorted(hidden) if not secret.get(name)]
    errors += [_place(path, "required") for path in missing]
    if secret.get("url") and urlsplit(secret["url"]).scheme not in ("http", "https"):
        errors.append(_place("secret.url", "channel_address"))
    country = settings.get("country")
    if country and not COUNTRY.fullmatch(str(country)):
        errors.append(_place("settings.country", "channel_country", value=country))
    if kind == MAIL and settings.get("security") not in ("starttls", "tls", "none"):
        errors.append(
            _place("settings.security", "channel_value", value=settings.get("security"), allowed="starttls, tls, none")
        )
    if errors:
        raise Invalid("channel_invalid", errors)


_NEEDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    MAIL: (frozenset({"host", "port", "sender"}), frozenset()),
    "wecom": (frozenset(), frozenset({"url"})),
    "dingtalk": (frozenset(), frozenset({"url"})),
    "feishu": (frozenset(), frozenset({"url"})),
    WEBHOOK: (frozenset(), frozenset({"url", "secret"})),
}


def _place(path: str, code: str, **params: Any) -> dict[str, Any]:
    return {"path": path, "code": code, "params": params}
