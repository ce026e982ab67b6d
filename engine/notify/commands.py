"""Verbs on channels, settings and one's own wishes. Channels and settings are the admin's, on record."""

from collections.abc import Mapping, Sequence
from typing import Any

import simplejson
from sqlalchemy import select

from engine.access import queries as access
from engine.access.rules import require
from engine.kernel import Conflict, Context, Forbidden, Invalid, new_id
from engine.kernel.base import dumps
from engine.notify import events, queries, rules, telling
from engine.notify.models import Channel, Notice, Preference

SEALED = "notice_channel.sealed"


def save_channel(
    ctx: Context,
    channel_id: str | None,
    *,
    name: str,
    kind: str,
    settings: Mapping[str, Any],
    secret: Mapping[str, str] | None = None,
    audience: str = "house",
    groups: Sequence[str] = (),
    kinds: Sequence[str] = (),
    language: str = "zh",
    enabled: bool = True,
) -> Channel:
    """Make a channel, or change one; a secret that is not given stays as it is. Invalid names what is missing."""
    require(ctx.actor, "manage", "channel")
    before = queries.channel(ctx, channel_id) if channel_id else None
    name = name.strip()
    if not name:
        raise Invalid("channel_invalid", [{"path": "name", "code": "required", "params": {}}])
    same_name = select(Channel.id).where(Channel.tenant_id == ctx.tenant, Channel.name == name)
    if ctx.session.scalar(same_name) not in (None, channel_id):
        raise Conflict("channel_exists", name=name)
    if before is not None and before.kind != kind:
        raise Conflict("channel_kind_fixed", kind=before.kind)
    whole = {**(opened(ctx, before) if before else {}), **(secret or {})}
    rules.check_channel(kind, audience, language, settings, whole)
    known = access.groups_named(ctx.session, groups, tenant=ctx.tenant)
    for group in groups:
        if group not in known:
            place = {"path": "groups", "code": "group_unknown", "params": {"group": group}}
            raise Invalid("group_unknown", [place], group=group)
    row_id = channel_id or new_id()
    ctx.record(
        events.ChannelSaved(
            channel_id=row_id,
            channel=name,
            kind=kind,
            audience=audience,
            settings=dict(settings),
            groups=tuple(known[group] for group in groups),
            kinds=tuple(kinds),
            language=language,
            enabled=enabled,
            new_secret=bool(secret),
            sealed=ctx.vault.seal(ctx.session, subject(row_id), SEALED, dumps(whole)) if whole else None,
        )
    )
    return queries.channel(ctx, row_id)


def opened(ctx: Context, channel: Channel) -> dict[str, str]:
    """A channel's secrets; never shown to anybody, only used."""
    text = ctx.vault.open(ctx.session, subject(channel.id), SEALED, channel.sealed)
    found: dict[str, str] = simplejson.loads(text) if text else {}
    return found


def subject(channel_id: str) -> str:
    """How the vault calls a channel."""
    return f"channel:{channel_id}"


def remove_channel(ctx: Context, channel_id: str) -> None:
    """Take a channel away, with its secret and what waits to leave by it."""
    require(ctx.actor, "manage", "channel")
    row = queries.channel(ctx, channel_id)
    ctx.record(events.ChannelRemoved(channel=row.name, channel_id=row.id))
    ctx.vault.erase(ctx.session, subject(channel_id))


def try_channel(ctx: Context, channel_id: str) -> str:
    """Send the actor a test notice by this channel, quiet hours or not; answers the delivery's id."""
    require(ctx.actor, "manage", "channel")
    row = queries.channel(ctx, channel_id)
    notice = Notice(id=new_id(), tenant_id=ctx.tenant, person=ctx.actor.name, kind="test", params={}, at=ctx.now)
    ctx.session.add(notice)
    ctx.session.flush()
    return telling.queue(ctx, row, notice.id, ctx.actor.name if row.kind == rules.MAIL else None, ctx.now)


def change_settings(ctx: Context, new: Mapping[str, Any], *, reason: str, operator: bool = False) -> dict[str, Any]:
    """Set notices otherwise, for everybody. What opens the inside of the house to webhooks is the operator's alone."""
    require(ctx.actor, "manage", "channel")
    if not reason.strip():
        raise Invalid("reason_needed", [{"path": "reason", "code": "reason_needed", "params": {}}])
    if not operator and not set(new).isdisjoint(rules.OPERATOR):
        raise Forbidden("operator_only")
    rules.check_settings(new)
    now = queries.settings(ctx)
    moved = {name: value for name, value in new.items() if now[name] != value}
    if moved:
        old = {name: now[name] for name in moved}
        ctx.record(events.NotifySettingsChanged(old=old, new=moved, reason=reason.strip()))
    return {**now, **moved}


def prefer(
    ctx: Context, *, mail: bool, muted: Sequence[str], quiet_from: str | None, quiet_to: str | None
) -> Preference:
    """What the actor wants from now on; escalations to the executives come anyway."""
    rules.check_hours(quiet_from, quiet_to)
    row = ctx.session.get(Preference, (ctx.tenant, ctx.actor.name))
    if row is None:
        row = Preference(tenant_id=ctx.tenant, person=ctx.actor.name)
        ctx.session.add(row)
    row.mail, row.muted, row.quiet_from, row.quiet_to = mail, sorted(set(muted)), quiet_from, quiet_to
    ctx.session.flush()
    return row
